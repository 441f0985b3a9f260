package text

// skeleton replaces each Kazakh letter of a folded word by the Russian letter
// that people without a Kazakh keyboard type: көше and коше, қала and кала
// become one. і is и, as it is heard and mostly typed; ы stays ы. The length
// in bytes does not change, so a cut found in the skeleton fits the word.
func skeleton(w string) string {
	if !kazakhLetters(w) {
		return w
	}
	b := []byte(w)
	for i := 0; i+1 < len(b); {
		r, n := decode(w[i:])
		if p := plainLetter(r); p != r {
			b[i], b[i+1] = 0xc0|byte(p>>6), 0x80|byte(p&0x3f)
		}
		i += n
	}
	return string(b)
}

func plainLetter(r rune) rune {
	switch r {
	case 'ә':
		return 'а'
	case 'ғ':
		return 'г'
	case 'қ':
		return 'к'
	case 'ң':
		return 'н'
	case 'ө':
		return 'о'
	case 'ү', 'ұ':
		return 'у'
	case 'һ':
		return 'х'
	case 'і':
		return 'и'
	}
	return r
}

// kazakhLetters tells whether a folded word has a letter that Russian lacks.
func kazakhLetters(w string) bool {
	for i := 0; i+1 < len(w); i++ {
		switch w[i] {
		case 0xd2, 0xd3: // ғ қ ң ү ұ һ ә ө
			return true
		case 0xd1:
			if w[i+1] == 0x96 { // і
				return true
			}
		}
	}
	return false
}

// cyrillic tells whether every letter of a folded word is Cyrillic, so that
// each takes two bytes.
func cyrillic(w string) bool {
	if len(w) == 0 || len(w)%2 != 0 {
		return false
	}
	for i := 0; i < len(w); i += 2 {
		if w[i] < 0xd0 || w[i] > 0xd3 || w[i+1]&0xc0 != 0x80 {
			return false
		}
	}
	return true
}

// bare drops the last vowels and soft signs of a skeleton as long as two
// letters stay. The Russian stemmer does so with most words and the Kazakh one
// does not; without this көше and a Russian-stemmed коше would never meet.
func bare(w string) string {
	for len(w) > 4 {
		switch w[len(w)-2:] {
		case "а", "е", "и", "о", "у", "ы", "э", "ю", "я", "ь", "ъ":
			w = w[:len(w)-2]
		default:
			return w
		}
	}
	return w
}
