package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// A Rotation is what a rotation of the master key came to.
type Rotation struct {
	Ring  string      // fingerprint of the master in use now
	Cases int64       // case keys wrapped anew
	Stuck []appeal.ID // cases whose keys open with no master at hand: they did not before either
	Files []string    // where the older masters went
}

// Rotate gives the house another master key while it serves: the key file
// turns to it, the database names it, every case key is wrapped anew, and
// only then the older master leaves the file. Killed at any moment and begun
// again, it goes on where it was.
func (db *DB) Rotate(ctx context.Context, by account.Who, now time.Time, tell func(done int64)) (Rotation, error) {
	if db.ring == nil {
		return Rotation{}, fault.New(fault.Internal, "store.no_key")
	}
	if err := db.turnRing(ctx); err != nil {
		return Rotation{}, err
	}
	if err := db.nameRing(ctx, by, now); err != nil {
		return Rotation{}, err
	}
	r, err := db.rewrap(ctx, tell)
	if err != nil {
		return r, err
	}
	r.Files, err = db.ring.Retire()
	return r, err
}

// turnRing turns the key file, unless a rotation has begun and not ended:
// then the file has an older master, or the database does not name the
// current one.
func (db *DB) turnRing(ctx context.Context) error {
	named, err := db.Meta(ctx, "ring")
	if err != nil {
		return err
	}
	s, err := db.ring.Standing()
	if err != nil {
		return err
	}
	begun := len(s.Older) > 0 || named != s.Current
	if begun && named != s.Next {
		return db.ring.Reload()
	}
	return db.ring.Turn(s.Current)
}

// nameRing writes into the database which master wraps from now on. Every
// commit looks there, and none that looked before is still on its way when
// this returns: what is wrapped with an older master can be counted.
func (db *DB) nameRing(ctx context.Context, by account.Who, now time.Time) error {
	return db.inTx(ctx, func(t *tx) error {
		if db.d.postgres {
			if _, err := t.ExecContext(ctx, `select pg_advisory_xact_lock(`+ringLock+`)`); err != nil {
				return explain(err)
			}
		}
		named, err := t.namedRing(ctx)
		if err != nil || named == db.ring.ID() {
			return err
		}
		if !db.ring.Has(named) { // somebody rotated with another file
			return fault.New(fault.Conflict, "store.other_key", "have", db.ring.ID(), "want", named)
		}
		if _, err := t.ExecContext(ctx, `update meta set value = $1 where name = 'ring'`, db.ring.ID()); err != nil {
			return explain(err)
		}
		return note(ctx, t, by, now, "key.rotate", db.ring.ID(), "")
	})
}

// ringLock stands between commits and nameRing. A lock of the database is
// shared by its schemas, so the schema is a part of it.
const ringLock = `1785164144, hashtext(current_schema())`

// namedRing tells which master the database names; until the transaction
// ends it names no other.
func (t *tx) namedRing(ctx context.Context) (id string, err error) {
	if !t.db.d.postgres { // the transaction has the only writer
		err = t.QueryRowContext(ctx, namedRingSQL).Scan(&id)
		return id, explain(err)
	}
	batch := &pgx.Batch{}
	queueRing(batch, &id)
	return id, t.batch(ctx, batch)
}

// queueRing asks PostgreSQL for the named master: in two statements, because
// the first may have to wait and the second must see what came of it.
func queueRing(batch *pgx.Batch, id *string) {
	batch.Queue(`select pg_advisory_xact_lock_shared(` + ringLock + `)`)
	batch.Queue(namedRingSQL).QueryRow(func(row pgx.Row) error { return row.Scan(id) })
}

const namedRingSQL = `select value from meta where name = 'ring'`

const (
	rewrapBatch = 256                   // case keys in one transaction
	rewrapPause = 10 * time.Millisecond // lets those who serve write
	rewrapTries = 20                    // of one batch, when the database is busy
)

// rewrap goes over all cases until a whole pass finds none to wrap anew.
func (db *DB) rewrap(ctx context.Context, tell func(done int64)) (Rotation, error) {
	r := Rotation{Ring: db.ring.ID()}
	for {
		before := r.Cases
		r.Stuck = nil
		for last := appeal.ID(0); ; {
			batch, err := db.foreignKeys(ctx, r.Ring, last)
			if err != nil {
				return r, err
			}
			if len(batch) == 0 {
				break
			}
			if err := db.rewrapSome(ctx, &r, batch); err != nil {
				return r, err
			}
			last = batch[len(batch)-1].Appeal
			tell(r.Cases)
		}
		if r.Cases == before {
			return r, nil
		}
	}
}

// rewrapSome wraps the keys of a batch anew. A row that changed since it was
// read stays as it is: an erasure meanwhile must not be undone.
func (db *DB) rewrapSome(ctx context.Context, r *Rotation, batch []WrappedKey) error {
	var all []statement
	for _, k := range batch {
		if k.Key == nil {
			all = append(all, statement{`update appeal_content set ring = $2 where appeal_id = $1 and case_key is null`, []any{int64(k.Appeal), r.Ring}})
			continue
		}
		db.ring.Has(k.Ring) // a restored backup's master may lie beside the file
		key, err := db.ring.Unwrap(k.Key)
		if err != nil {
			r.Stuck = append(r.Stuck, k.Appeal)
			continue
		}
		all = append(all, statement{`update appeal_content set ring = $2, case_key = $3 where appeal_id = $1 and case_key = $4`,
			[]any{int64(k.Appeal), r.Ring, db.ring.Wrap(key), k.Key}})
	}
	if len(all) == 0 {
		return nil
	}
	r.Cases += int64(len(all))
	return db.patiently(ctx, func() error {
		return db.inTx(ctx, func(t *tx) error { return t.send(ctx, all) })
	})
}

// patiently tries again while the database is busy, and then gives those who
// serve their turn.
func (db *DB) patiently(ctx context.Context, f func() error) (err error) {
	for range rewrapTries {
		if err = f(); err != nil && !fault.Is(err, fault.Unavailable) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(rewrapPause):
		}
		if err == nil {
			return nil
		}
	}
	return err
}
