package i18n

import (
	"strings"
	"testing"
	"testing/fstest"
)

// file is a folder with the catalog of one room.
func file(body string) fstest.MapFS {
	return fstest.MapFS{"messages/room.json": {Data: []byte(body)}}
}

// loaded reads one catalog file beside our own.
func loaded(t *testing.T, body string) *Catalog {
	t.Helper()
	own, err := messages.ReadFile("messages/i18n.json")
	if err != nil {
		t.Fatal(err)
	}
	files := file(body)
	files["messages/i18n.json"] = &fstest.MapFile{Data: own}
	c, err := load(files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		body string
		want string
	}{
		{"a missing language", `{"room.a": {"kk": "а", "en": "a"}}`, "room.json: room.a: ru is missing"},
		{"a fourth language", `{"room.a": {"kk": "а", "ru": "а", "en": "a", "de": "a"}}`, "besides"},
		{"an empty text", `{"room.a": {"kk": " ", "ru": "а", "en": "a"}}`, "kk: empty text"},
		{"another argument in one language", `{"room.a": {"kk": "{x}", "ru": "{y}", "en": "{x}"}}`, "ru: arguments [y], in kk [x]"},
		{"a forgotten argument", `{"room.a": {"kk": "{x}", "ru": "а", "en": "{x}"}}`, "ru: arguments [], in kk [x]"},
		{"a broken argument", `{"room.a": {"kk": "{x", "ru": "{x", "en": "{x"}}`, "broken argument"},
		{"an argument with a strange name", `{"room.a": {"kk": "{X y}", "ru": "а", "en": "a"}}`, "broken argument"},
		{"a lonely closing brace", `{"room.a": {"kk": "x}", "ru": "а", "en": "a"}}`, "closing brace"},
		{"two Russian forms", `{"room.a": {"kk": {"one": "а", "other": "а"}, "ru": {"one": "а", "other": "а"}, "en": {"one": "a", "other": "a"}}}`, "ru: plural forms [one other]"},
		{"plurals in one language only", `{"room.a": {"kk": {"one": "а", "other": "а"}, "ru": "а", "en": "a"}}`, "ru: one language has plural forms"},
		{"a number for a text", `{"room.a": {"kk": 1, "ru": "а", "en": "a"}}`, "neither a text"},
		{"a text for a message", `{"room.a": "a"}`, "not an object of languages"},
		{"a key of another room", `{"web.a": {"kk": "а", "ru": "а", "en": "a"}}`, `does not begin with "room."`},
		{"a key that stands twice", `{"room.a": {"kk": "а", "ru": "а", "en": "a"}, "room.a": {"kk": "б", "ru": "б", "en": "b"}}`, "stands here twice"},
		{"a list", `[]`, "not a JSON object"},
		{"half a file", `{"room.a": {"kk"`, "room.json"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := load(file(tt.body))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("load gave error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestLoadNamesEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := load(file(`{"room.a": {"kk": "а"}, "room.b": {"ru": "б"}}`))
	for _, want := range []string{"room.a", "room.b"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("load gave error %v, want one with %q", err, want)
		}
	}
}

func TestManyMayPrintAtOnce(t *testing.T) {
	t.Parallel()
	c := told(t)
	for range 8 {
		t.Run("reader", func(t *testing.T) {
			t.Parallel()
			for n := range 100 {
				if got := c.In(EN).T("room.found", "n", n+2); !strings.HasSuffix(got, " appeals found") {
					t.Fatalf("T gave %q", got)
				}
			}
		})
	}
}
