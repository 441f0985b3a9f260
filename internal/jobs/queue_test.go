package jobs_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	_ "modernc.org/sqlite" // the SQLite driver

	"jauap/internal/dbtest"
	"jauap/internal/jobs"
)

// A queue is a database with nothing but jobs.
type queue struct {
	insert func(t *testing.T, args river.JobArgs)
	exec   func(t *testing.T, sql string)
	count  func(t *testing.T, kind string) int
}

func eachQueue(t *testing.T, f func(t *testing.T, q queue)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); f(t, liteQueue(t)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); f(t, postgresQueue(t)) })
}

func liteQueue(t *testing.T) queue {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "queue.db"))
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	must(t, jobs.MigrateLite(t.Context(), db))
	in, err := jobs.NewInserter(false)
	must(t, err)
	return queue{
		insert: func(t *testing.T, args river.JobArgs) {
			tx, err := db.BeginTx(t.Context(), nil)
			must(t, err)
			must(t, in.Lite(t.Context(), tx, []river.JobArgs{args}))
			must(t, tx.Commit())
		},
		exec: func(t *testing.T, sql string) { _, err := db.ExecContext(t.Context(), sql); must(t, err) },
		count: func(t *testing.T, kind string) (n int) {
			must(t, db.QueryRowContext(t.Context(), `select count(*) from river_job where kind = $1`, kind).Scan(&n))
			return n
		},
	}
}

func postgresQueue(t *testing.T) queue {
	t.Helper()
	pool, err := pgxpool.New(context.Background(), dbtest.PostgresSchema(t))
	must(t, err)
	t.Cleanup(pool.Close)
	must(t, jobs.MigratePostgres(t.Context(), pool, ""))
	in, err := jobs.NewInserter(true)
	must(t, err)
	return queue{
		insert: func(t *testing.T, args river.JobArgs) {
			must(t, pgx.BeginFunc(t.Context(), pool, func(tx pgx.Tx) error {
				return in.Postgres(t.Context(), tx.Conn(), []river.JobArgs{args})
			}))
		},
		exec: func(t *testing.T, sql string) { _, err := pool.Exec(t.Context(), sql); must(t, err) },
		count: func(t *testing.T, kind string) (n int) {
			must(t, pool.QueryRow(t.Context(), `select count(*) from river_job where kind = $1`, kind).Scan(&n))
			return n
		},
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAChoreStandsInTheQueueOnce(t *testing.T) {
	t.Parallel()
	eachQueue(t, func(t *testing.T, q queue) {
		for _, chore := range []river.JobArgs{jobs.Lapse{}, jobs.Compact{}, jobs.Sweep{}} {
			q.insert(t, chore)
			for _, state := range []string{"available", "running", "retryable"} {
				q.exec(t, `update river_job set state = '`+state+`' where finalized_at is null`)
				q.insert(t, chore)
				if n := q.count(t, chore.Kind()); n != 1 {
					t.Errorf("%s beside one that is %s: %d in the queue, want 1", chore.Kind(), state, n)
				}
			}
			for i, ended := range []string{"completed", "discarded"} {
				q.exec(t, `update river_job set state = '`+ended+`', finalized_at = current_timestamp where finalized_at is null`)
				q.insert(t, chore)
				if n := q.count(t, chore.Kind()); n != i+2 {
					t.Errorf("%s after one that is %s: %d in the queue, want %d", chore.Kind(), ended, n, i+2)
				}
			}
		}
	})
}

func TestALetterForEachEventStandsInTheQueue(t *testing.T) {
	t.Parallel()
	eachQueue(t, func(t *testing.T, q queue) {
		for seq := range int64(3) {
			q.insert(t, jobs.Notify{Appeal: 1, Seq: seq})
		}
		if n := q.count(t, "notify"); n != 3 {
			t.Errorf("%d letters in the queue, want 3", n)
		}
	})
}
