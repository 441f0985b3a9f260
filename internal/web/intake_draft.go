package web

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/i18n"
)

// intakeSources are the ways an appeal reaches a clerk.
func intakeSources() []appeal.Source {
	return []appeal.Source{appeal.FromOral, appeal.FromPaper, appeal.FromPhone, appeal.FromEmail}
}

// intake makes the draft of what the clerk typed.
func (l *letter) intake(rules appeal.Rules, page i18n.Lang, now time.Time) (appeal.Draft, doubtful) {
	d, doubt := l.draft(rules, l.reader(page))
	d.Source, d.Received = l.source(), l.received(rules.Calendar, now)
	d.Token = l.parcel.token(d)
	return d, doubt
}

func (l *letter) source() appeal.Source {
	source := appeal.Source(l.values.Get("source"))
	if !slices.Contains(intakeSources(), source) {
		l.complain(fault.New(fault.Invalid, "intake.source_choose").On("source"))
	}
	return source
}

// reader is the language the person reads: that of the page when none of
// ours was marked.
func (l *letter) reader(page i18n.Lang) i18n.Lang {
	if lang, ok := i18n.ParseLang(l.values.Get("reader")); ok {
		return lang
	}
	return page
}

// received is the moment the appeal came, in Almaty; zero is now. A time
// alone is of today; a day alone is not enough, because what comes after the
// end of the working day is registered later (art. 64(3)).
func (l *letter) received(cal *calendar.Calendar, now time.Time) time.Time {
	v := func(name string) string { return strings.TrimSpace(l.values.Get(name)) }
	day, clock := v("received")+v("received-month")+v("received-year"), v("received-time")
	if day+clock == "" {
		return time.Time{}
	}
	on, known := calendar.Of(now), true
	if day != "" {
		on, known = l.receivedOn(cal, on, v("received"), v("received-month"), v("received-year"))
	}
	since, ok := timeOfDay(clock)
	switch {
	case clock == "":
		l.complain(fault.New(fault.Invalid, "intake.time_missing").On("received-time"))
	case !ok:
		l.complain(fault.New(fault.Invalid, "intake.time_wrong").On("received-time"))
	}
	if !known {
		return time.Time{}
	}
	return on.Start().Add(since)
}

// receivedOn reads the three boxes of the day. A day before the first year
// of the calendar is a slip of the pen: its term could not be counted.
func (l *letter) receivedOn(cal *calendar.Calendar, today calendar.Day, day, month, year string) (calendar.Day, bool) {
	on, err := calendar.Parse(year + "-" + twoDigits(month) + "-" + twoDigits(day))
	switch {
	case err != nil:
		l.complain(fault.New(fault.Invalid, "intake.received_wrong").On("received"))
	case on < today && !cal.Known(on):
		l.complain(fault.New(fault.Invalid, "intake.received_unknown", "year", strconv.Itoa(on.Year())).On("received"))
	default:
		return on, true
	}
	return 0, false
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// clockTyped is a time as people type it: 9:05, 09.05, 0905.
var clockTyped = regexp.MustCompile(`^(\d{1,2})[:.\- ]?(\d{2})$`)

// timeOfDay reads the time since midnight. Almaty has no summer time.
func timeOfDay(s string) (time.Duration, bool) {
	m := clockTyped.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute, hour < 24 && minute < 60
}

// registrarSeat is the seat from which somebody takes appeals in: the first
// of a registrar.
func registrarSeat(who account.Who) account.Seat {
	i := slices.IndexFunc(who.Seats, func(s account.Seat) bool { return s.Role == account.Registrar })
	if i < 0 {
		return account.Seat{}
	}
	return who.Seats[i]
}

// ownBody is the body to which an appeal at this desk is addressed most
// often. The single window has none: it finds the competent one.
func ownBody(dir *directory.Directory, who account.Who) directory.BodyID {
	seat := registrarSeat(who)
	if b, ok := dir.Body(seat.Body); !ok || seat.Window || b.Kind == directory.KindRegistry {
		return 0
	}
	return seat.Body
}

// acceptor is who took the appeal in, as the ticket says it: surname,
// initials and position (art. 64(2)).
func acceptor(p i18n.Printer, dir *directory.Directory, who account.Who) string {
	return p.T("intake.acceptor", "name", who.Name,
		"role", p.T("account.role."+string(account.Registrar)), "body", dir.BodyTitle(registrarSeat(who).Body).In(p.Lang()))
}
