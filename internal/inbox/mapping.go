package inbox

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"jauap/internal/fault"
)

// A Field is one of ours that a column can fill.
type Field string

// The fields.
const (
	Text     Field = "text"
	Received Field = "received"
	Topic    Field = "topic"
	Place    Field = "place"
	Body     Field = "body"
	Kind     Field = "kind"
	Name     Field = "name"
	IIN      Field = "iin"
	Email    Field = "email"
	Phone    Field = "phone"
	Address  Field = "address"
	Lang     Field = "lang"
	External Field = "external"
)

// Fields lists them in the order they are told.
func Fields() []Field {
	return []Field{Text, Received, Topic, Place, Body, Kind, Name, IIN, Email, Phone, Address, Lang, External}
}

// wellKnown are the columns a field is filled from when nobody says
// otherwise, besides a column of its own name.
var wellKnown = map[Field][]string{
	Text:     {"мәтін", "текст"},
	Received: {"received_at", "date", "күні", "дата"},
	External: {"id"},
}

// labelPrefix begins a field that is a label: "label.category=category".
const labelPrefix = "label."

// A Wish is what the operator said of a file: "text=message" in Map, columns
// to keep as labels in Label, and From, the system the rows come from ("" is
// the name of the file).
type Wish struct {
	Map   []string
	Label []string
	From  string
}

// A Mapping says which column fills which field.
type Mapping struct {
	From    string
	Columns map[Field]string
	Labels  []Labelled // columns kept in their own words
	Left    []string   // columns that nothing is taken from
}

// A Labelled is a column kept as a label of a name.
type Labelled struct{ Name, Column string }

// Mapping puts a wish and the well-known columns together. A column that is
// not there, or stands there twice, is an Invalid fault that names those
// there are.
func (s *Source) Mapping(w Wish) (*Mapping, error) {
	m := &Mapping{From: clean(w.From), Columns: map[Field]string{}}
	if m.From == "" {
		m.From = clean(s.Base())
	}
	for _, entry := range w.Map {
		if err := m.add(s, entry); err != nil {
			return nil, err
		}
	}
	for _, column := range w.Label {
		if err := m.label(s, strings.TrimSpace(column), column); err != nil {
			return nil, err
		}
	}
	if err := m.guess(s); err != nil {
		return nil, err
	}
	if m.Columns[Text] == "" {
		return nil, fault.New(fault.Invalid, "inbox.no_text", "columns", s.columnList())
	}
	m.Left = slices.DeleteFunc(slices.Clone(s.Columns), func(c string) bool { return c == "" || m.takes(c) })
	return m, nil
}

func (m *Mapping) add(s *Source, entry string) error {
	field, column, ok := strings.Cut(entry, "=")
	field = strings.TrimSpace(field)
	if !ok {
		return fault.New(fault.Invalid, "inbox.bad_map", "text", entry)
	}
	if name, isLabel := strings.CutPrefix(field, labelPrefix); isLabel && name != "" {
		return m.label(s, name, column)
	}
	f := Field(strings.ToLower(field))
	if !slices.Contains(Fields(), f) {
		return fault.New(fault.Invalid, "inbox.unknown_field", "text", field, "fields", fieldList())
	}
	if m.Columns[f] != "" {
		return fault.New(fault.Invalid, "inbox.field_twice", "text", field)
	}
	found, err := s.column(column)
	m.Columns[f] = found
	return err
}

func (m *Mapping) label(s *Source, name, column string) error {
	if slices.ContainsFunc(m.Labels, func(l Labelled) bool { return l.Name == name }) {
		return fault.New(fault.Invalid, "inbox.field_twice", "text", name)
	}
	found, err := s.column(column)
	m.Labels = append(m.Labels, Labelled{Name: clean(name), Column: found})
	return err
}

// guess fills fields nobody spoke of from well-known columns that nothing
// else is taken from.
func (m *Mapping) guess(s *Source) error {
	for _, f := range Fields() {
		for _, known := range append([]string{string(f)}, wellKnown[f]...) {
			i := slices.IndexFunc(s.Columns, func(c string) bool { return strings.EqualFold(c, known) })
			if i < 0 || m.Columns[f] != "" || m.takes(s.Columns[i]) {
				continue
			}
			found, err := s.column(s.Columns[i])
			if err != nil {
				return err
			}
			m.Columns[f] = found
		}
	}
	return nil
}

func (m *Mapping) takes(column string) bool {
	for _, c := range m.Columns {
		if c == column {
			return true
		}
	}
	return slices.ContainsFunc(m.Labels, func(l Labelled) bool { return l.Column == column })
}

// fingerprint is the same for the same understanding of the same file.
func (m *Mapping) fingerprint(s *Source) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "import v1\n%s\n%s\n%q\n", s.hash, s.Format, m.From)
	for _, f := range Fields() {
		fmt.Fprintf(sum, "%s=%q\n", f, m.Columns[f])
	}
	for _, l := range m.Labels {
		fmt.Fprintf(sum, "%s%q=%q\n", labelPrefix, l.Name, l.Column)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func fieldList() string {
	var names []string
	for _, f := range Fields() {
		names = append(names, string(f))
	}
	return strings.Join(append(names, labelPrefix+"…"), ", ")
}
