package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/fault"
)

// A casePage shows a case with everything in it and what may be done now.
type casePage struct {
	Page
	Case    appeal.Case
	Due     dueWords
	Why     reckoning
	Actions []Link
	Facts   []Row
	Author  []Row
	Files   []fileLink
	Labels  []Row
	History []Item
	Readers *readers // nil: not for this viewer
	Closed  closed   // what a masked case hides, and the way to open it
	Opened  string   // until when and why it is open to a viewer who was asked
	Flash   news
}

// A fileLink leads to an attachment.
type fileLink struct{ Href, Text string }

// opened is a case as its page and the pages of its acts need it.
type opened struct {
	appeal.Case
	rules  appeal.Rules
	who    account.Who
	today  calendar.Day
	last   appeal.Event // as it is, also of a masked case; never shown
	masked *veil        // nil: the case is shown whole, and that is on record
	reason appeal.Reading
}

// openCase reads the case of an address, whole when its reader has a reason
// for it, which is then on record, else masked. step: it is open already, as a
// rule, and this is the next page of the same work.
func (s *Site) openCase(r *http.Request, who account.Who, step bool) (opened, error) {
	o, err := s.findCase(r, who)
	if err == nil {
		err = s.unmask(r.Context(), &o, step)
	}
	return o, err
}

// findCase reads the case of an address. A number that was never given, a
// case of another body and a number with the wrong year look the same.
func (s *Site) findCase(r *http.Request, who account.Who) (opened, error) {
	o := opened{who: who, today: calendar.Of(s.opts.Now())}
	n, err := appeal.ParseNumber(r.PathValue("number"))
	if err != nil {
		return o, fault.New(fault.NotFound, "appeal.not_found").Because(err)
	}
	if o.rules, err = s.opts.Rules(r.Context()); err != nil {
		return o, err
	}
	o.Case, err = s.opts.Cases.Case(r.Context(), who.Scope(), n.ID)
	if err == nil && o.Number() != n {
		err = fault.New(fault.NotFound, "appeal.not_found")
	}
	if n := len(o.Events); err == nil && n > 0 {
		o.last = o.Events[n-1]
	}
	return o, err
}

func (s *Site) showCase(w http.ResponseWriter, r *http.Request, who account.Who) error {
	o, err := s.openCase(r, who, false)
	if err != nil {
		return err
	}
	p, err := s.newCasePage(r, o)
	if err != nil {
		return err
	}
	p.Flash = s.takeNews(w, r, p.Page)
	return show(r.Context(), w, http.StatusOK, caseView(p))
}

// newCasePage says of a case what its reader may see of it.
func (s *Site) newCasePage(r *http.Request, o opened) (casePage, error) {
	p := casePage{Page: s.staffPage(r, o.who, o.Number().String()), Case: o.Case}
	p.Wide, p.Back = true, Link{Href: pathQueue, Text: p.T("staff.back_to_queue")}
	p.Due = dueIn(p.Page, o.Appeal, o.today)
	var err error
	if p.Why, err = reckon(p.Page, o.rules, o.Appeal); err != nil {
		return p, err
	}
	executor, err := s.executorName(r.Context(), o.Appeal)
	if err != nil {
		return p, err
	}
	p.Facts, p.History = caseFacts(p.Page, o, executor), history(p.Page, o, o.Events)
	for _, act := range likeliest(o) {
		p.Actions = append(p.Actions, Link{Href: p.To(actPath(o, act)), Text: p.T("staff.do_" + string(act))})
	}
	if o.masked != nil {
		p.close(o)
	} else {
		p.open(o, s.opts.Now())
	}
	return p, s.fillReaders(r.Context(), &p, o)
}

// open fills in what only a case that is shown whole has.
func (p *casePage) open(o opened, now time.Time) {
	p.Author = author(p.Page, o)
	p.Files = fileLinks(p.Page, o, o.Content.Files)
	for _, l := range o.Labels {
		p.Labels = append(p.Labels, Row{Key: l.Name, Text: l.Value})
	}
	p.Opened = openedWords(p.Page, o, now)
}

// actsNow lists the acts that have a page and that are allowed now.
func actsNow(o opened) []appeal.Act {
	return slices.DeleteFunc(appeal.Allowed(o.Appeal, o.who), func(a appeal.Act) bool {
		_, ok := actOf(string(a))
		return !ok
	})
}

