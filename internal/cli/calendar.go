package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"jauap/internal/calendar"
	"jauap/internal/fault"
	"jauap/internal/work"
)

// calendarCommand tells and changes which days are worked.
type calendarCommand struct {
	List  calendarList  `cmd:"" help:"calendar_list"`
	Set   calendarSet   `cmd:"" help:"calendar_set"`
	Clear calendarClear `cmd:"" help:"calendar_clear"`
}

type calendarList struct {
	databaseFlags
	Year int `help:"calendar_year" placeholder:"2026"`
}

// Run lists the days of a year that are not as the five-day week has them.
func (c *calendarList) Run(e *env) error {
	if c.Year == 0 {
		c.Year = calendar.Of(time.Now()).Year()
	}
	if c.Year < 1991 || c.Year > 2100 {
		return wrongUsage{fault.New(fault.Invalid, "operator.calendar_bad_year", "text", fmt.Sprint(c.Year))}
	}
	return c.inside(func(ctx context.Context, h *house) error {
		r, err := h.live.Rules(ctx)
		if err != nil {
			return err
		}
		own, err := h.db.Exceptions(ctx)
		if err != nil {
			return err
		}
		printYear(e, r.Calendar, own, c.Year)
		return nil
	})
}

func printYear(e *env, cal *calendar.Calendar, own []calendar.Exception, year int) {
	first, last := calendar.Date(year, time.January, 1), calendar.Date(year, time.December, 31)
	switch {
	case !cal.Known(first) || !cal.Known(last):
		e.tell("operator.calendar_unknown", "year", year)
	case cal.Provisional(first) || cal.Provisional(last):
		e.tell("operator.calendar_provisional", "year", year)
	}
	for d := first; d <= last; d++ {
		if words := dayWords(e, cal, own, d); words != "" {
			fmt.Fprintf(e.out, "%s  %s\n", d, words)
		}
	}
}

// dayWords tells what is special about a day, "" when nothing is.
func dayWords(e *env, cal *calendar.Calendar, own []calendar.Exception, d calendar.Day) string {
	weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
	skip, off := cal.Reason(d)
	i := slices.IndexFunc(own, func(x calendar.Exception) bool { return x.Day == d })
	switch {
	case i >= 0:
		return e.say.T("operator.calendar_own", "weekday", e.say.Weekday(d), "state", stateWord(e, cal.Working(d)), "reason", own[i].Reason)
	case off && !weekend, off && skip.Reason != "calendar.saturday" && skip.Reason != "calendar.sunday":
		return e.say.T("operator.calendar_day", "weekday", e.say.Weekday(d), "state", stateWord(e, false), "reason", skipWords(skip, e.say))
	case !off && weekend:
		return e.say.T("operator.calendar_worked", "weekday", e.say.Weekday(d), "state", stateWord(e, true))
	}
	return ""
}

func stateWord(e *env, working bool) string {
	if working {
		return e.say.T("operator.calendar_work")
	}
	return e.say.T("operator.calendar_off")
}

type calendarSet struct {
	databaseFlags
	Day    string `arg:"" help:"calendar_day"`
	State  string `arg:"" help:"calendar_state"`
	Reason string `help:"calendar_reason" placeholder:"TEXT"`
}

// Run declares a day off or worked and counts the open terms anew.
func (c *calendarSet) Run(e *env) error {
	x := calendar.Exception{Working: c.State == "work", Reason: strings.Join(strings.Fields(c.Reason), " ")}
	if c.State != "work" && c.State != "off" {
		return wrongUsage{fault.New(fault.Invalid, "operator.calendar_bad_state", "text", c.State)}
	}
	if x.Reason == "" {
		return wrongUsage{fault.New(fault.Invalid, "operator.calendar_no_reason")}
	}
	var err error
	if x.Day, err = comingDay(c.Day); err != nil {
		return wrongUsage{err}
	}
	return c.inside(func(ctx context.Context, h *house) error {
		r, err := h.live.Rules(ctx)
		if err != nil {
			return err
		}
		if r.Calendar.Working(x.Day) == x.Working {
			return fault.New(fault.Conflict, "operator.calendar_already", "day", x.Day, "state", stateWord(e, x.Working))
		}
		if err := h.db.SetException(ctx, operator(), x, time.Now()); err != nil {
			return err
		}
		e.tell("operator.calendar_set", "day", x.Day, "state", stateWord(e, x.Working))
		if !r.Calendar.Known(x.Day) {
			e.tell("operator.calendar_unknown", "year", x.Day.Year())
		}
		return recount(ctx, e, h, x.Day)
	})
}

// comingDay reads a day that has not passed: the terms that ran over an
// earlier one were answered or broken by the calendar of their time.
func comingDay(s string) (calendar.Day, error) {
	d, err := calendar.Parse(s)
	if err != nil {
		return 0, err
	}
	if d < calendar.Of(time.Now()) {
		return 0, fault.New(fault.Invalid, "operator.calendar_past", "day", d)
	}
	return d, nil
}

type calendarClear struct {
	databaseFlags
	Day string `arg:"" help:"calendar_day"`
}

// Run takes a declaration back and counts the open terms anew.
func (c *calendarClear) Run(e *env) error {
	day, err := comingDay(c.Day)
	if err != nil {
		return wrongUsage{err}
	}
	return c.inside(func(ctx context.Context, h *house) error {
		own, err := h.db.Exceptions(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(own, func(x calendar.Exception) bool { return x.Day == day }) {
			return fault.New(fault.NotFound, "operator.calendar_not_own", "day", day)
		}
		if err := h.db.ClearException(ctx, operator(), day, time.Now()); err != nil {
			return err
		}
		r, err := freshRules(ctx, h)
		if err != nil {
			return err
		}
		e.tell("operator.calendar_cleared", "day", day, "state", stateWord(e, r.Working(day)))
		return recount(ctx, e, h, day)
	})
}

func freshRules(ctx context.Context, h *house) (*calendar.Calendar, error) {
	h.live.Renew()
	r, err := h.live.Rules(ctx)
	return r.Calendar, err
}

// recount counts the terms over a day at once. Whatever it does not get to,
// the queued job does: that was written together with the change itself.
func recount(ctx context.Context, e *env, h *house, day calendar.Day) error {
	h.live.Renew()
	told := time.Now()
	n, err := work.Recount(ctx, h.desk, h.db, operator(), day, func(n work.Recounted) {
		if time.Since(told) > time.Second {
			told = time.Now()
			fmt.Fprintln(e.errOut, e.say.T("operator.recount_progress", "n", n.Seen))
		}
	})
	if err != nil {
		return fault.New(fault.Unavailable, "operator.recount_stopped", "n", n.Seen).Because(err)
	}
	if n.Seen == 0 {
		e.tell("operator.recount_none")
		return nil
	}
	e.tell("operator.recounted", "n", n.Seen, "moved", e.say.Number(int64(n.Moved)), "same", e.say.Number(int64(n.Seen-n.Moved)))
	return nil
}
