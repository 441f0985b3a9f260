package store

import (
	"context"
	"fmt"
	"strings"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
)

// Queue reads a page of a queue: the open appeals soonest due first, the
// finished ones and the finds of a search newest first. It reads one row
// more than the page, to know whether another page follows.
func (db *DB) Queue(ctx context.Context, scope account.Scope, f appeal.Filter) (appeal.Page[appeal.QueueRow], error) {
	var page appeal.Page[appeal.QueueRow]
	q := db.queueQuery(scope, f)
	rows, err := list(ctx, db.read, db.scanQueueRow, q.sql(), q.args...)
	if err != nil {
		return page, fmt.Errorf("queue: %w", err)
	}
	if len(rows) > f.Size {
		rows = rows[:f.Size]
		last := rows[f.Size-1]
		page.Next = &appeal.Cursor{Due: last.DueOn, ID: last.ID}
	}
	page.Rows = rows
	return page, db.sayErased(ctx, rows)
}

// queueQuery uses the indexes appeal_queue, appeal_mine, appeal_done and, for
// a search, the index of words.
func (db *DB) queueQuery(scope account.Scope, f appeal.Filter) *query {
	q := newQuery(`select ` + ofA(appealColumns) + `, a.head, c.case_key from `)
	found := len(f.Words) > 0
	if found {
		db.d.matching(q, f, scope)
	}
	q.add(`appeal a join appeal_content c on c.appeal_id = a.appeal_id where ` + openness(f))
	if found {
		q.add(` and a.appeal_id = s.appeal_id`)
	}
	q.and(scope)
	narrow(q, f)
	switch {
	case found || f.Done:
		before(q, f, "a.appeal_id")
		q.add(` order by a.appeal_id desc`)
	default:
		if f.After != nil {
			q.add(` and (a.due_on, a.appeal_id) > (`).arg(f.After.Due).add(`, `).arg(int64(f.After.ID)).add(`)`)
		}
		q.add(` order by a.due_on, a.appeal_id`)
	}
	return q.add(` limit `).arg(f.Size + 1)
}

// ofA names the columns as those of table a.
func ofA(columns string) string {
	names := strings.Split(columns, ",")
	for i, n := range names {
		names[i] = "a." + strings.TrimSpace(n)
	}
	return strings.Join(names, ", ")
}

func narrow(q *query, f appeal.Filter) {
	if f.Body != nil {
		q.add(` and a.body_id = `).arg(int64(*f.Body))
	}
	if f.Executor != 0 {
		q.add(` and a.executor_id <> 0 and a.executor_id = `).arg(int64(f.Executor)) // the first part names the index
	}
	if len(f.States) > 0 {
		q.add(` and a.state in `)
		in(q, f.States)
	}
	if f.Kind != "" {
		q.add(` and a.kind = `).arg(string(f.Kind))
	}
	if f.Topic != "" {
		q.add(` and a.topic = `).arg(string(f.Topic))
	}
	if f.DueBefore != 0 {
		q.add(` and a.due_on < `).arg(f.DueBefore)
	}
}

func (db *DB) scanQueueRow(s scanner) (appeal.QueueRow, error) {
	var r appeal.QueueRow
	var head, wrapped []byte
	if err := s.Scan(append(appealFields(&r.Appeal), &head, &wrapped)...); err != nil {
		return r, err
	}
	r.ReceivedAt = r.ReceivedAt.UTC()
	if len(wrapped) == 0 {
		r.Erased = new(appeal.Erased) // sayErased says why
		return r, nil
	}
	key, err := db.unwrap(wrapped)
	if err != nil {
		return r, fmt.Errorf("appeal %d: %w", r.ID, err)
	}
	err = unseal(key, head, labelHead(r.ID), &r.Head)
	r.Head = r.Mask(r.Company)
	return r, err
}

// openness is written out, not given as an argument: only so do the partial
// indexes serve it.
func openness(f appeal.Filter) string {
	if f.Done {
		return "not a.open"
	}
	return "a.open"
}

