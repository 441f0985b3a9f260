package store

import (
	"context"
	"fmt"

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
// recomputes the leaves from the events and tells the first one that does
// not match: then the event, or on the first the
// content, was changed behind the program's back.
func (db *DB) VerifyLeaves(ctx context.Context, id appeal.ID) error {
	c, err := db.Case(ctx, account.Everything(), id)
	if err != nil {
		return err
	}
	leaves, err := list(ctx, db.read, func(s scanner) (tlog.Leaf, error) {
		var l tlog.Leaf
		return l, s.Scan(&l.Salt, &l.Hash)
	}, `select salt, leaf_hash from log_leaf where appeal_id = $1 order by seq`, int64(id))
	if err != nil {
		return err
	}
	if len(leaves) != len(c.Events) {
		return fault.New(fault.Conflict, "store.leaf_differs", "number", c.Number().String(), "n", min(len(c.Events), len(leaves))+1).
			Because(fmt.Errorf("%d events and %d leaves", len(c.Events), len(leaves)))
	}
	if sum := appeal.Sum(id, c.Events); sum != c.Appeal {
		return fault.New(fault.Conflict, "store.row_differs", "number", c.Number().String())
	}
	for i, e := range c.Events {
		var content *appeal.Content
		if i == 0 {
			content = &c.Content
		}
		ok, err := leaves[i].Matches(canonical(int64(id), e, content))
		if err != nil || !ok {
			return fault.New(fault.Conflict, "store.leaf_differs", "number", c.Number().String(), "n", e.Seq).Because(err)
		}
	}
	return nil
}
