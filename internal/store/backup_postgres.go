package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"jauap/internal/fault"
)

// dump lets pg_dump write our schema as it is at one moment, which a
// transaction of ours holds open and reads the counts of.
func (db *DB) dump(ctx context.Context, file string, tell func(done, total int64)) (Copied, error) {
	tx, err := db.read.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return Copied{}, explain(err)
	}
	defer tx.Rollback()
	var moment, space string
	var version int
	_, err = tx.ExecContext(ctx, `set local idle_in_transaction_session_timeout = 0`)
	if err == nil {
		err = tx.QueryRowContext(ctx, `select pg_export_snapshot(), current_schema(), current_setting('server_version_num')::int`).
			Scan(&moment, &space, &version)
	}
	if err != nil {
		return Copied{}, explain(err)
	}
	tool, err := findTool(ctx, "pg_dump", version/10000)
	if err != nil {
		return Copied{}, err
	}
	stop := watchSize(file, tell)
	_, err = tool.run(ctx, credentials(db.pool.Config().ConnConfig), "--format=custom", "--schema="+exactly(space), "--snapshot="+moment,
		"--no-owner", "--no-privileges", "--no-password", "--file="+file)
	stop()
	if err != nil {
		return Copied{}, err
	}
	c, err := describe(ctx, tx)
	c.Kind, c.Space, c.Tool = KindPostgres, space, tool.major
	return c, err
}

// exactly is a name as a pattern that means nothing else.
func exactly(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// watchSize tells how large the dump has become, every second.
func watchSize(file string, tell func(done, total int64)) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				if info, err := os.Stat(file); err == nil && tell != nil {
					tell(info.Size(), 0)
				}
			}
		}
	}()
	return func() { close(done); <-ended }
}

// dumpContents is pg_restore's list of what a dump holds.
func dumpContents(ctx context.Context, file string, dumped int) ([]byte, error) {
	tool, err := findTool(ctx, "pg_restore", dumped)
	if err != nil {
		return nil, err
	}
	contents, err := tool.run(ctx, nil, "--list", file)
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(contents, []byte("TABLE DATA")) {
		return nil, fault.New(fault.Conflict, "store.damaged")
	}
	return contents, nil
}

// emptySchema refuses a schema that has tables, and one of another name than
// the copy's: a dump names its schema with everything in it.
func emptySchema(ctx context.Context, rawURL, space string) error {
	return withConn(ctx, rawURL, func(conn *pgx.Conn) error {
		var have string
		if err := conn.QueryRow(ctx, `select coalesce(current_schema(), '')`).Scan(&have); err != nil {
			return explain(err)
		}
		if have == "" { // not made yet
			have = strings.Trim(strings.TrimSpace(conn.Config().RuntimeParams["search_path"]), `"`)
		}
		if have != space {
			return fault.New(fault.Conflict, "store.other_space", "have", have, "want", space)
		}
		var things int64
		err := conn.QueryRow(ctx, `select (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where n.nspname = $1 and c.relkind in ('r', 'p', 'S')) + (select count(*) from pg_type t join pg_namespace n on n.oid = t.typnamespace
			where n.nspname = $1 and t.typtype = 'e')`, space).Scan(&things)
		if err == nil && things > 0 {
			return fault.New(fault.Conflict, "store.not_empty", "place", space)
		}
		return explain(err)
	})
}

// Fill fills an empty schema from a dump. Until Unfence is called the
// database is marked as not yet restored. The mark is there before any
// program could open what was restored: the versions of our tables, without
// which nobody can, come last.
func Fill(ctx context.Context, rawURL, file, space string, dumped int) error {
	tool, err := findTool(ctx, "pg_restore", dumped)
	if err != nil {
		return err
	}
	contents, err := dumpContents(ctx, file, dumped)
	if err != nil {
		return err
	}
	return withConn(ctx, rawURL, func(conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, `create schema if not exists `+pgx.Identifier{space}.Sanitize()); err != nil {
			return explain(err)
		}
		load := func(items []byte) error { return tool.load(ctx, conn.Config(), file, items) }
		versions := bytes.Join(versionItem.FindAll(contents, -1), nil)
		if err := load(versionItem.ReplaceAll(schemaItem.ReplaceAll(contents, nil), nil)); err != nil {
			return err
		}
		_, err := conn.Exec(ctx, `insert into `+pgx.Identifier{space, "meta"}.Sanitize()+` (name, value) values ($1, '1')`, metaRestoring)
		if err != nil {
			return explain(err)
		}
		return load(versions)
	})
}

// metaRestoring marks a database that a restore has not finished.
const metaRestoring = "restoring"

// HalfRestored tells whether a restore filled this database and did not
// come to its end: what was erased by law may be in it still.
func (db *DB) HalfRestored(ctx context.Context) (bool, error) {
	mark, err := db.Meta(ctx, metaRestoring)
	return mark != "", err
}

// Unfence ends a restore.
func (db *DB) Unfence(ctx context.Context) error {
	_, err := db.write.ExecContext(ctx, `delete from meta where name = $1`, metaRestoring)
	return explain(err)
}

// schemaItem are the lines of the list that make or remark on the schema
// itself, which is there already; versionItem are the versions of our tables.
var (
	schemaItem  = regexp.MustCompile(`(?m)^\d+; \d+ \d+ (COMMENT - )?SCHEMA .*\n`)
	versionItem = regexp.MustCompile(`(?m)^\d+; \d+ \d+ TABLE DATA \S+ goose_db_version .*\n`)
)

// load restores the listed items of a dump, all or none.
func (t pgTool) load(ctx context.Context, c *pgx.ConnConfig, file string, items []byte) error {
	wanted, err := os.CreateTemp("", "jauap-restore-*")
	if err != nil {
		return err
	}
	defer os.Remove(wanted.Name())
	_, err = wanted.Write(items)
	if err = errors.Join(err, wanted.Close()); err != nil {
		return err
	}
	_, err = t.run(ctx, credentials(c), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
		"--no-password", "--use-list="+wanted.Name(), "--dbname="+conninfo(c.Database), file)
	return err
}

func withConn(ctx context.Context, rawURL string, do func(*pgx.Conn) error) error {
	cfg, err := pgxpool.ParseConfig(rawURL) // a URL may hold settings of the pool
	if err != nil {
		return fault.New(fault.Invalid, "store.bad_url") // the cause may hold the password
	}
	conn, err := pgx.ConnectConfig(ctx, cfg.ConnConfig)
	if err != nil {
		return unreachable(err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return do(conn)
}

// conninfo names a database so that no letter in its name means anything.
func conninfo(database string) string {
	return fmt.Sprintf("dbname='%s'", strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(database))
}
