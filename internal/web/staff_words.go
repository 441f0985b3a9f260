package web

import (
	"net/url"
	"slices"
	"strings"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/i18n"
	"jauap/internal/text"
)

// casePath is the address of a case, without the language.
func casePath(n appeal.Number) string { return pathCases + url.PathEscape(n.String()) }

// bodyName is a body in a few words; 0 is none yet.
func bodyName(p Page, d *directory.Directory, id directory.BodyID) string {
	if id == 0 {
		return p.T("staff.no_body")
	}
	b, _ := d.Body(id)
	return b.Short.In(p.Lang())
}

// profile says what somebody is, and where: one line a body.
func profile(p Page, d *directory.Directory, who account.Who) []string {
	var lines []string
	var bodies []directory.BodyID
	for _, seat := range who.Seats {
		if !slices.Contains(bodies, seat.Body) {
			bodies = append(bodies, seat.Body)
		}
	}
	for _, body := range bodies {
		var roles []string
		for _, seat := range who.Seats {
			if seat.Body == body {
				roles = append(roles, p.T("account.role."+string(seat.Role)))
			}
		}
		name := d.BodyTitle(body).In(p.Lang())
		if body == 0 {
			name = p.T("web.product")
		}
		lines = append(lines, name+": "+strings.Join(roles, ", "))
	}
	return lines
}

// dueWords say how much time is left, with the colour that goes with them.
type dueWords struct {
	Kind TagKind
	Text string // "2 calendar days left", "late by 3 days"; "" when the case is closed
	Few  string // the same for a narrow column
	Day  string
}

// dueIn puts the due day in words. What burns says so in colour and in words.
func dueIn(p Page, a appeal.Appeal, today calendar.Day) dueWords {
	w := dueWords{Day: p.P.ShortDay(a.DueOn)}
	if !a.State.Open() || a.DueOn == 0 {
		w.Day = p.P.ShortDay(a.ClosedOn)
		return w
	}
	switch left := a.DaysLeft(today); {
	case left < 0 && a.Executor == 0:
		w.Kind, w.Text = Burns, p.T("staff.late_by", "n", -left)
	case left < 0:
		w.Kind, w.Text = Late, p.T("staff.late_by", "n", -left)
	case left == 0:
		w.Kind, w.Text = Soon, p.T("staff.due_today")
	case left == 1:
		w.Kind, w.Text = Soon, p.T("staff.due_tomorrow")
	case left <= 3:
		w.Kind, w.Text, w.Few = Soon, p.T("staff.days_left", "n", left), p.T("staff.days_left_short", "n", left)
	default:
		w.Text, w.Few = p.T("staff.days_left", "n", left), p.T("staff.days_left_short", "n", left)
	}
	if w.Few == "" {
		w.Few = w.Text
	}
	return w
}

// stateTag is the colour of a state.
func stateTag(s appeal.State) TagKind {
	switch s {
	case appeal.Answered:
		return Done
	case appeal.Assigned:
		return Open
	}
	return Plain
}

// langOfText is the language of a text as a screen reader is to read it, ""
// when that is not sure.
func langOfText(s string) string {
	lang, sure := text.Detect(s)
	if sure < 0.5 {
		return ""
	}
	return textLang(string(lang))
}

// readerLang is the language the applicant reads.
func readerLang(s string) i18n.Lang {
	if l, ok := i18n.ParseLang(s); ok {
		return l
	}
	return i18n.KK
}

// fileName is an attachment's name with its size.
func fileName(p Page, ref blob.Ref) string { return ref.Name + " (" + size(p, ref.Size) + ")" }

func stateName(p Page, s appeal.State) string { return p.T("appeal.state." + string(s)) }

func actName(p Page, a appeal.Act) string { return p.T("appeal.act." + string(a)) }

func outcomeName(p Page, o appeal.Outcome) string { return p.T("appeal.outcome." + string(o)) }

// sendName is the words on the button that really does an act.
func sendName(p actPage) string { return p.T("staff.send_" + string(p.Act)) }
