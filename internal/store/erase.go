package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// what is written of erasures in admin_event; the first is the house event too.
const (
	whatErasure   = "erasure"
	erasureAsk    = "erasure.ask"
	erasureCancel = "erasure.cancel"
)

const erasureColumns = `appeal_id, article, reason, asked_at, asked_by, approved_at, approved_by`

func scanErasure(s scanner) (appeal.Erasure, error) {
	var e appeal.Erasure
	var approved sql.NullTime
	err := s.Scan(&e.Appeal, &e.Article, &e.Reason, &e.AskedAt, &e.AskedBy, &approved, &e.ApprovedBy)
	e.AskedAt = e.AskedAt.UTC()
	if approved.Valid {
		e.ApprovedAt = approved.Time.UTC()
	}
	return e, err
}

// Erasure finds the erasure of a case that was asked for or carried out.
func (db *DB) Erasure(ctx context.Context, a appeal.Appeal) (appeal.Erasure, error) {
	e, ok, err := erasureOf(ctx, db.read, a.ID)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "appeal.erase_none", "number", a.Number())
	}
	return e, err
}

func erasureOf(ctx context.Context, q querier, id appeal.ID) (appeal.Erasure, bool, error) {
	found, err := list(ctx, q, scanErasure, `select `+erasureColumns+` from erasure where appeal_id = $1`, int64(id))
	if err != nil || len(found) == 0 {
		return appeal.Erasure{}, false, err
	}
	return found[0], true, nil
}

// Erasures lists those asked for, the oldest first, then those carried out,
// the newest first, at most n of each.
func (db *DB) Erasures(ctx context.Context, n int) ([]appeal.Erasure, error) {
	asked, err := list(ctx, db.read, scanErasure, `select `+erasureColumns+` from erasure where approved_at is null order by asked_at limit $1`, n)
	if err != nil {
		return nil, err
	}
	done, err := list(ctx, db.read, scanErasure, `select `+erasureColumns+` from erasure where approved_at is not null order by approved_at desc limit $1`, n)
	return append(asked, done...), err
}

// AskErasure writes down that somebody asks for an erasure. One that nobody
// approved in time gives way to it; any other is a Conflict.
func (db *DB) AskErasure(ctx context.Context, a appeal.Appeal, e appeal.Erasure) error {
	return db.inTx(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, `insert into erasure (appeal_id, article, reason, asked_at, asked_by, approved_by, house_seq)
			values ($1, $2, $3, $4, $5, 0, 0) on conflict (appeal_id) do update set article = excluded.article, reason = excluded.reason,
			asked_at = excluded.asked_at, asked_by = excluded.asked_by where erasure.approved_at is null and erasure.asked_at < $6`,
			int64(e.Appeal), e.Article, e.Reason, instant(e.AskedAt), int64(e.AskedBy), instant(e.AskedAt.Add(-appeal.ErasureWaits)))
		if err != nil {
			return explain(err)
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return askedAlready(ctx, t, a)
		}
		return note(ctx, t, account.Who{Kind: account.Employee, ID: e.AskedBy}, e.AskedAt, erasureAsk, a.Number().String(), e.Article)
	})
}

func askedAlready(ctx context.Context, t *tx, a appeal.Appeal) error {
	if e, ok, err := erasureOf(ctx, t, a.ID); err != nil || ok && e.Done() {
		return orErased(err, a, e)
	}
	return fault.New(fault.Conflict, "appeal.erase_asked", "number", a.Number())
}

func orErased(err error, a appeal.Appeal, e appeal.Erasure) error {
	if err != nil {
		return err
	}
	was := e.Erased()
	return fault.New(fault.Gone, "appeal.erased", "number", a.Number(), "on", was.On, "article", was.Article)
}

// CancelErasure takes back what was asked and is not carried out.
func (db *DB) CancelErasure(ctx context.Context, by account.Who, a appeal.Appeal, now time.Time) error {
	return db.inTx(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, `delete from erasure where appeal_id = $1 and approved_at is null`, int64(a.ID))
		if err != nil {
			return explain(err)
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return fault.New(fault.NotFound, "appeal.erase_none", "number", a.Number()).Because(err)
		}
		return note(ctx, t, by, now, erasureCancel, a.Number().String(), "")
	})
}

// erased says why a case has no key: a law took it, or somebody did behind
// the program's back.
func erased(ctx context.Context, q querier, id appeal.ID) error {
	a, err := scanAppeal(q.QueryRowContext(ctx, `select `+appealColumns+` from appeal where appeal_id = $1`, int64(id)))
	if err != nil {
		return notFound(err, id)
	}
	e, ok, err := erasureOf(ctx, q, id)
	if err == nil && (!ok || !e.Done()) {
		return fault.New(fault.Internal, "store.erased_without_leaf", "number", a.Number().String())
	}
	return orErased(err, a, e)
}

// sayErased fills in why the lines of a queue that have no words have none.
// Where nothing says why, a line stays empty: a queue must not fail for one
// case, and the look through the log names it.
func (db *DB) sayErased(ctx context.Context, rows []appeal.QueueRow) error {
	for i := range rows {
		if rows[i].Erased == nil {
			continue
		}
		e, ok, err := erasureOf(ctx, db.read, rows[i].ID)
		if err != nil {
			return fmt.Errorf("appeal %d: %w", rows[i].ID, err)
		}
		rows[i].Erased = nil
		if ok && e.Done() {
			was := e.Erased()
			rows[i].Erased = &was
		}
	}
	return nil
}
