package receipt

import (
	"jauap/internal/calendar"
	"jauap/internal/i18n"
)

// A Line is one thing that a receipt says, in words.
type Line struct{ Label, Value string }

// String is the line as a file and a terminal show it.
func (l Line) String() string { return l.Label + ": " + l.Value }

// Told is what a receipt says, in words, the same and in the same order on a
// page, in a file and on a terminal. body is the name of the body, "" for
// none; a day that there is none of has no line.
func (r Receipt) Told(p i18n.Printer, body string) []Line {
	s := r.Statement
	if body == "" {
		body = p.T("receipt.body_none")
	}
	lines := []Line{
		{p.T("receipt.line_number"), s.Number},
		{p.T("receipt.line_act"), Act(p, s.Act)},
		{p.T("receipt.line_at"), p.Time(s.At)},
	}
	if s.Registered != calendar.Day(0) {
		lines = append(lines, Line{p.T("receipt.line_registered"), p.Day(s.Registered)})
	}
	if s.Due != calendar.Day(0) {
		lines = append(lines, Line{p.T("receipt.line_due"), p.Day(s.Due)})
	}
	return append(lines, Line{p.T("receipt.line_body"), body}, Line{p.T("receipt.line_promise"), p.Time(r.Statement.Promise)})
}

// Words are the lines to be signed with a receipt: a title and what is told.
func (r Receipt) Words(p i18n.Printer, body string) []string {
	words := []string{p.T("receipt.title"), ""}
	for _, line := range r.Told(p, body) {
		words = append(words, line.String())
	}
	return words
}

// Act names what was done; an act of a later edition of the program is named
// by its code.
func Act(p i18n.Printer, code string) string {
	key := "appeal.act." + code
	if name := p.T(key); name != key {
		return name
	}
	return code
}

// Report is a finding in words, for the reader's language: what is true,
// whatever else is wrong. There is nothing to report of a receipt that is not
// genuine.
func (f Finding) Report(p i18n.Printer) []string {
	if !f.Genuine {
		return nil
	}
	body := ""
	if f.Statement.Body != 0 {
		body = p.T("receipt.body_id", "id", f.Statement.Body)
	}
	lines := []string{p.T("receipt.signed", "log", f.Origin)}
	for _, line := range f.Told(p, body) {
		lines = append(lines, line.String())
	}
	switch {
	case f.Sealed() && f.Checkpoint.Origin != f.Origin:
		lines = append(lines, p.T("receipt.in_other", "at", f.Checkpoint.At, "place", p.Number(f.Place), "of", p.Number(f.Checkpoint.Size), "log", f.Checkpoint.Origin))
	case f.Sealed():
		lines = append(lines, p.T("receipt.in_log", "at", f.Checkpoint.At, "place", p.Number(f.Place), "of", p.Number(f.Checkpoint.Size)))
	case f.Waiting:
		lines = append(lines, p.T("receipt.not_yet", "promise", f.Statement.Promise))
	}
	if f.Followed > 0 {
		lines = append(lines, p.T("receipt.followed", "n", f.Followed))
	}
	return append(lines, f.notices(p)...)
}

// notices are what a reader must know beside what was checked.
func (f Finding) notices(p i18n.Printer) (lines []string) {
	switch {
	case f.Outside > f.Cover: // the site writes nothing below
		lines = append(lines, p.T("receipt.outside", "n", f.Outside))
	case f.Cover > 0:
		lines = append(lines, p.T("receipt.cover"))
	}
	if f.Compact {
		lines = append(lines, p.T("receipt.was_compact"))
	}
	return lines
}
