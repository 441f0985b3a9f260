package keys

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"jauap/internal/fault"
)

// A material is what stands in a key file, one labelled line for each part.
// Only the masters change by a rotation: the hash key finds people who wrote
// before it, and the log key is the one that receipts name.
type material struct {
	master []byte
	older  [][]byte // during a rotation
	next   []byte   // prepared and not yet used
	hash   []byte
	log    signing
}

// fresh is made of independent parts. No origin means jauap/ and the
// fingerprint.
func fresh(origin string) (material, error) {
	m := material{master: newKey(), hash: newKey()}
	if origin == "" {
		origin = "jauap/" + fingerprint(m.master)
	}
	var err error
	m.log, err = signingFrom(newKey(), origin)
	return m, err
}

func newKey() []byte {
	k := make([]byte, Size)
	_, _ = rand.Read(k) // never fails since Go 1.24
	return k
}

// derived is what a key file of one line stands for, as files were written
// at first: all parts come from the master.
func derived(master []byte) (material, error) {
	if len(master) != Size {
		return material{}, fault.New(fault.Invalid, "keys.bad_size", "n", len(master))
	}
	log, err := signingFrom(derive(master, "jauap log v1"), "jauap/"+fingerprint(master))
	return material{master: master, hash: derive(master, "jauap hash v1"), log: log}, err
}

// parseMaterial reads either form. Between the words may be any white space:
// an environment file cannot hold line breaks.
func parseMaterial(text string) (material, error) {
	words := words(text)
	if len(words) < 2 {
		master, err := parseKey(strings.Join(words, ""))
		if err != nil {
			return material{}, err
		}
		return derived(master)
	}
	if len(words)%2 != 0 {
		return material{}, fault.New(fault.Invalid, "keys.bad_form")
	}
	var m material
	for i := 0; i < len(words); i += 2 {
		if err := m.take(words[i], words[i+1]); err != nil {
			return material{}, err
		}
	}
	return m, m.whole()
}

// words leaves out what follows a # to the end of its line.
func words(text string) (list []string) {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		list = append(list, strings.Fields(line)...)
	}
	return list
}

func parseKey(s string) ([]byte, error) {
	k, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil, fault.New(fault.Invalid, "keys.not_base64") // the cause would quote the key
	}
	if len(k) != Size {
		return nil, fault.New(fault.Invalid, "keys.bad_size", "n", len(k))
	}
	return k, nil
}

// take keeps one labelled part.
func (m *material) take(label, value string) (err error) {
	if label == "log" {
		if m.log.signer != nil {
			return fault.New(fault.Invalid, "keys.bad_form")
		}
		m.log, err = parseSigning(value)
		return err
	}
	place := map[string]*[]byte{"master": &m.master, "next": &m.next, "hash": &m.hash, "older": new([]byte)}[label]
	if place == nil || *place != nil {
		return fault.New(fault.Invalid, "keys.bad_form")
	}
	if *place, err = parseKey(value); err == nil && label == "older" {
		m.older = append(m.older, *place)
	}
	return err
}

// whole refuses a file that lost a part: with another hash key nobody who
// wrote before would be found, with another log key no receipt would hold.
func (m *material) whole() error {
	for label, missing := range map[string]bool{"master": m.master == nil, "hash": m.hash == nil, "log": m.log.signer == nil} {
		if missing {
			return fault.New(fault.Invalid, "keys.no_part", "part", label)
		}
	}
	return nil
}

// text writes the labelled form. The remark stands last, so that the text
// still reads with its line breaks turned into spaces.
func (m *material) text() string {
	var b strings.Builder
	line := func(label string, key []byte) {
		if key != nil {
			b.WriteString(label + " " + base64.StdEncoding.EncodeToString(key) + "\n")
		}
	}
	line("master", m.master)
	for _, k := range m.older {
		line("older", k)
	}
	line("next", m.next)
	line("hash", m.hash)
	b.WriteString("log " + m.log.text + "\n# jauap key: keep a copy, apart from the copies of the database\n")
	return b.String()
}

// sameHouse tells whether two materials belong to one database, whatever
// their masters.
func (m *material) sameHouse(o *material) bool {
	return bytes.Equal(m.hash, o.hash) && m.log.text == o.log.text
}

func fingerprint(master []byte) string {
	sum := sha256.Sum256(append([]byte("jauap key id v1\x00"), master...))
	return hex.EncodeToString(sum[:8])
}
