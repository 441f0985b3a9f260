package store

import (
	"context"
	"os"
	"syscall"

	"jauap/internal/fault"
)

// migrateAlone lets one process at a time bring a SQLite file up to date: two
// that begin with a new file wait for each other. PostgreSQL's own locks do
// that there.
func (db *DB) migrateAlone(ctx context.Context) error {
	if db.file == "" {
		return db.migrate(ctx)
	}
	f, err := os.OpenFile(db.file+".migrate", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fault.New(fault.Invalid, "store.cannot_open", "file", db.file).Because(err)
	}
	defer f.Close() // lets go of the lock
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return fault.New(fault.Unavailable, "store.cannot_open", "file", db.file).Because(err)
	}
	return db.migrate(ctx)
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
