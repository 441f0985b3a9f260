package directory

import (
	"strings"
	"unicode"
)

// plain turns letters that people leave out or mistype into those they type:
// Kazakh letters into the Russian keyboard's, ё into е.
var plain = strings.NewReplacer(
	"ә", "а", "ғ", "г", "қ", "к", "ң", "н", "ө", "о", "ұ", "у", "ү", "у", "һ", "х", "і", "и",
	"ё", "е", "р-н", "район", "zh", "j", "q", "k",
)

// lookalike turns Latin letters inside a Cyrillic word into the Cyrillic ones
// they look like: «Жетiсу» is often typed with a Latin i.
var lookalike = strings.NewReplacer(
	"a", "а", "b", "в", "c", "с", "e", "е", "h", "н", "i", "и", "k", "к", "m", "м",
	"o", "о", "p", "р", "t", "т", "x", "х", "y", "у",
)

// fold gives the words of a name in the form in which names are compared.
func fold(text string) []string {
	words := strings.FieldsFunc(plain.Replace(strings.ToLower(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	for i, w := range words {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
			words[i] = lookalike.Replace(w)
		}
	}
	return words
}

// markLevel gives the level that a folded word stands for: «обл», «р-н», «г».
// A district of a city is called a district. "" means the word is a name.
func markLevel(word string) string {
	switch word {
	case "область", "области", "обл", "облысы", "облыс", "oblast", "region":
		return LevelOblast
	case "город", "города", "гор", "г", "каласы", "кала", "к", "city":
		return LevelCity
	case "район", "района", "ауданы", "аудан", "ауд", "district":
		return LevelDistrict
	}
	return ""
}

// splitPlace parts the name of a place from its kind: «Абай облысы» is
// ("абай", oblast). Words for "named after" are neither.
func splitPlace(text string) (name, level string) {
	var words []string
	for _, w := range fold(text) {
		switch l := markLevel(w); {
		case l != "":
			level = l
		case w == "имени" || w == "им" || w == "атындагы":
		default:
			words = append(words, w)
		}
	}
	return strings.Join(words, " "), level
}
