package calendar

import (
	"maps"
	"time"
)

// An Exception is an operator's word about one day: worked or off, and why.
// Reason is a message key or the operator's own words.
type Exception struct {
	Day     Day
	Working bool
	Reason  string
}

// A Skip is a day off and why: a message key ("calendar.nauryz") or an
// operator's own words. MovedFrom is the day whose rest was moved here, no day
// when nothing was moved.
type Skip struct {
	Day       Day
	Reason    string
	MovedFrom Day
}

// The reasons of days that need no line in a table.
const (
	reasonSaturday = "calendar.saturday"
	reasonSunday   = "calendar.sunday"
)

// A Calendar tells worked days from days off. It never changes and may be
// shared.
type Calendar struct {
	marks       map[Day]mark
	known       span
	provisional span
	endHour     int
	endMinute   int
	index       index
}

// A mark is what a table or an operator says about one day.
type mark struct {
	working   bool
	reason    string
	movedFrom Day
}

type span struct{ from, to Day }

func (s span) has(d Day) bool { return s.from <= d && d <= s.to && s.from > 0 }

// With gives another calendar in which ex hold above everything said before.
// Of two exceptions for one day the later in the list holds.
func (c *Calendar) With(ex []Exception) *Calendar {
	other := *c
	other.marks = maps.Clone(c.marks)
	for _, e := range ex {
		other.marks[e.Day] = mark{working: e.Working, reason: e.Reason}
	}
	other.index = makeIndex(other.marks)
	return &other
}

// Working tells whether d is worked.
func (c *Calendar) Working(d Day) bool {
	if c.index.has(d) {
		return c.index.working(d)
	}
	return working(c.marks, d)
}

func working(marks map[Day]mark, d Day) bool {
	if m, ok := marks[d]; ok {
		return m.working
	}
	return !weekend(d)
}

func weekend(d Day) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// Reason tells why d is not worked; false when it is.
func (c *Calendar) Reason(d Day) (Skip, bool) {
	if c.Working(d) {
		return Skip{}, false
	}
	return c.skip(d), true
}

// skip describes d, which is off.
func (c *Calendar) skip(d Day) Skip {
	if m, ok := c.marks[d]; ok {
		return Skip{Day: d, Reason: m.reason, MovedFrom: m.movedFrom}
	}
	if d.Weekday() == time.Saturday {
		return Skip{Day: d, Reason: reasonSaturday}
	}
	return Skip{Day: d, Reason: reasonSunday}
}

// AddWorking gives the n-th working day after from, for negative n the n-th
// working day before it, for 0 from itself.
func (c *Calendar) AddWorking(from Day, n int) Day {
	if d, ok := c.index.add(from, n); ok {
		return d
	}
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for ; n > 0; n-- {
		for from = from.Add(step); !c.Working(from); {
			from = from.Add(step)
		}
	}
	return from
}

// NextWorking gives d itself when it is worked, else the first worked day
// after it.
func (c *Calendar) NextWorking(d Day) Day {
	if c.Working(d) {
		return d
	}
	return c.AddWorking(d, 1)
}

// Skipped lists the days off after from up to and including to, in order.
func (c *Calendar) Skipped(from, to Day) []Skip {
	var days []Skip
	for d := from + 1; d <= to; d++ {
		if c.Working(d) {
			continue
		}
		if days == nil { // two days in seven, and a holiday or three
			days = make([]Skip, 0, int(to-from)*2/7+4)
		}
		days = append(days, c.skip(d))
	}
	return days
}

// WorkingBetween counts the worked days after from and before to: the full
// days a person has between a notice and an act.
func (c *Calendar) WorkingBetween(from, to Day) int {
	n := 0
	for d := from + 1; d < to; d++ {
		if c.Working(d) {
			n++
		}
	}
	return n
}

// Known tells whether a table was issued for d. Elsewhere only weekends are
// known to be off.
func (c *Calendar) Known(d Day) bool { return c.known.has(d) }

// Provisional tells that the holidays of d's year are known but the orders
// that move days off in it were not issued when the table was written.
func (c *Calendar) Provisional(d Day) bool { return c.provisional.has(d) }

// DayEnd is when the working day ends in Almaty, 18:30 in the embedded table.
func (c *Calendar) DayEnd() (hour, minute int) { return c.endHour, c.endMinute }
