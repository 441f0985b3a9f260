package receipt

import (
	"encoding/base64"
	"regexp"
	"strings"

	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// compactMark begins the compact form, wherever it stands in an address.
const compactMark = "JR1."

// signatureSize is the key's hash and the signature of Ed25519 after it
// (C2SP signed-note).
const signatureSize = 4 + 64

// secrets are the parts of fixed length: blind, rest, signature.
const secrets = 2*tlog.HashSize + signatureSize

// Compact is the short form for a square code or an address: about 400
// characters that need no escaping. The receipt must have been signed without
// words; of any other it is "".
func (d Document) Compact() string {
	f, err := readInner(strings.Split(strings.TrimSuffix(d.Signed, "\n"), "\n"), 0)
	if err != nil || len(f.Lines) > 0 {
		return ""
	}
	short, err := pack(f)
	if err != nil {
		return ""
	}
	if back, err := readCompact(short); err != nil || back.Signed != d.Signed {
		return ""
	}
	return short
}

// pack leaves out the names of the lines, and the leaf, which follows from
// the rest.
func pack(f found) (string, error) {
	_, sig, err := cutSignature(f.Signed)
	if err != nil {
		return "", err
	}
	lines := strings.Split(f.block(f.leaf), "\n")
	values := make([]string, 0, len(lines))
	for i, line := range lines[1:blockLines] {
		if i < 1+tlog.Lines || i > tlog.Lines+3 {
			_, value, _ := strings.Cut(line, " ")
			values = append(values, value)
		}
	}
	b := append(append(append([]byte{}, f.Opening.Blind...), f.Opening.Rest...), sig...)
	b = append(b, strings.Join(values, "\n")...)
	return compactMark + base64.RawURLEncoding.EncodeToString(b), nil
}

var compactForm = regexp.MustCompile(`JR1\.[A-Za-z0-9_-]+`)

// cutCompact finds the one compact form in an address or a pasted line.
func cutCompact(text string) (string, bool) {
	all := compactForm.FindAllString(text, 2)
	if len(all) != 1 {
		return "", false
	}
	return all[0], true
}

// readCompact rebuilds the note that the short form was made of.
func readCompact(short string) (found, error) {
	broken := fault.New(fault.Invalid, "receipt.bad_compact")
	b, err := base64.RawURLEncoding.Strict().DecodeString(strings.TrimPrefix(short, compactMark))
	if err != nil || len(b) < secrets {
		return found{}, broken
	}
	values := strings.Split(string(b[secrets:]), "\n")
	names := []string{"log", "number", "event", "act", "at", "registered", "due", "body", "promise", "lang"}
	if len(values) != len(names) {
		return found{}, broken
	}
	lines := []string{head}
	for i, name := range names {
		if name == "lang" {
			lines = append(lines, "blind "+encode(b[:tlog.HashSize]), "rest "+encode(b[tlog.HashSize:2*tlog.HashSize]), "leaf")
		}
		lines = append(lines, name+" "+values[i])
	}
	statement, err := tlog.ParseStatement(strings.Join(lines[2:2+tlog.Lines], "\n") + "\n")
	if err != nil {
		return found{}, broken.Because(err)
	}
	opening := tlog.Opening{Blind: b[:tlog.HashSize], Rest: b[tlog.HashSize : 2*tlog.HashSize]}
	lines[blockLines-2] = "leaf " + encode(opening.Entry(statement))
	lines = append(lines, "", signatureMark+values[0]+" "+encode(b[2*tlog.HashSize:secrets]))
	f, err := readInner(lines, 0)
	if err != nil {
		return f, broken.Because(err)
	}
	f.compact = true
	return f, nil
}
