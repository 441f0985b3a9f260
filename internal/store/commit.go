package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/riverqueue/river"

	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/jobs"
	"jauap/internal/keys"
)

// CommitAppeal makes one change true: number, row, events, content, search
// words, roll-up deltas, log leaves and jobs in one transaction. It returns
// a Conflict when the appeal moved on since the change was decided, or when
// the form's token or the external id was used before.
func (db *DB) CommitAppeal(ctx context.Context, c appeal.Change) (appeal.Appeal, error) {
	return db.group.commit(ctx, c)
}

// CommitAppeals makes several changes true in one transaction, all or none.
// Changes of one appeal must not stand twice in the list.
func (db *DB) CommitAppeals(ctx context.Context, list []appeal.Change) ([]appeal.Appeal, error) {
	return db.commit(ctx, list, func(*tx) error { return nil })
}

// commit writes the changes and whatever else must become true with them.
func (db *DB) commit(ctx context.Context, list []appeal.Change, also func(*tx) error) ([]appeal.Appeal, error) {
	if db.ring == nil {
		return nil, fault.New(fault.Internal, "store.no_key")
	}
	after := make([]appeal.Appeal, len(list))
	err := db.inTx(ctx, func(t *tx) error {
		w := newWriting(db)
		if err := w.number(ctx, t, list); err != nil {
			return err
		}
		for i := range list {
			if err := w.change(ctx, t, &list[i]); err != nil {
				return err
			}
			after[i] = list[i].After
		}
		if err := w.flush(ctx, t); err != nil {
			return err
		}
		return also(t)
	})
	return after, err
}

// A writing gathers the rows of one transaction, table by table.
type writing struct {
	db                                                 *DB
	appeals, contents, events, leaves, deltas          rows
	tokens, applicants, externals, labels, attachments rows
	search                                             []searchRow
	jobs                                               []river.JobArgs
}

func newWriting(db *DB) *writing {
	w := &writing{db: db}
	w.appeals.into = "appeal (" + appealColumns + ", open, code_hash, head)"
	w.contents.into = "appeal_content (appeal_id, ring, case_key, sealed)"
	w.events.into = "appeal_event (" + eventColumns + ")"
	w.leaves.into = "log_leaf (appeal_id, seq, salt, leaf_hash)"
	w.deltas.into = "rollup_delta (known_at, " + cellColumns + ", came, gone, breaches)"
	w.tokens.into = "submitted_token (token_hash, appeal_id)"
	w.applicants.into = "applicant_hash (iin_hash, appeal_id)"
	w.externals.into = "external_id (external_id, appeal_id)"
	w.labels.into = "appeal_label (appeal_id, name, value)"
	w.attachments.into = "attachment (appeal_id, blob_id)"
	return w
}

