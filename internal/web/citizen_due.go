package web

import (
	"strings"

	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/law"
)

// A reckoning tells in sentences why the last day for the answer is that day.
type reckoning struct {
	Lines   []string
	Skipped []string // days that did not count, each with its reason
	After   []string
}

// reckon explains the due day an appeal has now.
func reckon(p Page, rules appeal.Rules, a appeal.Appeal) (reckoning, error) {
	due, err := rules.Law.Due(a.Kind, a.Edition, a.CountedFrom, rules.Calendar)
	if err != nil {
		return reckoning{}, err
	}
	var r reckoning
	r.Lines = append(r.Lines, arrival(p, rules, a)...)
	r.Lines = append(r.Lines, length(p, due.Term), start(p, a))
	if due.On == a.DueOn { // else the day was moved by an event, and its history says why
		r.Skipped = skips(p, due.Skipped)
	}
	var articles []string
	for _, b := range due.Basis {
		articles = append(articles, cite(p, b))
	}
	r.After = append(r.After, p.T("citizen.why_basis", "articles", strings.Join(articles, "; ")))
	if due.Unsure {
		var doubts []string
		for _, d := range due.Doubts {
			doubts = append(doubts, p.T(d.Key()))
		}
		r.After = append(r.After, p.T("citizen.why_unsure", "doubts", strings.Join(doubts, "; ")))
	}
	return r, nil
}

// arrival explains a day of registration that is not the day of receipt.
func arrival(p Page, rules appeal.Rules, a appeal.Appeal) []string {
	if calendar.Of(a.ReceivedAt) == a.RegisteredOn {
		return nil
	}
	lines := []string{p.T("citizen.why_registered", "received", a.ReceivedAt, "registered", a.RegisteredOn)}
	reg := rules.Law.Registration(a.ReceivedAt, a.Edition, rules.Calendar)
	switch {
	case reg.On != a.RegisteredOn:
		return lines
	case reg.AfterHours:
		return append(lines, p.T("citizen.why_after_hours", "article", cite(p, reg.Article)))
	}
	return append(lines, p.T("citizen.why_day_off", "article", cite(p, reg.Article)))
}

func length(p Page, t law.Term) string {
	key := "citizen.why_working"
	if t.Unit == law.CalendarDays {
		key = "citizen.why_calendar"
	}
	return p.T(key, "n", t.Days, "article", cite(p, t.Article))
}

// start says from which day the term is counted: in the edition that counted
// the first day itself, that is said instead.
func start(p Page, a appeal.Appeal) string {
	switch {
	case a.Edition == law.Product2022:
		return p.T("citizen.why_from_same", "day", a.CountedFrom)
	case a.CountedFrom == a.RegisteredOn:
		return p.T("citizen.why_from", "day", a.CountedFrom)
	case a.CountedFrom == calendar.Of(a.ReceivedAt):
		return p.T("citizen.why_received", "day", a.CountedFrom)
	}
	return p.T("citizen.why_reached", "day", a.CountedFrom)
}

func skips(p Page, days []calendar.Skip) []string {
	var list []string
	for _, d := range days {
		reason := p.T(d.Reason)
		if !d.MovedFrom.IsZero() {
			reason = p.T("calendar.moved_from", "reason", reason, "day", d.MovedFrom)
		}
		list = append(list, p.P.Day(d.Day)+": "+reason)
	}
	return list
}

// cite names an article of the Code, or another source, for people; of no
// article there is nothing to name.
func cite(p Page, article string) string {
	if article == "" {
		return ""
	}
	key, args := law.Cite(article)
	return p.T(key, args...)
}
