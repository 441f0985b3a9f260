package directory

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"jauap/internal/fault"
	"jauap/internal/i18n"
)

// mostFaults is how many faults of one file are told; a person mends the
// first ones and tries again.
const mostFaults = 20

// A table is a file read into rows, with what is wrong with it.
type table struct {
	file   string
	rows   []row
	faults []error
}

// A row knows the line of the file it begins on, the header being line 1.
type row struct {
	line  int
	cells map[string]string
}

func (r row) get(column string) string { return r.cells[column] }

// text reads name_kk, name_ru and name_en.
func (r row) text(column string) i18n.Text {
	return i18n.Text{KK: r.get(column + "_kk"), RU: r.get(column + "_ru"), EN: r.get(column + "_en")}
}

func readTable(fsys fs.FS, file string, need ...string) *table {
	t := &table{file: file}
	raw, err := fs.ReadFile(fsys, file)
	if err != nil {
		t.faults = append(t.faults, fault.New(fault.Invalid, "directory.no_file", "file", file).Because(err))
		return t
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if line, bad := firstBadLine(raw); bad {
		t.fault("directory.bad_line_utf8", line)
		return t
	}
	t.readCSV(raw, need)
	return t
}

// readCSV reads rows until the quotes break: after that no line number can be
// trusted.
func (t *table) readCSV(raw []byte, need []string) {
	in := csv.NewReader(bytes.NewReader(raw))
	in.Comma, in.FieldsPerRecord = separator(raw), -1
	all, lines, err := records(in)
	if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
		t.fault("directory.bad_line_quotes", wrong.StartLine)
		return
	}
	if len(all) == 0 {
		t.faults = append(t.faults, fault.New(fault.Invalid, "directory.empty_file", "file", t.file))
		return
	}
	head := header(all[0])
	for _, column := range need {
		if !slices.Contains(head, column) {
			t.faults = append(t.faults, fault.New(fault.Invalid, "directory.no_column", "file", t.file, "column", column))
		}
	}
	if len(t.faults) == 0 {
		t.fill(head, all[1:], lines[1:])
	}
}

func records(in *csv.Reader) (all [][]string, lines []int, err error) {
	for {
		cells, err := in.Read()
		if err != nil {
			return all, lines, err
		}
		line, _ := in.FieldPos(0)
		all, lines = append(all, cells), append(lines, line)
	}
}

func (t *table) fill(head []string, all [][]string, lines []int) {
	for i, cells := range all {
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue // spreadsheets leave rows of bare separators
		}
		if len(cells) != len(head) {
			t.fault("directory.bad_line_cells", lines[i], "got", len(cells), "want", len(head))
			continue
		}
		r := row{lines[i], make(map[string]string, len(head))}
		for j, cell := range cells {
			r.cells[head[j]] = strings.Join(strings.Fields(cell), " ")
		}
		t.rows = append(t.rows, r)
	}
}

func header(cells []string) []string {
	head := make([]string, len(cells))
	for i, c := range cells {
		head[i] = strings.ToLower(strings.TrimSpace(c))
	}
	return head
}

// separator is what the header is parted by: spreadsheets of Kazakhstan
// write semicolons.
func separator(raw []byte) rune {
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		return ';'
	}
	return ','
}

func firstBadLine(raw []byte) (int, bool) {
	if utf8.Valid(raw) {
		return 0, false
	}
	for i, line := range bytes.Split(raw, []byte("\n")) {
		if !utf8.Valid(line) {
			return i + 1, true
		}
	}
	return 0, false
}

// fault notes what is wrong with a line.
func (t *table) fault(key string, line int, args ...any) {
	args = append([]any{"file", t.file, "line", line}, args...)
	t.faults = append(t.faults, fault.New(fault.Invalid, key, args...))
}

// needName asks for the two names that people must be able to read.
func (t *table) needName(r row) {
	for _, column := range []string{"name_kk", "name_ru"} {
		if r.get(column) == "" {
			t.fault("directory.bad_line_name", r.line, "column", column)
		}
	}
}

// needCode asks for a key that fits into an address.
func (t *table) needCode(r row) {
	code := r.get("code")
	if code == "" || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz0123456789._-") != "" {
		t.fault("directory.bad_line_code", r.line, "code", code)
	}
}

// faultTree notes what is wrong with who stands above whom. A column that is
// not the first one checked leaves repeated codes to the first.
func faultTree[K comparable](t *table, column string, nodes []node[K]) {
	for _, f := range checkTree(nodes) {
		n, line := nodes[f.at], t.rows[f.at].line
		switch f.what {
		case orphan:
			t.fault("directory.bad_line_parent", line, "column", column, "code", n.parent)
		case cycle:
			t.fault("directory.bad_line_cycle", line, "column", column, "code", n.key)
		case repeated:
			if column == "parent" {
				t.fault("directory.bad_line_repeated", line, "code", n.key)
			}
		}
	}
}

func joinFaults(tables ...*table) error {
	var list []error
	for _, t := range tables {
		list = append(list, t.faults[:min(len(t.faults), mostFaults)]...)
	}
	return errors.Join(list...)
}
