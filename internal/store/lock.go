package store

import (
	"context"
	"os"
	"syscall"

	"jauap/internal/fault"
)

// upgradeAlone lets one process at a time bring a database up to date: those
// that begin together wait for each other.
func (db *DB) upgradeAlone(ctx context.Context) error {
	if db.d.postgres {
		return db.lockedPostgres(ctx, db.upgrade)
	}
	f, err := os.OpenFile(db.file+".migrate", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fault.New(fault.Invalid, "store.cannot_open", "file", db.file).Because(err)
	}
	defer f.Close() // lets go of the lock
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return fault.New(fault.Unavailable, "store.cannot_open", "file", db.file).Because(err)
	}
	return db.upgrade(ctx)
}

// lockedPostgres runs f while a connection of its own holds a lock of the
// schema; the server lets go of it whatever way the process ends.
func (db *DB) lockedPostgres(ctx context.Context, f func(context.Context) error) error {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return unreachable(err)
	}
	defer conn.Close()
	const key = `hashtextextended('jauap upgrade ' || current_schema(), 0)`
	if _, err := conn.ExecContext(ctx, `select pg_advisory_lock(`+key+`)`); err != nil {
		return explain(err)
	}
	defer func() {
		free, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTime)
		defer cancel()
		_, _ = conn.ExecContext(free, `select pg_advisory_unlock(`+key+`)`)
	}()
	return f(ctx)
}

// upgrade brings the schema and the log to the form of this program.
func (db *DB) upgrade(ctx context.Context) error {
	if err := db.migrate(ctx); err != nil {
		return err
	}
	if err := db.claimRing(ctx); err != nil {
		return err
	}
	return db.relog(ctx)
}

// claimFile takes the lock beside a SQLite file for as long as the process
// lives; the system lets go of it whatever way the process ends.
func claimFile(file string) (*os.File, error) {
	f, err := os.OpenFile(file+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fault.New(fault.Invalid, "store.cannot_open", "file", file).Because(err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, fault.New(fault.Conflict, "store.already_served", "file", file).Because(err)
	}
	return f, nil
}
