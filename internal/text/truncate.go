package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Truncate shortens s to at most n characters, … included, and never cuts
// through a letter with its accents or an emoji made of several characters.
// What fits is returned as it is.
func Truncate(s string, n int) string {
	if n <= 0 {
		return ""
	}
	at, count := -1, 0
	for i := range s {
		if count == n-1 {
			at = i
		}
		if count++; count > n {
			return strings.TrimRightFunc(s[:boundary(s, at)], unicode.IsSpace) + "…"
		}
	}
	return s
}

// boundary moves at back to the nearest place where s may be cut.
func boundary(s string, at int) int {
	for at > 0 && joined(s, at) {
		_, n := utf8.DecodeLastRuneInString(s[:at])
		at -= n
	}
	return at
}

func joined(s string, at int) bool {
	next := first(s[at:])
	last, _ := utf8.DecodeLastRuneInString(s[:at])
	switch {
	case last == joiner, next == joiner, unicode.Is(unicode.M, next), tag(next):
		return true
	case next >= 0x1f3fb && next <= 0x1f3ff: // skin tones
		return true
	}
	return regional(next) && regionals(s[:at])%2 == 1
}

func regional(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// regionals counts the flag letters at the end of s: two make a flag.
func regionals(s string) (n int) {
	for {
		r, size := utf8.DecodeLastRuneInString(s)
		if !regional(r) {
			return n
		}
		s = s[:len(s)-size]
		n++
	}
}
