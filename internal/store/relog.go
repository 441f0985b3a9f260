package store

import (
	"context"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
)

// logForm says how leaves are made in this database; the first form kept
// their salts and was never sealed.
const (
	metaLogForm = "log_form"
	logForm     = "2"
)

// relog makes the leaves of an older database anew, once. A log that was
// sealed is never touched.
func (db *DB) relog(ctx context.Context) error {
	if db.ring == nil {
		return nil
	}
	form, err := db.Meta(ctx, metaLogForm)
	if err != nil || form == logForm {
		return err
	}
	sealed, err := db.LastCheckpoint(ctx)
	if err != nil || sealed != "" {
		return err
	}
	for last := appeal.ID(0); ; {
		page, err := db.AppealIDs(ctx, last, casePage)
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return db.relogged(ctx)
		}
		if err := db.relogPage(ctx, page); err != nil {
			return err
		}
		last = page[len(page)-1]
	}
}

// relogged ends it. Begun again after a crash in between, it would witness
// the declared days twice, which says nothing else.
func (db *DB) relogged(ctx context.Context) error {
	if err := db.relogCalendar(ctx, db.known(time.Time{})); err != nil {
		return err
	}
	return db.SetMeta(ctx, metaLogForm, logForm)
}

// relogPage passes over what cannot be read: its leaves stay as they are, and
// the verification of the log names it.
func (db *DB) relogPage(ctx context.Context, page []appeal.ID) error {
	return db.inTx(ctx, func(t *tx) error {
		leaves := rows{into: "log_leaf (appeal_id, seq, leaf_hash, known_at)"}
		for _, id := range page {
			if err := db.relogCase(ctx, t, id, &leaves); err != nil {
				return err
			}
		}
		return leaves.insert(ctx, t)
	})
}

func (db *DB) relogCase(ctx context.Context, t *tx, id appeal.ID, leaves *rows) error {
	c, err := db.Case(ctx, account.Everything(), id)
	if err != nil {
		return ctx.Err()
	}
	for _, e := range c.Events {
		known := db.known(e.At)
		leaf, err := leafOf(c.Key, c.Appeal, e, &c.Content, known)
		if err != nil {
			return err
		}
		leaves.add(int64(id), e.Seq, leaf.Entry, known)
	}
	_, err = t.ExecContext(ctx, `delete from log_leaf where appeal_id = $1 and tree_index is null`, int64(id))
	return explain(err)
}
