package store

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"

	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/jobs"
	"jauap/internal/keys"
	"jauap/internal/tlog"
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
	return db.commit(ctx, list, nil)
}

// commit writes the changes and, unless also is nil, what else must become
// true with them.
func (db *DB) commit(ctx context.Context, list []appeal.Change, also func(*tx) error) ([]appeal.Appeal, error) {
	if db.ring == nil {
		return nil, fault.New(fault.Internal, "store.no_key")
	}
	after := make([]appeal.Appeal, len(list))
	var fresh []tlog.Waiting
	err := db.inCommit(ctx, func(t *tx) error {
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
		fresh = w.waiting
		if err := w.flush(ctx, t, also == nil); err != nil || also == nil {
			return err
		}
		return also(t)
	})
	if err == nil {
		db.pending.Add(fresh)
	}
	return after, err
}

// A writing gathers the rows of one transaction, table by table.
type writing struct {
	db                                                 *DB
	appeals, contents, events, leaves, deltas          rows
	tokens, applicants, externals, labels, attachments rows
	search                                             []searchRow
	jobs                                               []river.JobArgs
	waiting                                            []tlog.Waiting // the leaves, for whoever watches over them
	ring                                               string         // the master that wraps the keys of new cases
}

func newWriting(db *DB) *writing {
	w := &writing{db: db}
	w.appeals.into = "appeal (" + appealColumns + ", open, code_hash, head)"
	w.contents.into = "appeal_content (appeal_id, ring, case_key, sealed)"
	w.events.into = "appeal_event (" + eventColumns + ")"
	w.leaves.into = "log_leaf (appeal_id, seq, leaf_hash, known_at)"
	w.deltas.into = "rollup_delta (known_at, " + cellColumns + ", came, gone, breaches)"
	w.tokens.into = "submitted_token (token_hash, appeal_id)"
	w.applicants.into = "applicant_hash (iin_hash, appeal_id)"
	w.externals.into = "external_id (external_id, appeal_id)"
	w.labels.into = "appeal_label (appeal_id, name, value)"
	w.attachments.into = "attachment (appeal_id, blob_id)"
	return w
}

const appealIDs = "appeal_id_seq"

// number gives ids to the new appeals, and finds out which master key is
// theirs.
func (w *writing) number(ctx context.Context, t *tx, list []appeal.Change) error {
	var fresh []*appeal.Change
	for i := range list {
		if list[i].New() {
			fresh = append(fresh, &list[i])
		}
	}
	ids, ring, err := t.begin(ctx, len(fresh))
	if err != nil {
		return fmt.Errorf("number: %w", err)
	}
	for i, c := range fresh {
		c.After.ID = appeal.ID(ids[i])
	}
	w.ring = ring
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

// caseKey is the draft's key for a new appeal, the stored one otherwise: an
// event cannot be witnessed without it.
func (w *writing) caseKey(ctx context.Context, t *tx, c *appeal.Change) (keys.Case, error) {
	if c.New() {
		return c.Draft.Key, nil
	}
	return w.db.caseKey(ctx, t, c.After.ID)
}

// open writes what a new appeal brings besides its events.
func (w *writing) open(c *appeal.Change, key keys.Case) error {
	a, id := c.After, int64(c.After.ID)
	content, err := plainJSON(c.Content)
	if err != nil {
		return err
	}
	head, err := sealHead(key, a.ID, c.Head)
	if err != nil {
		return err
	}
	var code []byte
	if c.Code != "" {
		code = appeal.HashCode(w.db.ring, a.ID, c.Code)
	}
	w.appeals.add(append(appealValues(a), a.State.Open(), code, head)...)
	wrapped, err := w.db.ring.WrapFor(w.ring, key)
	if err != nil {
		return err
	}
	w.contents.add(id, w.ring, wrapped, key.Seal(content, labelContent(a.ID)))
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

// move updates the row of an appeal, if nobody was quicker, with another act
// or with an erasure by law.
func (w *writing) move(ctx context.Context, t *tx, c *appeal.Change) error {
	a := c.After
	res, err := t.ExecContext(ctx, `update appeal set version = $3, state = $4, open = $5, kind = $6, body_id = $7,
		unit_id = $8, executor_id = $9, place = $10, topic = $11, reached_on = $12, counted_from = $13, due_on = $14, closed_on = $15,
		outcome = $16, rating = $17, breaches = $18, lapsed = $19 where appeal_id = $1 and version = $2 and length(head) > 0`,
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

// flush writes the gathered rows. If they are the last of the transaction,
// its end goes with them where it can.
func (w *writing) flush(ctx context.Context, t *tx, last bool) error {
	var all []statement
	for _, r := range []*rows{&w.tokens, &w.externals, &w.appeals, &w.contents, &w.events, &w.leaves, &w.deltas,
		&w.applicants, &w.labels, &w.attachments} {
		list, err := r.statements(ctx, t)
		if err != nil {
			return err
		}
		all = append(all, list...)
	}
	all = append(all, w.db.d.index(w.search)...)
	if t.ended = t.db.d.postgres && last && len(w.jobs) == 0; t.ended {
		all = append(all, statement{sql: commitSQL})
	}
	if err := t.send(ctx, all); err != nil {
		return err
	}
	return t.queue(ctx, w.jobs)
}
