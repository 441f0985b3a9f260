package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

const commitSQL = "commit"

// inCommit runs f in one transaction. On PostgreSQL f begins it with begin,
// and ends it with its last statements when it can: a round trip costs as
// much as several rows.
func (db *DB) inCommit(ctx context.Context, f func(*tx) error) error {
	if !db.d.postgres {
		return db.inTx(ctx, f)
	}
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return explain(err)
	}
	defer conn.Close()
	t := &tx{querier: conn, conn: conn, db: db}
	if err = f(t); err == nil && !t.ended {
		err = t.send(ctx, []statement{{sql: commitSQL}})
	}
	if err != nil {
		giveUp(ctx, conn)
	}
	return err
}

// rollbackTime is how long a stalled database may hold up a rollback.
const rollbackTime = 5 * time.Second

// giveUp ends a transaction that failed. A connection on which this fails too
// is thrown away by the pool, and the server ends the transaction with it.
func giveUp(ctx context.Context, conn *sql.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTime)
	defer cancel()
	_, _ = conn.ExecContext(ctx, "rollback")
}

// begin begins the transaction of inCommit. With n new appeals in it, it
// gives them their numbers and the master that wraps their keys.
func (t *tx) begin(ctx context.Context, n int) (ids []int64, ring string, err error) {
	if !t.db.d.postgres {
		return t.beginLite(ctx, n)
	}
	batch := &pgx.Batch{}
	batch.Queue("begin")
	if n > 0 {
		queueRing(batch, &ring)
		batch.Queue(nextvals(appealIDs), n).Query(func(rows pgx.Rows) (err error) {
			ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
			return err
		})
	}
	err = t.batch(ctx, batch)
	return ids, ring, err
}

func (t *tx) beginLite(ctx context.Context, n int) (ids []int64, ring string, err error) {
	if n == 0 {
		return nil, "", nil
	}
	if ids, err = t.nextIDs(ctx, appealIDs, n); err != nil {
		return nil, "", explain(err)
	}
	ring, err = t.namedRing(ctx)
	return ids, ring, err
}

// batch sends what was queued in one round trip and lets it be read.
func (t *tx) batch(ctx context.Context, b *pgx.Batch) error {
	return explain(t.conn.Raw(func(driver any) error {
		return driver.(*stdlib.Conn).Conn().SendBatch(ctx, b).Close()
	}))
}
