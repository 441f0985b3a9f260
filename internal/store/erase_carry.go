package store

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/keys"
)

// A Destroyed is what an erasure took out of the database.
type Destroyed struct {
	Blobs  []string // attachments whose files are to be removed
	traces [][]byte // beginnings of what must not be found in the file any more
}

// Erase destroys a case: its key, and with it everything sealed and the salts
// of its leaves; its words in the index; whatever it could be found by. The
// row, the events without words and the leaf hashes stay, and the erasure
// itself becomes a leaf of the house that names the article and both persons.
// journal is given the line that lets a restored backup be erased again; it
// must be on disk when journal returns, which is before the case is gone.
// Then the database file is cleaned.
func (db *DB) Erase(ctx context.Context, e appeal.Erasure, journal func(line string) error) (Destroyed, error) {
	var d Destroyed
	err := db.inTx(ctx, func(t *tx) error {
		res, err := t.ExecContext(ctx, `update erasure set approved_at = $2, approved_by = $3
			where appeal_id = $1 and approved_at is null and asked_at = $4 and asked_by = $5 and asked_by <> $3`,
			int64(e.Appeal), instant(e.ApprovedAt), int64(e.ApprovedBy), instant(e.AskedAt), int64(e.AskedBy))
		if err != nil {
			return explain(err)
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return fault.New(fault.Conflict, "appeal.erase_moved").Because(err)
		}
		s, err := db.destroy(ctx, t, e, &d)
		if err != nil {
			return err
		}
		if s.state.Open() {
			return fault.New(fault.Conflict, "appeal.erase_open", "number", s.Number)
		}
		if err := db.testify(ctx, t, s, e.ApprovedAt); err != nil {
			return err
		}
		return journal(db.erasureLine(s))
	})
	if err != nil {
		return Destroyed{}, err
	}
	return d, db.cleanErased(ctx, d.traces)
}

// destroy empties everything of a case that is personal, and tells what is
// left. It begins with the row of the appeal: a change of the case on its way
// comes before it or fails.
func (db *DB) destroy(ctx context.Context, t *tx, e appeal.Erasure, d *Destroyed) (testimony, error) {
	id := int64(e.Appeal)
	if err := db.d.overwrite(ctx, t); err != nil {
		return testimony{}, err
	}
	a, err := scanAppeal(t.QueryRowContext(ctx, `update appeal set head = $2, code_hash = null, open = $3 where appeal_id = $1
		returning `+appealColumns, id, []byte{}, false))
	if err != nil {
		return testimony{}, notFound(err, e.Appeal)
	}
	if err := t.note(ctx, id, d); err != nil {
		return testimony{}, err
	}
	if err := t.send(ctx, db.d.forget(id)); err != nil {
		return testimony{}, err
	}
	if err := db.forgetExternal(ctx, t, id); err != nil {
		return testimony{}, err
	}
	return testify(ctx, t, a, e)
}

// forget are the statements that empty a case.
func (d dialect) forget(id int64) []statement {
	search := `delete from appeal_search where rowid = $1`
	if d.postgres {
		search = `delete from appeal_search where appeal_id = $1`
	}
	var all []statement
	for _, sql := range []string{
		`update appeal_content set case_key = null, sealed = null where appeal_id = $1`,
		`update appeal_event set details = null where appeal_id = $1 and details is not null`,
		search,
		`delete from applicant_hash where appeal_id = $1`,
		`delete from submitted_token where appeal_id = $1`,
		`delete from appeal_label where appeal_id = $1`,
		`delete from attachment where appeal_id = $1`,
	} {
		all = append(all, statement{sql, []any{id}})
	}
	return append(all, statement{`update reading set sealed = $2 where appeal_id = $1`, []any{id, []byte{}}})
}

// note remembers what is about to go.
func (t *tx) note(ctx context.Context, id int64, d *Destroyed) (err error) {
	if d.Blobs, err = column[string](ctx, t, `select blob_id from attachment where appeal_id = $1 order by blob_id`, id); err != nil {
		return err
	}
	for _, query := range []string{
		`select case_key from appeal_content where appeal_id = $1 and case_key is not null`,
		`select sealed from appeal_content where appeal_id = $1 and sealed is not null`,
		`select details from appeal_event where appeal_id = $1 and details is not null`,
	} {
		found, err := column[[]byte](ctx, t, query, id)
		if err != nil {
			return err
		}
		for _, b := range found {
			d.traces = append(d.traces, b[:min(len(b), traceSize)])
		}
	}
	return nil
}

// forgetExternal leaves in place of a key of another system only its keyed
// hash, so that the same file imported again does not bring the case back.
func (db *DB) forgetExternal(ctx context.Context, t *tx, id int64) error {
	have, err := column[string](ctx, t, `select external_id from external_id where appeal_id = $1`, id)
	if err != nil {
		return err
	}
	for _, key := range have {
		if strings.HasPrefix(key, forgotten) {
			continue
		}
		if _, err := t.ExecContext(ctx, `delete from external_id where external_id = $1`, key); err != nil {
			return explain(err)
		}
		_, err := t.ExecContext(ctx, `insert into external_id (external_id, appeal_id) values ($1, $2)
			on conflict (external_id) do nothing`, db.forgottenKey(key), id)
		if err != nil {
			return explain(err)
		}
	}
	return nil
}

const forgotten = "erased "

// forgottenKey is what is left of the key of an imported case.
func (db *DB) forgottenKey(key string) string {
	return forgotten + hex.EncodeToString(db.ring.Hash("erased external id", key))
}

// testify makes an erasure a leaf of the house.
func (db *DB) testify(ctx context.Context, t *tx, s testimony, at time.Time) error {
	if err := db.houseEvent(ctx, t, whatErasure, s.text(), at); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, `update erasure set house_seq = (select max(seq) from house_event) where appeal_id = $1`, int64(s.Appeal))
	if err != nil {
		return explain(err)
	}
	return note(ctx, t, account.Who{Kind: account.Employee, ID: s.ApprovedBy}, at, whatErasure, s.Number, s.Article)
}

// testify sums up what is left of a case.
func testify(ctx context.Context, q querier, a appeal.Appeal, e appeal.Erasure) (testimony, error) {
	s := testimony{Erasure: e, Number: a.Number().String(), state: a.State}
	left, err := events(ctx, q, a.ID, keys.Case{})
	if err != nil {
		return s, err
	}
	entries, err := column[[]byte](ctx, q, `select leaf_hash from log_leaf where appeal_id = $1 order by seq`, int64(a.ID))
	if err != nil {
		return s, err
	}
	if len(left) == 0 || len(entries) != len(left) {
		return s, errors.New("events and leaves of the case do not match: see jauap log verify")
	}
	s.Events, s.First = len(left), hex.EncodeToString(entries[0])
	s.Left, err = digestEvents(a.ID, left)
	s.Leaves = digest(entries...)
	return s, err
}
