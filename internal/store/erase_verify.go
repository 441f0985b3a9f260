package store

import (
	"context"
	"slices"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/tlog"
)

// erasedLeaves are the leaves of a case erased by law: their entries and
// places; what opens them is gone with the key. They are given only if a leaf
// of the house says that the case was erased, and if everything that was left
// of it is still as that leaf says: "erased" covers no tampering.
func (db *DB) erasedLeaves(ctx context.Context, id appeal.ID) ([]tlog.Placed, error) {
	a, err := db.Appeal(ctx, account.Everything(), id)
	if err != nil {
		return nil, err
	}
	said, err := db.saidOf(ctx, a)
	if err != nil {
		return nil, err
	}
	now, err := testify(ctx, db.read, a, said.Erasure)
	if err != nil || now.text() != said.text() {
		return nil, fault.New(fault.Conflict, "store.erased_differs", "number", said.Number).Because(err)
	}
	return db.silentLeaves(ctx, a)
}

// silentLeaves compares the row with its events too: it is not in any leaf.
func (db *DB) silentLeaves(ctx context.Context, a appeal.Appeal) ([]tlog.Placed, error) {
	left, err := events(ctx, db.read, a.ID, keys.Case{})
	if err != nil {
		return nil, err
	}
	if appeal.Sum(a.ID, left) != a {
		return nil, fault.New(fault.Conflict, "store.row_differs", "number", a.Number().String())
	}
	kept, err := db.keptLeaves(ctx, int64(a.ID))
	if err != nil || len(kept) != len(left) {
		return nil, leafDiffers(a, 1, err)
	}
	out := make([]tlog.Placed, len(kept))
	for i, k := range kept {
		k.Statement = statementOf(a, left[i], k.Known)
		out[i] = k.Placed
	}
	return out, nil
}

// saidOf finds what the leaf of the house says of an erased case. An erasure
// that the log does not witness is none.
func (db *DB) saidOf(ctx context.Context, a appeal.Appeal) (testimony, error) {
	forged := fault.New(fault.Conflict, "store.erased_without_leaf", "number", a.Number().String())
	e, ok, err := erasureOf(ctx, db.read, a.ID)
	if err != nil || !ok || !e.Done() {
		return testimony{}, orFault(err, forged)
	}
	seq, err := column[int64](ctx, db.read, `select house_seq from erasure where appeal_id = $1`, int64(a.ID))
	if err != nil || len(seq) == 0 {
		return testimony{}, orFault(err, forged)
	}
	h, ok, err := db.witnessedHouse(ctx, seq[0])
	if err != nil || !ok || h.What != whatErasure {
		return testimony{}, orFault(err, forged)
	}
	s, err := parseTestimony(h.Said)
	if err != nil || s.Erasure != e || s.Number != a.Number().String() {
		return testimony{}, forged.Because(err)
	}
	return s, nil
}

func orFault(err error, otherwise *fault.Fault) error {
	if err != nil {
		return err
	}
	return otherwise
}

// witnessedHouse finds a house event whose leaf was made with the keys of the
// house.
func (db *DB) witnessedHouse(ctx context.Context, seq int64) (HouseEvent, bool, error) {
	all, err := db.HouseEvents(ctx)
	if err != nil {
		return HouseEvent{}, false, err
	}
	kept, err := db.keptLeaves(ctx, 0)
	e := slices.IndexFunc(all, func(e HouseEvent) bool { return e.Seq == seq })
	l := slices.IndexFunc(kept, func(l keptLeaf) bool { return l.seq == seq })
	if err != nil || e < 0 || l < 0 {
		return HouseEvent{}, false, err
	}
	return all[e], db.sameHouse(all[e], kept[l]), nil
}

// resurrected names the cases that the log says are erased and that have a
// key again, or whose erasure was taken out of its table.
func (v *logCheck) resurrected(ctx context.Context) error {
	all, err := v.db.HouseEvents(ctx)
	if err != nil {
		return err
	}
	for _, h := range all {
		s, err := parseTestimony(h.Said)
		if h.What != whatErasure || err != nil {
			continue // what does not match its leaf was named before
		}
		gone, err := column[int64](ctx, v.db.read, `select e.appeal_id from erasure e join appeal_content c on c.appeal_id = e.appeal_id
			where e.appeal_id = $1 and e.house_seq = $2 and c.case_key is null and c.sealed is null`, int64(s.Appeal), h.Seq)
		if err != nil {
			return err
		}
		if len(gone) == 0 {
			v.trouble(fault.New(fault.Conflict, "store.erased_came_back", "number", s.Number))
		}
	}
	return nil
}