// likeliest orders the acts by what comes next, so that the first button is
// the one most often wanted.
func likeliest(o opened) []appeal.Act {
	order := []appeal.Act{
		appeal.ActRegister, appeal.ActRoute, appeal.ActAnswer, appeal.ActAssign,
		appeal.ActRedirect, appeal.ActTerminate, appeal.ActWithdraw,
	}
	if o.Executor == 0 {
		order[2], order[3] = order[3], order[2]
	}
	acts := actsNow(o)
	slices.SortFunc(acts, func(a, b appeal.Act) int { return slices.Index(order, a) - slices.Index(order, b) })
	return acts
}

func actPath(o opened, act appeal.Act) string { return casePath(o.Number()) + "/" + string(act) }

func (s *Site) executorName(ctx context.Context, a appeal.Appeal) (string, error) {
	names, err := s.executorNames(ctx, []appeal.QueueRow{{Appeal: a}})
	return names[a.Executor], err
}

// caseFacts are the registration card.
func caseFacts(p Page, o opened, executor string) []Row {
	d, l := o.rules.Directory, p.Lang()
	rows := []Row{{Key: p.T("staff.kind"), Text: p.T(o.Kind.Key())}}
	add := func(key, text string) {
		if text != "" {
			rows = append(rows, Row{Key: p.T(key), Text: text})
		}
	}
	body := p.T("staff.no_body")
	if o.Body != 0 {
		body = d.BodyTitle(o.Body).In(l)
	}
	add("staff.body", body)
	add("staff.executor", executor)
	if t, ok := d.Topic(o.Topic); ok {
		add("staff.topic", t.Name.In(l))
	}
	title, said := "", o.Content.PlaceText
	if o.Place != "" {
		title = d.PlaceTitle(o.Place).In(l)
	}
	if said == "" || !saysPlace(said, title) {
		add("staff.place", title)
	}
	if title == "" || !saysPlace(title, said) {
		add("staff.place_text", said)
	}
	add("staff.source", p.T("appeal.source."+string(o.Source)))
	add("staff.received", p.P.Time(o.ReceivedAt))
	add("staff.accepted_by", o.Content.Accepted)
	add("staff.registered_on", p.P.Day(o.RegisteredOn))
	if o.Outcome != "" {
		add("staff.field_outcome", outcomeName(p, o.Outcome))
	}
	if o.Rating != "" {
		add("staff.rating", p.T("appeal.rating."+string(o.Rating)))
	}
	return rows
}

// author is who wrote, as far as they said. The whole IIN is for those who
// register and those who decide; others see enough to tell two people apart.
func author(p Page, o opened) []Row {
	a := o.Content.Applicant
	var rows []Row
	add := func(key, text string) {
		if text != "" {
			rows = append(rows, Row{Key: p.T(key), Text: text})
		}
	}
	name := a.Name
	if name == "" {
		name = p.T("staff.without_name")
	}
	add("staff.applicant", name)
	key := "staff.iin"
	if a.Company {
		key = "staff.bin"
	}
	iin := a.IIN
	if !o.who.Holds(o.Body, account.Registrar, account.Head) {
		iin = masked(iin)
	}
	add(key, iin)
	add("staff.phone", a.Phone)
	add("staff.email", a.Email)
	add("staff.address", a.Address)
	add("staff.reads", langName(readerLang(o.Reader)))
	return rows
}

// masked leaves the last four digits.
func masked(iin string) string {
	if len(iin) < 4 {
		return ""
	}
	return strings.Repeat("•", 8) + iin[len(iin)-4:]
}

func fileLinks(p Page, o opened, refs []blob.Ref) []fileLink {
	var list []fileLink
	for _, ref := range refs {
		list = append(list, fileLink{
			Href: p.To(casePath(o.Number()) + "/files/" + ref.ID), Text: fileName(p, ref),
		})
	}
	return list
}

// filesOf lists every file of a case, of the appeal and of what followed.
func filesOf(c appeal.Case) []blob.Ref {
	all := slices.Clone(c.Content.Files)
	for _, e := range c.Events {
		all = append(all, e.Details.Files...)
	}
	return all
}

// whoActs is the name somebody acted under, or what they are.
func whoActs(p Page, e appeal.Event) string {
	switch {
	case e.Details.Name != "":
		return e.Details.Name
	case e.By == account.Employee:
		return p.T("staff.by_staff")
	case e.By == account.Applicant:
		return p.T("staff.applicant")
	}
	return p.T("staff.by_machine")
}

func placeAbove(d *directory.Directory, code directory.PlaceCode) []directory.Place {
	path := d.PlacePath(code)
	slices.Reverse(path)
	return path
}
