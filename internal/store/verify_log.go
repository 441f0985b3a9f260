package store

import (
	"context"
	"errors"
	"fmt"

	notes "golang.org/x/mod/sumdb/note"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// A LogCheck is what a look through the whole witness log found.
type LogCheck struct {
	Appeals, Leaves, Unsealed, Checkpoints, Erased int64
	Troubles                                       int64
}

// A logCheck is under way.
type logCheck struct {
	db       *DB
	known    notes.Verifiers
	trouble  func(error)
	progress func(LogCheck)
	LogCheck
}

// VerifyLog recomputes the witness log from the entries and compares it with
// every tile and every checkpoint, finds the leaf of every entry, and makes
// every leaf anew from its event. trouble is told each thing that does not
// match, as a fault that names the event; progress is told now and then. The
// error is one of reading, not of what was read. It may run while others
// write: what joins meanwhile is left for the next time.
func (db *DB) VerifyLog(ctx context.Context, known notes.Verifiers, trouble func(error), progress func(LogCheck)) (LogCheck, error) {
	v := &logCheck{db: db, known: known, progress: progress}
	v.trouble = func(err error) { v.Troubles++; trouble(err) }
	for _, look := range []func(context.Context) error{v.tree, v.orphans, v.cases, v.house, v.calendar, v.resurrected} {
		if err := look(ctx); err != nil {
			return v.LogCheck, err
		}
	}
	return v.LogCheck, nil
}

// tree adds up the entries, bundle by bundle.
func (v *logCheck) tree(ctx context.Context) error {
	edge, err := tlog.OpenEdge(0, nil)
	if err != nil {
		return err
	}
	heads := &headsAhead{v: v}
	if err := heads.begin(ctx); err != nil {
		return err
	}
	for n := int64(0); heads.next() > edge.Size(); n++ {
		b, err := v.bundle(ctx, n)
		if err != nil {
			return err
		}
		if err := v.addBundle(ctx, edge, heads, b); err != nil {
			return err
		}
		if len(b.entries) < tlog.Width*tlog.HashSize {
			break
		}
	}
	if want := heads.next(); want > edge.Size() {
		v.trouble(fault.New(fault.Conflict, "store.log_short", "have", edge.Size(), "want", want))
	}
	return v.beyond(ctx, edge.Size())
}

type bundle struct {
	n               int64
	entries, owners []byte
}

func (v *logCheck) bundle(ctx context.Context, n int64) (bundle, error) {
	b := bundle{n: n}
	_, err := list(ctx, v.db.read, func(s scanner) (bool, error) { return true, s.Scan(&b.entries, &b.owners) },
		`select entries, owners from log_bundle where n = $1`, n)
	return b, err
}

// addBundle appends the entries of a bundle, compares the heads that were
// signed on the way, the leaves whose places these are, and the tiles.
func (v *logCheck) addBundle(ctx context.Context, edge *tlog.Edge, heads *headsAhead, b bundle) error {
	for i := 0; i+tlog.HashSize <= len(b.entries); i += tlog.HashSize {
		if heads.next() == edge.Size() {
			break // what joined since we began
		}
		edge.Append(b.entries[i : i+tlog.HashSize])
		if err := heads.reached(ctx, edge); err != nil {
			return err
		}
	}
	if err := v.places(ctx, b, edge.Size()); err != nil {
		return err
	}
	tiles, _ := edge.Flush()
	for id, want := range tiles {
		have, err := v.db.LogTiles(ctx).LogTile(id)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if len(have) < len(want) || string(have[:len(want)]) != string(want) {
			v.trouble(fault.New(fault.Conflict, "store.tile_differs", "path", id.Path(len(want)/tlog.HashSize)))
		}
	}
	return nil
}

// places finds the leaf of each entry of a bundle, below a size.
func (v *logCheck) places(ctx context.Context, b bundle, size int64) error {
	first := b.n * tlog.Width
	end := min(first+int64(len(b.entries)/tlog.HashSize), size)
	leaves, err := list(ctx, v.db.read, func(s scanner) (placed, error) {
		var p placed
		return p, s.Scan(&p.index, &p.appeal, &p.seq, &p.entry)
	}, `select tree_index, appeal_id, seq, leaf_hash from log_leaf where tree_index >= $1 and tree_index < $2 order by tree_index`, first, end)
	if err != nil {
		return err
	}
	for at := first; at < end; at++ {
		v.Leaves++
		if len(leaves) == 0 || leaves[0].index != at {
			v.lost(b, at)
			continue
		}
		l := leaves[0]
		leaves = leaves[1:]
		i := int(at-first) * tlog.HashSize
		if string(l.entry) != string(b.entries[i:i+tlog.HashSize]) {
			v.trouble(fault.New(fault.Conflict, "store.entry_differs", "id", l.appeal, "n", l.seq, "index", at))
		}
	}
	v.tell()
	return nil
}

// lost tells of an entry whose leaf is gone: an event was deleted.
func (v *logCheck) lost(b bundle, at int64) {
	id, seq, ok := ownerAt(b.owners, int(at%tlog.Width))
	if !ok {
		id, seq = 0, 0
	}
	v.trouble(fault.New(fault.Conflict, "store.event_lost", "id", id, "n", seq, "index", at))
}

// beyond finds leaves that claim a place the log does not have. The checkpoint
// is asked for after the leaves: what was sealed meanwhile lies under it.
func (v *logCheck) beyond(ctx context.Context, size int64) error {
	leaves, err := list(ctx, v.db.read, func(s scanner) (placed, error) {
		var p placed
		return p, s.Scan(&p.index, &p.appeal, &p.seq)
	}, `select tree_index, appeal_id, seq from log_leaf where tree_index >= $1 or tree_index < 0 order by tree_index limit 10000`, size)
	if err != nil {
		return err
	}
	signed, err := v.db.LastCheckpoint(ctx)
	if c, openErr := tlog.Open(signed, v.known); openErr == nil {
		size = max(size, c.Size)
	}
	for _, l := range leaves {
		if l.index < 0 || l.index >= size {
			v.trouble(fault.New(fault.Conflict, "store.entry_differs", "id", l.appeal, "n", l.seq, "index", l.index))
		}
	}
	return err
}

// orphans finds leaves and events of appeals that are gone.
func (v *logCheck) orphans(ctx context.Context) error {
	ids, err := column[int64](ctx, v.db.read, `select distinct appeal_id from log_leaf l where appeal_id <> 0
			and not exists (select 1 from appeal a where a.appeal_id = l.appeal_id)
		union select distinct appeal_id from appeal_event e
			where not exists (select 1 from appeal a where a.appeal_id = e.appeal_id) order by 1 limit 100`)
	for _, id := range ids {
		v.trouble(fault.New(fault.Conflict, "store.appeal_lost", "id", id))
	}
	return err
}

// casePage is how many appeals are asked for at once.
const casePage = 1000

// cases makes the leaves of every appeal anew.
func (v *logCheck) cases(ctx context.Context) error {
	for last := appeal.ID(0); ; {
		page, err := v.db.AppealIDs(ctx, last, casePage)
		if err != nil || len(page) == 0 {
			return err
		}
		sound := v.db.soundCases(ctx, page[0], page[len(page)-1])
		for _, id := range page {
			if unsealed, ok := sound[id]; ok {
				v.Appeals++
				v.Unsealed += unsealed
			} else if err := v.oneCase(ctx, id); err != nil {
				return err
			}
		}
		v.tell()
		last = page[len(page)-1]
	}
}

func (v *logCheck) oneCase(ctx context.Context, id appeal.ID) error {
	v.Appeals++
	leaves, err := v.db.verifiedLeaves(ctx, id)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var f *fault.Fault
	if err != nil && (!errors.As(err, &f) || f.Args["number"] == nil) {
		err = v.unreadable(ctx, id, err)
	}
	if err != nil {
		v.trouble(err)
	}
	if len(leaves) > 0 && leaves[0].Blind == nil {
		v.Erased++
	}
	for _, l := range leaves {
		if !l.Sealed() {
			v.Unsealed++
		}
	}
	return nil
}

// unreadable names a case that cannot even be opened: another's text was put
// into it, or its key is gone.
func (v *logCheck) unreadable(ctx context.Context, id appeal.ID, because error) error {
	a, err := v.db.Appeal(ctx, account.Everything(), id)
	if err != nil {
		return fault.New(fault.Conflict, "store.appeal_lost", "id", int64(id)).Because(errors.Join(because, err))
	}
	return fault.New(fault.Conflict, "store.case_unreadable", "number", a.Number().String()).
		Because(fmt.Errorf("appeal %d: %w", id, because))
}

func (v *logCheck) tell() {
	if v.progress != nil {
		v.progress(v.LogCheck)
	}
}
