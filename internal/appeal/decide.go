package appeal

import (
	"slices"
	"time"

	"jauap/internal/account"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/law"
)

// Rules are what a decision rests on: the law and the calendar of the moment
// and the directory. They are values; nothing in them changes.
type Rules struct {
	Law       *law.Code
	Calendar  *calendar.Calendar
	Directory *directory.Directory
}

// An Order is what somebody wants done. Version is the version of the
// appeal that its page showed; 0 means "whatever it is now".
type Order struct {
	Act      Act
	Version  int64
	Kind     law.Kind // register: the kind as the registrar sees it
	Topic    directory.TopicCode
	Body     directory.BodyID // register, route, redirect
	Executor account.StaffID  // assign
	For      string           // assign: the executor's name
	Ground   string           // terminate
	NoCrime  bool             // terminate: she read it, it reports no crime and no threat
	Outcome  Outcome          // answer
	Rating   Rating           // rate
	Day      calendar.Day     // recount: the day that changed
	Details  Details
}

// Decide turns an order into a change, or says why it cannot be.
func (r Rules) Decide(a Appeal, o Order, who account.Who, now time.Time) (Change, error) {
	if err := permit(a, o, who); err != nil {
		return Change{}, err
	}
	e := Event{
		Seq: a.Version + 1, Act: o.Act, At: now.UTC().Truncate(time.Microsecond),
		By: who.Kind, Staff: who.ID, Marks: a.Marks, Details: o.Details,
	}
	if row, _ := row(o.Act); row.To != "" {
		e.Marks.State = row.To
	}
	if who.Kind == account.Employee {
		e.Details.Name = who.Name
	}
	if err := r.fill(a, o, who, &e); err != nil {
		return Change{}, err
	}
	e.At = a.follows(e.At)
	c := Change{Before: a, After: a.plus(e), Events: []Event{e}}
	c.Jobs = jobs(c)
	return c, nil
}

// follows is the time of the next event: now, but never before the last event.
// A clock that was set back would else turn the story of the case around. The
// law is asked before that, by the clock as it stands: whoever set it right
// knew why, and no term is counted from a day that has not come.
func (a Appeal) follows(now time.Time) time.Time {
	if now.Before(a.LastAt) {
		return a.LastAt
	}
	return now
}

// permit asks the table. The order of the questions matters to the reader:
// first "may you", then "is it the right moment".
func permit(a Appeal, o Order, who account.Who) error {
	row, ok := row(o.Act)
	if !ok || !row.allows(a, who) {
		return fault.New(fault.Forbidden, "appeal.not_yours", "number", a.Number())
	}
	if o.Version != 0 && o.Version != a.Version {
		return fault.New(fault.Conflict, "appeal.changed_meanwhile", "number", a.Number())
	}
	if !slices.Contains(row.From, a.State) {
		return fault.New(fault.Conflict, "appeal.wrong_state", "number", a.Number())
	}
	if o.Act == ActRate && a.Rating != "" {
		return fault.New(fault.Conflict, "appeal.rated_already", "number", a.Number())
	}
	return nil
}

// fill adds to the event what its act decides.
func (r Rules) fill(a Appeal, o Order, who account.Who, e *Event) error {
	switch o.Act {
	case ActRegister:
		return r.register(a, o, e)
	case ActRoute:
		return r.route(o, e)
	case ActRedirect:
		return r.redirect(a, o, e)
	case ActAssign:
		return assign(o, e)
	case ActAnswer:
		return r.answer(a, o, e)
	case ActTerminate:
		return r.terminate(a, o, who, e)
	case ActWithdraw:
		return withdraw(o, who, e)
	case ActRate:
		return rate(o, e)
	case ActRecount:
		return r.recount(a, o, e)
	case ActLapse:
		return r.lapse(a, e)
	}
	return fault.New(fault.Invalid, "appeal.unknown_act")
}

// jobs: whoever left an address hears of each event that concerns them.
// Nobody is told of an import: those people were told by the old system.
func jobs(c Change) []Job {
	if c.After.Source == FromImport || !c.After.Reachable {
		return nil
	}
	var list []Job
	for _, e := range c.Events {
		if e.Act.Told() {
			list = append(list, Job{Kind: JobNotify, Seq: e.Seq})
		}
	}
	return list
}

// Told tells whether the applicant is told of the act by letter. Assigning
// is an inner matter of the body, a rating is the applicant's own word.
func (a Act) Told() bool { return a != ActAssign && a != ActRate && a != ActLapse }
