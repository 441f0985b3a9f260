package text

import (
	"unicode"
	"unicode/utf8"
)

// Fold makes the key by which texts are compared: lower case in every script,
// ё as е, and in a word that has Cyrillic letters the Latin look-alikes as
// Cyrillic. Kazakh letters stay: қала and кала differ here and meet in Words.
func Fold(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		r, n := decode(s[i:])
		if !letter(r) {
			b = append(b, s[i:i+n]...)
			i += n
			continue
		}
		b, n = foldWord(b, s[i:])
		i += n
	}
	return string(b)
}

// foldWord folds the run of letters at the start of s and returns its length.
func foldWord(b []byte, s string) ([]byte, int) {
	start, end, cyrillic, latin := len(b), 0, false, false
	for end < len(s) {
		r, n := decode(s[end:])
		if !letter(r) && !accent(r) {
			break
		}
		cyrillic = cyrillic || r >= 0x400 && r <= 0x52f
		latin = latin || r < 0x250 || r == 'ə' || r == 'ɵ'
		b = utf8.AppendRune(b, lower(r))
		end += n
	}
	if cyrillic && latin { // disguised
		b = b[:start]
		for _, r := range s[:end] {
			b = utf8.AppendRune(b, lower(Lookalike(r)))
		}
	}
	return b, end
}

// accent is unicode.IsMark with a short way for what stands before them all.
func accent(r rune) bool { return r >= 0x300 && unicode.Is(unicode.M, r) }

// lower is unicode.ToLower with ё as е and a short way for Russian.
func lower(r rune) rune {
	switch {
	case r >= 'а' && r <= 'я', r >= 'a' && r <= 'z':
		return r
	case r >= 'А' && r <= 'Я', r >= 'A' && r <= 'Z':
		return r + 32
	case r == 'ё', r == 'Ё':
		return 'е'
	}
	return unicode.ToLower(r)
}

// letter is unicode.IsLetter with a short way for Cyrillic and ASCII.
func letter(r rune) bool {
	switch {
	case r < 0x80:
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	case r >= 0x400 && r <= 0x4ff:
		return r < 0x482 || r > 0x489
	}
	return unicode.IsLetter(r)
}

// decode is utf8.DecodeRuneInString with a short way for two bytes.
func decode(s string) (rune, int) {
	if s[0] < 0x80 {
		return rune(s[0]), 1
	}
	if s[0] >= 0xd0 && s[0] <= 0xd3 && len(s) > 1 && s[1]&0xc0 == 0x80 {
		return rune(s[0]&0x1f)<<6 | rune(s[1]&0x3f), 2
	}
	return utf8.DecodeRuneInString(s)
}

// Lookalike returns the Cyrillic letter that r is mistaken for, in the same
// case, or r itself: Latin T gives Т, i gives the Kazakh і, the digit 3 gives
// З. Appeal numbers are read through it, «3T-2026» being «ЗТ-2026».
func Lookalike(r rune) rune {
	switch r {
	case 'A':
		return 'А'
	case 'B':
		return 'В'
	case 'C':
		return 'С'
	case 'E':
		return 'Е'
	case 'H':
		return 'Н'
	case 'I':
		return 'І'
	case 'K':
		return 'К'
	case 'M':
		return 'М'
	case 'O':
		return 'О'
	case 'P':
		return 'Р'
	case 'T':
		return 'Т'
	case 'X':
		return 'Х'
	case 'Y':
		return 'Ү'
	case '3':
		return 'З'
	case 'Ə':
		return 'Ә'
	case 'Ɵ':
		return 'Ө'
	}
	return smallLookalike(r)
}

func smallLookalike(r rune) rune {
	switch r {
	case 'a':
		return 'а'
	case 'c':
		return 'с'
	case 'e':
		return 'е'
	case 'h':
		return 'һ'
	case 'i':
		return 'і'
	case 'k':
		return 'к'
	case 'm':
		return 'м'
	case 'o':
		return 'о'
	case 'p':
		return 'р'
	case 't':
		return 'т'
	case 'x':
		return 'х'
	case 'y':
		return 'у'
	case 'ə':
		return 'ә'
	case 'ɵ':
		return 'ө'
	}
	return r
}
