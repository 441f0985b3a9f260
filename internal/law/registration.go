package law

import (
	"time"

	"jauap/internal/calendar"
)

// A Registration is the day an appeal is registered, and why then.
type Registration struct {
	On         calendar.Day
	Article    string
	Skipped    []calendar.Skip // days off between receipt and registration
	AfterHours bool            // it came on a working day after its end
	Unsure     bool
	Doubts     []Doubt
}

// Registration gives the day on which an appeal that came at received must be
// registered: the same day, or the nearest working day when it came on a day
// off or after the end of the working day (art. 64(3)). There is no way to say
// that it is not accepted. An edition that is not in the data counts as the
// one in force on the day of receipt.
func (c *Code) Registration(received time.Time, name Edition, cal *calendar.Calendar) Registration {
	day := calendar.Of(received)
	e, err := c.edition(name)
	if err != nil { // registering is a duty even where the name of the law is wrong
		e, _ = c.edition(c.EditionOn(day))
	}
	late := cal.Working(day) && afterEnd(received, cal)
	r := Registration{On: cal.NextWorking(day), Article: e.Registration.Article, AfterHours: late}
	if late && e.Registration.AfterHours == nextWorkingDay {
		r.On = cal.AddWorking(day, 1)
		r.Doubts, r.Unsure = e.Registration.Doubts, len(e.Registration.Doubts) > 0
	}
	r.Skipped = cal.Skipped(day.Add(-1), r.On)
	return r
}

// afterEnd tells whether t is later than the end of the working day in
// Almaty. The last minute itself, 18:30:00, is still in time.
func afterEnd(t time.Time, cal *calendar.Calendar) bool {
	hour, minute := cal.DayEnd()
	t = t.In(calendar.Zone())
	y, m, d := t.Date()
	return t.After(time.Date(y, m, d, hour, minute, 0, 0, calendar.Zone()))
}

// EditionAt gives the edition for an appeal received at a moment: the one in
// force on the day it is registered, because that day opens the procedure
// (art. 62(2)).
func (c *Code) EditionAt(received time.Time, cal *calendar.Calendar) Edition {
	first := c.EditionOn(calendar.Of(received))
	return c.EditionOn(c.Registration(received, first, cal).On)
}
