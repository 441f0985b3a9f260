package inbox

import (
	"encoding/json"
	"slices"
	"strings"

	"jauap/internal/fault"
	"jauap/internal/text"
)

// sampleRows is how many rows of a JSONL are asked for their keys.
const sampleRows = 1000

// mostColumns bounds what a message lists.
const mostColumns = 40

// readColumns finds the columns: the header of a CSV, the keys of the first
// rows of a JSONL.
func (s *Source) readColumns() error {
	st, err := s.rows()
	if err != nil {
		return err
	}
	defer st.file.Close()
	if s.Format == CSV {
		return s.readHeader(st.rows.(*csvReader).lines)
	}
	for range sampleRows {
		r, err := st.rows.next()
		if endOf(err) {
			break
		}
		if err != nil {
			return s.unreadable(err)
		}
		s.addKeys(r)
	}
	return nil
}

// readHeader chooses the separator by the first line, which is the header.
func (s *Source) readHeader(in *lines) error {
	first, err := in.next()
	if err != nil {
		return s.unreadable(err)
	}
	s.separator = separatorOf(first.text)
	in.unread([]line{first})
	header, err := (&csvReader{lines: in, separator: s.separator}).cut()
	if err != nil {
		return s.unreadable(err)
	}
	if header.fault != nil {
		return header.fault
	}
	for _, c := range header.cells {
		s.Columns = append(s.Columns, clean(c))
	}
	return nil
}

func (s *Source) addKeys(r row) {
	rec, err := jsonRecord(r.raw)
	if r.fault != nil || err != nil {
		return
	}
	var keys []string
	rec.eachKey("", func(key string) { keys = append(keys, key) })
	slices.Sort(keys)
	for _, k := range keys {
		if !slices.Contains(s.Columns, k) {
			s.Columns = append(s.Columns, k)
		}
	}
}

// column finds the one column meant: of exactly this name, or else of this
// name in other letter case.
func (s *Source) column(name string) (string, error) {
	name = clean(name)
	for _, same := range []func(string) bool{
		func(c string) bool { return c == name },
		func(c string) bool { return strings.EqualFold(c, name) },
	} {
		var found []string
		for _, c := range s.Columns {
			if c != "" && same(c) {
				found = append(found, c)
			}
		}
		switch len(found) {
		case 0:
			continue
		case 1:
			return found[0], nil
		}
		return "", fault.New(fault.Invalid, "inbox.column_twice", "column", name, "columns", s.columnList())
	}
	return "", fault.New(fault.Invalid, "inbox.no_column", "column", name, "columns", s.columnList())
}

// columnList names the columns for a message. A file without a header has
// cells of people's data in that place: they are cut short.
func (s *Source) columnList() string {
	var names []string
	for _, c := range s.Columns[:min(len(s.Columns), mostColumns)] {
		names = append(names, "«"+text.Truncate(c, 30)+"»")
	}
	if len(s.Columns) > mostColumns {
		names = append(names, "…")
	}
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, ", ")
}

func clean(s string) string { return text.CleanLine(s) }

// A record is a row whose values can be asked for.
type record interface {
	// get gives the value of a column, "" when the row has none.
	get(column string) (string, error)
}

// understand opens a row: a broken line or a wrong number of cells is a fault.
func (s *Source) understand(r row) (record, error) {
	switch {
	case r.fault != nil:
		return nil, r.fault
	case s.Format == JSONL:
		return jsonRecord(r.raw)
	case len(r.cells) != len(s.Columns):
		return nil, fault.New(fault.Invalid, "inbox.cells", "have", len(r.cells), "want", len(s.Columns))
	}
	return table{s.Columns, r.cells}, nil
}

// A table is one row of a CSV under its header.
type table struct{ columns, cells []string }

func (t table) get(column string) (string, error) {
	if i := slices.Index(t.columns, column); i >= 0 {
		return t.cells[i], nil
	}
	return "", nil
}

// An object is one line of a JSONL. Its inner objects are reached by a dot:
// "message.text".
type object map[string]json.RawMessage

func jsonRecord(raw []byte) (object, error) {
	var o object
	if err := json.Unmarshal(raw, &o); err != nil || o == nil {
		return nil, fault.New(fault.Invalid, "inbox.bad_json").Because(err)
	}
	return o, nil
}

func (o object) get(column string) (string, error) {
	raw, ok := o[column]
	if !ok {
		outer, inner, dotted := strings.Cut(column, ".")
		below, ok := o.below(outer)
		if !dotted || !ok {
			return "", nil
		}
		return below.get(inner)
	}
	if raw[0] == '{' || raw[0] == '[' {
		return "", fault.New(fault.Invalid, "inbox.nested", "column", column)
	}
	if raw[0] == '"' {
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	}
	if string(raw) == "null" {
		return "", nil
	}
	return string(raw), nil // a number or true, as it is written
}

func (o object) below(key string) (object, bool) {
	var inner object
	raw := o[key]
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &inner) != nil {
		return nil, false
	}
	return inner, true
}

func (o object) eachKey(above string, visit func(string)) {
	for k := range o {
		if inner, ok := o.below(k); ok {
			inner.eachKey(above+k+".", visit)
		} else {
			visit(above + k)
		}
	}
}
