package web

import (
	"slices"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
)

// A step of the way from the first word to the answer.
type step struct {
	Name string
	Kind TagKind
	Said string // what the colour says
}

// steps shows the way of an appeal that was neither terminated nor withdrawn.
func (p appealPage) steps() []step {
	at, ok := map[appeal.State]int{
		appeal.Submitted: 0, appeal.Registered: 1, appeal.Routed: 2, appeal.Redirected: 2, appeal.Assigned: 3, appeal.Answered: 4,
	}[p.Case.State]
	if !ok {
		return nil
	}
	names := []string{
		p.T("citizen.step_received"), p.T("citizen.step_registered"), p.T("citizen.step_body"),
		p.T("citizen.step_work"), p.T("citizen.step_answer"),
	}
	list := make([]step, len(names))
	for i, name := range names {
		switch {
		case i < at || at == len(names)-1:
			list[i] = step{name, Done, p.T("citizen.step_done")}
		case i == at:
			list[i] = step{name, Soon, p.T("citizen.step_now")}
		default:
			list[i] = step{name, Plain, p.T("citizen.step_later")}
		}
	}
	return list
}

// An episode is what one event tells the applicant beneath its title.
type episode struct {
	Lines  []string
	Note   string
	Breach string

	Receipt Link // signed; a whole address, "" when there is none
}

func (e episode) empty() bool {
	return len(e.Lines) == 0 && e.Note == "" && e.Breach == "" && e.Receipt.Href == ""
}

// story tells what happened, the newest first, in the applicant's words.
// Bodies act here, not persons: the name of the official is in the answer if
// the law wants it there.
func (p appealPage) story() []Item {
	var items []Item
	var before appeal.Marks
	for i, e := range p.Case.Events {
		item := Item{
			Title: p.title(e), When: p.P.Time(e.At), Stamp: e.At.Format(time.RFC3339), By: p.actor(e, before),
			Now: i == len(p.Case.Events)-1,
		}
		ep := p.episode(e, before)
		if p.Witnessed {
			ep.Receipt = Link{Href: p.To(receiptPath(p.Case.Number(), e.Seq)), Text: item.Title}
		}
		if !ep.empty() {
			item.Body = episodeView(p.Page, ep)
		}
		items = append(items, item)
		before = e.Marks
	}
	slices.Reverse(items)
	return items
}

func (p appealPage) title(e appeal.Event) string {
	key := "citizen.act." + string(e.Act)
	if e.Act == appeal.ActRegister && e.Marks.Body != 0 {
		key = "citizen.act.register_to"
	}
	rating := ""
	if e.Rating != "" {
		rating = p.rating(e.Rating)
	}
	return p.T(key, "body", bodyTitle(p.Page, p.Rules.Directory, e.Marks.Body), "day", e.Marks.DueOn, "rating", rating)
}

// actor is who did it: the body that had the appeal before the event.
func (p appealPage) actor(e appeal.Event, before appeal.Marks) string {
	switch e.By {
	case account.Applicant:
		return p.T("citizen.by_you")
	case account.Employee:
		id := before.Body
		if id == 0 {
			window, _ := p.Rules.Directory.Registry()
			id = window.ID
		}
		b, _ := p.Rules.Directory.Body(id)
		return b.Short.In(p.Lang())
	}
	return p.T("citizen.by_system")
}

// recounted says what a change of the calendar moved.
func (p appealPage) recounted(e appeal.Event, before appeal.Marks) []string {
	var lines []string
	if e.Marks.RegisteredOn != before.RegisteredOn {
		lines = append(lines, p.T("citizen.registration_moved", "day", e.Marks.RegisteredOn))
	}
	if e.Marks.DueOn != before.DueOn {
		lines = append(lines, p.T("citizen.due_moved", "day", e.Marks.DueOn))
	}
	return lines
}

// episode leaves the answer and the reason of an end to the top of the page,
// where they are read first.
func (p appealPage) episode(e appeal.Event, before appeal.Marks) episode {
	var ep episode
	if before.DueOn != 0 && e.Marks.DueOn != before.DueOn && e.Act != appeal.ActRecount {
		ep.Lines = append(ep.Lines, p.T("citizen.act_due", "day", e.Marks.DueOn))
	}
	if line := dayChanged(p.Page, e.Details.Day); line != "" {
		ep.Lines = append(ep.Lines, line)
	}
	if e.Act == appeal.ActRecount {
		ep.Lines = append(ep.Lines, p.recounted(e, before)...)
	}
	if e.Lifts {
		ep.Lines = append(ep.Lines, p.T("citizen.lapse_lifted"))
	}
	if e.Act != appeal.ActAnswer && e.Act != appeal.ActTerminate {
		ep.Note = e.Details.Note
	}
	if e.Breach != nil {
		ep.Breach = p.T("citizen.act_late", "day", e.Breach.By, "article", cite(p.Page, e.Breach.Article))
	}
	return ep
}
