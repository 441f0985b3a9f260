package web

import (
	"slices"
	"strings"
	"time"

	"jauap/internal/appeal"
)

// A passage is what one event says beneath its title.
type passage struct {
	Page
	Lines  []string // what moved: body, executor, kind, due day
	Note   string   // the applicant reads it
	Inner  string   // only staff read it
	Lang   string
	Files  []fileLink
	Hidden bool // it has words or files that this reader does not see
	Breach string
	Basis  string
}

// history tells what happened, the newest first: that is what somebody who
// opens a case looks for.
func history(p Page, o opened, events []appeal.Event) []Item {
	var items []Item
	var before appeal.Marks
	for i, e := range o.Events {
		if slices.ContainsFunc(events, func(x appeal.Event) bool { return x.Seq == e.Seq }) {
			items = append(items, Item{
				Title: actName(p, e.Act), When: p.P.Time(e.At), Stamp: e.At.Format(time.RFC3339),
				By: whoActs(p, e), Now: i == len(o.Events)-1, Body: passageView(passageOf(p, o, before, e)),
			})
		}
		before = e.Marks
	}
	slices.Reverse(items)
	return items
}

func passageOf(p Page, o opened, before appeal.Marks, e appeal.Event) passage {
	s := passage{
		Page: p, Lines: moved(p, o, before, e), Note: e.Details.Note, Inner: e.Details.Inner,
		Files: fileLinks(p, o, e.Details.Files), Basis: cite(p, e.Article),
		Hidden: o.masked.hides(e.Seq),
	}
	if e.Breach != nil {
		s.Breach = p.T("staff.breach", "day", e.Breach.By, "article", cite(p, e.Breach.Article))
	}
	return s
}

// dayChanged says which day an operator declared off or worked, "" when it
// was none. A reason is one of the calendar's or the operator's own words.
func dayChanged(p Page, c *appeal.DayChange) string {
	if c == nil {
		return ""
	}
	key, plain := "citizen.day_worked", "citizen.day_worked_plain"
	if c.Off {
		key, plain = "citizen.day_off", "citizen.day_off_plain"
	}
	if c.Reason == "" {
		return p.T(plain, "day", c.Day)
	}
	reason := c.Reason
	if strings.HasPrefix(reason, "calendar.") {
		reason = p.T(reason)
	}
	return p.T(key, "day", c.Day, "reason", reason)
}

// moved lists what an event changed, in words.
func moved(p Page, o opened, before appeal.Marks, e appeal.Event) []string {
	var lines []string
	add := func(key, value string) { lines = append(lines, p.T(key)+": "+value) }
	m := e.Marks
	if before.State == "" { // the card says the rest
		add("staff.due", p.P.Day(m.DueOn))
		return lines
	}
	if m.Body != before.Body {
		add("staff.body", bodyName(p, o.rules.Directory, m.Body))
	}
	if e.Details.For != "" {
		add("staff.executor", e.Details.For)
	}
	if m.Kind != before.Kind {
		add("staff.kind", p.T(m.Kind.Key()))
	}
	if t, ok := o.rules.Directory.Topic(m.Topic); ok && m.Topic != before.Topic {
		add("staff.topic", t.Name.In(p.Lang()))
	}
	if e.Outcome != "" {
		add("staff.field_outcome", outcomeName(p, e.Outcome))
	}
	if e.Ground != "" {
		add("staff.field_ground", p.T("law.ground_"+e.Ground))
	}
	if e.Rating != "" {
		add("staff.rating", p.T("appeal.rating."+string(e.Rating)))
	}
	if line := dayChanged(p, e.Details.Day); line != "" {
		lines = append(lines, line)
	}
	if m.RegisteredOn != before.RegisteredOn {
		add("staff.registered_on", p.P.Day(m.RegisteredOn))
	}
	if m.DueOn != before.DueOn {
		add("staff.due", p.P.Day(m.DueOn))
	}
	if e.Lifts {
		lines = append(lines, p.T("staff.lapse_lifted"))
	}
	return lines
}
