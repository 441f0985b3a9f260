package appeal

import (
	"strings"

	"jauap/internal/calendar"
	"jauap/internal/fault"
	"jauap/internal/law"
)

// register confirms the card: the kind as the registrar reads the text, and
// the competent body if it is known. The registration day stays the one of
// the law (art. 64(3)), so a slow registrar never shortens anybody's right;
// being late is marked.
func (r Rules) register(a Appeal, o Order, e *Event) error {
	if o.Kind != "" {
		e.Marks.Kind = o.Kind
	}
	if o.Topic != "" {
		e.Marks.Topic = o.Topic
	}
	if o.Body != 0 {
		e.Marks.Body = o.Body
	}
	if o.Body != a.Body && o.Body != 0 {
		e.Marks.ReachedOn = calendar.Of(e.At)
	}
	e.Marks.State = Registered
	if e.Marks.Body != 0 {
		e.Marks.State = Routed
	}
	if err := r.knows(e.Marks); err != nil {
		return err
	}
	reg := r.Law.Registration(a.ReceivedAt, a.Edition, r.Calendar)
	e.Article = reg.Article
	e.Breach = late(calendar.Of(e.At), a.RegisteredOn, reg.Article)
	if err := r.firstTerm(a.ReceivedAt, e); err != nil {
		return err
	}
	e.Lifts = lifts(a, e)
	return nil
}

// route gives a registered appeal to the competent body. The term goes on:
// it runs from registration (art. 76(1)).
func (r Rules) route(o Order, e *Event) error {
	e.Marks.Body = o.Body
	if o.Body == 0 {
		return fault.New(fault.Invalid, "appeal.choose_body").On("body")
	}
	e.Article = "65(1)"
	e.Marks.ReachedOn = calendar.Of(e.At)
	return r.knows(e.Marks)
}

// redirect sends the appeal to the body that has the power, within three
// working days of receipt (art. 65(1)); there a procedure of its own opens
// (65(3)) and the term starts anew the day after it is received (76(2)).
func (r Rules) redirect(a Appeal, o Order, e *Event) error {
	if o.Body == 0 {
		return fault.New(fault.Invalid, "appeal.choose_body").On("body")
	}
	if o.Body == a.Body {
		return fault.New(fault.Invalid, "appeal.same_body").On("body")
	}
	if err := needNote(o, "appeal.redirect_needs_reason"); err != nil {
		return err
	}
	today := calendar.Of(e.At)
	e.Marks.Body, e.Marks.Unit, e.Marks.Executor = o.Body, 0, 0
	e.Marks.ReachedOn, e.Marks.CountedFrom = today, today
	limit := r.Law.RedirectBy(a.Edition, a.ReachedOn, r.Calendar)
	e.Article = limit.Article
	e.Breach = late(today, limit.By, limit.Article)
	if err := r.knows(e.Marks); err != nil {
		return err
	}
	return r.term(e)
}

// assign gives the case to an executor, or to another one.
func assign(o Order, e *Event) error {
	if o.Executor == 0 {
		return fault.New(fault.Invalid, "appeal.choose_executor").On("executor")
	}
	e.Marks.Executor = o.Executor
	e.Details.For = o.For
	return nil
}

func (r Rules) procedure(k law.Kind) (law.Procedure, error) {
	info, ok := r.Law.Kind(k)
	if !ok {
		return "", fault.New(fault.Invalid, "appeal.choose_kind").On("kind")
	}
	return info.Procedure, nil
}

// knows checks that the marks point at things that exist.
func (r Rules) knows(m Marks) error {
	if _, err := r.procedure(m.Kind); err != nil {
		return err
	}
	if _, ok := r.Directory.Body(m.Body); m.Body != 0 && !ok {
		return fault.New(fault.Invalid, "appeal.unknown_body").On("body")
	}
	if _, ok := r.Directory.Topic(m.Topic); m.Topic != "" && !ok {
		return fault.New(fault.Invalid, "appeal.unknown_topic").On("topic")
	}
	if _, ok := r.Directory.Place(m.Place); m.Place != "" && !ok {
		return fault.New(fault.Invalid, "appeal.unknown_place").On("place")
	}
	return nil
}

// late is the breach of a limit, nil when the day is within it.
func late(day, by calendar.Day, article string) *Breach {
	if day <= by {
		return nil
	}
	return &Breach{Article: article, By: by}
}

func needNote(o Order, key string) error {
	if strings.TrimSpace(o.Details.Note) == "" {
		return fault.New(fault.Invalid, key).On("note")
	}
	return nil
}
