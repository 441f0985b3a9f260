package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/keys"
	"jauap/internal/tlog"
)

// Labels bind a sealed value to its place: one moved to another appeal or
// another event does not open.
func labelContent(id appeal.ID) string { return fmt.Sprintf("appeal %d content", id) }
func labelHead(id appeal.ID) string    { return fmt.Sprintf("appeal %d head", id) }
func labelDetails(id appeal.ID, seq int64) string {
	return fmt.Sprintf("appeal %d event %d", id, seq)
}

func sealHead(key keys.Case, id appeal.ID, h appeal.Head) ([]byte, error) {
	b, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	return key.Seal(b, labelHead(id)), nil
}

const eventColumns = `appeal_id, seq, act, at, by_kind, staff_id, state, kind, edition, body_id, unit_id,
	executor_id, place, topic, registered_on, reached_on, counted_from, due_on, article, ground, outcome, rating,
	breach_article, breach_by, lifts, facts, details`

// happen writes the events of a change and their leaves.
func (w *writing) happen(c *appeal.Change, key keys.Case) error {
	for _, e := range c.Events {
		r, err := eventRow(&e)
		if err != nil {
			return err
		}
		var details []byte
		if len(r.details) > 0 {
			details = key.Seal(r.details, labelDetails(c.After.ID, e.Seq))
		}
		m, id := e.Marks, int64(c.After.ID)
		w.events.add(id, e.Seq, string(e.Act), instant(e.At), string(e.By), int64(e.Staff), string(m.State),
			string(m.Kind), string(m.Edition), int64(m.Body), int64(m.Unit), int64(m.Executor), string(m.Place),
			string(m.Topic), m.RegisteredOn, m.ReachedOn, m.CountedFrom, m.DueOn, e.Article, e.Ground, string(e.Outcome),
			string(e.Rating), r.breach.Article, r.breach.By, e.Lifts, r.facts, details)
		known := w.db.known(e.At)
		leaf, err := leafOf(key, c.After, e, c.Content, known)
		if err != nil {
			return err
		}
		w.leaves.add(id, e.Seq, leaf.Entry, known)
		w.waiting = append(w.waiting, tlog.Waiting{Owner: tlog.Owner{Appeal: id, Seq: e.Seq}, Entry: leaf.Entry, Since: known})
	}
	return nil
}

type preparedEvent struct {
	facts   any // JSON text or nil
	details []byte
	breach  appeal.Breach
}

func eventRow(e *appeal.Event) (preparedEvent, error) {
	var p preparedEvent
	if e.Breach != nil {
		p.breach = *e.Breach
	}
	if e.Facts != nil {
		b, err := plainJSON(e.Facts)
		if err != nil {
			return p, err
		}
		p.facts = string(b)
	}
	if e.Details.Empty() {
		return p, nil
	}
	b, err := plainJSON(&e.Details)
	p.details = b
	return p, err
}

// plainJSON writes a value as it will be read back. Bytes that are no text
// become a sign of their own there, and must be that sign here too: the leaf
// is made of the value.
func plainJSON[T any](v *T) ([]byte, error) {
	b, err := json.Marshal(v)
	if err == nil && bytes.Contains(b, []byte(`\ufffd`)) {
		err = json.Unmarshal(b, v)
	}
	return b, err
}

// known is when an event that is written now became known: an imported one is
// older, and a clock that was set back changes nothing.
func (db *DB) known(at time.Time) time.Time {
	if db.now != nil {
		if now := db.now(); now.After(at) {
			at = now
		}
	}
	return instant(at)
}
