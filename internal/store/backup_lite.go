package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"modernc.org/sqlite"

	"jauap/internal/fault"
)

// pagesAtOnce is how much is copied between two looks at the context: 16 MiB.
const pagesAtOnce = 4096

// copyLite copies a SQLite database page by page. The reader holds its
// moment through all of it, so what others write neither waits nor comes in.
func (db *DB) copyLite(ctx context.Context, file string, tell func(done, total int64)) (Copied, error) {
	conn, err := db.read.Conn(ctx)
	if err != nil {
		return Copied{}, explain(err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return Copied{}, explain(err)
	}
	defer tx.Rollback()
	if _, err := column[int64](ctx, tx, `select count(*) from meta`); err != nil { // the moment begins with the first reading
		return Copied{}, err
	}
	err = conn.Raw(func(driver any) error { return copyPages(ctx, driver, liteURI(file, ""), tell) })
	if err != nil {
		return Copied{}, explain(err)
	}
	if err := single(ctx, file); err != nil {
		return Copied{}, err
	}
	return describeLite(ctx, file)
}

// A copier is SQLite's own connection.
type copier interface {
	NewBackup(uri string) (*sqlite.Backup, error)
}

func copyPages(ctx context.Context, driver any, uri string, tell func(done, total int64)) error {
	c, ok := driver.(copier)
	if !ok {
		return errors.New("the SQLite driver copies no databases")
	}
	b, err := c.NewBackup(uri)
	if err != nil {
		return err
	}
	for more := true; more; {
		if more, err = b.Step(pagesAtOnce); err != nil || ctx.Err() != nil {
			return errors.Join(ctx.Err(), err, b.Finish())
		}
		if tell != nil {
			tell(int64(b.PageCount()-b.Remaining()), int64(b.PageCount()))
		}
	}
	return b.Finish()
}

// single makes a copy one file with nothing beside it, whoever reads it.
func single(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", liteURI(file, ""))
	if err != nil {
		return err
	}
	defer db.Close()
	var mode string
	err = db.QueryRowContext(ctx, `pragma journal_mode = delete`).Scan(&mode)
	if err == nil && mode != "delete" {
		err = fmt.Errorf("journal mode %s", mode)
	}
	return explain(err)
}

func describeLite(ctx context.Context, file string) (Copied, error) {
	db, err := sql.Open("sqlite", liteURI(file, "mode=ro&immutable=1"))
	if err != nil {
		return Copied{}, err
	}
	defer db.Close()
	c, err := describe(ctx, db)
	c.Kind = KindLite
	return c, err
}

// checkLite lets SQLite read a copy from end to end, without writing a byte
// to it or beside it.
func checkLite(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", liteURI(file, "mode=ro&immutable=1"))
	if err != nil {
		return err
	}
	defer db.Close()
	for query, healthy := range map[string]int{`pragma integrity_check(3)`: 1, `pragma foreign_key_check`: 0} {
		found, err := firstColumn(ctx, db, query)
		if err != nil {
			return fault.New(fault.Conflict, "store.damaged").Because(err)
		}
		if len(found) != healthy || healthy == 1 && found[0] != "ok" {
			return fault.New(fault.Conflict, "store.damaged").Because(fmt.Errorf("%s: %q", query, found))
		}
	}
	return nil
}

// firstColumn reads the first column of a pragma, however many it has.
func firstColumn(ctx context.Context, q querier, query string) ([]string, error) {
	rs, err := q.QueryContext(ctx, query)
	if err != nil {
		return nil, explain(err)
	}
	defer rs.Close()
	cols, err := rs.Columns()
	if err != nil {
		return nil, err
	}
	var out []string
	for rs.Next() {
		values := make([]any, len(cols))
		var first string
		for i := range values {
			values[i] = new(any)
		}
		values[0] = &first
		if err := rs.Scan(values...); err != nil {
			return nil, err
		}
		out = append(out, first)
	}
	return out, explain(rs.Err())
}

func liteURI(file, how string) string {
	uri := "file:" + (&url.URL{Path: file}).EscapedPath()
	if how != "" {
		uri += "?" + how
	}
	return uri
}
