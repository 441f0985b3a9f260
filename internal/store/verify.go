package store

import (
	"context"
	"database/sql"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// AppealIDs gives up to n appeals after one, by their number: all of them,
// page by page.
func (db *DB) AppealIDs(ctx context.Context, after appeal.ID, n int) ([]appeal.ID, error) {
	return column[appeal.ID](ctx, db.read, `select appeal_id from appeal where appeal_id > $1 order by appeal_id limit $2`, int64(after), n)
}

// VerifyLeaves compares the row of an appeal with the sum of its events,
// makes its leaves anew from the events and compares them with those of the
// log. What does not match was changed behind the program's back.
func (db *DB) VerifyLeaves(ctx context.Context, id appeal.ID) error {
	_, err := db.verifiedLeaves(ctx, id)
	return err
}

func (db *DB) verifiedLeaves(ctx context.Context, id appeal.ID) ([]tlog.Placed, error) {
	return db.steady(ctx, account.Everything(), id, func(c appeal.Case) ([]tlog.Placed, error) { return db.verifiedCase(ctx, c) })
}

func (db *DB) verifiedCase(ctx context.Context, c appeal.Case) ([]tlog.Placed, error) {
	kept, err := db.keptLeaves(ctx, int64(c.ID))
	if err != nil {
		return nil, err
	}
	sides, err := list(ctx, db.read, scanSide, `select appeal_id, open, head from appeal where appeal_id = $1`, int64(c.ID))
	if err != nil || len(sides) == 0 {
		return nil, notFound(orNoRows(err), c.ID)
	}
	return verifiedAgainst(c, kept, sides[0])
}

// A side is what a row holds besides the sum of its events.
type side struct {
	id   appeal.ID
	open bool
	head []byte
}

func scanSide(s scanner) (side, error) {
	var v side
	return v, s.Scan(&v.id, &v.open, &v.head)
}

func orNoRows(err error) error {
	if err == nil {
		err = sql.ErrNoRows
	}
	return err
}

// belongs tells whether a side is that of the case: nobody without its key
// can make a head that opens.
func (v side) belongs(c appeal.Case) error {
	if v.open != c.State.Open() {
		return fault.New(fault.Conflict, "store.row_differs", "number", c.Number().String())
	}
	if _, err := c.Key.Open(v.head, labelHead(c.ID)); err != nil {
		return fault.New(fault.Conflict, "store.case_unreadable", "number", c.Number().String()).Because(err)
	}
	return nil
}

// verifiedAgainst compares a case with its leaves, and its row with its
// events.
func verifiedAgainst(c appeal.Case, kept []keptLeaf, v side) ([]tlog.Placed, error) {
	leaves, err := compareLeaves(c, kept)
	if err != nil {
		return nil, err
	}
	if sum := appeal.Sum(c.ID, c.Events); sum != c.Appeal {
		return nil, fault.New(fault.Conflict, "store.row_differs", "number", c.Number().String())
	}
	return leaves, v.belongs(c)
}
