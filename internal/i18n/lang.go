package i18n

import (
	"strings"

	"golang.org/x/text/language"
)

// A Lang is one of the three languages, as it stands in addresses and in the
// database.
type Lang string

// The three languages.
const (
	KK Lang = "kk"
	RU Lang = "ru"
	EN Lang = "en"
)

// Langs lists the languages in the order in which people choose among them.
func Langs() []Lang { return []Lang{KK, RU, EN} }

// ParseLang reads "kk", "ru" or "en", also as the beginning of a tag such as
// "ru-KZ", in any case. It reports false for every other language.
func ParseLang(s string) (Lang, bool) {
	base, _, _ := strings.Cut(strings.ToLower(s), "-")
	switch l := Lang(base); l {
	case KK, RU, EN:
		return l, true
	}
	return "", false
}

func (l Lang) tag() language.Tag {
	switch l {
	case RU:
		return language.Russian
	case EN:
		return language.English
	}
	return language.Kazakh
}

// A Text is a name that data brings along in up to three languages: of a
// body, a place, a topic.
type Text struct {
	KK string `json:"kk,omitempty"`
	RU string `json:"ru,omitempty"`
	EN string `json:"en,omitempty"`
}

// In gives the text in l, or else the first there is of kk, ru, en, and a
// dash when there is none: a page never shows a nameless thing.
func (t Text) In(l Lang) string {
	for _, s := range []string{t.own(l), t.KK, t.RU, t.EN} {
		if s != "" {
			return s
		}
	}
	return nothing
}

// IsZero tells whether the text is empty in every language.
func (t Text) IsZero() bool { return t == Text{} }

func (t Text) own(l Lang) string {
	switch l {
	case KK:
		return t.KK
	case RU:
		return t.RU
	case EN:
		return t.EN
	}
	return ""
}

// nothing stands where a value is missing.
const nothing = "—"
