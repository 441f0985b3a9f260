package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/store"
	"jauap/internal/tlog"
)

// databaseFlags are those of every command that opens the database.
type databaseFlags struct {
	DB      string `name:"db" help:"flag_db" default:"sqlite:jauap.db" placeholder:"URL"`
	KeyFile string `name:"key-file" help:"flag_key_file" placeholder:"FILE"`
	Key     string `name:"key" help:"flag_key" hidden:""` // JAUAP_KEY only: a flag would show in ps
}

// keyFile is the named file, or jauap.key beside a SQLite database.
func (f databaseFlags) keyFile() string {
	if f.KeyFile != "" {
		return f.KeyFile
	}
	if file, ok := strings.CutPrefix(f.DB, "sqlite:"); ok {
		return strings.TrimSuffix(file, filepath.Ext(file)) + ".key"
	}
	return "jauap.key"
}

// filesDir is the named folder of attachments, or one beside a SQLite
// database.
func filesDir(db, named string) string {
	if named != "" {
		return named
	}
	if file, ok := strings.CutPrefix(db, "sqlite:"); ok {
		return strings.TrimSuffix(file, filepath.Ext(file)) + ".files"
	}
	return "jauap.files"
}

// checkPage is how many records are asked for at once.
const checkPage = 1000

// An opening says what a command may do to the database besides reading it.
type opening int

// The openings. Only a command that begins to fill a database may make one:
// to any other a name that leads nowhere is a slip of the pen.
const (
	existing opening = iota
	creating
	serving // creates too, and claims the queue
)

// there refuses a SQLite file that does not exist.
func (f databaseFlags) there() error {
	file, ok := strings.CutPrefix(f.DB, "sqlite:")
	file = strings.TrimPrefix(file, "//") // as the store reads it
	if !ok || file == "" {
		return nil
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "cli.no_database", "file", file)
	}
	return nil
}

// open opens the database with its key. A key is made only together with a
// new database; an old database whose key is missing is an error, because a
// new key could read nothing in it.
func (f databaseFlags) open(ctx context.Context, how opening) (*store.DB, *keys.Ring, error) {
	return f.openWatched(ctx, how, nil)
}

// openWatched is open by a process that watches what becomes of the leaves it
// commits; nil is one that does not.
func (f databaseFlags) openWatched(ctx context.Context, how opening, pending *tlog.Pending) (*store.DB, *keys.Ring, error) {
	if how == existing {
		if err := f.there(); err != nil {
			return nil, nil, err
		}
	}
	ring, err := f.ring(ctx)
	if err != nil {
		return nil, nil, err
	}
	db, err := store.Open(ctx, f.DB, store.Options{Ring: ring, Serve: how == serving, Pending: pending, Now: time.Now})
	if err == nil && how == serving {
		err = mayWrap(ctx, db, ring)
	}
	if err == nil {
		err = restored(ctx, db)
	}
	if err != nil && db != nil {
		_ = db.Close()
		db = nil
	}
	return db, ring, err
}

// restored refuses a database whose restore did not come to its end.
func restored(ctx context.Context, db *store.DB) error {
	half, err := db.HalfRestored(ctx)
	if half {
		return fault.New(fault.Conflict, "backup.not_restored")
	}
	return err
}

// mayWrap refuses to serve a database that names a master which is not in
// the key file any more: an older backup was restored. It can be read, but
// the first appeal would be refused.
func mayWrap(ctx context.Context, db *store.DB, ring *keys.Ring) error {
	named, err := db.Meta(ctx, "ring")
	if err == nil && !ring.Wraps(named) {
		err = fault.New(fault.Conflict, "keys.no_master", "id", named)
	}
	return err
}

// knownRing is the key that is at hand; it never makes one.
func (f databaseFlags) knownRing() (*keys.Ring, error) {
	if f.Key != "" {
		return keys.Parse(f.Key)
	}
	return keys.Load(f.keyFile())
}

func (f databaseFlags) ring(ctx context.Context) (*keys.Ring, error) {
	ring, err := f.knownRing()
	if !fault.Is(err, fault.NotFound) {
		return ring, err
	}
	db, openErr := store.Open(ctx, f.DB, store.Options{})
	if openErr != nil {
		return nil, openErr
	}
	defer db.Close()
	if owner, metaErr := db.Meta(ctx, "ring"); metaErr != nil || owner != "" {
		return nil, orElse(metaErr, err)
	}
	return keys.Create(f.keyFile(), "")
}

func orElse(first, second error) error {
	if first != nil {
		return first
	}
	return second
}
