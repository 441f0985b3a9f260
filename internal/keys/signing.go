package keys

import (
	"crypto/ed25519"
	"encoding/base64"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/fault"
)

// A signing is the key of the log in the text form of C2SP signed notes.
type signing struct {
	text     string // PRIVATE+KEY+origin+hash+base64
	verifier string // origin+hash+base64
	signer   note.Signer
}

// ed25519Type is the first byte of such a key (c2sp.org/signed-note).
const ed25519Type = 1

// signingFrom makes the key of a 32-byte seed for a log of this name.
func signingFrom(seed []byte, origin string) (signing, error) {
	verifier, err := verifierFrom(seed, origin)
	if err != nil {
		return signing{}, err
	}
	public := strings.SplitN(verifier, "+", 3)
	secret := base64.StdEncoding.EncodeToString(append([]byte{ed25519Type}, seed...))
	return parseSigning(strings.Join([]string{"PRIVATE", "KEY", public[0], public[1], secret}, "+"))
}

func verifierFrom(seed []byte, origin string) (string, error) {
	public := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	verifier, err := note.NewEd25519VerifierKey(origin, public)
	if err == nil {
		_, err = note.NewVerifier(verifier) // refuses a name with a space or a plus
	}
	if err != nil {
		return "", fault.New(fault.Invalid, "keys.bad_origin", "origin", origin).Because(err)
	}
	return verifier, nil
}

// parseSigning reads the private text and works out the public one.
func parseSigning(text string) (signing, error) {
	signer, err := note.NewSigner(text)
	if err != nil {
		return signing{}, fault.New(fault.Invalid, "keys.bad_log_key").Because(err)
	}
	parts := strings.SplitN(text, "+", 5) // five: NewSigner has looked
	secret, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil {
		return signing{}, fault.New(fault.Invalid, "keys.bad_log_key").Because(err)
	}
	verifier, err := verifierFrom(secret[1:], signer.Name())
	return signing{text: text, verifier: verifier, signer: signer}, err
}
