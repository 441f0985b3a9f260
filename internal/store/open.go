package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // the SQLite driver

	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/jobs"
	"jauap/internal/keys"
	"jauap/internal/tlog"
)

// Options of a store. Ring is needed as soon as a case is written or read;
// commands that touch no case may leave it out.
type Options struct {
	Ring *keys.Ring
	// Serve claims a SQLite file for one serving process; a second one gets a
	// Conflict fault instead of two queues over one file.
	Serve bool
	// Conns bounds the connections to PostgreSQL; 0 means 4 per processor,
	// 8 at least.
	Conns int
	// Now is the clock by which a leaf becomes known; nil: that of its event.
	Now func() time.Time
	// Pending is told the leaves that were committed; nil: nobody is.
	Pending *tlog.Pending
}

// A DB is an open database of a known version.
type DB struct {
	write    *sql.DB // SQLite: the one writer; PostgreSQL: the pool
	read     *sql.DB
	pool     *pgxpool.Pool // PostgreSQL only
	d        dialect
	ring     *keys.Ring
	pending  *tlog.Pending
	now      func() time.Time
	jobs     *jobs.Inserter
	lock     *os.File
	file     string // of SQLite
	group    *group[appeal.Change, appeal.Appeal]
	readings *group[sealedReading, struct{}]
	stmts    sync.Map // SQLite: SQL → *sql.Stmt of the writer
	pulse    pulse
	bulk     sync.Map // PostgreSQL: "table (columns)" → its insert
}

// Open opens the database named by a URL, sqlite:FILE or postgres://…, and
// brings its schema up to date. A database that a newer program made is
// refused untouched.
func Open(ctx context.Context, rawURL string, o Options) (*DB, error) {
	db, err := connect(ctx, rawURL, o)
	if err != nil {
		return nil, err
	}
	if err := db.ready(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func connect(ctx context.Context, rawURL string, o Options) (*DB, error) {
	if file, ok := strings.CutPrefix(rawURL, "sqlite:"); ok && file != "" {
		return openLite(strings.TrimPrefix(file, "//"), o)
	}
	if strings.HasPrefix(rawURL, "postgres://") || strings.HasPrefix(rawURL, "postgresql://") {
		return openPostgres(ctx, rawURL, o)
	}
	return nil, fault.New(fault.Invalid, "store.bad_url")
}

func (db *DB) ready(ctx context.Context) error {
	db.gather()
	if err := db.upgradeAlone(ctx); err != nil {
		return err
	}
	in, err := jobs.NewInserter(db.d.postgres)
	db.jobs = in
	return err
}

// openLite: one writer that acknowledges only what is on disk
// (synchronous=FULL), as many readers as processors: more readers starve the
// writer.
func openLite(file string, o Options) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, fault.New(fault.Invalid, "store.cannot_open", "file", file).Because(err)
	}
	if err := makePrivate(file); err != nil {
		return nil, err
	}
	db := &DB{d: dialect{}, ring: o.Ring, pending: o.Pending, now: o.Now, file: file}
	if o.Serve {
		lock, err := claimFile(file)
		if err != nil {
			return nil, err
		}
		db.lock = lock
	}
	dsn := "file:" + (&url.URL{Path: file}).EscapedPath() + "?_time_format=sqlite&_pragma=busy_timeout(10000)" +
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"
	var err error
	if db.write, err = sql.Open("sqlite", dsn+"&_txlock=immediate&_pragma=secure_delete(fast)"); err != nil {
		return nil, err
	}
	db.write.SetMaxOpenConns(1)
	if db.read, err = sql.Open("sqlite", dsn+"&_pragma=query_only(1)"); err != nil {
		return nil, err
	}
	db.read.SetMaxOpenConns(max(2, runtime.NumCPU()))
	return db, nil
}

// makePrivate makes a new database readable by its owner only; SQLite gives
// the files beside it the same rights.
func makePrivate(file string) error {
	f, err := os.OpenFile(file, os.O_RDONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fault.New(fault.Invalid, "store.cannot_open", "file", file).Because(err)
	}
	return f.Close()
}

func openPostgres(ctx context.Context, rawURL string, o Options) (*DB, error) {
	cfg, err := pgxpool.ParseConfig(rawURL)
	if err != nil {
		// the cause may hold the password, so it is not wrapped
		return nil, fault.New(fault.Invalid, "store.bad_url")
	}
	cfg.MaxConns = int32(o.Conns)
	if o.Conns == 0 {
		cfg.MaxConns = int32(max(8, 4*runtime.NumCPU()))
	}
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	cfg.ConnConfig.RuntimeParams["application_name"] = "jauap"
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("postgres pool: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, unreachable(err)
	}
	db := stdlib.OpenDBFromPool(pool)
	return &DB{write: db, read: db, pool: pool, d: dialect{postgres: true}, ring: o.Ring, pending: o.Pending, now: o.Now}, nil
}

// unreachable tells a server that refuses from one that does not answer.
func unreachable(err error) error {
	if err := explain(err); fault.Is(err, fault.Invalid) {
		return err
	}
	return fault.New(fault.Unavailable, "store.unreachable").Because(err)
}

// Close closes everything.
func (db *DB) Close() error {
	for _, d := range []*sql.DB{db.write, db.read} {
		if d != nil {
			_ = d.Close()
		}
	}
	if db.pool != nil {
		db.pool.Close()
	}
	if db.lock != nil {
		_ = db.lock.Close()
	}
	return nil
}

// Work runs the queue of jobs until ctx ends.
func (db *DB) Work(ctx context.Context, h jobs.Handlers, log *slog.Logger) error {
	if db.d.postgres {
		return jobs.RunPostgres(ctx, db.pool, h, log)
	}
	return jobs.RunLite(ctx, db.write, h, log)
}

// claimRing ties the database to its master key on first use, and refuses
// any other key afterwards: with a wrong key nothing could be read. While a
// rotation is under way, the key file has the database's master among others.
func (db *DB) claimRing(ctx context.Context) error {
	if db.ring == nil {
		return nil
	}
	// whoever comes first writes; everybody reads what was written
	_, err := db.write.ExecContext(ctx, `insert into meta (name, value) values ('ring', $1) on conflict (name) do nothing`, db.ring.ID())
	if err != nil {
		return explain(err)
	}
	have, err := db.Meta(ctx, "ring")
	if err != nil {
		return err
	}
	if !db.ring.Has(have) {
		return fault.New(fault.Conflict, "store.other_key", "have", db.ring.ID(), "want", have)
	}
	return nil
}
