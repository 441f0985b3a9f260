package text

import "strings"

// The Kazakh noun is stem + plural + possession + case: жол-дар-ы-нда. Each
// ending has a form for each kind of last sound and for back and front vowels;
// an ending is taken off only where the sound and the vowel before it allow
// exactly that form. So гектар keeps its тар: after е it would be тер.
//
// Endings are written as skeletons, the word's own letters decide the harmony.

// An ending is taken off after the given sounds. third means that it stands
// only after the possession of the third person (-ы, -сы).
type ending struct {
	form  string
	after sound
	third bool
}

var cases = []ending{
	{"ндагы", vowel, true}, {"ндеги", vowel, true},
	{"дагы", anySound &^ hard, false}, {"деги", anySound &^ hard, false},
	{"тагы", hard, false}, {"теги", hard, false},
	{"нын", vowel | nasal, false}, {"нин", vowel | nasal, false},
	{"дын", glide | buzz, false}, {"дин", glide | buzz, false},
	{"тын", hard, false}, {"тин", hard, false},
	{"нда", vowel, true}, {"нде", vowel, true},
	{"нан", vowel, true}, {"нен", vowel, true},
	{"нан", nasal, false}, {"нен", nasal, false},
	{"дан", vowel | glide | buzz, false}, {"ден", vowel | glide | buzz, false},
	{"тан", hard, false}, {"тен", hard, false},
	{"мен", vowel | glide | nasal, false}, {"бен", buzz, false}, {"пен", hard, false},
	{"на", vowel, true}, {"не", vowel, true},
	{"ны", vowel, false}, {"ни", vowel, false},
	{"ды", glide | nasal | buzz, false}, {"ди", glide | nasal | buzz, false},
	{"ты", hard, false}, {"ти", hard, false},
	{"га", anySound &^ hard, false}, {"ге", anySound &^ hard, false},
	{"ка", hard, false}, {"ке", hard, false},
	{"да", anySound &^ hard, false}, {"де", anySound &^ hard, false},
	{"та", hard, false}, {"те", hard, false},
	{"н", vowel, true},
}

var possessions = []ending{
	{"ымыз", anySound &^ vowel, false}, {"имиз", anySound &^ vowel, false},
	{"ыныз", anySound &^ vowel, false}, {"иниз", anySound &^ vowel, false},
	{"мыз", vowel, false}, {"миз", vowel, false},
	{"ныз", vowel, false}, {"низ", vowel, false},
	{"сы", vowel, false}, {"си", vowel, false},
	{"ы", anySound &^ vowel, false}, {"и", anySound &^ vowel, false},
}

var plurals = []ending{
	{"лар", vowel | glide, false}, {"лер", vowel | glide, false},
	{"дар", glide | nasal | buzz, false}, {"дер", glide | nasal | buzz, false},
	{"тар", hard, false}, {"тер", hard, false},
}

// kazakh takes the endings off a folded Cyrillic word.
func kazakh(w string) string {
	sk := skeleton(w)
	if whole(sk) {
		return w
	}
	end := len(w)
	end = take(w, sk, end, cases)
	before := end
	end = take(w, sk, end, possessions)
	voiced := end < before && startsWithVowel(sk[end:])
	stem := w[:take(w, sk, end, plurals)]
	if voiced && len(stem) == end {
		return restore(stem)
	}
	return stem
}

// take returns where the word ends without the first of the endings that fits.
func take(w, sk string, end int, list []ending) int {
	last := sk[end-1]
	for i := range list {
		e := &list[i]
		if e.form[len(e.form)-1] != last { // most of them, quickly
			continue
		}
		if rest := end - len(e.form); rest >= 4 && strings.HasSuffix(sk[:end], e.form) && fits(w, sk, rest, *e) {
			return rest
		}
	}
	return end
}

func fits(w, sk string, rest int, e ending) bool {
	if e.third {
		return owned(w, sk, rest)
	}
	if rest < 6 && !short(sk[:rest]) {
		return false
	}
	if lastSound(w, sk, rest)&e.after == 0 {
		return false
	}
	switch e.form {
	case "ы", "и":
		if crowded(sk[:rest]) {
			return false
		}
	case "сы", "си":
		// облыс-ы, жұмыс-ы, but оқушы-сы: few stems end in -ы without ш.
		if c := sk[rest-2 : rest]; (c == "ы" || c == "и") && sk[rest-4:rest-2] != "ш" {
			return false
		}
	case "ка", "ке":
		if !kazakhLetters(w) && russianStem(sk[:rest]) {
			return false
		}
	case "ны", "ни":
		if whole(sk[:rest+2]) { // шығын-ы
			return false
		}
	}
	return harmonious(w[:rest], e.form)
}

// russianStem tells whether what stands before a plain -ка is rather a short
// Russian word with its suffix: кошка is a cat, and no way to көше. Kazakh
// stems of three letters hardly end so.
func russianStem(sk string) bool {
	if len(sk) > 6 {
		return false
	}
	switch sk[len(sk)-2:] {
	case "ш", "ч", "щ", "в", "ф":
		return true
	}
	return false
}

// owned tells whether the word up to rest ends in the third person's -ы or
// -сы with a stem before it.
func owned(w, sk string, rest int) bool {
	if !strings.HasSuffix(sk[:rest], "ы") && !strings.HasSuffix(sk[:rest], "и") {
		return false
	}
	return take(w, sk, rest, possessions) < rest
}

// restore undoes what a vowel does to the end of a stem: мектеб(і) is мектеп,
// сұрағ(ы) is сұрақ, халқ(ы) is халық. Borrowed words keep their voice.
func restore(stem string) string {
	switch stem {
	case "орн":
		return "орын"
	case "халқ":
		return "халық"
	case "халк":
		return "халык"
	case "ерк":
		return "ерік"
	case "көрк":
		return "көрік"
	case "клуб", "штаб", "педагог", "юг":
		return stem
	}
	head := stem[:len(stem)-2]
	switch {
	case strings.HasSuffix(stem, "лог"):
		return stem
	case strings.HasSuffix(stem, "б"):
		return head + "п"
	case strings.HasSuffix(stem, "г"):
		return head + "к"
	case strings.HasSuffix(stem, "ғ"):
		return head + "қ"
	}
	return stem
}

// short lists stems of two letters that endings may stand on.
func short(sk string) bool {
	switch sk {
	case "уй", "ел", "ер", "су", "ой", "из", "ис", "ат", "ет", "ай", "от":
		return true
	}
	return false
}

// whole lists words that only look as if they had an ending.
func whole(sk string) bool {
	switch sk {
	case "бугин", "келин", "алтын", "толкын", "жалын", "шыгын", "жиын", "отын",
		"жауын", "тыгын", "кайын", "орын", "бурын", "кейин", "сайын", "ушин",
		"екинши", "баска", "жалпы", "осында", "мында", "сонда", "онда", "емес",
		"бойынша", "сиздин", "биздин", "енди", "калай", "кандай", "мундай",
		"катты", "тагы", "ауадан":
		return true
	}
	return false
}
