package appeal

import (
	"log/slog"
	"time"

	"jauap/internal/account"
	"jauap/internal/blob"
	"jauap/internal/calendar"
)

// An Act is what was done to an appeal.
type Act string

// The acts. There is no act that refuses acceptance: art. 64(2) forbids it.
const (
	ActSubmit    Act = "submit"
	ActRegister  Act = "register"
	ActRoute     Act = "route"
	ActRedirect  Act = "redirect"
	ActAssign    Act = "assign"
	ActAnswer    Act = "answer"
	ActTerminate Act = "terminate"
	ActWithdraw  Act = "withdraw"
	ActRate      Act = "rate"
	ActRecount   Act = "recount" // the calendar changed, the due day with it
	ActLapse     Act = "lapse"   // the term passed without an answer
)

// A Breach marks an act done later than the law allows. The act stands, the
// breach is counted: a program must not trap a case because of time.
type Breach struct {
	Article string       // the article that set the limit
	By      calendar.Day // the last day it allowed
}

// An Event is one thing that happened, with all that was decided then.
type Event struct {
	Seq     int64
	Act     Act
	At      time.Time // UTC, microseconds
	By      account.Kind
	Staff   account.StaffID
	Facts   *Facts // of the first event
	Marks   Marks  // after the event
	Article string // what the act rests on
	Ground  string // code of a ground of termination
	Outcome Outcome
	Rating  Rating
	Breach  *Breach
	Lifts   bool // takes back a lapse: by the new due day the term had not passed
	Details Details
}

// Details are the words of an event, sealed at rest.
type Details struct {
	Note  string     `json:"note,omitempty"`  // what the applicant reads: the answer, the reason
	Inner string     `json:"inner,omitempty"` // what only staff read: the resolution
	Files []blob.Ref `json:"files,omitempty"`
	Name  string     `json:"name,omitempty"` // who acted, as named then
	For   string     `json:"for,omitempty"`  // the executor, as named then
	Day   *DayChange `json:"day,omitempty"`  // the changed day behind a recount
}

// A DayChange is what an operator declared of a day: off or worked, and why.
type DayChange struct {
	Day    calendar.Day `json:"day"`
	Off    bool         `json:"off"`
	Reason string       `json:"reason,omitempty"` // message key or the operator's words
}

// DayIn tells how a day stands in a calendar.
func DayIn(c *calendar.Calendar, d calendar.Day) *DayChange {
	skip, _ := c.Reason(d)
	return &DayChange{Day: d, Off: !c.Working(d), Reason: skip.Reason}
}

// Empty tells whether there is nothing to keep.
func (d Details) Empty() bool {
	return d.Note == "" && d.Inner == "" && len(d.Files) == 0 && d.Name == "" && d.For == "" && d.Day == nil
}

// LogValue keeps personal data out of logs.
func (Details) LogValue() slog.Value { return slog.StringValue("•••") }

// Sum adds events up to the appeal they tell of. It never asks the law, so a
// change of the law never changes the past. The row in the database is this
// sum, and is checked against it.
func Sum(id ID, events []Event) Appeal {
	a := Appeal{ID: id}
	for _, e := range events {
		a = a.plus(e)
	}
	return a
}

// counts is what an event adds to the breaches. A late answer after a lapse
// is marked late, but it is the same breach and counted once. A redirect
// leaves the lapse of the former body counted, and the new term begins clean.
func (a Appeal) counts(e Event) (n int) {
	if e.Breach != nil && !(a.Lapsed && !e.Marks.State.Open()) {
		n++
	}
	if e.Lifts {
		n--
	}
	return n
}

func (a Appeal) plus(e Event) Appeal {
	if e.Facts != nil {
		a.Facts = *e.Facts
	}
	if a.State.Open() && !e.Marks.State.Open() {
		a.ClosedOn = calendar.Of(e.At)
	}
	if e.Outcome != "" {
		a.Outcome = e.Outcome
	}
	if e.Rating != "" {
		a.Rating = e.Rating
	}
	a.Breaches += a.counts(e)
	a.Lapsed = e.Act == ActLapse || a.Lapsed && !e.Lifts && e.Act != ActRedirect
	a.Version, a.LastAt, a.Marks = e.Seq, e.At, e.Marks
	return a
}

// A Change is a decision that has not happened yet. The store makes it true
// in one transaction or not at all.
type Change struct {
	Before  Appeal // zero for a new appeal
	After   Appeal
	Events  []Event
	Content *Content // of a new appeal
	Head    Head     // of a new appeal
	Words   []string // search words of a new appeal, from its masked text
	Draft   *Draft   // of a new appeal: key, token, labels
	Code    string   // the applicant's code, kept only as a keyed hash
	Jobs    []Job
}

// New tells whether the change opens an appeal.
func (c Change) New() bool { return c.Before.Version == 0 }

// A Job is work that follows a change: "notify the applicant of event 3".
type Job struct {
	Kind string
	Seq  int64 // the event it follows
}

// JobNotify tells the applicant of an event by letter.
const JobNotify = "notify"
