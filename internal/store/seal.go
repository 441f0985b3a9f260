package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"time"

	"jauap/internal/tlog"
)

// Seal gives the leaves that have no place yet, up to Most of them, their
// places in the tree, and signs its new head: all in one transaction, one
// sealer at a time. When nothing waits, nothing is signed. The
// tree it continues must be the one that was signed last: its head is
// computed from the tiles and compared.
func (db *DB) Seal(ctx context.Context, s tlog.Sealing) (done tlog.Sealed, err error) {
	waiting, err := db.LeavesWaiting(ctx)
	if err != nil || !waiting {
		return done, err
	}
	err = db.inTx(ctx, func(t *tx) error {
		done, err = db.seal(ctx, t, s)
		return err
	})
	if err != nil {
		return tlog.Sealed{}, err // nothing of it is true
	}
	return done, nil
}

// LeavesWaiting tells whether there is something to seal.
func (db *DB) LeavesWaiting(ctx context.Context) (bool, error) {
	some, err := column[int64](ctx, db.read, waitingSQL)
	return len(some) > 0, err
}

// Both questions follow the index log_leaf_unsealed, which holds only what
// waits: they cost the same however long the log is.
const (
	waitingSQL = `select seq from log_leaf where tree_index is null order by appeal_id, seq limit 1`
	placeSQL   = `with next (id, number, place) as (
			select appeal_id, seq, row_number() over (order by appeal_id, seq)
			from log_leaf where tree_index is null order by appeal_id, seq limit $2)
		update log_leaf set tree_index = $1 + next.place - 1 from next
		where appeal_id = next.id and seq = next.number
		returning tree_index, appeal_id, seq, leaf_hash`
)

func (db *DB) seal(ctx context.Context, t *tx, s tlog.Sealing) (done tlog.Sealed, err error) {
	if err := db.d.lockLog(ctx, t); err != nil {
		return done, err
	}
	edge, last, err := openLog(ctx, t, s)
	if err != nil {
		return done, err
	}
	leaves, err := place(ctx, t, edge.Size(), s.Most)
	if err != nil || len(leaves) == 0 {
		return done, err
	}
	for _, l := range leaves {
		edge.Append(l.entry)
	}
	head := tlog.Checkpoint{Origin: last.Origin, Size: edge.Size(), Root: edge.Root(), At: later(s.Now, last.At)}
	done.Note, err = s.Sign(head)
	if err != nil {
		return done, err
	}
	if err := keepTree(ctx, t, edge, leaves); err != nil {
		return done, err
	}
	_, err = t.ExecContext(ctx, `insert into log_checkpoint (size, at, note) values ($1, $2, $3)`, head.Size, instant(head.At), done.Note)
	for _, l := range leaves {
		done.Leaves = append(done.Leaves, tlog.Waiting{Owner: tlog.Owner{Appeal: l.appeal, Seq: l.seq}, Entry: l.entry})
	}
	return done, explain(err)
}

// later keeps the times of checkpoints from going back with the clock.
func later(now, last time.Time) time.Time {
	now = now.UTC().Truncate(time.Second)
	if now.Before(last) {
		return last
	}
	return now
}

// openLog takes up the tree where the last checkpoint left it.
func openLog(ctx context.Context, t *tx, s tlog.Sealing) (*tlog.Edge, tlog.Checkpoint, error) {
	signed, err := lastCheckpoint(ctx, t)
	if err != nil {
		return nil, tlog.Checkpoint{}, err
	}
	r := logTiles{ctx, t}
	last, err := s.Before(signed, r)
	if err != nil {
		return nil, last, err
	}
	have := map[tlog.TileID][]byte{}
	for _, id := range tlog.EdgeTiles(last.Size) {
		if have[id], err = r.LogTile(id); err != nil {
			return nil, last, err
		}
	}
	edge, err := tlog.OpenEdge(last.Size, have)
	if err == nil && last.Size > 0 && edge.Root() != last.Root {
		err = fmt.Errorf("the tree of %d leaves is not the one that was signed", last.Size)
	}
	return edge, last, err
}

// A placed leaf has just got its index.
type placed struct {
	index, appeal, seq int64
	entry              []byte
}

// place gives up to most leaves the indexes from size on.
func place(ctx context.Context, t *tx, size int64, most int) ([]placed, error) {
	leaves, err := list(ctx, t, func(s scanner) (placed, error) {
		var p placed
		return p, s.Scan(&p.index, &p.appeal, &p.seq, &p.entry)
	}, placeSQL, size, most)
	slices.SortFunc(leaves, func(a, b placed) int { return int(a.index - b.index) })
	return leaves, err
}

// keepTree writes the tiles that changed and the entries with their owners.
func keepTree(ctx context.Context, t *tx, edge *tlog.Edge, leaves []placed) error {
	tiles, entries := edge.Flush()
	var all []statement
	for id, hashes := range tiles {
		all = append(all, statement{`insert into log_tile (level, n, hashes) values ($1, $2, $3)
			on conflict (level, n) do update set hashes = excluded.hashes`, []any{id.Level, id.N, hashes}})
	}
	owners := map[int64][]byte{}
	for _, l := range leaves {
		n := l.index / tlog.Width
		owners[n] = appendOwner(owners[n], l.appeal, l.seq)
	}
	for _, n := range slices.Sorted(maps.Keys(entries)) {
		e, o, err := bundleWith(ctx, t, n, entries[n], owners[n])
		if err != nil {
			return err
		}
		all = append(all, statement{`insert into log_bundle (n, entries, owners) values ($1, $2, $3)
			on conflict (n) do update set entries = excluded.entries, owners = excluded.owners`, []any{n, e, o}})
	}
	return t.send(ctx, all)
}

// bundleWith is a bundle as it was, with what joins it.
func bundleWith(ctx context.Context, t *tx, n int64, entries, owners []byte) ([]byte, []byte, error) {
	if len(entries) == tlog.Width*tlog.HashSize {
		return entries, owners, nil // nobody was in it before
	}
	var e, o []byte
	have, err := list(ctx, t, func(s scanner) (bool, error) { return true, s.Scan(&e, &o) },
		`select entries, owners from log_bundle where n = $1`, n)
	if err != nil || len(have) == 0 {
		return entries, owners, err
	}
	return append(e, entries...), append(o, owners...), nil
}

// ownerSize is how many bytes tell whose an entry is.
const ownerSize = 8 + 4

func appendOwner(b []byte, appeal, seq int64) []byte {
	b = binary.BigEndian.AppendUint64(b, uint64(appeal))
	return binary.BigEndian.AppendUint32(b, uint32(seq))
}

func ownerAt(b []byte, i int) (appeal, seq int64, ok bool) {
	if len(b) < (i+1)*ownerSize {
		return 0, 0, false
	}
	b = b[i*ownerSize:]
	return int64(binary.BigEndian.Uint64(b)), int64(binary.BigEndian.Uint32(b[8:])), true
}
