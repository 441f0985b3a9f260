package appeal

import (
	"time"

	"jauap/internal/calendar"
	"jauap/internal/fault"
)

// recount moves the due day when the calendar changed (a moved day off), and
// with it the registration day of what came in on a day that is off now.
// After a redirect the term runs from the receipt there, which stays. The
// number keeps its year: it was given.
func (r Rules) recount(a Appeal, o Order, e *Event) error {
	first, err := r.Law.CountFrom(a.Kind, a.Edition, calendar.Of(a.ReceivedAt), a.RegisteredOn)
	if err != nil {
		return err
	}
	if a.CountedFrom == first {
		e.Marks.RegisteredOn = r.Law.Registration(a.ReceivedAt, a.Edition, r.Calendar).On
		err = r.firstTerm(a.ReceivedAt, e)
	} else {
		err = r.term(e)
	}
	if err != nil {
		return err
	}
	if e.Marks == a.Marks {
		return fault.New(fault.Conflict, "appeal.same_due")
	}
	e.Article = "76(5)"
	e.Lifts = lifts(a, e)
	if o.Day != 0 {
		e.Details.Day = DayIn(r.Calendar, o.Day)
	}
	return nil
}

// lifts tells that a lapse was written down for a due day that no longer
// holds, and that the new one has not passed.
func lifts(a Appeal, e *Event) bool { return a.Lapsed && calendar.Of(e.At) <= e.Marks.DueOn }

// lapse writes down that the term passed without an answer, once for each
// due day.
func (r Rules) lapse(a Appeal, e *Event) error {
	if a.Lapsed || !a.Late(calendar.Of(e.At)) {
		return fault.New(fault.Conflict, "appeal.not_late")
	}
	article, err := r.termArticle(a)
	if err != nil {
		return err
	}
	e.Article = article
	e.Breach = &Breach{Article: article, By: a.DueOn}
	return nil
}

// term counts the due day anew from the event's marks.
func (r Rules) term(e *Event) error {
	due, err := r.Law.Due(e.Marks.Kind, e.Marks.Edition, e.Marks.CountedFrom, r.Calendar)
	if err != nil {
		return err
	}
	e.Marks.DueOn = due.On
	return nil
}

func (r Rules) termArticle(a Appeal) (string, error) {
	term, err := r.Law.Term(a.Kind, a.Edition)
	return term.Article, err
}

// firstTerm counts the first due day, from the day the edition starts it:
// receipt or registration.
func (r Rules) firstTerm(received time.Time, e *Event) (err error) {
	m := &e.Marks
	m.CountedFrom, err = r.Law.CountFrom(m.Kind, m.Edition, calendar.Of(received), m.RegisteredOn)
	if err != nil {
		return err
	}
	return r.term(e)
}
