package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
)

// A tx is a transaction that can also queue jobs.
type tx struct {
	querier
	lite   *sql.Tx // the same on SQLite
	conn   *sql.Conn
	db     *DB
	wanted []string // statements worth preparing
	ended  bool     // its commit went with its last statements
}

// inTx runs f in one transaction: all or nothing.
func (db *DB) inTx(ctx context.Context, f func(*tx) error) error {
	return db.inTxOf(ctx, nil, f)
}

// inSnapshot runs f in one transaction whose statements all see the same
// moment, as those of SQLite always do. Another that writes the same rows
// meanwhile makes it fail with a Conflict.
func (db *DB) inSnapshot(ctx context.Context, f func(*tx) error) error {
	if !db.d.postgres {
		return db.inTx(ctx, f)
	}
	return db.inTxOf(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead}, f)
}

func (db *DB) inTxOf(ctx context.Context, o *sql.TxOptions, f func(*tx) error) error {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return explain(err)
	}
	t := &tx{conn: conn, db: db}
	err = t.run(ctx, o, f)
	_ = conn.Close()
	db.prepare(ctx, t.wanted)
	return err
}

func (t *tx) run(ctx context.Context, o *sql.TxOptions, f func(*tx) error) error {
	began, err := t.conn.BeginTx(ctx, o)
	if err != nil {
		return explain(err)
	}
	t.querier, t.lite = began, began
	defer began.Rollback() // after Commit it does nothing
	if err := f(t); err != nil {
		return err
	}
	if err := began.Commit(); err != nil {
		return fmt.Errorf("commit: %w", explain(err))
	}
	return nil
}

// A statement is SQL that returns nothing, with its values.
type statement struct {
	sql  string
	args []any
}

// send runs statements in order: on PostgreSQL in one round trip, on SQLite
// with statements that were prepared before.
func (t *tx) send(ctx context.Context, list []statement) error {
	if t.db.d.postgres {
		return t.sendBatch(ctx, list)
	}
	for _, s := range list {
		if err := t.exec(ctx, s); err != nil {
			return sendFault(s, err)
		}
	}
	return nil
}

// exec uses a prepared statement where there is one, and remembers to make
// one after the transaction: it holds the only connection now.
func (t *tx) exec(ctx context.Context, s statement) error {
	if stmt, ok := t.db.stmts.Load(s.sql); ok {
		_, err := t.lite.StmtContext(ctx, stmt.(*sql.Stmt)).ExecContext(ctx, s.args...) //nolint:sqlclosecheck // it ends with the transaction
		return err
	}
	t.wanted = append(t.wanted, s.sql)
	_, err := t.ExecContext(ctx, s.sql, s.args...)
	return err
}

func (t *tx) sendBatch(ctx context.Context, list []statement) error {
	if len(list) == 0 {
		return nil
	}
	batch := &pgx.Batch{}
	for _, s := range list {
		batch.Queue(s.sql, s.args...)
	}
	return t.conn.Raw(func(driver any) error {
		results := driver.(*stdlib.Conn).Conn().SendBatch(ctx, batch)
		for _, s := range list {
			tag, err := results.Exec()
			if err == nil && s.sql == commitSQL && tag.String() != "COMMIT" {
				err = pgx.ErrTxCommitRollback
			}
			if err != nil {
				return sendFault(s, errors.Join(err, results.Close()))
			}
		}
		return results.Close()
	})
}

// sendFault names the table a statement was for.
func sendFault(s statement, err error) error {
	head, _, _ := strings.Cut(s.sql, "(")
	return fmt.Errorf("%s: %w", strings.TrimSpace(head), explain(err))
}

// prepare keeps statements of the SQLite writer ready: parsing them costs as
// much as running them. A statement that cannot be prepared is only slower.
func (db *DB) prepare(ctx context.Context, wanted []string) {
	for _, query := range wanted {
		if _, known := db.stmts.Load(query); known {
			continue
		}
		if stmt, err := db.write.PrepareContext(ctx, query); err == nil {
			db.stmts.Store(query, stmt)
		}
	}
}

// queue writes jobs in the transaction.
func (t *tx) queue(ctx context.Context, list []river.JobArgs) error {
	if len(list) == 0 {
		return nil
	}
	if !t.db.d.postgres {
		return t.db.jobs.Lite(ctx, t.lite, list)
	}
	return t.conn.Raw(func(driver any) error {
		return t.db.jobs.Postgres(ctx, driver.(*stdlib.Conn).Conn(), list)
	})
}

// Meta reads a remembered value of the installation, "" when there is none.
func (db *DB) Meta(ctx context.Context, name string) (string, error) {
	vs, err := column[string](ctx, db.read, `select value from meta where name = $1`, name)
	if err != nil || len(vs) == 0 {
		return "", err
	}
	return vs[0], nil
}

// SetMeta remembers a value of the installation.
func (db *DB) SetMeta(ctx context.Context, name, value string) error {
	_, err := db.write.ExecContext(ctx, `insert into meta (name, value) values ($1, $2)
		on conflict (name) do update set value = excluded.value`, name, value)
	return explain(err)
}
