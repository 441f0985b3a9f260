package store

import (
	"context"
	"fmt"
	"time"

	"jauap/internal/calendar"
	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// A HouseEvent is what happened to the house and not to a case: an erasure by
// law, a return to a backup. It is a leaf of the log like any event; its salt
// follows from the master's keys, so that nobody with only the database can
// write one.
type HouseEvent struct {
	Seq  int64
	At   time.Time
	What string // erasure, restore
	Said string // the facts, as lines "name value"
}

// houseEvent writes a house event and its leaf within a transaction.
func (db *DB) houseEvent(ctx context.Context, t *tx, what, said string, at time.Time) error {
	if db.ring == nil {
		return fault.New(fault.Internal, "store.no_key")
	}
	var last int64
	if err := t.QueryRowContext(ctx, `select coalesce(max(seq), 0) from house_event`).Scan(&last); err != nil {
		return explain(err)
	}
	e := HouseEvent{Seq: last + 1, At: instant(at), What: what, Said: said}
	leaf, err := db.houseLeaf(e)
	if err != nil {
		return err
	}
	return t.send(ctx, []statement{
		{`insert into house_event (seq, at, what, said) values ($1, $2, $3, $4)`, []any{e.Seq, e.At, e.What, e.Said}},
		{`insert into log_leaf (appeal_id, seq, leaf_hash, known_at) values (0, $1, $2, $3)`, []any{e.Seq, leaf.Entry, e.At}},
	})
}

func (db *DB) houseLeaf(e HouseEvent) (tlog.Leaf, error) {
	day := calendar.Of(e.At)
	s := tlog.Statement{Number: "-", Seq: e.Seq, Act: e.What, At: e.At, Registered: day, Due: day, Promise: tlog.PromiseFor(e.At)}
	return tlog.NewLeaf(db.ring.Salt(fmt.Sprintf("house event %d", e.Seq)), s, struct{ What, Said string }{e.What, e.Said})
}

// HouseEvents lists what happened to the house, the oldest first.
func (db *DB) HouseEvents(ctx context.Context) ([]HouseEvent, error) {
	return list(ctx, db.read, func(s scanner) (HouseEvent, error) {
		var e HouseEvent
		err := s.Scan(&e.Seq, &e.At, &e.What, &e.Said)
		e.At = e.At.UTC()
		return e, err
	}, `select seq, at, what, said from house_event order by seq`)
}

// WhatRestore is a return to a backup: the log began a new epoch with it.
const WhatRestore = "restore"

// LogEpoch is how often the log had to begin anew. A restore that was not
// written by the program does not count.
func (db *DB) LogEpoch(ctx context.Context) (int, error) {
	list, err := list(ctx, db.read, func(s scanner) (housed, error) {
		var h housed
		err := s.Scan(&h.Seq, &h.At, &h.What, &h.Said, &h.entry)
		return h, err
	}, `select e.seq, e.at, e.what, e.said, l.leaf_hash from house_event e
		join log_leaf l on l.appeal_id = 0 and l.seq = e.seq where e.what = $1`, WhatRestore)
	n := 0
	for _, h := range list {
		if leaf, leafErr := db.houseLeaf(h.HouseEvent); leafErr == nil && string(leaf.Entry) == string(h.entry) {
			n++
		}
	}
	return n, err
}

// housed is a house event with its leaf.
type housed struct {
	HouseEvent
	entry []byte
}

// BeginEpoch begins a new epoch of the log after a return to a backup. said
// tells of the backup in lines "name value".
func (db *DB) BeginEpoch(ctx context.Context, said string, at time.Time) error {
	return db.inTx(ctx, func(t *tx) error { return db.houseEvent(ctx, t, WhatRestore, said, at) })
}

// house makes the leaves of the house anew.
func (v *logCheck) house(ctx context.Context) error {
	events, err := v.db.HouseEvents(ctx)
	if err != nil {
		return err
	}
	kept, err := v.db.keptLeaves(ctx, 0)
	if err != nil {
		return err
	}
	for i := range max(len(events), len(kept)) {
		if i >= len(events) || i >= len(kept) || !v.db.sameHouse(events[i], kept[i]) {
			v.trouble(fault.New(fault.Conflict, "store.house_differs", "n", i+1))
			return nil
		}
	}
	return nil
}

func (db *DB) sameHouse(e HouseEvent, l keptLeaf) bool {
	leaf, err := db.houseLeaf(e)
	return err == nil && e.Seq == l.seq && string(leaf.Entry) == string(l.Entry)
}
