package inbox

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/text"
)

// maxLabel bounds a label, in characters, and maxID an id, in bytes.
const (
	maxLabel = 1000
	maxID    = 200
)

// draft makes a draft of a row. Faults of several fields come joined.
func (m *Mapping) draft(s *Source, r row, n *names) (appeal.Draft, error) {
	rec, err := s.understand(r)
	if err != nil {
		return appeal.Draft{}, err
	}
	f := filler{rec: rec, mapping: m}
	d := appeal.Draft{
		Source: appeal.FromImport, Text: f.get(Text), PlaceText: f.get(Place),
		Applicant: appeal.Applicant{
			Name: f.get(Name), IIN: f.get(IIN), Email: f.get(Email), Phone: f.get(Phone), Address: f.get(Address),
		},
	}
	d.Applicant.Company = ofCompany(d.Applicant.IIN)
	d.External = m.external(s, r, f.get(External))
	d.Reader = reader(f.get(Lang), d.Text)
	d.Place = n.place(d.PlaceText)
	f.labels()
	if kind := f.get(Kind); kind != "" {
		d.Kind = n.kind(kind)
		f.foreign(Kind, kind, d.Kind == "")
	}
	if topic := f.get(Topic); topic != "" {
		d.Topic = n.topic(topic)
		f.foreign(Topic, topic, d.Topic == "")
	}
	if body := f.get(Body); body != "" {
		d.Body = n.body(body)
		f.foreign(Body, body, d.Body == 0)
	}
	if received := f.get(Received); received != "" {
		d.Received, err = parseReceived(received)
		f.fail(err)
	}
	d.Labels = f.kept
	return d, errors.Join(f.faults...)
}

// A filler takes fields out of a record and gathers what is wrong.
type filler struct {
	rec     record
	mapping *Mapping
	kept    []appeal.Label
	faults  []error
}

func (f *filler) fail(err error) {
	if err != nil {
		f.faults = append(f.faults, err)
	}
}

// get gives the value of a field; of the text the line ends stay.
func (f *filler) get(field Field) string {
	column, ok := f.mapping.Columns[field]
	if !ok {
		return ""
	}
	v, err := f.rec.get(column)
	f.fail(err)
	if field == Text {
		return v
	}
	return clean(v)
}

func (f *filler) labels() {
	for _, l := range f.mapping.Labels {
		v, err := f.rec.get(l.Column)
		f.fail(err)
		f.keep(l.Name, v)
	}
}

// foreign keeps a word of another system that is none of ours.
func (f *filler) foreign(field Field, value string, unknown bool) {
	if unknown {
		f.keep(string(field), value)
	}
}

// keep adds a label; one name stands once, the operator's wish first.
func (f *filler) keep(name, value string) {
	value = clean(value)
	for _, l := range f.kept {
		if l.Name == name {
			return
		}
	}
	switch {
	case value == "":
	case utf8.RuneCountInString(value) > maxLabel:
		f.fail(fault.New(fault.TooLarge, "inbox.label_long", "column", name, "n", maxLabel))
	default:
		f.kept = append(f.kept, appeal.Label{Name: name, Value: value})
	}
}

// external is the key by which a row is imported once only: its id in its
// own system, or else the hash of the file and its place in it.
func (m *Mapping) external(s *Source, r row, id string) string {
	if id == "" {
		return fmt.Sprintf("file:%s:%d", s.hash[:24], r.number)
	}
	if len(id) > maxID {
		sum := sha256.Sum256([]byte(id))
		id = "sha256:" + hex.EncodeToString(sum[:])
	}
	return m.From + ":" + id
}

// reader is the language the applicant reads: as the other system says, else
// the language of the text.
func reader(said, words string) string {
	said = strings.ToLower(said)
	for _, l := range []struct{ code, begins string }{
		{"kk", "kk kz kaz қаз каз"}, {"ru", "ru rus орыс рус"}, {"en", "en eng ағыл анг"},
	} {
		for _, begin := range strings.Fields(l.begins) {
			if strings.HasPrefix(said, begin) {
				return l.code
			}
		}
	}
	if lang, _ := text.Detect(words); lang == "ru" {
		return "ru"
	}
	return "kk"
}

// ofCompany tells a BIN from an IIN: its fifth digit is 4, 5 or 6, where an
// IIN has the tens of a day of the month.
func ofCompany(number string) bool {
	digits := strings.NewReplacer(" ", "", "-", "").Replace(number)
	return len(digits) == 12 && digits[4] >= '4' && digits[4] <= '6'
}
