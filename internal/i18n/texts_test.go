package i18n

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// alike are the messages that may read the same in Kazakh and in Russian.
var alike = map[string]string{
	"citizen.kilobytes": "a unit of measure",
	"citizen.megabytes": "a unit of measure",
	"citizen.reader_by": "only arguments and a comma",
	"i18n.time":         "only arguments and a comma",
	"intake.says":       "only an argument in quotation marks",
	"web.product":       "the name of the product",
	"web.title":         "the name of the product",
}

// latin are words that stay Latin inside Kazakh and Russian sentences though
// each of their letters looks Cyrillic.
var latin = map[string]string{}

func TestCyrillicWordsHaveNoLatinLetters(t *testing.T) {
	t.Parallel()
	eachText(t, func(key string, l Lang, text string) {
		if l == EN {
			return
		}
		for _, word := range words(text) {
			if suspicious(word) && latin[word] == "" {
				t.Errorf("%s %s: %q has Latin letters that look Cyrillic", key, l, word)
			}
		}
	})
}

func TestSuspiciousFindsLookAlikes(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{
		"срок": false, "cрок": true, "c": true, "ЖCН": true, "PDF": false, "e-mail": false, "іс": false, "ic": true,
	} {
		if got := suspicious(word); got != want {
			t.Errorf("suspicious(%q) = %v, want %v", word, got, want)
		}
	}
}

func TestKazakhIsNotRussian(t *testing.T) {
	t.Parallel()
	texts := make(map[string]string)
	same := make(map[string]bool)
	eachText(t, func(key string, l Lang, text string) {
		switch l {
		case KK:
			texts[key] = text
		case RU:
			same[key] = same[key] || texts[key] == text
		}
	})
	for key, is := range same {
		if is && alike[key] == "" {
			t.Errorf("%s: Kazakh repeats the Russian %q; if it must, say why in alike", key, texts[key])
		}
	}
	for key := range alike {
		if !same[key] {
			t.Errorf("alike: %s is not the same in Kazakh and Russian", key)
		}
	}
}

func TestTextsAreTidy(t *testing.T) {
	t.Parallel()
	eachText(t, func(key string, l Lang, text string) {
		if strings.TrimSpace(text) != text || strings.Contains(text, "  ") || strings.ContainsAny(text, "\r\t\ufeff") {
			t.Errorf("%s %s: stray white space in %q", key, l, text)
		}
	})
}

// eachText visits every text of every catalog, kk before ru before en.
func eachText(t *testing.T, visit func(key string, l Lang, text string)) {
	t.Helper()
	c := ours(t)
	for _, key := range c.Keys() {
		for _, l := range Langs() {
			for _, form := range c.tables[l][key].forms {
				if form != nil {
					visit(key, l, form.String())
				}
			}
		}
	}
}

// String writes a template back as the catalog has it.
func (t template) String() string {
	var b strings.Builder
	for _, s := range t {
		if s.arg != "" {
			fmt.Fprintf(&b, "{%s}", s.arg)
		}
		b.WriteString(s.text)
	}
	return b.String()
}

var argument = regexp.MustCompile(`\{[^}]*\}`)

// words splits a text at everything but letters, hyphens and underlines.
func words(text string) []string {
	text = argument.ReplaceAllString(text, " ")
	return strings.FieldsFunc(text, func(r rune) bool { return r != '-' && r != '_' && !unicode.IsLetter(r) })
}

// suspicious tells whether a word mixes the scripts without a hyphen between
// them, or is written wholly in Latin letters that have Cyrillic doubles.
func suspicious(word string) bool {
	allDouble, anyLatin := true, false
	for part := range strings.SplitSeq(word, "-") {
		var cyrillic, roman bool
		for _, r := range part {
			cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
			roman = roman || unicode.Is(unicode.Latin, r)
			allDouble = allDouble && strings.ContainsRune("aceiopxyhABCEHIKMOPTXY", r)
		}
		if cyrillic && roman {
			return true
		}
		anyLatin = anyLatin || roman
	}
	return anyLatin && allDouble
}

func TestCatalogFilesAreReadableInReview(t *testing.T) {
	t.Parallel()
	files, err := messages.ReadDir("messages")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		body, err := messages.ReadFile("messages/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(body), `\u0`) {
			t.Errorf("%s: letters written as \\u0…, write them as they are", f.Name())
		}
		if !json.Valid(body) {
			t.Errorf("%s: not JSON", f.Name())
		}
	}
}
