package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"time"

	"jauap/internal/fault"
)

// metaCleaned remembers up to which leaf of the house the erased cases were
// cleaned out of the database file.
const metaCleaned = "erased_cleaned"

// cleanErased takes out of the files of the database what a deletion leaves
// in them: freed pages, older versions of rows, words in the index, the
// write-ahead log of SQLite. traces are what must not be found any more;
// nil means unknown. It does nothing when nothing was erased since the last
// time, and may be run again.
func (db *DB) cleanErased(ctx context.Context, traces [][]byte) error {
	last, err := column[int64](ctx, db.read, `select coalesce(max(house_seq), 0) from erasure`)
	if err != nil {
		return err
	}
	upTo := strconv.FormatInt(last[0], 10)
	done, err := db.Meta(ctx, metaCleaned)
	if err != nil || last[0] == 0 || done == upTo {
		return err
	}
	clean := func() error { return db.cleanLite(ctx, traces) }
	if db.d.postgres {
		clean = func() error { return db.vacuum(ctx) }
	}
	if err := clean(); err != nil {
		return err
	}
	return db.SetMeta(ctx, metaCleaned, upTo)
}

// vacuum frees the older versions of the rows that were emptied; what is
// written next takes their place.
func (db *DB) vacuum(ctx context.Context) error {
	_, err := db.write.ExecContext(ctx, `vacuum appeal, appeal_content, appeal_event, appeal_search, applicant_hash,
		submitted_token, external_id, appeal_label, attachment, reading`)
	return explain(err)
}

// overwrite lets SQLite put zeros over whatever the transaction deletes.
func (d dialect) overwrite(ctx context.Context, t *tx) error {
	if d.postgres {
		return nil
	}
	_, err := t.ExecContext(ctx, `pragma secure_delete = on`)
	return explain(err)
}

func (db *DB) cleanLite(ctx context.Context, traces [][]byte) error {
	if _, err := db.write.ExecContext(ctx, `pragma secure_delete = on`); err != nil {
		return explain(err)
	}
	defer func() { _, _ = db.write.ExecContext(context.WithoutCancel(ctx), `pragma secure_delete = fast`) }()
	if err := db.mergeWords(ctx); err != nil {
		return err
	}
	if err := db.checkpointWhole(ctx); err != nil {
		return err
	}
	if left, err := db.leftTraces(traces); err != nil || !left {
		return err
	}
	// bytes that moved from page to page before the erasure
	if _, err := db.write.ExecContext(ctx, `vacuum`); err != nil {
		return explain(err)
	}
	if err := db.checkpointWhole(ctx); err != nil {
		return err
	}
	if len(traces) == 0 {
		return nil
	}
	left, err := db.leftTraces(traces)
	if err == nil && left {
		err = fault.New(fault.Internal, "store.erase_traces")
	}
	return err
}

const (
	mergePages = 500   // of the index of words at once: other writers take turns
	mergeMost  = 10000 // steps: 5 million pages
)

// mergeWords rewrites the index of words until none of its parts holds a
// word that another part deletes (FTS5, "merge").
func (db *DB) mergeWords(ctx context.Context) error {
	for step := range mergeMost {
		pages := mergePages
		if step == 0 {
			pages = -mergePages // gathers all parts, however few they are
		}
		did, err := db.mergeStep(ctx, pages)
		if err != nil || !did && step > 0 {
			return err
		}
	}
	return nil
}

// mergeStep tells whether there was something to merge: the command itself is
// one change.
func (db *DB) mergeStep(ctx context.Context, pages int) (bool, error) {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return false, explain(err)
	}
	defer conn.Close()
	var before, after int64
	if err := conn.QueryRowContext(ctx, `select total_changes()`).Scan(&before); err != nil {
		return false, explain(err)
	}
	if _, err := conn.ExecContext(ctx, `insert into appeal_search (appeal_search, rank) values ('merge', $1)`, pages); err != nil {
		return false, explain(err)
	}
	err = conn.QueryRowContext(ctx, `select total_changes()`).Scan(&after)
	return after-before >= 2, explain(err)
}

const (
	checkpointTries = 100
	checkpointPause = 100 * time.Millisecond
)

// checkpointWhole moves everything from the write-ahead log into the file and
// cuts the log off. Readers may keep it for a moment.
func (db *DB) checkpointWhole(ctx context.Context) error {
	for range checkpointTries {
		var busy, pages, moved int
		err := db.write.QueryRowContext(ctx, `pragma wal_checkpoint(truncate)`).Scan(&busy, &pages, &moved)
		if err != nil {
			return explain(err)
		}
		if busy == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(checkpointPause):
		}
	}
	return fault.New(fault.Unavailable, "store.erase_readers")
}

// traceSize is how much of a sealed value is looked for: its nonce and the
// first of what is sealed are like no other bytes.
const traceSize = 28

// leftTraces looks through the files of the database; unknown traces may be
// anywhere.
func (db *DB) leftTraces(traces [][]byte) (bool, error) {
	if len(traces) == 0 {
		return true, nil
	}
	for _, part := range []string{"", "-wal"} {
		left, err := holdsAny(db.file+part, traces)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || left {
			return left, err
		}
	}
	return false, nil
}

func holdsAny(file string, traces [][]byte) (bool, error) {
	f, err := os.Open(file)
	if err != nil {
		return false, err
	}
	defer f.Close()
	buf := make([]byte, 1<<20)
	kept := 0 // from the piece before: a trace may lie across two
	for {
		n, err := io.ReadFull(f, buf[kept:])
		for _, t := range traces {
			if bytes.Contains(buf[:kept+n], t) {
				return true, nil
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		kept = copy(buf, buf[kept+n-traceSize:kept+n])
	}
}
