package web

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// A writePage is the form, empty or as it came back.
type writePage struct {
	Page
	Form   Form
	Sealed string
	Kept   []blob.Ref
	Rules  appeal.Rules
	Doubt  doubtful
	Limits blob.Limits
}

// prefilled are the answers that a link to the form may bring along.
var prefilled = []string{"kind", "topic", "region", "body_text"}

func (s *Site) showWrite(w http.ResponseWriter, r *http.Request) error {
	l := &letter{parcel: newParcel()}
	for _, name := range prefilled {
		if v := r.URL.Query().Get(name); v != "" {
			if l.values == nil {
				l.values = url.Values{}
			}
			l.values.Set(name, v)
		}
	}
	rules, err := s.rules(r.Context())
	if err != nil {
		return err
	}
	return s.showLetter(w, r, http.StatusOK, l, rules, doubtful{})
}

// sendWrite takes an appeal in, or shows all that is wrong with it at once
// and keeps everything that was typed and uploaded.
func (s *Site) sendWrite(w http.ResponseWriter, r *http.Request) error {
	l, err := s.readLetter(r, letterFields)
	if err != nil {
		return err
	}
	rules, err := s.rules(r.Context())
	if rules.Law == nil {
		return err
	}
	if err != nil {
		l.faults = s.tellable(r.Context(), l.fields, err)
		return s.showLetter(w, r, statusOf(l.faults), l, rules, doubtful{})
	}
	if l.paced(r.Context()) {
		return s.showLetter(w, r, statusOf(l.faults), l, rules, doubtful{})
	}
	draft, doubt := l.draft(rules, langOf(r))
	if l.values.Get("look") != "" {
		s.lookOver(r.Context(), account.Who{}, l, rules, draft)
		return s.showLetter(w, r, http.StatusOK, l, rules, doubt)
	}
	receipt, err := s.submit(r.Context(), account.Who{}, l, rules, draft)
	if err != nil {
		l.faults = s.tellable(r.Context(), l.fields, err)
		return s.showLetter(w, r, statusOf(l.faults), l, rules, doubt)
	}
	if err := s.giveReceipt(w, r, receipt); err != nil {
		return err
	}
	http.Redirect(w, r, In(langOf(r), pathReceipt), http.StatusSeeOther)
	return nil
}

// lookOver says what is wrong with a letter and does nothing: its form is
// opened in another language.
func (s *Site) lookOver(ctx context.Context, who account.Who, l *letter, rules appeal.Rules, d appeal.Draft) {
	_, wrong := rules.Submit(d, who, s.opts.Now())
	if err := errors.Join(append(l.faults, wrong)...); err != nil {
		l.faults = s.tellable(ctx, l.fields, err)
	}
}

// submit asks the rules first, so that the faults of the form and those of
// the appeal are shown together, and before files are copied. Where there is
// neither, the desk's own question is enough.
func (s *Site) submit(ctx context.Context, who account.Who, l *letter, rules appeal.Rules, d appeal.Draft) (appeal.Receipt, error) {
	if len(l.faults) == 0 && !l.parcel.back {
		return s.opts.Desk.Submit(ctx, who, d)
	}
	wrong := rules.Check(d, s.opts.Now())
	if err := errors.Join(append(l.faults, wrong)...); err != nil {
		return appeal.Receipt{}, err
	}
	if err := s.claim(ctx, &l.parcel, &d); err != nil {
		return appeal.Receipt{}, err
	}
	return s.opts.Desk.Submit(ctx, who, d)
}

// tellable turns an error into faults a person can be told. What is our own
// failure goes to the log: the page that keeps the words is no error page.
// Faults stand in the order of the form's fields.
func (s *Site) tellable(ctx context.Context, fields []string, err error) []error {
	faults := fault.All(err)
	if len(faults) == 0 || fault.Is(err, fault.Internal) {
		if s.opts.Log != nil {
			s.opts.Log.ErrorContext(ctx, "an appeal was not taken in",
				slog.String("request", httpd.RequestID(ctx)), slog.Any("error", err))
		}
		return []error{fault.New(fault.Internal, "i18n.internal")}
	}
	faults = s.notNow(ctx, "web.not_now", faults)
	slices.SortStableFunc(faults, func(a, b *fault.Fault) int {
		return cmp.Compare(slices.Index(fields, a.Field), slices.Index(fields, b.Field))
	})
	list := make([]error, len(faults))
	for i, f := range faults {
		list[i] = f
	}
	return list
}

// statusOf is the status of several faults: too much of something is said
// before what is merely wrong.
func statusOf(faults []error) int {
	err := errors.Join(faults...)
	for _, f := range faults {
		if fault.Is(f, fault.TooLarge) {
			return httpd.Status(f)
		}
	}
	return httpd.Status(err)
}

func (s *Site) showLetter(w http.ResponseWriter, r *http.Request, status int, l *letter, rules appeal.Rules, doubt doubtful) error {
	p, err := s.fillWrite(s.citizenPage(r, "citizen.write_title"), l, rules, doubt)
	if err != nil {
		return err
	}
	if r.Method == http.MethodPost {
		p.Again = again{Form: "write", Name: "look", Value: lookAgain}
	}
	retryAfter(w, p.Faults...)
	private(w)
	return show(r.Context(), w, status, writeView(p))
}

// fillWrite puts a letter on the page of its form.
func (s *Site) fillWrite(page Page, l *letter, rules appeal.Rules, doubt doubtful) (writePage, error) {
	p := writePage{Page: page, Kept: l.parcel.Files, Rules: rules, Doubt: doubt, Limits: s.opts.Blobs.Limits()}
	p.Faults = fault.All(errors.Join(l.faults...))
	p.Form = Form{P: p.P, Values: l.values, Faults: p.Faults}
	var err error
	p.Sealed, err = s.sealed(l.parcel, parcelLabel)
	return p, err
}

// size is a file's size as people read it.
func size(p Page, bytes int64) string {
	if bytes < 1<<20 {
		return p.T("citizen.kilobytes", "size", (bytes+1023)>>10)
	}
	return p.T("citizen.megabytes", "size", strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64))
}
