package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"

	"jauap/internal/fault"
	"jauap/internal/httpd"
	"jauap/internal/text"
)

// letterFields are the questions of the form in the order of the page. The
// answer «look» opens the form again instead of sending it.
var letterFields = []string{
	"form", "look", "text", "kind", "topic", "region", "place_text", "place", "body_text", "body",
	"who", "name", "email", "phone", "iin", "address", "remove", "files",
}

// A letter is the form as it came: what was typed and uploaded, and what was
// wrong with it so far.
type letter struct {
	fields []string // the questions of its form in the order of the page
	values url.Values
	parcel parcel
	opened bool
	faults []error
}

// readLetter reads the form. What is wrong with one part leaves the others as
// they are; only a connection that broke is an error.
func (s *Site) readLetter(r *http.Request, fields []string) (*letter, error) {
	l := &letter{fields: fields, values: url.Values{}}
	typed, err := readForm(r, asks(fields...), func(typed url.Values, name string, file io.Reader) error {
		s.open(l, typed)
		return s.takeFile(r.Context(), l, name, file)
	})
	if typed == nil {
		return nil, err
	}
	if err = l.ending(err); err != nil {
		return nil, err
	}
	for _, name := range fields {
		for _, answer := range typed[name] {
			l.take(name, answer)
		}
	}
	s.open(l, typed)
	l.parcel.drop(l.values["remove"])
	return l, nil
}

// take keeps an answer, cleaned of what nobody sees.
func (l *letter) take(name, answer string) {
	answer, _ = text.Clean(answer)
	l.values.Add(name, answer)
}

// takeFile keeps a file. A file that is not accepted is a fault of the form;
// the rest of it is passed over by the reader of the form.
func (s *Site) takeFile(ctx context.Context, l *letter, name string, file io.Reader) error {
	err := s.add(ctx, &l.parcel, name, file)
	if f := fault.All(err); len(f) > 0 && f[0].Kind != fault.Internal {
		l.complain(f[0].On("files"))
		return nil
	}
	return err
}

// complain notes a fault once: ten files too many are one fault.
func (l *letter) complain(f *fault.Fault) {
	said := func(e error) bool { return e.Error() == f.Error() && f.Key == "blob.too_many" }
	if !slices.ContainsFunc(l.faults, said) {
		l.faults = append(l.faults, f)
	}
}

// paced notes that the form came faster than the pace allows.
func (l *letter) paced(ctx context.Context) bool {
	f := fault.All(httpd.Paced(ctx))
	if len(f) > 0 {
		l.faults = []error{f[0]}
	}
	return len(f) > 0
}

// open opens the parcel as soon as it is needed: the form sends it first.
func (s *Site) open(l *letter, typed url.Values) {
	if l.opened {
		return
	}
	l.opened = true
	var err error
	if l.parcel, err = s.openParcel(typed.Get("form")); err != nil {
		l.faults = append(l.faults, err)
	}
}

// ending judges how the form ended. One that is too large keeps what came
// before that: as a whole it is so by its files.
func (l *letter) ending(err error) error {
	var long *http.MaxBytesError
	if !fault.Is(err, fault.TooLarge) {
		return err
	}
	f := fault.All(err)[0]
	if errors.As(err, &long) {
		f = f.On("files")
	}
	l.complain(f)
	return nil
}
