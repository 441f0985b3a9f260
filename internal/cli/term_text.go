package cli

import (
	"bytes"
	"fmt"

	"jauap/internal/calendar"
	"jauap/internal/i18n"
	"jauap/internal/law"
)

// printTerm tells the answer in words: the two days, the articles, every day
// off with its reason, and what an operator should confirm.
func printTerm(e *env, a termAnswer) error {
	var text bytes.Buffer
	line := func(key string, args ...any) { fmt.Fprintln(&text, e.say.T(key, args...)) }
	indented := func(key string, args ...any) { fmt.Fprintln(&text, " ", e.say.T(key, args...)) }
	line("cli.term_kind", "kind", e.say.T(a.kind.Key()))
	line("cli.term_edition", "edition", string(a.edition), "name", e.say.T(a.edition.Key()))
	line("cli.term_registered", "day", fullDay(a.registeredOn, e.say))
	if a.registration.Article != "" {
		indented("cli.term_basis", "articles", articles([]string{a.registration.Article}, e.say))
	}
	if a.registration.AfterHours {
		indented("cli.term_after_hours")
	}
	line("cli.term_due", "day", fullDay(a.due.On, e.say))
	indented("cli.term_length_"+string(a.due.Term.Unit), "n", a.due.Term.Days)
	indented("cli.term_basis", "articles", articles(a.due.Basis, e.say))
	if len(a.skipped) > 0 {
		line("cli.term_skipped")
	}
	for _, s := range a.skipped {
		fmt.Fprintf(&text, "  %s  %s\n", s.Day, skipWords(s, e.say))
	}
	for _, note := range termNotes(a) {
		line(note)
	}
	for _, d := range a.doubts {
		fmt.Fprintf(&text, "  - %s\n", e.say.T(d.Key()))
	}
	_, err := text.WriteTo(e.out)
	return err
}

// termNotes lists what the reader must know besides the answer, as keys.
func termNotes(a termAnswer) []string {
	var notes []string
	if a.beforeCode {
		notes = append(notes, "cli.term_before_code")
	}
	if a.offDay {
		notes = append(notes, "cli.term_off_day")
	}
	if !a.operatorDays {
		notes = append(notes, "cli.term_no_operator_days")
	}
	if a.calendar != calendarKnown {
		notes = append(notes, "cli.term_calendar_"+string(a.calendar))
	}
	if len(a.doubts) > 0 {
		notes = append(notes, "cli.term_confirm")
	}
	return notes
}

func fullDay(d calendar.Day, say i18n.Printer) string {
	return fmt.Sprintf("%s, %s (%s)", say.Day(d), say.Weekday(d), d)
}

// skipWords tells why a day is off. A reason that is no key is the
// operator's own words and stays as it is.
func skipWords(s calendar.Skip, say i18n.Printer) string {
	reason := say.T(s.Reason)
	if s.MovedFrom.IsZero() {
		return reason
	}
	return say.T("calendar.moved_from", "reason", reason, "day", s.MovedFrom)
}

// articles names articles and other sources in a row.
func articles(list []string, say i18n.Printer) string {
	var names bytes.Buffer
	for i, article := range list {
		if i > 0 {
			names.WriteString("; ")
		}
		key, args := law.Cite(article)
		names.WriteString(say.T(key, args...))
	}
	return names.String()
}
