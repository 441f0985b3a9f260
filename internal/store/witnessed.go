package store

import (
	"fmt"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/keys"
	"jauap/internal/tlog"
)

// A witnessed is what a leaf of the log stands for: the event whole, and of
// the first event the content too, so that neither can be altered unseen.
// Its JSON must never change for events that are in the log: a new field of
// an event is added here with omitzero, at the end.
type witnessed struct {
	Appeal  int64           `json:"appeal"`
	Event   witnessedEvent  `json:"event"`
	Content *appeal.Content `json:"content,omitempty"`
}

type witnessedEvent struct {
	Seq     int64          `json:"seq"`
	Act     appeal.Act     `json:"act"`
	At      time.Time      `json:"at"`
	By      string         `json:"by"`
	Staff   int64          `json:"staff,omitzero"`
	Facts   *appeal.Facts  `json:"facts,omitempty"`
	Marks   witnessedMarks `json:"marks"`
	Article string         `json:"article,omitzero"`
	Ground  string         `json:"ground,omitzero"`
	Outcome appeal.Outcome `json:"outcome,omitzero"`
	Rating  appeal.Rating  `json:"rating,omitzero"`
	Breach  string         `json:"breach,omitzero"`
	Late    calendar.Day   `json:"breach_by,omitzero"`
	Lifts   bool           `json:"lifts,omitzero"`
	Details appeal.Details `json:"details"`
}

type witnessedMarks struct {
	State       appeal.State `json:"state"`
	Kind        string       `json:"kind"`
	Edition     string       `json:"edition"`
	Body        int64        `json:"body,omitzero"`
	Unit        int64        `json:"unit,omitzero"`
	Executor    int64        `json:"executor,omitzero"`
	Place       string       `json:"place,omitzero"`
	Topic       string       `json:"topic,omitzero"`
	Registered  calendar.Day `json:"registered,omitzero"`
	Reached     calendar.Day `json:"reached,omitzero"`
	CountedFrom calendar.Day `json:"counted_from,omitzero"`
	Due         calendar.Day `json:"due,omitzero"`
}

// leafOf makes the leaf of an event of an appeal; content belongs to the
// first event, known is when it was written.
func leafOf(key keys.Case, a appeal.Appeal, e appeal.Event, c *appeal.Content, known time.Time) (tlog.Leaf, error) {
	if e.Facts == nil {
		c = nil
	}
	return tlog.NewLeaf(key.Salt(saltLabel(a.ID, e.Seq)), statementOf(a, e, known), canonical(int64(a.ID), e, c))
}

// saltLabel ties a salt to its event, so that no leaf fits another.
func saltLabel(id appeal.ID, seq int64) string { return fmt.Sprintf("appeal %d event %d", id, seq) }

// statementOf is what an event says openly to whoever holds its receipt.
func statementOf(a appeal.Appeal, e appeal.Event, known time.Time) tlog.Statement {
	return tlog.Statement{
		Number: a.Number().String(), Seq: e.Seq, Act: string(e.Act), At: instant(e.At),
		Registered: e.Marks.RegisteredOn, Due: e.Marks.DueOn, Body: int64(e.Marks.Body),
		Promise: tlog.PromiseFor(known),
	}
}

func canonical(id int64, e appeal.Event, c *appeal.Content) witnessed {
	m := e.Marks
	w := witnessedEvent{
		Seq: e.Seq, Act: e.Act, At: instant(e.At), By: string(e.By), Staff: int64(e.Staff), Facts: e.Facts,
		Marks: witnessedMarks{
			State: m.State, Kind: string(m.Kind), Edition: string(m.Edition), Body: int64(m.Body), Unit: int64(m.Unit),
			Executor: int64(m.Executor), Place: string(m.Place), Topic: string(m.Topic), Registered: m.RegisteredOn,
			Reached: m.ReachedOn, CountedFrom: m.CountedFrom, Due: m.DueOn,
		},
		Article: e.Article, Ground: e.Ground, Outcome: e.Outcome, Rating: e.Rating, Lifts: e.Lifts, Details: e.Details,
	}
	if e.Breach != nil {
		w.Breach, w.Late = e.Breach.Article, e.Breach.By
	}
	return witnessed{Appeal: id, Event: w, Content: c}
}
