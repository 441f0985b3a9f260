package text

import (
	"iter"
	"unicode"
)

// Tokens yields the words and numbers of s in order, as they stand. A hyphen
// or an apostrophe between two letters belongs to the word (кто-то,
// ә-дегенде); between digits it does not. Signs and emoji are skipped.
func Tokens(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := 0; i < len(s); {
			r, n := decode(s[i:])
			if !wordly(r) {
				i += n
				continue
			}
			end := tokenEnd(s, i)
			if !yield(s[i:end]) {
				return
			}
			i = end
		}
	}
}

// tokenEnd returns where the token that starts at i ends.
func tokenEnd(s string, i int) int {
	last := rune(0)
	for i < len(s) {
		r, n := decode(s[i:])
		switch {
		case wordly(r), accent(r) && unicode.Is(unicode.Mn, r):
		case bridge(r) && letter(last) && i+n < len(s) && letter(first(s[i+n:])):
		default:
			return i
		}
		last = r
		i += n
	}
	return i
}

func wordly(r rune) bool {
	if r < 0x80 {
		return letter(r) || r >= '0' && r <= '9'
	}
	return letter(r) || unicode.IsDigit(r)
}

// bridge lists the hyphens and apostrophes that hold a word together.
func bridge(r rune) bool {
	switch r {
	case '-', '\'', '‐', '‑', '’', 'ʼ':
		return true
	}
	return false
}
