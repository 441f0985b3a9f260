package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/fault"
)

// cellColumns are the dimensions of the roll-ups. A cell counts, for a day,
// the appeals that came into it, those that left it, and late acts.
const cellColumns = `day, body_id, place, topic, kind, state, language, source`

func cell(day calendar.Day, a appeal.Appeal) []any {
	return []any{day, int64(a.Body), string(a.Place), string(a.Topic), string(a.Kind), string(a.State), a.Language, string(a.Source)}
}

// sameCell tells whether two versions of an appeal are counted together.
func sameCell(a, b appeal.Appeal) bool {
	return a.Body == b.Body && a.Place == b.Place && a.Topic == b.Topic && a.Kind == b.Kind && a.State == b.State
}

// roll appends the deltas of a change: one out of the old cell, one into the
// new. No counter is updated, so commits never wait for each other.
func (w *writing) roll(c *appeal.Change) {
	last := c.Events[len(c.Events)-1]
	day := calendar.Of(last.At)
	breaches := c.After.Breaches - c.Before.Breaches
	if !c.New() && sameCell(c.Before, c.After) {
		if breaches != 0 {
			w.delta(last.At, cell(day, c.After), 0, 0, breaches)
		}
		return
	}
	if !c.New() {
		w.delta(last.At, cell(day, c.Before), 0, 1, 0)
	}
	w.delta(last.At, cell(day, c.After), 1, 0, breaches)
}

func (w *writing) delta(at time.Time, cell []any, came, gone, breaches int) {
	row := append([]any{instant(at)}, cell...)
	w.deltas.add(append(row, came, gone, breaches)...)
}

// CompactRollups adds the deltas known so far to the roll-ups, in one
// transaction, and reports how many there were. It sees one moment only: a
// delta with a lower number may be committed while it runs, and must then
// neither be added nor deleted.
func (db *DB) CompactRollups(ctx context.Context) (int64, error) {
	var n int64
	err := db.inSnapshot(ctx, func(t *tx) error {
		var last int64
		if err := t.QueryRowContext(ctx, `select coalesce(max(delta_id), 0) from rollup_delta`).Scan(&last); err != nil {
			return explain(err)
		}
		_, err := t.ExecContext(ctx, `insert into rollup (`+cellColumns+`, came, gone, breaches)
			select `+cellColumns+`, sum(came), sum(gone), sum(breaches) from rollup_delta where delta_id <= $1
			group by `+cellColumns+`
			on conflict (`+cellColumns+`) do update set came = rollup.came + excluded.came,
			gone = rollup.gone + excluded.gone, breaches = rollup.breaches + excluded.breaches`, last)
		if err != nil {
			return explain(err)
		}
		res, err := t.ExecContext(ctx, `delete from rollup_delta where delta_id <= $1`, last)
		if err != nil {
			return explain(err)
		}
		n, err = res.RowsAffected()
		return err
	})
	return n, err
}

// both reads roll-ups and the deltas not yet added to them as one table.
const both = `(select ` + cellColumns + `, came, gone, breaches from rollup
	union all select ` + cellColumns + `, came, gone, breaches from rollup_delta)`

// A Count is how many appeals share a value.
type Count struct {
	Value string
	N     int64
}

// Stats are the appeals held, counted from the roll-ups; the cost does not
// grow with the number of appeals.
type Stats struct {
	Total    int64
	Breaches int64
	By       map[string][]Count // state, kind, topic, body, language, source → most first
}

var statColumns = map[string]string{
	"state": "state", "kind": "kind", "topic": "topic", "body": "cast(body_id as text)", "language": "language", "source": "source",
}

// Stats counts what the installation holds now.
func (db *DB) Stats(ctx context.Context) (Stats, error) {
	s := Stats{By: map[string][]Count{}}
	err := db.read.QueryRowContext(ctx, `select coalesce(sum(came - gone), 0), coalesce(sum(breaches), 0) from `+both+` b`).
		Scan(&s.Total, &s.Breaches)
	if err != nil {
		return s, explain(err)
	}
	for name, col := range statColumns {
		s.By[name], err = list(ctx, db.read, scanCount, `select `+col+`, sum(came - gone) as n from `+both+` b
			group by `+col+` having sum(came - gone) <> 0 order by n desc, `+col)
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

func scanCount(s scanner) (Count, error) {
	var c Count
	return c, s.Scan(&c.Value, &c.N)
}

// VerifyRollups recomputes from the rows what the roll-ups count now, cell by
// cell, and from the events how many acts were late, and compares them with
// the roll-ups. A difference is an error that names the cell. That the rows
// are the sums of their events is VerifyLeaves' question.
func (db *DB) VerifyRollups(ctx context.Context) error {
	const cells = `body_id, place, topic, kind, state, language, source`
	const current = `select ` + cells + `, count(*) as n from appeal group by ` + cells
	const rolled = `select ` + cells + `, sum(came - gone) as n from ` + both + ` b
		group by ` + cells + ` having sum(came - gone) <> 0`
	diff, err := list(ctx, db.read, scanCell,
		`select * from (`+current+` except `+rolled+`) a union all select * from (`+rolled+` except `+current+`) b`)
	if err != nil {
		return err
	}
	var rows, counted int64
	err = db.read.QueryRowContext(ctx, `select coalesce((select sum(breaches) from appeal), 0),
		coalesce((select sum(breaches) from `+both+` b), 0)`).Scan(&rows, &counted)
	if err != nil {
		return explain(err)
	}
	if rows != counted {
		diff = append(diff, fmt.Errorf("late acts: %d in the appeals, %d counted", rows, counted))
	}
	if len(diff) == 0 {
		return nil
	}
	return fault.New(fault.Conflict, "store.rollup_differs", "n", len(diff)).Because(errors.Join(diff...))
}

func scanCell(s scanner) (error, error) { //nolint:revive // the first error is the find, the second a failure to read
	var body, n int64
	var place, topic, kind, state, language, source string
	err := s.Scan(&body, &place, &topic, &kind, &state, &language, &source, &n)
	return fmt.Errorf("body %d, place %q, topic %q, kind %s, state %s, language %q, source %s: %d",
		body, place, topic, kind, state, language, source, n), err
}
