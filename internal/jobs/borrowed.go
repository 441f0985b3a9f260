package jobs

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// borrowedTx lets River write inside a transaction that database/sql began
// on the same connection. Ending it is the owner's business.
type borrowedTx struct{ conn *pgx.Conn }

func (t borrowedTx) Begin(ctx context.Context) (pgx.Tx, error) {
	if _, err := t.conn.Exec(ctx, "savepoint river"); err != nil {
		return nil, err
	}
	return savepoint{t}, nil
}
func (t borrowedTx) Commit(context.Context) error   { return nil }
func (t borrowedTx) Rollback(context.Context) error { return nil }
func (t borrowedTx) CopyFrom(ctx context.Context, table pgx.Identifier, cols []string, src pgx.CopyFromSource) (int64, error) {
	return t.conn.CopyFrom(ctx, table, cols, src)
}
func (t borrowedTx) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return t.conn.SendBatch(ctx, b)
}
func (t borrowedTx) LargeObjects() pgx.LargeObjects { return pgx.LargeObjects{} }
func (t borrowedTx) Prepare(context.Context, string, string) (*pgconn.StatementDescription, error) {
	return nil, errors.New("prepare is not lent with a borrowed transaction")
}
func (t borrowedTx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return t.conn.Exec(ctx, sql, args...)
}
func (t borrowedTx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return t.conn.Query(ctx, sql, args...)
}
func (t borrowedTx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return t.conn.QueryRow(ctx, sql, args...)
}
func (t borrowedTx) Conn() *pgx.Conn { return t.conn }

// savepoint is a nested transaction inside a borrowed one.
type savepoint struct{ borrowedTx }

func (s savepoint) Commit(ctx context.Context) error {
	_, err := s.conn.Exec(ctx, "release savepoint river")
	return err
}

func (s savepoint) Rollback(ctx context.Context) error {
	_, err := s.conn.Exec(ctx, "rollback to savepoint river")
	return err
}
