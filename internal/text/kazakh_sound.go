package text

import "strings"

// sound is the kind of the last sound of what stands before an ending.
type sound uint8

const (
	vowel    sound = 1 << iota
	glide          // р л й у, and и, which Kazakh hears as ый
	nasal          // м н ң
	buzz           // з ж
	hard           // voiceless, and the final б в г д of borrowed words
	anySound = vowel | glide | nasal | buzz | hard
)

// lastSound tells how the part of the word up to end sounds at its end. A
// plain и may be a typed і, so it counts as both.
func lastSound(w, sk string, end int) sound {
	switch sk[end-2 : end] {
	case "и":
		if w[end-2:end] == "і" {
			return vowel
		}
		return vowel | glide
	case "а", "е", "ы", "о", "э", "ю", "я":
		return vowel
	case "р", "л", "й", "у":
		return glide
	case "ь":
		return glide | hard
	case "м", "н":
		return nasal
	case "з", "ж":
		return buzz
	}
	return hard
}

// crowded tells whether a stem ends in two consonants that Kazakh does not
// put together at the end of a word: жақс- is no stem, so жақсы stays.
func crowded(stem string) bool {
	if len(stem) < 4 || isVowel(stem[len(stem)-4:len(stem)-2]) {
		return false
	}
	switch stem[len(stem)-2:] {
	case "т", "к", "п", "р", "й":
		return !strings.Contains("р л н с й у к х", stem[len(stem)-4:len(stem)-2])
	case "н":
		return !strings.HasSuffix(stem, "орн")
	}
	return !isVowel(stem[len(stem)-2:])
}

// harmonious tells whether an ending's vowel agrees with the last vowel of
// the stem that decides. у and и do not decide; о does not in a word typed
// without Kazakh letters, where it may be ө. -мен has one form for all.
func harmonious(stem, form string) bool {
	if form == "мен" || form == "бен" || form == "пен" {
		return true
	}
	front := strings.Contains(form, "е") || strings.Contains(form, "и")
	for i := len(stem) - 2; i >= 0; i -= 2 {
		switch stem[i : i+2] {
		case "ә", "е", "ө", "ү", "і", "э":
			return front
		case "а", "ұ", "ы", "я", "ё", "ю":
			return !front
		case "о":
			return !front || !kazakhLetters(stem)
		}
	}
	return true
}

func startsWithVowel(s string) bool { return len(s) >= 2 && isVowel(s[:2]) }

func isVowel(c string) bool {
	switch c {
	case "а", "е", "ы", "и", "о", "у", "э", "ю", "я":
		return true
	}
	return false
}
