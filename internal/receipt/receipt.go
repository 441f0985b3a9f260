package receipt

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/i18n"
	"jauap/internal/tlog"
)

// A Receipt is what the holder was told of one event.
type Receipt struct {
	Lang      i18n.Lang // of the words
	Origin    string    // of the log that promises
	Statement tlog.Statement
	Opening   tlog.Opening
	Lines     []string // the same in words for people, signed with the rest
}

// head begins the canonical block.
const head = "jauap receipt v1"

// Entry is what the log holds, or will hold, for this receipt.
func (r Receipt) Entry() []byte { return r.Opening.Entry(r.Statement) }

// block is the canonical part: fourteen lines, each ended. leaf is what the
// receipt says its entry is.
func (r Receipt) block(leaf []byte) string {
	return fmt.Sprintf("%s\nlog %s\n%sblind %s\nrest %s\nleaf %s\nlang %s\n",
		head, r.Origin, r.Statement.Text(), encode(r.Opening.Blind), encode(r.Opening.Rest), encode(leaf), r.Lang)
}

// body is all that is signed: the words, an empty line, the block.
func (r Receipt) body(leaf []byte) string {
	if len(r.Lines) == 0 {
		return r.block(leaf)
	}
	return strings.Join(r.Lines, "\n") + "\n\n" + r.block(leaf)
}

// errUnsound is a receipt that could not be read back.
var errUnsound = errors.New("a receipt that nobody could read back")

// Sign makes the signed note of a receipt. The signer bears the name of the
// log; with no words it can be shortened by Document.Compact.
func Sign(r Receipt, s note.Signer) (string, error) {
	if r.Origin != s.Name() {
		return "", fmt.Errorf("receipt of log %q, signer of %q", r.Origin, s.Name())
	}
	text := r.body(r.Entry())
	if back, err := readBody(text, 0); err != nil || !slices.Equal(back.Lines, r.Lines) || hides(text) {
		return "", errors.Join(errUnsound, err)
	}
	b, err := note.Sign(&note.Note{Text: text}, s)
	return string(b), err
}

func encode(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

func decode(text string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err == nil && len(b) != tlog.HashSize {
		err = fmt.Errorf("%d bytes", len(b))
	}
	return b, err
}
