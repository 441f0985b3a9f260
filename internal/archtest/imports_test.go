package archtest

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// forTests are rooms that only tests import; they may import everything.
var forTests = []string{"archtest", "dbtest"}

// heavy are packages that only some rooms may touch: rules know no database,
// no network and no log.
var heavy = map[string][]string{
	"database/sql": {"store", "jobs", "cli", "dbtest"},
	"net/http":     {"httpd", "web", "work", "cli"},
	"net/smtp":     {},
	"log":          {},
	"unsafe":       {},
}

// table reads "may import" from docs/architecture.md.
func table(t *testing.T) map[string][]string {
	t.Helper()
	rooms := make(map[string][]string)
	for _, row := range markdownTable(t, "docs/architecture.md", "room") {
		if len(row) != 3 {
			t.Fatalf("docs/architecture.md: row %q has %d cells, want 3", row, len(row))
		}
		rooms[row[0]] = strings.FieldsFunc(row[2], func(r rune) bool { return r == ',' || r == ' ' })
	}
	return rooms
}

// markdownTable reads the rows of the first table whose head begins with the
// given word.
func markdownTable(t *testing.T, file, head string) [][]string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	inside := false
	for line := range strings.Lines(string(body)) {
		cells := cut(line)
		switch {
		case !inside:
			inside = len(cells) > 0 && cells[0] == head
		case len(cells) == 0:
			return rows
		case strings.Trim(cells[0], "-: ") != "":
			rows = append(rows, cells)
		}
	}
	if len(rows) == 0 {
		t.Fatalf("%s: no table that begins with %q", file, head)
	}
	return rows
}

// cut gives the cells of a table row, or none when the line is no row.
func cut(line string) []string {
	line, isRow := strings.CutPrefix(strings.TrimSpace(line), "|")
	if !isRow {
		return nil
	}
	cells := strings.Split(strings.TrimSuffix(line, "|"), "|")
	for i, c := range cells {
		cells[i] = strings.Trim(c, " `")
	}
	return cells
}

func TestRoomsImportOnlyWhatTheTableAllows(t *testing.T) {
	t.Parallel()
	may := table(t)
	for _, p := range packages(t) {
		room := p.room()
		if room == "" || slices.Contains(forTests, room) {
			continue
		}
		allowed, known := may[room]
		if !known {
			t.Errorf("%s: room %q is not in docs/architecture.md", p.ImportPath, room)
		}
		for _, path := range p.Imports {
			other := pkg{ImportPath: path}.room()
			if other != "" && other != room && !slices.Contains(allowed, other) && !slices.Contains(allowed, "*") {
				t.Errorf("%s imports %s: docs/architecture.md does not let it", p.ImportPath, path)
			}
		}
	}
}

func TestMainImportsCliOnly(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, path := range p.Imports {
			other := pkg{ImportPath: path}.room()
			if p.room() == "" && other != "" && other != "cli" {
				t.Errorf("%s imports %s, only cli builds the program", p.ImportPath, path)
			}
		}
	}
}

func TestTheTableSpeaksOfRooms(t *testing.T) {
	t.Parallel()
	may := table(t)
	exists := make(map[string]bool)
	for _, p := range packages(t) {
		exists[p.room()] = true
	}
	for room, imports := range may {
		_, err := os.Stat(filepath.Join(root, "internal", room))
		if !exists[room] && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("docs/architecture.md: internal/%s has no package", room)
		}
		for _, other := range imports {
			if _, known := may[other]; !known && other != "*" {
				t.Errorf("docs/architecture.md: %s may import %q, which is no room", room, other)
			}
		}
	}
}

func TestHeavyPackagesStayInTheirRooms(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, path := range slices.Sorted(maps.Keys(heavy)) {
			if slices.Contains(p.Imports, path) && !p.generator() && !slices.Contains(heavy[path], p.room()) {
				t.Errorf("%s imports %s, only %v may", p.ImportPath, path, heavy[path])
			}
		}
	}
}
