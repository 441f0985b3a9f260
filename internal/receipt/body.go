package receipt

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jauap/internal/fault"
	"jauap/internal/i18n"
	"jauap/internal/tlog"
)

// blockLines is how many lines the canonical block has.
const blockLines = tlog.Lines + 6

// A claim is a receipt as it was read: what it says, not yet what is true.
type claim struct {
	Receipt
	leaf []byte // what it says its entry is
}

// unreadable names the line at which a text stops being a receipt.
func unreadable(line int) *fault.Fault {
	return fault.New(fault.Invalid, "receipt.bad_line", "line", line)
}

// readBody reads what was signed. before is how many lines stand above it, to
// name the line that is wrong.
func readBody(text string, before int) (claim, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	at := slices.Index(lines, head)
	if at < 0 || len(lines) != at+blockLines || at == 1 {
		return claim{}, unreadable(before + max(at, 0) + 1)
	}
	c := claim{}
	if at > 0 {
		c.Lines = lines[:at-1]
	}
	if i := slices.IndexFunc(c.Lines, unsound); i >= 0 {
		return c, unreadable(before + i + 1)
	}
	if wrong := c.readBlock(lines[at:]); wrong >= 0 {
		return c, unreadable(before + at + wrong + 1)
	}
	if c.body(c.leaf) != text {
		return c, unreadable(before + at + 1) // the same said in another form
	}
	return c, nil
}

// unsound tells whether a line of words could be taken for something else or
// hide what it says.
func unsound(line string) bool {
	return strings.HasPrefix(line, armorMark) || strings.HasPrefix(line, signatureMark) || line == head || hides(line)
}

// hides tells whether a text has characters that a reader does not see but
// that change what he sees.
func hides(text string) bool {
	return !utf8.ValidString(text) || strings.IndexFunc(text, func(r rune) bool {
		return r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp))
	}) >= 0
}

// readBlock gives the number of the first line that is wrong, or -1.
func (c *claim) readBlock(lines []string) (wrong int) {
	value := func(i int, name string) string {
		v, ok := strings.CutPrefix(lines[i], name+" ")
		if !ok {
			return ""
		}
		return v
	}
	const after = 2 + tlog.Lines
	var err error
	if c.Origin = value(1, "log"); c.Origin == "" {
		return 1
	}
	if c.Statement, err = tlog.ParseStatement(strings.Join(lines[2:after], "\n") + "\n"); err != nil {
		return 2
	}
	if c.Opening.Blind, err = decode(value(after, "blind")); err != nil {
		return after
	}
	if c.Opening.Rest, err = decode(value(after+1, "rest")); err != nil {
		return after + 1
	}
	if c.leaf, err = decode(value(after+2, "leaf")); err != nil {
		return after + 2
	}
	if c.Lang = i18n.Lang(value(after+3, "lang")); !slices.Contains(i18n.Langs(), c.Lang) {
		return after + 3
	}
	return -1
}