// number gives ids to the new appeals.
func (w *writing) number(ctx context.Context, t *tx, list []appeal.Change) error {
	var fresh []*appeal.Change
	for i := range list {
		if list[i].New() {
			fresh = append(fresh, &list[i])
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	ids, err := w.db.d.nextIDs(ctx, t.Tx, "appeal_id_seq", len(fresh))
	if err != nil {
		return fmt.Errorf("number: %w", explain(err))
	}
	for i, c := range fresh {
		c.After.ID = appeal.ID(ids[i])
	}
	return nil
}

func (w *writing) change(ctx context.Context, t *tx, c *appeal.Change) error {
	key, err := w.caseKey(ctx, t, c)
	if err != nil {
		return err
	}
	if c.New() {
		err = w.open(c, key)
	} else {
		err = w.move(ctx, t, c)
	}
	if err != nil {
		return err
	}
	if err := w.happen(c, key); err != nil {
		return err
	}
	w.roll(c)
	for _, j := range c.Jobs {
		if j.Kind == appeal.JobNotify {
			w.jobs = append(w.jobs, jobs.Notify{Appeal: int64(c.After.ID), Seq: j.Seq})
		}
	}
	return nil
}

// caseKey is the draft's key for a new appeal, the stored one otherwise,
// asked for only when an event has words to seal.
func (w *writing) caseKey(ctx context.Context, t *tx, c *appeal.Change) (keys.Case, error) {
	if c.New() {
		return c.Draft.Key, nil
	}
	for _, e := range c.Events {
		if !e.Details.Empty() {
			return w.db.caseKey(ctx, t, c.After.ID)
		}
	}
	return keys.Case{}, nil
}

// open writes what a new appeal brings besides its events.
func (w *writing) open(c *appeal.Change, key keys.Case) error {
	a, id := c.After, int64(c.After.ID)
	content, err := json.Marshal(c.Content)
	if err != nil {
		return err
	}
	head, err := sealHead(key, a.ID, *c.Content)
	if err != nil {
		return err
	}
	var code []byte
	if c.Code != "" {
		code = appeal.HashCode(w.db.ring, c.Code)
	}
	w.appeals.add(append(appealValues(a), a.State.Open(), code, head)...)
	w.contents.add(id, w.db.ring.ID(), w.db.ring.Wrap(key), key.Seal(content, labelContent(a.ID)))
	w.lookups(c, id)
	w.search = append(w.search, searchRow{id: id, words: c.Words, facets: facets(a)})
	return nil
}

// lookups writes the small tables by which an appeal is found again.
func (w *writing) lookups(c *appeal.Change, id int64) {
	d := c.Draft
	if d.Token != "" {
		w.tokens.add(w.db.ring.Hash("form token", d.Token), id)
	}
	if iin := d.Applicant.IIN; iin != "" {
		w.applicants.add(w.db.ring.Hash("iin", iin), id)
	}
	if d.External != "" {
		w.externals.add(d.External, id)
	}
	for _, l := range d.Labels {
		w.labels.add(id, l.Name, l.Value)
	}
	for _, f := range c.Content.Files {
		w.attachments.add(id, f.ID)
	}
}

// move updates the row of an appeal, if nobody was quicker.
func (w *writing) move(ctx context.Context, t *tx, c *appeal.Change) error {
	a := c.After
	res, err := t.ExecContext(ctx, `update appeal set version = $3, state = $4, open = $5, kind = $6, body_id = $7,
		unit_id = $8, executor_id = $9, place = $10, topic = $11, reached_on = $12, counted_from = $13, due_on = $14, closed_on = $15,
		outcome = $16, rating = $17, breaches = $18, lapsed = $19 where appeal_id = $1 and version = $2`,
		int64(a.ID), c.Before.Version, a.Version, string(a.State), a.State.Open(), string(a.Kind), int64(a.Body),
		int64(a.Unit), int64(a.Executor), string(a.Place), string(a.Topic), a.ReachedOn, a.CountedFrom, a.DueOn, a.ClosedOn,
		string(a.Outcome), string(a.Rating), a.Breaches, a.Lapsed)
	if err != nil {
		return fmt.Errorf("appeal %d: %w", a.ID, explain(err))
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fault.New(fault.Conflict, "appeal.changed_meanwhile", "number", a.Number().String())
	}
	for _, e := range c.Events {
		for _, f := range e.Details.Files {
			w.attachments.add(int64(a.ID), f.ID)
		}
	}
	if before, now := facets(c.Before), facets(a); before != now {
		return w.db.d.refacet(ctx, t, int64(a.ID), before, now)
	}
	return nil
}

// flush writes the gathered rows.
func (w *writing) flush(ctx context.Context, t *tx) error {
	var all []statement
	for _, r := range []*rows{&w.tokens, &w.externals, &w.appeals, &w.contents, &w.events, &w.leaves, &w.deltas,
		&w.applicants, &w.labels, &w.attachments} {
		all = append(all, r.statements(w.db.d)...)
	}
	for _, r := range w.search {
		all = append(all, w.db.d.index(r))
	}
	if err := t.send(ctx, all); err != nil {
		return err
	}
	return t.queue(ctx, w.jobs)
}
