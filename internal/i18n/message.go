package i18n

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
)

// A message is one key in one language, parsed: a template for each plural
// form, or only forms[plural.Other] when it does not count.
type message struct {
	counts bool
	forms  [plural.Many + 1]template
}

// A template is text and arguments in turn.
type template []segment

// A segment is plain text, or the name of an argument.
type segment struct {
	text string
	arg  string
}

// formNames are the plural forms as the catalogs call them.
var formNames = map[string]plural.Form{
	"one": plural.One, "few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// formsOf lists the plural forms a language has. The Russian "other" is for
// fractions: «1,5 дня».
func formsOf(l Lang) []string {
	if l == RU {
		return []string{"few", "many", "one", "other"}
	}
	return []string{"one", "other"}
}

// parseMessage reads a text, or an object of texts by plural form.
func parseMessage(l Lang, raw json.RawMessage) (*message, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		m := &message{}
		return m, m.set(plural.Other, text)
	}
	var forms map[string]string
	if err := json.Unmarshal(raw, &forms); err != nil {
		return nil, errors.New("neither a text nor an object of plural forms")
	}
	return parsePlural(l, forms)
}

func parsePlural(l Lang, forms map[string]string) (*message, error) {
	got := make([]string, 0, len(forms))
	for name := range forms {
		got = append(got, name)
	}
	slices.Sort(got)
	if want := formsOf(l); !slices.Equal(got, want) {
		return nil, fmt.Errorf("plural forms %v, the language has %v", got, want)
	}
	m := &message{counts: true}
	for name, text := range forms {
		if err := m.set(formNames[name], text); err != nil {
			return nil, fmt.Errorf("form %s: %w", name, err)
		}
	}
	return m, nil
}

func (m *message) set(f plural.Form, text string) (err error) {
	m.forms[f], err = parseTemplate(text)
	return err
}

func parseTemplate(text string) (template, error) {
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("empty text")
	}
	var t template
	for text != "" {
		plain, rest, found := strings.Cut(text, "{")
		if strings.Contains(plain, "}") {
			return nil, errors.New("a closing brace without an opening one")
		}
		if plain != "" {
			t = append(t, segment{text: plain})
		}
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || !isArg(name) {
			return nil, fmt.Errorf("broken argument {%s", name)
		}
		t, text = append(t, segment{arg: name}), after
	}
	return t, nil
}

func isArg(name string) bool {
	for i, r := range name {
		letter := r >= 'a' && r <= 'z'
		if !letter && (i == 0 || r != '_' && (r < '0' || r > '9')) {
			return false
		}
	}
	return name != ""
}

// args lists the names the message asks for, sorted, each once. A message
// that counts asks for n even where a form does not print it: «бір жолданым».
func (m *message) args() []string {
	var names []string
	if m.counts {
		names = append(names, "n")
	}
	for _, t := range m.forms {
		for _, s := range t {
			if s.arg != "" {
				names = append(names, s.arg)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
