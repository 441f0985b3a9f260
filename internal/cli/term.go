package cli

import (
	"context"
	"slices"

	"jauap/internal/calendar"
	"jauap/internal/fault"
	"jauap/internal/law"
)

// termCommand counts the term of an appeal, or of every line of a file.
type termCommand struct {
	Kind       string `help:"term_kind" placeholder:"KIND"`
	Received   string `help:"term_received" placeholder:"TIME"`
	Registered string `help:"term_registered" placeholder:"DAY"`
	Edition    string `help:"term_edition" placeholder:"EDITION"`
	DB         string `name:"db" help:"term_db" placeholder:"URL"`
	Kinds      bool   `help:"term_kinds"`
	JSON       bool   `name:"json" help:"term_json"`
	File       string `short:"f" help:"term_file" placeholder:"FILE"`
}

// Run answers one question or a file of them.
func (t *termCommand) Run(e *env) error {
	rules, err := loadRules()
	if err != nil {
		return err
	}
	if t.Kinds {
		return printKinds(e, rules.code)
	}
	if err := rules.declared(t.DB); err != nil {
		return err
	}
	q := termQuestion{Kind: t.Kind, Received: t.Received, Registered: t.Registered, Edition: t.Edition}
	if t.File != "" {
		if q != (termQuestion{}) {
			return wrongUsage{fault.New(fault.Invalid, "cli.term_file_alone")}
		}
		return rules.answerFile(t.File, e)
	}
	a, err := rules.answer(q)
	if err != nil {
		return wrongUsage{withKinds(err, q.Kind, rules.code, e)}
	}
	a.operatorDays = t.DB != ""
	if t.JSON {
		out := newTermWriter(e.say)
		_, err = e.out.Write(append(out.append(nil, 0, a), '\n'))
		return err
	}
	return printTerm(e, a)
}

// A termQuestion is one line of a file, or the flags of one call.
type termQuestion struct {
	Kind       string `json:"kind"`
	Received   string `json:"received"`
	Registered string `json:"registered"`
	Edition    string `json:"edition"`
}

// A termAnswer is all that people and programs are told.
type termAnswer struct {
	kind         law.Kind
	edition      law.Edition
	registration law.Registration // zero when the day of registration was given
	registeredOn calendar.Day
	due          law.Due
	skipped      []calendar.Skip // from receipt to the due day
	doubts       []law.Doubt
	calendar     calendarState
	beforeCode   bool // registered before any edition was in force
	offDay       bool // the given day of registration is a day off
	operatorDays bool // days that the operator declared were asked for
}

// A calendarState tells how far the table of days off can be trusted between
// the first and the last day of an answer.
type calendarState string

const (
	calendarKnown       calendarState = "known"
	calendarProvisional calendarState = "provisional"   // orders moving days are not out
	calendarWeekends    calendarState = "weekends_only" // no table was issued
)

// rules is what an answer is made from.
type rules struct {
	code  *law.Code
	cal   *calendar.Calendar
	names map[string]law.Kind // nil until a kind is named by its name
}

func loadRules() (*rules, error) {
	code, err := law.Kazakhstan()
	if err != nil {
		return nil, err
	}
	cal, err := calendar.Kazakhstan()
	if err != nil {
		return nil, err
	}
	return &rules{code: code, cal: cal}, nil
}

// declared adds the days that the operator of a database declared.
func (r *rules) declared(url string) error {
	if url == "" {
		return nil
	}
	ctx := context.Background()
	db, err := databaseFlags{DB: url}.openCounts(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	own, err := db.Exceptions(ctx)
	r.cal = r.cal.With(own)
	return err
}

// answer counts one term. Its errors are the asker's: faults of kind Invalid.
func (r *rules) answer(q termQuestion) (termAnswer, error) {
	switch {
	case q.Kind == "":
		return termAnswer{}, fault.New(fault.Invalid, "cli.term_no_kind")
	case q.Received == "" && q.Registered == "":
		return termAnswer{}, fault.New(fault.Invalid, "cli.term_no_day")
	case q.Received != "" && q.Registered != "":
		return termAnswer{}, fault.New(fault.Invalid, "cli.term_two_days")
	}
	kind, err := r.kind(q.Kind)
	if err != nil {
		return termAnswer{}, err
	}
	q.Kind = string(kind)
	if q.Received != "" {
		return r.answerReceived(q)
	}
	return r.answerRegistered(q)
}

func (r *rules) answerRegistered(q termQuestion) (termAnswer, error) {
	on, err := calendar.Parse(q.Registered)
	if err != nil {
		return termAnswer{}, err
	}
	a := termAnswer{kind: law.Kind(q.Kind), edition: law.Edition(q.Edition), registeredOn: on}
	if a.edition == "" {
		a.edition = r.code.EditionOn(on)
	}
	if a.due, err = r.code.Due(a.kind, a.edition, on, r.cal); err != nil {
		return termAnswer{}, err
	}
	a.skipped, a.doubts = a.due.Skipped, a.due.Doubts
	a.calendar, a.beforeCode = r.state(on, a.due.On), !r.code.InForce(on)
	a.offDay = !r.cal.Working(on)
	return a, nil
}

func (r *rules) answerReceived(q termQuestion) (termAnswer, error) {
	at, err := parseInstant(q.Received)
	if err != nil {
		return termAnswer{}, err
	}
	received := calendar.Of(at)
	a := termAnswer{kind: law.Kind(q.Kind), edition: law.Edition(q.Edition)}
	if a.edition == "" {
		a.edition = r.code.EditionAt(at, r.cal)
	}
	a.registration = r.code.Registration(at, a.edition, r.cal)
	a.registeredOn = a.registration.On
	from, err := r.code.CountFrom(a.kind, a.edition, received, a.registeredOn)
	if err != nil {
		return termAnswer{}, err
	}
	if a.due, err = r.code.Due(a.kind, a.edition, from, r.cal); err != nil {
		return termAnswer{}, err
	}
	a.skipped = joinSkipped(a.registration.Skipped, a.due.Skipped)
	a.doubts = slices.Concat(a.registration.Doubts, a.due.Doubts)
	a.calendar, a.beforeCode = r.state(received, a.due.On), !r.code.InForce(received)
	return a, nil
}

// joinSkipped puts the days after registration behind those before it. They
// overlap where a term runs from receipt.
func joinSkipped(before, after []calendar.Skip) []calendar.Skip {
	if len(before) == 0 {
		return after
	}
	last := before[len(before)-1].Day
	for len(after) > 0 && after[0].Day <= last {
		after = after[1:]
	}
	return slices.Concat(before, after)
}

func (r *rules) state(from, to calendar.Day) calendarState {
	switch {
	case !r.cal.Known(from) || !r.cal.Known(to):
		return calendarWeekends
	case r.cal.Provisional(from) || r.cal.Provisional(to):
		return calendarProvisional
	}
	return calendarKnown
}
