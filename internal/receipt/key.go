package receipt

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/fault"
)

// Keys are the public keys of a log, one for each of its epochs.
type Keys []note.Verifier

// ReadKeys reads keys as the site publishes them: one a line, name+hash+key;
// empty lines and those that begin with # are for people.
func ReadKeys(text string) (Keys, error) {
	var keys Keys
	for line := range strings.Lines(plain(text)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.HasPrefix(line, "PRIVATE+KEY+") {
			return nil, fault.New(fault.Invalid, "receipt.key_private")
		}
		v, err := note.NewVerifier(line)
		if err != nil {
			return nil, fault.New(fault.Invalid, "receipt.key_bad").Because(err)
		}
		keys = append(keys, v)
	}
	if len(keys) == 0 {
		return nil, fault.New(fault.Invalid, "receipt.key_bad")
	}
	return keys, nil
}

// Verifier gives the key of a name and a hash.
func (k Keys) Verifier(name string, hash uint32) (note.Verifier, error) {
	for _, v := range k {
		if v.Name() == name && v.KeyHash() == hash {
			return v, nil
		}
	}
	return nil, &note.UnknownVerifierError{Name: name, KeyHash: hash}
}

// names lists the logs whose keys these are.
func (k Keys) names() string {
	var list []string
	for _, v := range k {
		if !slices.Contains(list, v.Name()) {
			list = append(list, v.Name())
		}
	}
	return strings.Join(list, ", ")
}

// ids lists the keys of one log, as people compare them.
func (k Keys) ids(name string) string {
	var list []string
	for _, v := range k {
		if v.Name() == name {
			list = append(list, keyID(v.KeyHash()))
		}
	}
	return strings.Join(list, ", ")
}

func keyID(hash uint32) string { return fmt.Sprintf("%08x", hash) }

// cutSignature reads the one line that signs a receipt.
func cutSignature(signed string) (name string, sig []byte, err error) {
	bad := fault.New(fault.Invalid, "receipt.bad_signature")
	line := signed[strings.LastIndex(strings.TrimSuffix(signed, "\n"), "\n")+1:]
	name, text, _ := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), signatureMark), " ")
	sig, err = base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(sig) != signatureSize {
		return name, nil, bad
	}
	return name, sig, nil
}

// signedBy tells which key a receipt says it was signed with.
func signedBy(sig []byte) uint32 { return binary.BigEndian.Uint32(sig) }
