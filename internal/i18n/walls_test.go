package i18n

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// builtKeys are the beginnings of keys that are put together while the
// program runs, "law.kind_" and a code: such a key does not stand in the
// sources as a whole. Its beginning must, and its end must stand in the
// sources or the data as a word.
var builtKeys = map[string]string{
	"account.role.":       "the code of a role",
	"appeal.act.":         "the code of an act",
	"appeal.outcome.":     "the code of an outcome",
	"appeal.rating.":      "the code of a rating",
	"appeal.source.":      "the code of a source",
	"appeal.state.":       "the code of a state",
	"calendar.":           "the reason of a day off, in tables/kazakhstan.txt",
	"citizen.act.":        "the code of an act",
	"citizen.kind.":       "the code of a kind",
	"citizen.kind_hint.":  "the code of a kind",
	"citizen.read_duty.":  "the code of a role",
	"citizen.read_why.":   "the code of a reason",
	"citizen.state.":      "the code of a state",
	"cli.help_":           "the help tag of a command or flag",
	"cli.stats_by_":       "a way of counting, in statsBy",
	"cli.stats_language_": "the language of a text",
	"cli.term_calendar_":  "how sure the calendar of a year is",
	"cli.term_length_":    "the unit of a term",
	"i18n.month.":         "the number of the month",
	"i18n.weekday.":       "the number of the weekday",
	"law.doubt_":          "the code of a doubt",
	"law.edition_":        "the code of an edition",
	"law.ground_":         "the code of a ground of termination",
	"law.kind_":           "the code of a kind",
	"staff.do_":           "the code of an act",
	"staff.done_":         "the code of an act",
	"staff.field_":        "the name of a field",
	"staff.late_":         "the code of an act",
	"staff.read_why.":     "the code of a reason",
	"staff.send_":         "the code of an act",
	"web.error_":          "the kind of a fault, and _text for what to do",
}

// commands are catalogs that belong to a subcommand and not to a room.
var commands = map[string]string{
	"citizen":  "the pages of web for everybody",
	"doctor":   "what `jauap doctor` finds, and what to do",
	"intake":   "the page of web where a clerk takes an appeal in",
	"operator": "what `jauap staff`, `calendar` and `directory` say to the operator",
	"staff":    "the pages of web for those who work for a body",
	"verify":   "the pages of web where receipts are shown and checked, and of the log",
	"term":     "what `jauap term` explains; cli.json holds what all commands share",
}

func TestEveryKeyTheSourcesNameIsInTheCatalogs(t *testing.T) {
	t.Parallel()
	c := ours(t)
	for key, where := range read(t).asked {
		if c.tables[KK][key] == nil {
			t.Errorf("%s: no message %q", where, key)
		}
	}
}

func TestEveryMessageIsUsed(t *testing.T) {
	t.Parallel()
	found := read(t)
	for _, key := range ours(t).Keys() {
		if found.said[key] == "" && !built(key, found.words) {
			t.Errorf("nothing in the sources says %q: delete the message, or explain its beginning in builtKeys", key)
		}
	}
}

// built tells whether a key is a declared beginning and a word of the sources.
func built(key string, words map[string]bool) bool {
	for start := range builtKeys {
		if end, ok := strings.CutPrefix(key, start); ok && words[strings.TrimSuffix(end, "_text")] {
			return true
		}
	}
	return false
}

func TestEveryBuiltBeginningIsSaidAndHasKeys(t *testing.T) {
	t.Parallel()
	said, keys := read(t).said, ours(t).Keys()
	for start := range builtKeys {
		if said[start] == "" {
			t.Errorf("builtKeys: nothing in the sources says %q", start)
		}
		if !slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(k, start) }) {
			t.Errorf("builtKeys: no message begins with %q", start)
		}
	}
}

func TestEveryCatalogBelongsToARoom(t *testing.T) {
	t.Parallel()
	for _, key := range ours(t).Keys() {
		room, _, _ := strings.Cut(key, ".")
		if _, err := os.Stat(filepath.Join("..", room)); err != nil && commands[room] == "" {
			t.Fatalf("message %q: no room %q", key, room)
		}
	}
}

// notKeys are texts that look like keys and are none.
var notKeys = map[string]string{
	"calendar.change":  "what an operator did, in the store's record",
	"directory.import": "what an operator did, in the store's record",
	"staff.add":        "what an administrator did, in the store's record",
	"staff.lock":       "what an administrator did, in the store's record",
	"staff.role":       "what an administrator did, in the store's record",
}

// keyShape is a whole key; a beginning ends in a point or an underline.
var keyShape = regexp.MustCompile(`^[a-z]+\.[a-z0-9_.]*[a-z0-9]$`)

// A key may travel in a field or a table before it is printed, so everything
// that looks like one must be one.
func TestWhatLooksLikeAKeyIsOne(t *testing.T) {
	t.Parallel()
	c := ours(t)
	rooms := make(map[string]bool)
	for _, key := range c.Keys() {
		room, _, _ := strings.Cut(key, ".")
		rooms[room] = true
	}
	for text, where := range read(t).said {
		room, _, _ := strings.Cut(text, ".")
		file := slices.Contains([]string{".json", ".csv", ".db", ".key", ".css", ".js", ".svg", ".png", ".txt"}, filepath.Ext(text))
		if rooms[room] && keyShape.MatchString(text) && !file && c.tables[KK][text] == nil && notKeys[text] == "" {
			t.Errorf("%s: %q looks like a message key and is none", where, text)
		}
	}
}

func ours(t *testing.T) *Catalog {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}
