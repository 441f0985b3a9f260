package store

import (
	"encoding/json"
	"fmt"

	"jauap/internal/appeal"
	"jauap/internal/keys"
	"jauap/internal/text"
	"jauap/internal/tlog"
)

// Labels bind a sealed value to its place: one moved to another appeal or
// another event does not open.
func labelContent(id appeal.ID) string { return fmt.Sprintf("appeal %d content", id) }
func labelHead(id appeal.ID) string    { return fmt.Sprintf("appeal %d head", id) }
func labelDetails(id appeal.ID, seq int64) string {
	return fmt.Sprintf("appeal %d event %d", id, seq)
}

// headRunes is how much of the text a queue shows.
const headRunes = 160

func sealHead(key keys.Case, id appeal.ID, c appeal.Content) ([]byte, error) {
	b, err := json.Marshal(appeal.Head{Name: c.Applicant.Name, Text: text.Truncate(text.CleanLine(c.Text), headRunes)})
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
	for i, e := range c.Events {
		r, err := eventRow(e)
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
		var content *appeal.Content
		if i == 0 {
			content = c.Content
		}
		leaf, err := tlog.NewLeaf(canonical(id, e, content))
		if err != nil {
			return err
		}
		w.leaves.add(id, e.Seq, leaf.Salt, leaf.Hash)
	}
	return nil
}

type preparedEvent struct {
	facts   any // JSON text or nil
	details []byte
	breach  appeal.Breach
}

func eventRow(e appeal.Event) (preparedEvent, error) {
	var p preparedEvent
	if e.Breach != nil {
		p.breach = *e.Breach
	}
	if e.Facts != nil {
		b, err := json.Marshal(e.Facts)
		if err != nil {
			return p, err
		}
		p.facts = string(b)
	}
	if e.Details.Empty() {
		return p, nil
	}
	b, err := json.Marshal(e.Details)
	p.details = b
	return p, err
}

// A witnessed is what a leaf of the log stands for: the event whole, and of
// the first event the content too, so that neither can be altered unseen.
type witnessed struct {
	Appeal  int64           `json:"appeal"`
	Event   appeal.Event    `json:"event"`
	Content *appeal.Content `json:"content,omitempty"`
}

func canonical(id int64, e appeal.Event, c *appeal.Content) any {
	return witnessed{Appeal: id, Event: e, Content: c}
}