// QueueCounts counts what stands over a queue, within a scope: open, late,
// due within three days, without an executor. Each is counted up to
// appeal.MostCounted only, so that it costs the same with a million stored.
func (db *DB) QueueCounts(ctx context.Context, scope account.Scope, today calendar.Day) (appeal.Counts, error) {
	var sum appeal.Counts
	for _, lane := range lanes(scope) {
		var n appeal.Counts
		q := newQuery(`select `)
		bounded(q, lane, func(q *query) {})
		bounded(q.add(`, `), lane, func(q *query) { q.add(` and a.due_on < `).arg(today) })
		bounded(q.add(`, `), lane, func(q *query) {
			q.add(` and a.due_on >= `).arg(today).add(` and a.due_on <= `).arg(today.Add(3))
		})
		bounded(q.add(`, `), lane, func(q *query) { q.add(` and a.executor_id = 0`) })
		if err := db.read.QueryRowContext(ctx, q.sql(), q.args...).Scan(&n.Open, &n.Late, &n.Soon, &n.Unassigned); err != nil {
			return sum, explain(err)
		}
		sum = sum.Plus(n)
	}
	return sum, nil
}

// lanes cuts a scope into parts that do not overlap and that each follow one
// index: a body's appeals, and one's own in other bodies.
func lanes(s account.Scope) []func(*query) {
	if s.All() {
		return []func(*query){func(*query) {}}
	}
	var list []func(*query)
	bodies := s.Bodies()
	for _, b := range bodies {
		list = append(list, func(q *query) { q.add(` and a.body_id = `).arg(int64(b)) })
	}
	if e := s.Executor(); e != 0 {
		list = append(list, func(q *query) {
			q.add(` and a.executor_id = `).arg(int64(e)).add(` and a.executor_id <> 0`)
			in(q.add(` and a.body_id in `), s.Desks())
			if len(bodies) > 0 {
				in(q.add(` and a.body_id not in `), bodies)
			}
		})
	}
	return list
}

func bounded(q *query, lane, condition func(*query)) {
	q.add(`(select count(*) from (select 1 from appeal a where a.open`)
	lane(q)
	condition(q)
	q.add(` limit `).arg(appeal.MostCounted).add(`) t)`)
}

// OpenOver lists the open appeals whose term runs over any of the days from
// first to last, after a given id: those a changed calendar can move. Some
// days of grace catch what was received before the days and registered only
// after them.
func (db *DB) OpenOver(ctx context.Context, first, last calendar.Day, after appeal.ID, limit int) ([]appeal.ID, error) {
	return column[appeal.ID](ctx, db.read, `select appeal_id from appeal where open and counted_from <= $1 and due_on >= $2
		and appeal_id > $3 order by appeal_id limit $4`, last.Add(grace), first.Add(-1), int64(after), limit)
}

// grace is longer than any run of days off.
const grace = 15

// Passed lists open appeals whose term passed before today and of which that
// was not yet written down, behind a given line (index appeal_term). Imported
// ones are left out: what became of them elsewhere is not known, and a breach
// needs knowledge.
func (db *DB) Passed(ctx context.Context, today calendar.Day, after appeal.Cursor, limit int) ([]appeal.Cursor, error) {
	q := newQuery(`select due_on, appeal_id from appeal where open and not lapsed and source <> 'import' and due_on < `).arg(today)
	if after.ID != 0 {
		q.add(` and (due_on, appeal_id) > (`).arg(after.Due).add(`, `).arg(int64(after.ID)).add(`)`)
	}
	q.add(` order by due_on, appeal_id limit `).arg(limit)
	return list(ctx, db.read, scanCursor, q.sql(), q.args...)
}

func scanCursor(s scanner) (appeal.Cursor, error) {
	var c appeal.Cursor
	err := s.Scan(&c.Due, &c.ID)
	return c, err
}
