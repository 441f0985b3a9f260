package text

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Notes counts what Clean took out or replaced, in characters.
type Notes struct {
	Controls   int // control characters, NUL among them
	Directions int // marks that turn the reading direction around
	Hidden     int // characters of no width: zero-width space, soft hyphen, BOM
	Broken     int // bytes that are not UTF-8, now U+FFFD
}

// Changed tells whether anything was taken out or replaced. Line ends brought
// to \n and letters brought to NFC look the same to a reader and do not count.
func (notes Notes) Changed() bool { return notes != Notes{} }

// Clean makes what a person typed or a file held safe to keep and to show,
// changing as little as possible: NFC; CRLF, CR and Unicode line separators
// become \n; control characters except \n and \t, direction marks and
// characters of no width are removed (a joiner inside an emoji stays); bytes
// that are not UTF-8 become U+FFFD. It never refuses, and it leaves emoji,
// HTML and scripts as the plain text they are: escaping is the page's work.
func Clean(s string) (clean string, notes Notes) {
	if plain(s) {
		return s, Notes{}
	}
	var b strings.Builder
	b.Grow(len(s))
	prev := rune(0)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		rest := s[i+n:]
		i += n
		if r == '\r' && strings.HasPrefix(rest, "\n") {
			continue
		}
		r = notes.keep(r, n, prev, rest)
		if r == gone {
			continue
		}
		b.WriteRune(r)
		prev = r
	}
	return norm.NFC.String(b.String()), notes
}

// CleanLine is Clean for a field of one line: line ends and tabs become
// spaces, several spaces become one, none stay at the ends.
func CleanLine(s string) string {
	s, _ = Clean(s)
	if oneLine(s) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// oneLine tells whether the words of s stand one space apart: the short way
// for most fields. It looks at bytes, of which 0xc2 and 0xe2 may begin a
// space of another kind.
func oneLine(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c == ' ' && last == ' ' || c == 0xc2 || c == 0xe1 || c == 0xe2 || c == 0xe3 {
			return false
		}
		last = c
	}
	return last != ' ' || s == ""
}

// gone marks a character that does not stay.
const gone rune = -1

// keep returns what becomes of r, a character of n bytes that follows prev in
// the clean text and is followed by rest, and counts what it removes.
func (notes *Notes) keep(r rune, n int, prev rune, rest string) rune {
	switch {
	case r == utf8.RuneError && n == 1:
		notes.Broken++
		return utf8.RuneError
	case r == '\r', r == 0x85, r == 0x2028, r == 0x2029:
		return '\n'
	case r == '\n', r == '\t':
		return r
	case r < ' ', r >= 0x7f && r <= 0x9f, r >= 0xfff9 && r <= 0xfffb:
		notes.Controls++
		return gone
	case direction(r):
		notes.Directions++
		return gone
	case r == joiner && pictured(prev) && pictured(first(rest)):
		return r
	case tag(r) && (prev == blackFlag || tag(prev)):
		return r
	case hidden(r):
		notes.Hidden++
		return gone
	}
	return r
}

const (
	joiner    rune = 0x200d  // makes one emoji of two
	blackFlag rune = 0x1f3f4 // begins the flags spelled with tags
)

func direction(r rune) bool {
	return r == 0x200e || r == 0x200f || r == 0x061c ||
		r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// hidden lists what takes no room on the page and yet makes two words that
// look the same different, or carries words that nobody sees.
func hidden(r rune) bool {
	switch r {
	case 0xad, 0x180e, 0x200b, 0x200c, joiner, 0xfeff:
		return true
	}
	return r >= 0x2060 && r <= 0x2065 || r >= 0x206a && r <= 0x206f || tag(r)
}

func tag(r rune) bool { return r >= 0xe0000 && r <= 0xe007f }

// pictured is a little wider than the emoji, which only lets a joiner live.
func pictured(r rune) bool {
	return r >= 0x1f000 && r <= 0x1faff || r >= 0x2190 && r <= 0x2bff ||
		r == 0xfe0f || r == 0x20e3 || r == 0xa9 || r == 0xae
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// plain is the short way for nearly every text: ASCII, Cyrillic letters and
// the usual typographic signs, none of which Clean would touch.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= ' ' && c < 0x7f, c == '\n', c == '\t':
		case c >= 0xd0 && c <= 0xd3:
			i++
			if i >= len(s) || s[i]&0xc0 != 0x80 || c == 0xd2 && s[i] < 0x8a {
				return false
			}
		case c == 0xc2:
			i++
			if i >= len(s) || s[i] < 0xa0 || s[i] > 0xbf || s[i] == 0xad {
				return false
			}
		case c == 0xe2:
			if !sign(s[i+1:]) {
				return false
			}
			i += 2
		default:
			return false
		}
	}
	return true
}

// sign tells whether the bytes after 0xe2 make U+2010–U+2027 or №.
func sign(s string) bool {
	if len(s) < 2 {
		return false
	}
	return s[0] == 0x80 && s[1] >= 0x90 && s[1] <= 0xa7 || s[0] == 0x84 && s[1] == 0x96
}
