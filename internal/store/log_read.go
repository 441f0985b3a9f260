package store

import (
	"context"
	"database/sql"
	"fmt"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// Leaves gives the leaves of a case within a scope, one for each event in
// order. They are made anew from the events and compared with what the log
// holds: what was changed behind the program's back is a fault
// store.leaf_differs that names the event, and nothing is said of it. Of a case
// erased by law there are the entries and places, and no openings.
func (db *DB) Leaves(ctx context.Context, scope account.Scope, id appeal.ID) ([]tlog.Placed, error) {
	return db.steady(ctx, scope, id, func(c appeal.Case) ([]tlog.Placed, error) {
		kept, err := db.keptLeaves(ctx, int64(c.ID))
		if err != nil {
			return nil, err
		}
		return compareLeaves(c, kept)
	})
}

// steady reads a case and looks at it, and does so again when something was
// wrong and the case has moved on meanwhile: row, events and leaves are not
// read at one moment.
func (db *DB) steady(ctx context.Context, scope account.Scope, id appeal.ID,
	look func(appeal.Case) ([]tlog.Placed, error)) ([]tlog.Placed, error) {
	for try := 0; ; try++ {
		c, err := db.Case(ctx, scope, id)
		if fault.Is(err, fault.Gone) {
			return db.erasedLeaves(ctx, id) // within the scope: Case asked it first
		}
		if err != nil {
			return nil, err
		}
		leaves, err := look(c)
		if err == nil || try == 9 {
			return leaves, err
		}
		if now, readErr := db.Appeal(ctx, scope, id); readErr != nil || now.Version == c.Version && int64(len(c.Events)) == c.Version {
			return nil, err
		}
	}
}

// compareLeaves makes the leaves of a case anew and compares them with those
// the log holds.
func compareLeaves(c appeal.Case, kept []keptLeaf) ([]tlog.Placed, error) {
	if len(kept) != len(c.Events) {
		return nil, leafDiffers(c.Appeal, int64(min(len(c.Events), len(kept))+1), fmt.Errorf("%d events and %d leaves", len(c.Events), len(kept)))
	}
	for i, e := range c.Events {
		made, err := leafOf(c.Key, c.Appeal, e, &c.Content, kept[i].Known)
		if err != nil {
			return nil, err
		}
		if kept[i].seq != e.Seq || string(made.Entry) != string(kept[i].Entry) {
			return nil, leafDiffers(c.Appeal, e.Seq, nil)
		}
		kept[i].Leaf, kept[i].Statement = made, statementOf(c.Appeal, e, kept[i].Known)
	}
	out := make([]tlog.Placed, len(kept))
	for i, k := range kept {
		out[i] = k.Placed
	}
	return out, nil
}

func leafDiffers(a appeal.Appeal, seq int64, because error) error {
	return fault.New(fault.Conflict, "store.leaf_differs", "number", a.Number().String(), "n", seq).Because(because)
}

// A keptLeaf is a row of log_leaf.
type keptLeaf struct {
	tlog.Placed
	seq int64
}

// scan reads the columns seq, leaf_hash, tree_index and known_at, and before
// them whatever else is asked for.
func (l *keptLeaf) scan(s scanner, before ...any) error {
	var known sql.NullTime
	err := s.Scan(append(before, &l.seq, &l.Entry, &l.Index, &known)...)
	l.Known = known.Time.UTC()
	return err
}

func (db *DB) keptLeaves(ctx context.Context, id int64) ([]keptLeaf, error) {
	return list(ctx, db.read, func(s scanner) (keptLeaf, error) {
		var l keptLeaf
		return l, l.scan(s)
	}, `select seq, leaf_hash, coalesce(tree_index, -1), known_at from log_leaf where appeal_id = $1 order by seq`, id)
}

// LogTiles reads the tiles of the witness log.
func (db *DB) LogTiles(ctx context.Context) tlog.Reader { return logTiles{ctx, db.read} }

// logTiles carries the context of one request through the library of proofs,
// which knows none.
type logTiles struct {
	ctx context.Context //nolint:containedctx // it lives as long as the one call it is made for
	q   querier
}

// LogTile reads one tile, whole or as far as it has grown.
func (t logTiles) LogTile(id tlog.TileID) ([]byte, error) {
	query, args := `select hashes from log_tile where level = $1 and n = $2`, []any{id.Level, id.N}
	if id.Level == tlog.Bundles {
		query, args = `select entries from log_bundle where n = $1`, []any{id.N}
	}
	var data []byte
	if err := t.q.QueryRowContext(t.ctx, query, args...).Scan(&data); err != nil {
		return nil, fmt.Errorf("tile %s: %w", id.Path(tlog.Width), explain(err))
	}
	return data, nil
}

// LastCheckpoint is the newest signed checkpoint of the witness log, "" when
// nothing was sealed yet.
func (db *DB) LastCheckpoint(ctx context.Context) (string, error) {
	return lastCheckpoint(ctx, db.read)
}

func lastCheckpoint(ctx context.Context, q querier) (string, error) {
	return firstOf(column[string](ctx, q, `select note from log_checkpoint order by size desc, at desc limit 1`))
}

// CheckpointOver is the first checkpoint whose tree holds an index, "" when
// there is none yet.
func (db *DB) CheckpointOver(ctx context.Context, index int64) (string, error) {
	return firstOf(column[string](ctx, db.read, `select note from log_checkpoint where size > $1 order by size, at limit 1`, index))
}

// A keptCheckpoint is a row of log_checkpoint: its note names the size too.
type keptCheckpoint struct {
	size int64
	note string
}

// checkpointsBetween lists up to n checkpoints of trees larger than one size
// and up to another, the smallest first.
func (db *DB) checkpointsBetween(ctx context.Context, size, end int64, n int) ([]keptCheckpoint, error) {
	return list(ctx, db.read, func(s scanner) (keptCheckpoint, error) {
		var c keptCheckpoint
		return c, s.Scan(&c.size, &c.note)
	}, `select size, note from log_checkpoint where size > $1 and size <= $2 order by size, at limit $3`, size, end, n)
}

func firstOf(list []string, err error) (string, error) {
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

// LeafPlace is where the leaf of an event is and what it holds; no entry for
// an event that has no leaf.
func (db *DB) LeafPlace(ctx context.Context, o tlog.Owner) (index int64, entry []byte, err error) {
	_, err = list(ctx, db.read, func(s scanner) (bool, error) { return true, s.Scan(&index, &entry) },
		`select coalesce(tree_index, -1), leaf_hash from log_leaf where appeal_id = $1 and seq = $2`, o.Appeal, o.Seq)
	return index, entry, err
}
