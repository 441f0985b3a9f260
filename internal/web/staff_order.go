package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/law"
	"jauap/internal/text"
)

// order makes the order of a form, with the faults of its files. What the
// rules of appeals cannot know is checked here: that a name stands behind an
// executor, that a page was shown.
func (s *Site) order(r *http.Request, p *actPage) (appeal.Order, error) {
	o := appeal.Order{Act: p.Act, Version: version(p.Form.Values)}
	wrong := s.fillOrder(r.Context(), p, &o)
	if wrong != nil && !fault.Is(wrong, fault.Invalid) {
		return o, wrong
	}
	var errs []error
	for _, f := range p.Form.Faults {
		errs = append(errs, f)
	}
	if o.Version == 0 {
		errs = append(errs, fault.New(fault.Invalid, "staff.no_version"))
	}
	return o, errors.Join(append(errs, wrong)...)
}

// fillOrder reads what the form of each act asks.
func (s *Site) fillOrder(ctx context.Context, p *actPage, o *appeal.Order) (err error) {
	v := p.Form.Values
	switch p.Act {
	case appeal.ActRegister:
		p.registerAs(o)
		return nil
	case appeal.ActAssign:
		return s.assignTo(ctx, p, o)
	case appeal.ActRoute, appeal.ActRedirect:
		o.Body = bodyID(v.Get("body"))
	case appeal.ActAnswer:
		o.Outcome, o.Details.Files = appeal.Outcome(v.Get("outcome")), p.Files
	case appeal.ActTerminate:
		o.Ground, o.NoCrime = v.Get("ground"), v.Get("no_crime") != ""
	case appeal.ActWithdraw:
		if v.Get("statement") == "" {
			err = fault.New(fault.Invalid, "staff.statement_needed").On("statement")
		}
	}
	var long error
	o.Details.Note, long = cleaned(v, "note")
	return errors.Join(long, err)
}

// registerAs reads the card. The body is asked for only when there is none.
func (p *actPage) registerAs(o *appeal.Order) {
	v := p.Form.Values
	o.Kind, o.Topic = law.Kind(v.Get("kind")), directory.TopicCode(v.Get("topic"))
	if p.Body == 0 {
		o.Body = bodyID(v.Get("body"))
	}
}

// assignTo finds the executor among those of the body.
func (s *Site) assignTo(ctx context.Context, p *actPage, o *appeal.Order) error {
	people, err := s.opts.People.Executors(ctx, p.Body)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(p.Form.Values.Get("executor"), 10, 64) // what is no number is nobody
	for _, person := range people {
		if int64(person.ID) == id {
			o.Executor, o.For = person.ID, person.Name
		}
	}
	o.Details.Inner, err = cleaned(p.Form.Values, "inner")
	return err
}

// cleaned is a typed text, cleaned; one that is too long is a fault.
func cleaned(v url.Values, field string) (string, error) {
	s, _ := text.Clean(v.Get(field))
	s = strings.TrimSpace(s)
	if n := utf8.RuneCountInString(s); n > appeal.MaxText {
		return s, fault.New(fault.Invalid, "staff.text_long", "n", appeal.MaxText, "have", n).On(field)
	}
	return s, nil
}

// bodyID reads the id of a body; what is no number is none.
func bodyID(s string) directory.BodyID {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return directory.BodyID(id)
}

// showForm fills the choices of a form and shows it.
func (s *Site) showForm(w http.ResponseWriter, r *http.Request, status int, p actPage) error {
	p.Faults = p.Form.Faults
	p.Late = lateNote(p.Page, p.opened, p.Act)
	p.Text = p.Content.Text
	switch p.Act {
	case appeal.ActRegister:
		p.Kinds, p.Topics = kindChoices(p.Page, p.rules.Law), topicChoices(p.Page, p.rules.Directory)
		if p.Body == 0 {
			s.fillBodies(&p)
		}
	case appeal.ActRoute, appeal.ActRedirect:
		s.fillBodies(&p)
	case appeal.ActAssign:
		people, err := s.opts.People.Executors(r.Context(), p.Body)
		if err != nil {
			return err
		}
		p.People = peopleChoices(people)
	case appeal.ActTerminate:
		p.Grounds = p.rules.Grounds(p.Appeal, p.who)
	}
	if err := s.keepFiles(&p); err != nil {
		return err
	}
	if r.Method == http.MethodPost && !p.Gone {
		p.Again = again{Form: "act", Name: "step", Value: stepChange, Enter: p.entered()}
	}
	return show(r.Context(), w, status, actView(p))
}

// entered is the button that Enter presses.
func (p actPage) entered() Choice {
	switch {
	case p.needsBody() || p.Act == appeal.ActRegister && p.Body == 0:
		return Choice{Text: "step", Value: stepFind}
	case p.twoSteps():
		return Choice{Text: "step", Value: stepPreview}
	}
	return Choice{Text: "step", Value: stepSend}
}

// showPreview shows what will be done and what the applicant will read.
func (s *Site) showPreview(w http.ResponseWriter, r *http.Request, p actPage) error {
	if !p.twoSteps() {
		return s.showForm(w, r, http.StatusOK, p)
	}
	p.Late = lateNote(p.Page, p.opened, p.Act)
	p.Grounds = p.rules.Grounds(p.Appeal, p.who)
	if err := s.keepFiles(&p); err != nil {
		return err
	}
	p.Kept = hidden(p.Form.Values, "step", "look", "drop", "kept_files")
	p.Again = again{Form: "act", Name: "step", Value: stepPreview}
	return show(r.Context(), w, http.StatusOK, previewView(p))
}

// keepFiles seals the files put so far, so that they come back with the form.
func (s *Site) keepFiles(p *actPage) error {
	p.Form.Values.Del("kept_files")
	if len(p.Files) == 0 {
		return nil
	}
	sealed, err := s.sealed(p.uploads, p.filesLabel())
	if err == nil {
		p.Form.Values.Set("kept_files", sealed)
	}
	return err
}

func peopleChoices(people []account.Person) []Choice {
	var list []Choice
	for _, p := range people {
		list = append(list, Choice{Value: strconv.FormatInt(int64(p.ID), 10), Text: p.Name})
	}
	return list
}

// lateNote warns that an act comes after its limit. It is done all the same,
// and marked: a program must not trap a case because of time.
func lateNote(p Page, o opened, act appeal.Act) string {
	var article string
	by := o.DueOn
	switch act {
	case appeal.ActAnswer, appeal.ActTerminate:
		term, _ := o.rules.Law.Term(o.Kind, o.Edition) // an unknown kind has no article
		article = term.Article
	case appeal.ActRedirect:
		limit := o.rules.Law.RedirectBy(o.Edition, o.ReachedOn, o.rules.Calendar)
		by, article = limit.By, limit.Article
	case appeal.ActRegister:
		by, article = o.RegisteredOn, o.rules.Law.Registration(o.ReceivedAt, o.Edition, o.rules.Calendar).Article
	default:
		return ""
	}
	if by == 0 || o.today <= by {
		return ""
	}
	return p.T("staff.late_"+string(act), "day", by, "article", cite(p, article))
}
