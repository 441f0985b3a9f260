package store

import (
	"context"

	"jauap/internal/appeal"
)

// A WrappedKey is the key of a case as the database has it. Key is nil after
// an erasure by law.
type WrappedKey struct {
	Appeal appeal.ID
	Ring   string // fingerprint of the master that wrapped it
	Key    []byte
}

func scanWrappedKey(s scanner) (WrappedKey, error) {
	var k WrappedKey
	return k, s.Scan(&k.Appeal, &k.Ring, &k.Key)
}

// foreignKeys are keys that another master wrapped, after a case.
func (db *DB) foreignKeys(ctx context.Context, ring string, after appeal.ID) ([]WrappedKey, error) {
	return list(ctx, db.read, scanWrappedKey, `select appeal_id, ring, case_key from appeal_content
		where appeal_id > $1 and ring <> $2 order by appeal_id limit $3`, int64(after), ring, rewrapBatch)
}

// WrappedKeys are up to n case keys after a case, in order, without those
// erased by law.
func (db *DB) WrappedKeys(ctx context.Context, after appeal.ID, n int) ([]WrappedKey, error) {
	return list(ctx, db.read, scanWrappedKey, `select appeal_id, ring, case_key from appeal_content
		where appeal_id > $1 and case_key is not null order by appeal_id limit $2`, int64(after), n)
}

// SampleKeys are about n case keys, spread evenly over all cases.
func (db *DB) SampleKeys(ctx context.Context, n int) ([]WrappedKey, error) {
	newest, err := column[int64](ctx, db.read, `select coalesce(max(appeal_id), 0) from appeal_content`)
	if err != nil {
		return nil, err
	}
	var out []WrappedKey
	for last := appeal.ID(0); ; {
		one, err := db.WrappedKeys(ctx, last, 1)
		if err != nil || len(one) == 0 {
			return out, err
		}
		out = append(out, one...)
		last = one[0].Appeal + appeal.ID(newest[0]/int64(n))
	}
}

// A RingCount is how many case keys one master wrapped.
type RingCount struct {
	Ring  string
	Cases int64
}

// RingCounts counts the case keys by the master that wrapped them.
func (db *DB) RingCounts(ctx context.Context) ([]RingCount, error) {
	return list(ctx, db.read, func(s scanner) (RingCount, error) {
		var c RingCount
		return c, s.Scan(&c.Ring, &c.Cases)
	}, `select ring, count(*) from appeal_content where case_key is not null group by ring order by ring`)
}
