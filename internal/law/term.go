package law

import (
	"slices"

	"jauap/internal/calendar"
	"jauap/internal/fault"
)

// A Unit is what a time is counted in.
type Unit string

// The units.
const (
	WorkingDays  Unit = "working"
	CalendarDays Unit = "calendar"
	Months       Unit = "month"
)

// A Term is how long a body has to answer a kind. Article is an article of
// the Code ("76(1)") or the message key of another source; see OfCode.
type Term struct {
	Kind      Kind     `json:"kind"`
	Edition   Edition  `json:"edition"`
	Days      int      `json:"days"`
	Unit      Unit     `json:"unit"`
	Article   string   `json:"article"`
	Also      []string `json:"also"`      // articles that lead to Article
	From      string   `json:"from"`      // counted from "registration" or "receipt"
	Extension string   `json:"extension"` // the article that allows to extend; "" means it cannot be
	Doubts    []Doubt  `json:"doubts"`
	Unsure    bool     `json:"-"` // an operator should confirm the number

	basis     []string
	dueDoubts []Doubt
}

// prepare works out what is the same for every due day of the term.
func (t *Term) prepare(e *edition) {
	t.basis = slices.Compact(append(append([]string{t.Article}, t.Also...),
		e.Counting.Article, e.Counting.LastDayArticle))
	t.dueDoubts = slices.Clone(t.Doubts)
	for _, d := range e.Counting.Doubts {
		// In a working-day term the last day is always worked.
		moot := d == DoubtLastDay && t.Unit == WorkingDays
		if !moot && !slices.Contains(t.dueDoubts, d) {
			t.dueDoubts = append(t.dueDoubts, d)
		}
	}
}

// Term gives the term of a kind. What is not in the data is fault.Invalid
// "law.unknown_kind" or "law.unknown_edition".
func (c *Code) Term(k Kind, e Edition) (Term, error) {
	_, t, err := c.find(k, e)
	if err != nil {
		return Term{}, err
	}
	return *t, nil
}

func (c *Code) find(k Kind, name Edition) (*edition, *Term, error) {
	e, err := c.edition(name)
	if err != nil {
		return nil, nil, err
	}
	t := e.byKind[k]
	if t == nil {
		return nil, nil, fault.New(fault.Invalid, "law.unknown_kind", "kind", string(k))
	}
	return e, t, nil
}

// A Due is the last day of a term and everything that led to it. Basis and
// Doubts are shared by all: read them only.
type Due struct {
	On      calendar.Day
	Term    Term
	Basis   []string        // articles, the term's own first
	Skipped []calendar.Skip // days off that pushed On further
	Unsure  bool
	Doubts  []Doubt // what an operator should confirm
}

// Due counts the term of k from a day: of registration, or of receipt by the
// competent body after a redirect, when the term runs anew (art. 65(3), 76(2)).
// Errors are those of Term.
func (c *Code) Due(k Kind, name Edition, from calendar.Day, cal *calendar.Calendar) (Due, error) {
	e, t, err := c.find(k, name)
	if err != nil {
		return Due{}, err
	}
	before := e.dayBeforeFirst(from)
	on, skippedAfter := cal.AddWorking(before, t.Days), before
	if t.Unit == CalendarDays {
		// Days off count like others; only a last day off moves on.
		last := before.Add(t.Days)
		on, skippedAfter = cal.NextWorking(last), last.Add(-1)
	}
	return Due{
		On: on, Term: *t,
		Basis: t.basis, Doubts: t.dueDoubts, Unsure: len(t.dueDoubts) > 0,
		Skipped: cal.Skipped(skippedAfter, on),
	}, nil
}

// CountFrom chooses the day that Due wants: before 29.12.2025 an ordinary
// term ran from receipt, since then from registration; a complaint's always
// from registration by the reviewing body. Errors are those of Term.
func (c *Code) CountFrom(k Kind, e Edition, received, registered calendar.Day) (calendar.Day, error) {
	_, t, err := c.find(k, e)
	if err != nil {
		return 0, err
	}
	if t.From == fromReceipt && !received.IsZero() {
		return received, nil
	}
	return registered, nil
}
