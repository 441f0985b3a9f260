package text

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Initials shortens a person's full name to the surname and initials, enough
// to recognise somebody who calls: «Сынақов Сынақ Серікұлы» and «Сынақ
// Серікұлы Сынақов» are «Сынақов С. С.». A name of one word stays; what is no
// word of letters, a phone typed beside the name, is left out.
func Initials(name string) string {
	c := gather(letteredFields(name))
	c.words = slices.DeleteFunc(c.words, func(w word) bool { return sonOf(Fold(c.s[w.start:w.end])) })
	if len(c.words) == 0 {
		return ""
	}
	family := c.familyName()
	short := c.s[c.words[family].start:c.words[family].end]
	for i, w := range c.words {
		if i == family || strings.Count(short, ".") == 2 {
			continue
		}
		_, n := utf8.DecodeRuneInString(c.s[w.start:])
		short += " " + strings.ToUpper(c.s[w.start:w.start+n]) + "."
	}
	return short
}

// letteredFields keeps the words in which only letters, hyphens, dots and
// apostrophes stand.
func letteredFields(s string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(s), func(f string) bool {
		return strings.ContainsFunc(f, func(r rune) bool { return !letter(r) && !strings.ContainsRune("-‑.,'’", r) })
	}), " ")
}

// sonOf knows ұлы and қызы written apart: they belong to the word before.
func sonOf(w string) bool {
	return slices.Contains([]string{"ұлы", "улы", "қызы", "кызы", "оғлы", "оглы"}, w)
}

// familyName finds which word is the surname: the one a patronymic does not
// leave room for, else the one that sounds most like one, else the first, as
// papers write it.
func (c crowd) familyName() int {
	if len(c.words) > 2 && c.patronymic(1) {
		return 2
	}
	if len(c.words) > 2 && c.patronymic(2) {
		return 0
	}
	best, sound := 0, 0
	for i, w := range c.words {
		if s := sounds(Fold(c.s[w.start:w.end])); s > sound {
			best, sound = i, s
		}
	}
	return best
}

// sounds tells how much a folded word sounds like a surname. -ин and -ина end
// given names too: Галина.
func sounds(w string) int {
	switch {
	case !surname(w):
		return 0
	case strings.HasSuffix(w, "ин"), strings.HasSuffix(w, "ина"):
		return 1
	}
	return 2
}
