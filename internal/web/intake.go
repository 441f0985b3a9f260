package web

import (
	"net/http"
	"net/url"
	"slices"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/httpd"
	"jauap/internal/i18n"
)

// An intakePage is the clerk's form: the citizen's, with how the appeal came
// and when. Acceptance is never refused (art. 64(2)), so nobody's name is
// asked for.
type intakePage struct {
	writePage
}

// intakeFields are the questions of the clerk's form in the order of the
// page.
var intakeFields = []string{
	"form", "look", "source", "received", "received-month", "received-year", "received-time",
	"text", "kind", "topic", "region", "place_text", "place", "body_text", "body",
	"who", "name", "email", "phone", "iin", "address", "reader", "remove", "files",
}

// registrar lets in those who register appeals, wherever they do.
func (s *Site) registrar(h staffFunc) httpd.HandlerFunc {
	return s.staff(func(w http.ResponseWriter, r *http.Request, who account.Who) error {
		if !who.HoldsAnywhere(account.Registrar) {
			return fault.New(fault.Forbidden, "intake.registrars_only")
		}
		return h(w, r, who)
	})
}

// showIntake shows the empty form, addressed to the registrar's own body.
func (s *Site) showIntake(w http.ResponseWriter, r *http.Request, who account.Who) error {
	rules, err := s.rules(r.Context())
	if err != nil {
		return err
	}
	l := &letter{parcel: newParcel(), values: url.Values{}}
	if source := appeal.Source(r.URL.Query().Get("source")); slices.Contains(intakeSources(), source) {
		l.values.Set("source", string(source))
	}
	if body := ownBody(rules.Directory, who); body != 0 {
		l.values.Set("body_text", rules.Directory.BodyTitle(body).In(langOf(r)))
	}
	return s.showIntakeForm(w, r, who, http.StatusOK, l, rules, doubtful{})
}

// takeIn takes an appeal in for somebody else, or shows all that is wrong
// with it at once and keeps everything that was typed and uploaded.
func (s *Site) takeIn(w http.ResponseWriter, r *http.Request, who account.Who) error {
	l, err := s.readLetter(r, intakeFields)
	if err != nil {
		return err
	}
	rules, err := s.rules(r.Context())
	if rules.Law == nil {
		return err
	}
	if err != nil {
		l.faults = s.tellable(r.Context(), l.fields, err)
		return s.showIntakeForm(w, r, who, statusOf(l.faults), l, rules, doubtful{})
	}
	if l.values.Get("look") != "" && l.values.Get("look") != lookAgain {
		return s.showIntakeForm(w, r, who, http.StatusOK, l, rules, doubtful{})
	}
	if l.paced(r.Context()) {
		return s.showIntakeForm(w, r, who, statusOf(l.faults), l, rules, doubtful{})
	}
	draft, doubt := l.intake(rules, langOf(r), s.opts.Now())
	if l.values.Get("look") != "" {
		s.lookOver(r.Context(), who, l, rules, draft)
		return s.showIntakeForm(w, r, who, http.StatusOK, l, rules, doubt)
	}
	draft.Accepted = acceptor(s.opts.Catalog.In(i18n.Lang(draft.Reader)), rules.Directory, who)
	receipt, err := s.submit(r.Context(), who, l, rules, draft)
	if err != nil {
		l.faults = s.tellable(r.Context(), l.fields, err)
		return s.showIntakeForm(w, r, who, statusOf(l.faults), l, rules, doubt)
	}
	if err := s.handOver(w, r, who, receipt); err != nil {
		return err
	}
	http.Redirect(w, r, In(langOf(r), takenPath(receipt.Appeal.Number())), http.StatusSeeOther)
	return nil
}

func (s *Site) showIntakeForm(w http.ResponseWriter, r *http.Request, who account.Who, status int, l *letter, rules appeal.Rules, doubt doubtful) error {
	page := s.staffPage(r, who, "")
	page.Title = page.T("intake.title")
	filled, err := s.fillWrite(page, l, rules, doubt)
	if err != nil {
		return err
	}
	if r.Method == http.MethodPost {
		filled.Again = again{Form: "intake", Name: "look", Value: lookAgain}
	}
	retryAfter(w, filled.Faults...)
	return show(r.Context(), w, status, intakeView(intakePage{filled}))
}
