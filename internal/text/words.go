package text

import "strings"

const (
	longestWord = 40   // characters of an index word
	mostWords   = 4000 // index words of one text
)

// Words returns the index words of a masked text: folded, stemmed, as
// skeletons, each once, in the order of their first appearance. Parts of a
// hyphenated word are words; single letters are none. At most 4 000 words of
// at most 40 characters.
func Words(s string) []string {
	tokens := parts(Fold(s))
	lang, _ := tally(tokens).lang()
	return indexWords(tokens, lang)
}

// Read masks persons and tells the language of what is left and its index
// words: Mask, Detect and Words in one reading.
func Read(s string) (masked string, lang Lang, words []string) {
	masked, _ = Mask(s)
	tokens := parts(Fold(masked))
	lang, _ = tally(tokens).lang()
	return masked, lang, indexWords(tokens, lang)
}

func indexWords(tokens []string, lang Lang) []string {
	list := make([]string, 0, len(tokens))
	seen := make(map[string]struct{}, len(tokens))
	for _, t := range tokens {
		w := indexWord(t, lang)
		if _, ok := seen[w]; ok {
			continue
		}
		seen[w] = struct{}{}
		if list = append(list, w); len(list) == mostWords {
			break
		}
	}
	return list
}

// Query turns what a person searches for into index words. Each typed word
// becomes a group: a text matches the group if it holds any word of it, and
// matches the question if it matches every group. One word says too little
// about its language (адам is a person in one and Adam in the other), so a
// word without Kazakh letters stands for its Russian and its Kazakh stem.
func Query(s string) [][]string {
	var groups [][]string
	seen := map[string]bool{}
	for _, t := range parts(Fold(s)) {
		if seen[t] {
			continue
		}
		seen[t] = true
		if groups = append(groups, meanings(t)); len(groups) == mostWords {
			break
		}
	}
	return groups
}

func meanings(token string) []string {
	kk, ru := indexWord(token, Kazakh), indexWord(token, Russian)
	if kk == ru {
		return []string{ru}
	}
	return []string{ru, kk}
}

// indexWord is the form in which one folded token lies in the index.
func indexWord(token string, lang Lang) string {
	if !cyrillic(token) {
		return shortened(skeleton(token))
	}
	if len(token) > 2*longestWord {
		token = token[:2*longestWord]
	}
	return bare(skeleton(stem(token, wordLang(token, lang))))
}

func shortened(w string) string {
	n := 0
	for i := range w {
		if n == longestWord {
			return w[:i]
		}
		n++
	}
	return w
}

// parts cuts folded text into words and numbers, hyphenated words into their
// parts, and leaves out single letters.
func parts(folded string) []string {
	list := make([]string, 0, len(folded)/12+1)
	for t := range Tokens(folded) {
		if !bridged(t) {
			list = appendPart(list, t)
			continue
		}
		for _, p := range strings.FieldsFunc(t, bridge) {
			list = appendPart(list, p)
		}
	}
	return list
}

// bridged tells whether a token may have a bridge: the first byte of each.
func bridged(token string) bool {
	for i := range len(token) {
		switch token[i] {
		case '-', '\'', 0xe2, 0xca:
			return true
		}
	}
	return false
}

func appendPart(list []string, p string) []string {
	if r, n := decode(p); n == len(p) && letter(r) {
		return list
	}
	return append(list, p)
}
