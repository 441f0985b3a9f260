package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"math/bits"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"jauap/internal/fault"
)

// A dialect is what differs between the two databases.
type dialect struct{ postgres bool }

// words fill the migrations.
func (d dialect) words() map[string]any {
	// on SQLite an integer key is the row's own address, and a table that is
	// only read by its key needs no other
	w := map[string]any{"ID": "integer", "Keyed": " without rowid", "Postgres": d.postgres, "Time": "datetime", "Bytes": "blob", "Identity": "integer primary key autoincrement"}
	delta := "delta_id integer primary key autoincrement, known_at datetime not null,"
	if d.postgres {
		w["ID"], w["Keyed"] = "bigint", ""
		w["Time"], w["Bytes"] = "timestamptz", "bytea"
		w["Identity"] = "bigint generated always as identity primary key"
		delta = "delta_id bigint generated always as identity primary key, known_at timestamptz not null,"
	}
	w["RollupTables"] = []map[string]string{
		{"Name": "rollup_delta", "Key": delta, "Tail": ""},
		{"Name": "rollup", "Key": "", "Tail": ",\n    primary key (day, body_id, place, topic, kind, state, language, source)"},
	}
	return w
}

// nextIDs takes n numbers from a sequence, in order.
func (t *tx) nextIDs(ctx context.Context, sequence string, n int) ([]int64, error) {
	if t.db.d.postgres {
		return column[int64](ctx, t, nextvals(sequence), n)
	}
	var last int64
	err := t.QueryRowContext(ctx, `update sequence set last = last + $2 where name = $1 returning last`, sequence, n).Scan(&last)
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = last - int64(n-1-i)
	}
	return ids, err
}

func nextvals(sequence string) string {
	return `select nextval('` + sequence + `') from generate_series(1, $1)`
}

// explain gives a database error its kind.
func explain(err error) error {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return fault.New(fault.NotFound, "store.not_found").Because(err)
	case errors.As(err, &lite):
		return explainLite(lite)
	case errors.As(err, &pg) && pg.Code == "23505":
		return fault.New(fault.Conflict, "store.duplicate").Because(err)
	case errors.As(err, &pg) && (strings.HasPrefix(pg.Code, "28") || pg.Code == "3D000"):
		return fault.New(fault.Invalid, "store.refused").Because(err)
	case errors.As(err, &pg) && pg.Code == "40001":
		return fault.New(fault.Conflict, "store.busy").Because(err)
	case errors.As(err, &pg) && pgUnavailable(pg.Code), pg == nil && lost(err):
		return fault.New(fault.Unavailable, "store.unreachable").Because(err)
	}
	return err
}

// pgUnavailable: lost connections (08), no room for rows or connections (53),
// the server stopped, crashing or starting (57P01 to 57P05), its disk (58).
func pgUnavailable(code string) bool {
	for _, class := range []string{"08", "53", "57P", "58"} {
		if strings.HasPrefix(code, class) {
			return true
		}
	}
	return false
}

// lost tells that the database could not be asked, or did not answer in time:
// whether it did what it was told may be unknown.
func lost(err error) bool {
	var network net.Error
	return errors.As(err, &network) || pgconn.SafeToRetry(err) || // before anything was sent
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, context.DeadlineExceeded)
}

func explainLite(err *sqlite.Error) error {
	if err.Code()&0xff == sqlite3.SQLITE_READONLY { // one of several such codes
		return fault.New(fault.Unavailable, "store.read_only").Because(err)
	}
	switch err.Code() {
	case sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE:
		return fault.New(fault.Conflict, "store.duplicate").Because(err)
	}
	switch err.Code() & 0xff { // whatever the disk was doing
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB:
		return fault.New(fault.Unavailable, "store.cannot_open_file").Because(err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL,
		sqlite3.SQLITE_INTERRUPT: // its time was over
		return fault.New(fault.Unavailable, "store.unreachable").Because(err)
	}
	return err
}

// instant is the one form of a time in the database: UTC, microseconds.
// SQLite compares times as text, so nothing else may be written.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// A rows collects values for one insert of many rows.
type rows struct {
	into   string // "table (a, b)"
	values [][]any
}

func (r *rows) add(v ...any) { r.values = append(r.values, v) }

// chunk is the most rows in one statement of SQLite. The numbers of rows are
// powers of two, so that the cache of prepared statements stays small.
const chunk = 64

// statements turns the rows into inserts: on PostgreSQL into one, whose
// parameters are columns.
func (r *rows) statements(ctx context.Context, t *tx) (out []statement, err error) {
	if len(r.values) == 0 {
		return nil, nil
	}
	if t.db.d.postgres {
		s := statement{args: pgColumns(r.values)}
		s.sql, err = t.bulkSQL(ctx, r.into)
		return []statement{s}, err
	}
	for rest := r.values; len(rest) > 0; {
		n := min(chunk, 1<<(bits.Len(uint(len(rest)))-1))
		args := make([]any, 0, n*len(rest[0]))
		for _, v := range rest[:n] {
			args = append(args, v...)
		}
		out = append(out, statement{insertSQL(r.into, n, len(rest[0])), args})
		rest = rest[n:]
	}
	return out, nil
}

func (r *rows) insert(ctx context.Context, t *tx) error {
	list, err := r.statements(ctx, t)
	if err != nil {
		return err
	}
	return t.send(ctx, list)
}

// insertSQL writes an insert whose parameters stand in their order. SQLite's
// driver finds each numbered parameter by a walk over all of them, half of
// the time of a large insert; a plain ? it binds by its place.
func insertSQL(into string, rows, cols int) string {
	row := "(?" + strings.Repeat(",?", cols-1) + ")"
	return "insert into " + into + " values " + row + strings.Repeat(","+row, rows-1)
}

// column reads one column.
func column[T any](ctx context.Context, q querier, query string, args ...any) ([]T, error) {
	return list(ctx, q, func(s scanner) (T, error) {
		var v T
		err := s.Scan(&v)
		return v, err
	}, query, args...)
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

type scanner interface{ Scan(dest ...any) error }

// list reads all rows of a query through scan.
func list[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rs, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, explain(err)
	}
	defer rs.Close()
	var out []T
	for rs.Next() {
		v, err := scan(rs)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, explain(rs.Err())
}

// lockLog lets one sealer at a time into the witness log; SQLite has one
// writer anyway.
func (d dialect) lockLog(ctx context.Context, t *tx) error {
	if !d.postgres {
		return nil
	}
	_, err := t.ExecContext(ctx, `lock table log_checkpoint in exclusive mode`)
	return explain(err)
}
