package appeal

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"jauap/internal/fault"
	"jauap/internal/text"
)

// readers are the languages that letters and pages exist in.
var readers = []string{"kk", "ru", "en"}

// tidy makes the typed fields safe to keep without changing what they say.
func tidy(d Draft) Draft {
	d.Text, _ = text.Clean(d.Text)
	d.Text = strings.TrimSpace(d.Text)
	d.PlaceText = text.CleanLine(d.PlaceText)
	a := &d.Applicant
	a.Name, a.Address = text.CleanLine(a.Name), text.CleanLine(a.Address)
	a.Email, a.Phone = text.CleanLine(a.Email), text.CleanLine(a.Phone)
	a.IIN = digitsOf(a.IIN)
	if d.Kind == "" {
		d.Kind = "application" // the kind that fits most people (art. 4)
	}
	if !slices.Contains(readers, d.Reader) {
		d.Reader = "kk"
	}
	return d
}

// digitsOf drops the spaces and dashes people put into an IIN, and keeps
// everything else so that a wrong sign is still seen as wrong.
func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' {
			return -1
		}
		return r
	}, text.CleanLine(s))
}

func (r Rules) check(d Draft, now time.Time) error {
	marks := Marks{Kind: d.Kind, Body: d.Body, Topic: d.Topic, Place: d.Place}
	return errors.Join(checkText(d.Text), checkApplicant(d), checkLines(d), r.knows(marks), checkReceived(d, now), checkFiles(d))
}

func checkText(s string) error {
	switch n := utf8.RuneCountInString(s); {
	case !strings.ContainsFunc(s, saysSomething):
		return fault.New(fault.Invalid, "appeal.text_empty").On("text")
	case n > MaxText:
		return fault.New(fault.Invalid, "appeal.text_long", "n", MaxText, "have", n).On("text")
	}
	return nil
}

// saysSomething: a letter, a digit or a picture sign is something said.
func saysSomething(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.So, r)
}

// checkApplicant asks for a name only where a person fills in the form and
// did not choose to stay unnamed; nobody is refused for having none.
func checkApplicant(d Draft) error {
	a := d.Applicant
	var errs []error
	if d.Source == FromWeb && a.Name == "" && !a.Anonymous {
		errs = append(errs, fault.New(fault.Invalid, "appeal.name_or_anonymous").On("name"))
	}
	if a.IIN != "" && !CheckIIN(a.IIN) {
		key := "appeal.iin_wrong"
		if a.Company {
			key = "appeal.bin_wrong"
		}
		errs = append(errs, fault.New(fault.Invalid, key).On("iin"))
	}
	if a.Email != "" && !looksLikeEmail(a.Email) {
		errs = append(errs, fault.New(fault.Invalid, "appeal.email_wrong").On("email"))
	}
	return errors.Join(errs...)
}

// looksLikeEmail is lenient on purpose: only a letter that comes back tells
// whether an address works.
func looksLikeEmail(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(s, " ,;<>") &&
		!strings.HasPrefix(host, ".") && !strings.HasSuffix(host, ".")
}

func checkLines(d Draft) error {
	var errs []error
	for _, f := range []struct{ field, value string }{
		{"name", d.Applicant.Name}, {"email", d.Applicant.Email}, {"phone", d.Applicant.Phone},
		{"address", d.Applicant.Address}, {"place_text", d.PlaceText},
	} {
		if utf8.RuneCountInString(f.value) > maxLine {
			errs = append(errs, fault.New(fault.Invalid, "appeal.line_long", "n", maxLine).On(f.field))
		}
	}
	return errors.Join(errs...)
}

// checkReceived refuses a day of receipt that has not come yet; a minute of
// grace covers clocks that differ.
func checkReceived(d Draft, now time.Time) error {
	if d.Received.After(now.Add(time.Minute)) {
		return fault.New(fault.Invalid, "appeal.received_in_future").On("received")
	}
	return nil
}

func checkFiles(d Draft) error {
	if len(d.Files) > MaxFiles {
		return fault.New(fault.Invalid, "blob.too_many", "n", MaxFiles).On("files")
	}
	return nil
}
