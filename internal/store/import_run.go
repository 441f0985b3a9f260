package store

import (
	"context"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// An ImportRun remembers how far a file was imported, so that an interrupted
// import goes on where it stopped.
type ImportRun struct {
	FileHash                              string
	Name                                  string
	RowsDone, Imported, Rejected, Doubles int64
	Finished                              bool
}

// ImportRun finds the run of a file; a file never seen is a run at its start.
func (db *DB) ImportRun(ctx context.Context, fileHash, name string) (ImportRun, error) {
	r := ImportRun{FileHash: fileHash, Name: name}
	err := explain(db.read.QueryRowContext(ctx, `select rows_done, imported, rejected, doubles, finished from import_run where file_hash = $1`,
		fileHash).Scan(&r.RowsDone, &r.Imported, &r.Rejected, &r.Doubles, &r.Finished))
	if fault.Is(err, fault.NotFound) {
		return r, nil
	}
	return r, err
}

// CommitImport makes a batch of imported appeals true together with the
// progress of its file: after a crash neither is ahead of the other. Rows
// whose external id is known already are left out and counted as doubles. A
// run that another import has carried as far already is a Conflict, and
// nothing of the batch is kept: one of the two would miscount.
func (db *DB) CommitImport(ctx context.Context, r ImportRun, list []appeal.Change, now time.Time) (ImportRun, error) {
	fresh, err := db.unknownExternals(ctx, list)
	if err != nil {
		return r, err
	}
	r.Imported += int64(len(fresh))
	r.Doubles += int64(len(list) - len(fresh))
	_, err = db.commit(ctx, fresh, func(t *tx) error {
		res, err := t.ExecContext(ctx, `insert into import_run (file_hash, name, rows_done, imported, rejected, doubles, finished, updated_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (file_hash) do update set rows_done = excluded.rows_done,
			imported = excluded.imported, rejected = excluded.rejected, doubles = excluded.doubles,
			finished = excluded.finished, updated_at = excluded.updated_at
			where import_run.rows_done < excluded.rows_done or excluded.finished and not import_run.finished`,
			r.FileHash, r.Name, r.RowsDone, r.Imported, r.Rejected, r.Doubles, r.Finished, instant(now))
		if err != nil {
			return explain(err)
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return fault.New(fault.Conflict, "inbox.at_work", "file", r.Name).Because(err)
		}
		return nil
	})
	return r, err
}

// unknownExternals drops the changes whose external id exists, in the
// database or earlier in the list.
func (db *DB) unknownExternals(ctx context.Context, list []appeal.Change) ([]appeal.Change, error) {
	if len(list) == 0 {
		return nil, nil
	}
	var ids []string
	erased := map[string]string{} // what is left of a key → the key
	for _, c := range list {
		key := c.Draft.External
		left := db.forgottenKey(key)
		ids, erased[left] = append(ids, key, left), key
	}
	q := in(newQuery(`select external_id from external_id where external_id in `), ids)
	have, err := column[string](ctx, db.read, q.sql(), q.args...)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{"": false}
	for _, id := range have {
		if key, was := erased[id]; was {
			id = key // erased by law: not brought back
		}
		seen[id] = id != ""
	}
	var fresh []appeal.Change
	for _, c := range list {
		if id := c.Draft.External; id == "" || !seen[id] {
			seen[id] = id != ""
			fresh = append(fresh, c)
		}
	}
	return fresh, nil
}

// BlobKnown tells whether a file belongs to a case.
func (db *DB) BlobKnown(ctx context.Context, blobID string) (bool, error) {
	ids, err := column[int64](ctx, db.read, `select appeal_id from attachment where blob_id = $1`, blobID)
	return len(ids) > 0, err
}
