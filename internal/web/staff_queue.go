package web

import (
	"context"
	"net/http"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/text"
)

// A queuePage shows a page of one tab, soonest due first.
type queuePage struct {
	Page
	Profile  []string // what the viewer is, in which body
	Tabs     []tab
	Tab      tab
	Counts   []fact
	Form     Form
	Asked    asked
	Lines    []queueLine
	Next     string // whole address of the next page, "" at the end
	First    string // of the first page, "" when this is it
	Flash    news
	NoCases  bool // an administrator: no cases at all
	States   []Choice
	Kinds    []Choice
	Topics   []Choice
	Searched bool
	Wordless bool // something was typed, and nothing of it can be searched
}

// A fact is a figure over the queue; Href leads to the cases it counts.
type fact struct {
	Name, Text, Href string
	Kind             TagKind
}

// A queueLine is one case of the queue in words.
type queueLine struct {
	appeal.QueueRow
	Href     string
	From     string // the applicant, or that there is no name
	Kind     string
	Body     string
	Executor string
	Due      dueWords
}

// showQueue shows the cases that somebody works on.
func (s *Site) showQueue(w http.ResponseWriter, r *http.Request, who account.Who) error {
	rules, err := s.opts.Rules(r.Context())
	if err != nil {
		return err
	}
	p := queuePage{Page: s.staffPage(r, who, "")}
	p.Title, p.Wide, p.Flash = p.T("staff.queue"), true, s.takeNews(w, r, p.Page)
	p.Profile = profile(p.Page, rules.Directory, who)
	p.Tabs = tabs(p.Page, rules.Directory, who)
	if len(p.Tabs) == 0 {
		p.NoCases = true
		return show(r.Context(), w, http.StatusOK, queueView(p))
	}
	p.Asked = askedOf(r.URL.Query())
	if n, err := appeal.ParseNumber(p.Asked.Text); err == nil {
		if done, err := s.toCase(w, r, who, n); done || err != nil {
			return err
		}
	}
	if err := s.fillQueue(r.Context(), &p, who, rules); err != nil {
		return err
	}
	return show(r.Context(), w, http.StatusOK, queueView(p))
}

// toCase leads to the case whose full number was typed into the search, if
// its reader may see it.
func (s *Site) toCase(w http.ResponseWriter, r *http.Request, who account.Who, n appeal.Number) (bool, error) {
	c, err := s.opts.Cases.Case(r.Context(), who.Scope(), n.ID)
	if fault.Is(err, fault.NotFound) || err == nil && !sameNumber(c.Number(), n) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	http.Redirect(w, r, In(langOf(r), casePath(c.Number())), http.StatusSeeOther)
	return true, nil
}

// sameNumber compares what tells two numbers apart. People leave the letters
// out, and then a company's number reads as a person's.
func sameNumber(a, b appeal.Number) bool { return a.ID == b.ID && a.Year == b.Year }

func (s *Site) fillQueue(ctx context.Context, p *queuePage, who account.Who, rules appeal.Rules) error {
	today := calendar.Of(s.opts.Now())
	p.Tab = chosenTab(p.Tabs, p.Asked.Tab)
	counts, err := s.opts.Cases.QueueCounts(ctx, who.Scope(), today)
	if err != nil {
		return err
	}
	p.Counts = p.facts(counts)
	p.fillFilter(rules)
	if p.Wordless = p.Asked.Text != "" && len(text.Query(p.Asked.Text)) == 0; p.Wordless {
		return nil // else the whole queue would look found
	}
	page, err := s.opts.Cases.Queue(ctx, who.Scope(), p.Asked.filter(p.Tab.Filter, today))
	if err != nil {
		return err
	}
	names, err := s.executorNames(ctx, page.Rows)
	if err != nil {
		return err
	}
	p.Lines = make([]queueLine, 0, len(page.Rows))
	for _, row := range page.Rows {
		p.Lines = append(p.Lines, p.line(row, rules.Directory, names, today))
	}
	if page.Next != nil {
		p.Next = p.address(p.Asked.at(page.Next))
	}
	if p.Asked.After != nil {
		p.First = p.address(p.Asked.at(nil))
	}
	return nil
}

// line puts a case of the queue into words.
func (p queuePage) line(row appeal.QueueRow, d *directory.Directory, names map[account.StaffID]string, today calendar.Day) queueLine {
	l := queueLine{
		QueueRow: row, Href: p.To(casePath(row.Number())), From: row.Name, Kind: p.T(row.Kind.Key()),
		Body: bodyName(p.Page, d, row.Body), Executor: names[row.Executor], Due: dueIn(p.Page, row.Appeal, today),
	}
	if was := row.Erased; was != nil {
		l.Text, l.From, l.Language = p.T("staff.erased", "on", was.On, "article", was.Article), "", ""
		return l
	}
	if l.From == "" {
		l.From = p.T("staff.without_name")
	}
	return l
}

// executorNames finds the names behind the executors of some lines: by body,
// and one by one only those who no longer work there.
func (s *Site) executorNames(ctx context.Context, rows []appeal.QueueRow) (map[account.StaffID]string, error) {
	names := map[account.StaffID]string{}
	asked := map[directory.BodyID]bool{}
	for _, row := range rows {
		if row.Executor == 0 || names[row.Executor] != "" {
			continue
		}
		if !asked[row.Body] {
			asked[row.Body] = true
			people, err := s.opts.People.Executors(ctx, row.Body)
			if err != nil {
				return nil, err
			}
			for _, p := range people {
				names[p.ID] = p.Name
			}
		}
		if names[row.Executor] == "" {
			p, err := s.opts.People.Person(ctx, row.Executor)
			if err != nil && !fault.Is(err, fault.NotFound) {
				return nil, err
			}
			names[row.Executor] = p.Name
		}
	}
	return names, nil
}
