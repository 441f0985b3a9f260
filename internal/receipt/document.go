package receipt

import (
	"strings"

	"jauap/internal/tlog"
)

// A Document is a receipt with what has been proven of it since.
type Document struct {
	Signed  string         // the note
	Proof   *tlog.Proof    // under the first checkpoint that holds the leaf; nil before sealing
	Follows []tlog.Follows // from the checkpoints of earlier receipts of the case to that of Proof
}

// The armor around what is signed. No line of words begins as it does.
const (
	armorMark  = "-----"
	armorBegin = "-----BEGIN JAUAP RECEIPT-----"
	armorEnd   = "-----END JAUAP RECEIPT-----"
)

// byteOrder is how Windows programs know a text as UTF-8.
const byteOrder = "\ufeff"

// Text is the document as a file: UTF-8 with a byte order mark and CRLF, so
// that it opens everywhere. cover stands above the armor for people, is not
// signed and may be empty.
func (d Document) Text(cover string) string {
	text := armorBegin + "\n" + d.inner() + armorEnd + "\n"
	if cover = strings.TrimRight(cover, "\r\n"); cover != "" {
		text = cover + "\n\n" + text
	}
	return byteOrder + strings.ReplaceAll(plain(text), "\n", "\r\n")
}

// inner is what stands in the armor: the note, the proof and what follows,
// with an empty line between them.
func (d Document) inner() string {
	parts := []string{d.Signed}
	if d.Proof != nil {
		parts = append(parts, d.Proof.Text())
	}
	for _, f := range d.Follows {
		parts = append(parts, f.Text())
	}
	return strings.Join(parts, "\n")
}

// plain undoes what Windows does to a text: the one change that a signature
// survives.
func plain(text string) string {
	return strings.ReplaceAll(strings.TrimPrefix(text, byteOrder), "\r\n", "\n")
}
