package store

import "context"

// SkipNumbers leaves out the next n numbers of appeals, for good. It is for a
// database that went back to an earlier moment: what was given out since then
// is in people's hands, and two of them must never hold the same number.
func (db *DB) SkipNumbers(ctx context.Context, n int64) error {
	query := `update sequence set last = last + $2 where name = $1`
	if db.d.postgres {
		query = `select setval($1::text::regclass, (select last_value from ` + appealIDs + `) + $2::bigint)`
	}
	_, err := db.write.ExecContext(ctx, query, appealIDs, n)
	return explain(err)
}
