package store

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// The kinds of database, as a backup names them.
const (
	KindLite     = "sqlite"
	KindPostgres = "postgres"
)

// KindOf tells the kind of database a URL names, "" for none.
func KindOf(rawURL string) string {
	switch {
	case strings.HasPrefix(rawURL, "sqlite:"):
		return KindLite
	case strings.HasPrefix(rawURL, "postgres://"), strings.HasPrefix(rawURL, "postgresql://"):
		return KindPostgres
	}
	return ""
}

// A Copied tells what a copy of the database holds, as of its moment.
type Copied struct {
	Kind                    string
	Space                   string // PostgreSQL: the schema
	Tool                    int    // PostgreSQL: major version of pg_dump
	Schema                  int64  // version of our tables
	Ring                    string // fingerprint of the master key
	Rings                   []string
	Appeals, Events, Leaves int64
	Checkpoint              string   // newest signed note of the witness log, "" for none
	Blobs                   []string // the attachments of all cases that are not erased
}

// Kind tells which database this is.
func (db *DB) Kind() string {
	if db.d.postgres {
		return KindPostgres
	}
	return KindLite
}

// Copy writes the whole database, as it is at one moment, into a new file
// that only its owner can read. Nobody who writes meanwhile waits for it.
func (db *DB) Copy(ctx context.Context, file string, tell func(done, total int64)) (Copied, error) {
	if err := makePrivate(file); err != nil {
		return Copied{}, err
	}
	if db.d.postgres {
		return db.dump(ctx, file, tell)
	}
	return db.copyLite(ctx, file, tell)
}

// describe reads what a copy holds, from the copy or from its moment.
func describe(ctx context.Context, q querier) (Copied, error) {
	var c Copied
	err := q.QueryRowContext(ctx, `select (select count(*) from appeal), (select count(*) from appeal_event), (select count(*) from log_leaf),
		coalesce((select max(version_id) from goose_db_version where is_applied), 0), coalesce((select value from meta where name = 'ring'), '')`).
		Scan(&c.Appeals, &c.Events, &c.Leaves, &c.Schema, &c.Ring)
	if err != nil {
		return c, explain(err)
	}
	if c.Rings, err = column[string](ctx, q, `select distinct ring from appeal_content where case_key is not null order by ring`); err != nil {
		return c, err
	}
	// who erased a case removed its files with it
	c.Blobs, err = column[string](ctx, q, `select distinct a.blob_id from attachment a join appeal_content c on c.appeal_id = a.appeal_id
		where c.case_key is not null order by a.blob_id`)
	if err != nil {
		return c, err
	}
	c.Checkpoint, err = lastCheckpoint(ctx, q)
	return c, err
}

func tableThere(ctx context.Context, q querier, postgres bool, name string) (bool, error) {
	query := `select count(*) from sqlite_master where type = 'table' and name = $1`
	if postgres {
		query = `select count(*) from pg_class where oid = to_regclass($1)`
	}
	n, err := column[int64](ctx, q, query, name)
	return err == nil && n[0] > 0, err
}

// StillMissing leaves out the attachments that nobody needs any more: their
// case was erased since the copy's moment. Of the others it tells the appeal.
func (db *DB) StillMissing(ctx context.Context, ids []string) (map[string]appeal.ID, error) {
	missing := make(map[string]appeal.ID)
	for _, id := range ids {
		owners, err := column[appeal.ID](ctx, db.read, `select a.appeal_id from attachment a join appeal_content c on c.appeal_id = a.appeal_id
			where a.blob_id = $1 and c.case_key is not null order by a.appeal_id`, id)
		if err != nil {
			return nil, err
		}
		if len(owners) > 0 {
			missing[id] = owners[0]
		}
	}
	return missing, nil
}

// CheckCopy looks into a copy without a database server: SQLite reads it from
// end to end, pg_restore reads its list of contents. tool is the version of
// pg_dump that wrote it.
func CheckCopy(ctx context.Context, kind, file string, tool int) error {
	if kind == KindPostgres {
		_, err := dumpContents(ctx, file, tool)
		return err
	}
	return checkLite(ctx, file)
}

// Full tells whether a failure is that of a disk without room: of ours while
// a file was written, or of a quota.
func Full(err error) bool {
	var lite *sqlite.Error
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_FULL
}

// EmptyPlace refuses a database that is there already: a restore never
// writes over anything. space is the schema of a PostgreSQL copy.
func EmptyPlace(ctx context.Context, rawURL, space string) error {
	if KindOf(rawURL) == KindPostgres {
		return emptySchema(ctx, rawURL, space)
	}
	file, err := LiteFile(rawURL)
	if err != nil {
		return err
	}
	for _, part := range []string{"", "-wal", "-shm", "-journal"} {
		if _, err := os.Lstat(file + part); err == nil {
			return fault.New(fault.Conflict, "store.not_empty", "place", file+part)
		}
	}
	return nil
}

// LiteFile is the file of a SQLite URL.
func LiteFile(rawURL string) (string, error) {
	file, ok := strings.CutPrefix(rawURL, "sqlite:")
	if file = strings.TrimPrefix(file, "//"); !ok || file == "" {
		return "", fault.New(fault.Invalid, "store.bad_url")
	}
	return file, nil
}
