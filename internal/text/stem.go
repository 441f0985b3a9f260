package text

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"
)

// Stem returns a word without its endings, folded. lang tells which language
// the word stands in; with None (or Mixed) the word decides for itself:
// Kazakh letters or an ending that Russian does not have make it Kazakh, other
// Cyrillic words are Russian. Words with Latin letters or digits come back
// folded only.
func Stem(word string, lang Lang) string {
	w := Fold(word)
	if !cyrillic(w) {
		return w
	}
	return stem(w, wordLang(w, lang))
}

// stem cuts a folded Cyrillic word by the rules of one language.
func stem(w string, lang Lang) string {
	if lang == Kazakh {
		return kazakh(w)
	}
	env := snowballstem.NewEnv(w)
	russian.Stem(env)
	return env.Current()
}

// wordLang chooses the language of one word of a text in the given language.
func wordLang(w string, text Lang) Lang {
	switch {
	case kazakhLetters(w):
		return Kazakh
	case text == Kazakh, text == Russian:
		return text
	case kazakhEnding(w):
		return Kazakh
	}
	return Russian
}

// kazakhEnding tells whether a word without Kazakh letters ends as only
// Kazakh words do. Rather few than wrong: магазин and матери are Russian.
func kazakhEnding(w string) bool {
	if len(w) < 12 {
		return false
	}
	switch w[len(w)-10:] {
	case "ердин", "ардан", "ерден", "сынын", "синин", "лыкты", "ликти":
		return true
	}
	switch w[len(w)-8:] {
	case "арды", "ерди", "арга", "ерге", "арда", "ерде", "лары", "лери", "дагы",
		"деги", "тагы", "теги", "ыныз", "иниз", "ымыз", "имиз", "птын", "птин", "ктын",
		"ктин", "стын", "стин", "лдын", "рдын", "анын", "енин", "ынан", "инен", "ында",
		"инде", "амыз", "емиз", "амын", "емин", "атын", "етин", "лыгы", "лиги":
		return true
	}
	return false
}
