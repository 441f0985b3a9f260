package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// Look opens a database as it is, to be looked at: nothing is migrated,
// nothing is written, no key is asked for.
func Look(ctx context.Context, rawURL string, o Options) (*DB, error) {
	db, err := connect(ctx, rawURL, o)
	if err != nil {
		return nil, err
	}
	if err := db.Ready(ctx); err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// SchemaVersions are the version of our tables and the newest one that the
// program knows. A database without our tables has version 0.
func (db *DB) SchemaVersions(ctx context.Context) (have, want int64, err error) {
	list, err := steps(db.d)
	if err != nil {
		return 0, 0, err
	}
	want = list[len(list)-1].Version
	there, err := tableThere(ctx, db.read, db.d.postgres, "goose_db_version")
	if err != nil || !there {
		return 0, want, err
	}
	err = db.read.QueryRowContext(ctx, `select coalesce(max(version_id), 0) from goose_db_version where is_applied`).Scan(&have)
	return have, want, explain(err)
}

// QuickCheck lets SQLite look over its file. PostgreSQL looks after its own.
func (db *DB) QuickCheck(ctx context.Context) error {
	if db.d.postgres {
		return nil
	}
	found, err := firstColumn(ctx, db.read, `pragma quick_check(3)`)
	if err != nil || len(found) != 1 || found[0] != "ok" {
		return fault.New(fault.Conflict, "store.damaged").Because(fmt.Errorf("%q: %w", found, err))
	}
	return nil
}

// JobCounts are the jobs of the queue that somebody should know of.
type JobCounts struct {
	Failed    int64 // will be tried again
	Discarded int64 // will not
	Late      int64 // should have begun before late
	Stuck     int64 // began before stuck and did not end
}

// JobCounts counts them.
func (db *DB) JobCounts(ctx context.Context, late, stuck time.Time) (JobCounts, error) {
	var c JobCounts
	err := db.read.QueryRowContext(ctx, `select count(*) filter (where state = 'retryable'), count(*) filter (where state = 'discarded'),
		count(*) filter (where state = 'available' and scheduled_at < $1), count(*) filter (where state = 'running' and attempted_at < $2)
		from river_job where state in ('retryable', 'discarded', 'available', 'running')`, instant(late), instant(stuck)).
		Scan(&c.Failed, &c.Discarded, &c.Late, &c.Stuck)
	return c, explain(err)
}

// LetterCounts counts the letters that are not sent by what became of them.
func (db *DB) LetterCounts(ctx context.Context) (map[appeal.NoticeState]int64, error) {
	counts, err := list(ctx, db.read, scanCount, `select state, count(*) from notice where state <> 'sent' group by state order by state`)
	out := make(map[appeal.NoticeState]int64, len(counts))
	for _, c := range counts {
		out[appeal.NoticeState(c.Value)] = c.N
	}
	return out, err
}

// NewestEvent is the latest time of any event, zero without events.
func (db *DB) NewestEvent(ctx context.Context) (time.Time, error) {
	return db.moment(ctx, `select at from appeal_event order by at desc limit 1`)
}

// Deltas counts the changes not yet added to the roll-ups, and tells since
// when the oldest one waits. A demo is filled with changes of days long past,
// but none of them can wait for longer than the tables are there.
func (db *DB) Deltas(ctx context.Context) (n int64, since time.Time, err error) {
	if err = db.read.QueryRowContext(ctx, `select count(*) from rollup_delta`).Scan(&n); err != nil || n == 0 {
		return n, since, explain(err)
	}
	if since, err = db.moment(ctx, `select known_at from rollup_delta order by delta_id limit 1`); err != nil {
		return n, since, err
	}
	made, err := db.moment(ctx, `select tstamp from goose_db_version order by id limit 1`)
	if made.After(since) {
		since = made
	}
	return n, since, err
}

// AppealsWithFiles pages through the appeals that have attachments and are
// not erased.
func (db *DB) AppealsWithFiles(ctx context.Context, after appeal.ID, n int) ([]appeal.ID, error) {
	return column[appeal.ID](ctx, db.read, `select distinct a.appeal_id from attachment a join appeal_content c on c.appeal_id = a.appeal_id
		where a.appeal_id > $1 and c.case_key is not null order by a.appeal_id limit $2`, int64(after), n)
}

// Blobs are attachments of cases that are not erased: at most n, the
// newest cases first.
func (db *DB) Blobs(ctx context.Context, n int) ([]string, error) {
	return column[string](ctx, db.read, `select a.blob_id from attachment a join appeal_content c on c.appeal_id = a.appeal_id
		where c.case_key is not null order by a.appeal_id desc, a.blob_id limit $1`, n)
}

// Unsealed counts the leaves that are not in the witness log yet, and tells
// when the oldest of them was written.
func (db *DB) Unsealed(ctx context.Context) (n int64, oldest time.Time, err error) {
	if err = db.read.QueryRowContext(ctx, `select count(*) from log_leaf where tree_index is null`).Scan(&n); err != nil || n == 0 {
		return n, oldest, explain(err)
	}
	oldest, err = db.moment(ctx, `select known_at from log_leaf where tree_index is null and known_at is not null order by known_at limit 1`)
	return n, oldest, err
}

// LeavesAstray counts the leaves that claim a place which the newest
// checkpoint does not have.
func (db *DB) LeavesAstray(ctx context.Context) (n int64, err error) {
	err = db.read.QueryRowContext(ctx, `select count(*) from log_leaf where tree_index < 0
		or tree_index >= (select coalesce(max(size), 0) from log_checkpoint)`).Scan(&n)
	return n, explain(err)
}

// Durable tells which setting of the server, if any, lets it acknowledge what
// is not on its disk. SQLite is told by us to be careful.
func (db *DB) Durable(ctx context.Context) (loose string, err error) {
	if !db.d.postgres {
		return "", nil
	}
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		value, err := column[string](ctx, db.read, `select current_setting($1)`, name)
		if err != nil {
			return "", err
		}
		if value[0] == "off" {
			return name, nil
		}
	}
	return "", nil
}

func (db *DB) moment(ctx context.Context, query string) (time.Time, error) {
	var at sql.NullTime
	err := db.read.QueryRowContext(ctx, query).Scan(&at)
	if err = explain(err); fault.Is(err, fault.NotFound) {
		return time.Time{}, nil
	}
	return at.Time.UTC(), err
}
