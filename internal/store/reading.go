package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/keys"
)

// labelReading binds the sealed part of a reading to the case, the person and
// the hour.
func labelReading(r appeal.Reading) string {
	return fmt.Sprintf("appeal %d reading %d %d %s", r.Appeal, r.Staff, instant(r.Since).UnixMicro(), r.Why)
}

// readingWords are the part of a reading that is sealed: the reader's words
// may speak of the applicant.
type readingWords struct {
	Name  string `json:"name,omitempty"`
	Words string `json:"words,omitempty"`
}

// A sealedReading is a row of the journal on its way to disk.
type sealedReading struct {
	appeal.Reading
	sealed []byte
}

// Read puts a reading on disk: what is shown after it is known to be on
// record. Only staff read, each under their own name and within their scope;
// outside it the appeal does not exist.
func (db *DB) Read(ctx context.Context, who account.Who, r appeal.Reading) error {
	if who.Kind != account.Employee || who.ID == 0 || who.ID != r.Staff {
		return fault.New(fault.NotFound, "appeal.not_found")
	}
	key, err := db.keyWithin(ctx, who.Scope(), r.Appeal)
	if err != nil {
		return err
	}
	words, err := json.Marshal(readingWords{r.Name, r.Words})
	if err != nil {
		return err
	}
	_, err = db.readings.commit(ctx, sealedReading{r, key.Seal(words, labelReading(r))})
	return err
}

// keyWithin is the key of a case that the scope covers.
func (db *DB) keyWithin(ctx context.Context, scope account.Scope, id appeal.ID) (keys.Case, error) {
	q := newQuery(`select c.case_key from appeal a join appeal_content c on c.appeal_id = a.appeal_id where a.appeal_id = `)
	q.arg(int64(id)).and(scope)
	var wrapped []byte
	if err := db.read.QueryRowContext(ctx, q.sql(), q.args...).Scan(&wrapped); err != nil {
		return keys.Case{}, notFound(err, id)
	}
	if len(wrapped) == 0 {
		return keys.Case{}, erased(ctx, db.read, id)
	}
	return db.unwrap(wrapped)
}

// readTogether writes the readings that arrived together, in the order of the
// key: two transactions that touch the same rows must not wait for each other.
func (db *DB) readTogether(ctx context.Context, list []sealedReading) ([]struct{}, error) {
	ordered := slices.Clone(list)
	slices.SortFunc(ordered, func(a, b sealedReading) int {
		return cmp.Or(cmp.Compare(a.Appeal, b.Appeal), cmp.Compare(a.Staff, b.Staff), a.Since.Compare(b.Since), cmp.Compare(a.Why, b.Why))
	})
	var all []statement
	for _, r := range ordered {
		all = append(all, r.statement())
	}
	return make([]struct{}, len(list)), db.inTx(ctx, func(t *tx) error { return t.send(ctx, all) })
}

// statement adds a reading to the row of its person, reason and hour.
func (r sealedReading) statement() statement {
	more := r.Times
	if r.Step {
		more = 0
	}
	return statement{`insert into reading (appeal_id, staff_id, since, why, role, body_id, first_at, last_at, times, sealed)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (appeal_id, staff_id, since, why, role, body_id) do update set
		first_at = case when excluded.first_at < reading.first_at or reading.times = 0 then excluded.first_at else reading.first_at end,
		last_at = case when excluded.last_at > reading.last_at then excluded.last_at else reading.last_at end,
		times = case when reading.times = 0 then excluded.times else reading.times + $11 end`,
		[]any{int64(r.Appeal), int64(r.Staff), instant(r.Since), string(r.Why), string(r.Role), int64(r.Body),
			instant(r.First), instant(r.Last), r.Times, r.sealed, more}}
}

const readingColumns = `r.appeal_id, r.staff_id, r.since, r.why, r.role, r.body_id, r.first_at, r.last_at, r.times, r.sealed, c.case_key`

// OpenReading finds the reading of a person that still opens the case to them
// (appeal.Reading.Holds): a reason they gave, or a duty of theirs that ended
// since; the newest one, false when there is none.
func (db *DB) OpenReading(ctx context.Context, who account.Who, id appeal.ID, now time.Time) (appeal.Reading, bool, error) {
	if who.Kind != account.Employee {
		return appeal.Reading{}, false, nil
	}
	q := readingsOf(who.Scope(), id)
	q.add(` and r.staff_id = `).arg(int64(who.ID)).add(` and r.since > `).arg(instant(now.Add(-2 * appeal.ReadingLasts)))
	q.add(` and r.since <= `).arg(instant(now)).add(` order by r.since desc, r.why`)
	found, err := list(ctx, db.read, db.scanReading, q.sql(), q.args...)
	if err != nil {
		return appeal.Reading{}, false, err
	}
	i := slices.IndexFunc(found, func(r appeal.Reading) bool { return r.Holds(now) })
	if i < 0 {
		return appeal.Reading{}, false, nil
	}
	return found[i], true, nil
}

// Readings is the journal of a case within a scope: who of staff opened it,
// the newest first. A scope that does not cover the case finds nothing.
func (db *DB) Readings(ctx context.Context, scope account.Scope, id appeal.ID) ([]appeal.Reading, error) {
	q := readingsOf(scope, id).add(` and r.times > 0 order by r.last_at desc, r.staff_id, r.since desc, r.why`)
	return list(ctx, db.read, db.scanReading, q.sql(), q.args...)
}

// readingsOf begins at the appeal, so that the scope decides, and follows the
// primary key of reading.
func readingsOf(scope account.Scope, id appeal.ID) *query {
	q := newQuery(`select ` + readingColumns + ` from appeal a join appeal_content c on c.appeal_id = a.appeal_id
		join reading r on r.appeal_id = a.appeal_id where a.appeal_id = `)
	q.arg(int64(id)).and(scope)
	return q
}

// scanReading leaves the name and the words of an erased case empty: who read
// it, as a number, and when stays true.
func (db *DB) scanReading(s scanner) (appeal.Reading, error) {
	var r appeal.Reading
	var sealed, wrapped []byte
	err := s.Scan(&r.Appeal, &r.Staff, &r.Since, &r.Why, &r.Role, &r.Body, &r.First, &r.Last, &r.Times, &sealed, &wrapped)
	r.Since, r.First, r.Last = r.Since.UTC(), r.First.UTC(), r.Last.UTC()
	if err != nil || len(wrapped) == 0 {
		return r, err
	}
	key, err := db.unwrap(wrapped)
	if err != nil {
		return r, err
	}
	var words readingWords
	if err := unseal(key, sealed, labelReading(r), &words); err != nil {
		return r, nil //nolint:nilerr // one damaged row hides no other; it has no name
	}
	r.Name, r.Words = words.Name, words.Words
	return r, nil
}
