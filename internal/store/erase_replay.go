package store

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// erasureLine is what the journal outside the database keeps of an erasure:
// "v1 id number time testimony mac". Nothing in it is personal.
func (db *DB) erasureLine(s testimony) string {
	said := base64.RawURLEncoding.EncodeToString([]byte(s.text()))
	line := fmt.Sprintf("v1 %d %s %s %s", s.Appeal, s.Number, s.ApprovedAt.Format(time.RFC3339Nano), said)
	return line + " " + db.erasureMAC(line)
}

func (db *DB) erasureMAC(line string) string {
	return hex.EncodeToString(db.ring.Hash("erasure journal", line))
}

// readErasureLine refuses a line that this house did not write.
func (db *DB) readErasureLine(line string) (testimony, error) {
	at := strings.LastIndexByte(line, ' ')
	fields := strings.Fields(line)
	if at < 0 || len(fields) != 6 || !hmac.Equal([]byte(db.erasureMAC(line[:at])), []byte(line[at+1:])) {
		return testimony{}, errors.New("a line that was not written with this key, or is cut off")
	}
	said, err := base64.RawURLEncoding.DecodeString(fields[4])
	if err != nil {
		return testimony{}, err
	}
	return parseTestimony(string(said))
}

// ReplayErasures carries out again what the journal of erasures holds and the
// database does not: after a restore from a backup, or after the program was
// killed between the two. It tells how many there were. A line that was not
// written with the keys of this house is refused before anything is done. A
// case that the backup does not have, and another that got its number, stay
// as they are.
func (db *DB) ReplayErasures(ctx context.Context, lines []string, now time.Time) (int, error) {
	if db.ring == nil {
		return 0, fault.New(fault.Internal, "store.no_key")
	}
	var all []testimony
	for i, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		s, err := db.readErasureLine(strings.TrimSpace(line))
		if err != nil {
			return 0, fault.New(fault.Conflict, "store.erasure_line", "n", i+1).Because(err)
		}
		all = append(all, s)
	}
	n := 0
	for _, s := range all {
		did, err := db.replay(ctx, s, now)
		if err != nil {
			return n, fmt.Errorf("erase appeal %d again: %w", s.Appeal, err)
		}
		if did {
			n++
		}
	}
	return n, db.cleanErased(ctx, nil)
}

// replay erases one case again, unless it is erased or not the same case. It
// may be open in a backup from before its end.
func (db *DB) replay(ctx context.Context, s testimony, now time.Time) (did bool, err error) {
	e, ok, err := erasureOf(ctx, db.read, s.Appeal)
	if err != nil || ok && e.Done() {
		return false, err
	}
	first, err := column[[]byte](ctx, db.read, `select leaf_hash from log_leaf where appeal_id = $1 and seq = 1`, int64(s.Appeal))
	if err != nil || len(first) == 0 || hex.EncodeToString(first[0]) != s.First {
		return false, err
	}
	return true, db.inTx(ctx, func(t *tx) error { return db.eraseAgain(ctx, t, s.Erasure, now) })
}

func (db *DB) eraseAgain(ctx context.Context, t *tx, e appeal.Erasure, now time.Time) error {
	_, err := t.ExecContext(ctx, `insert into erasure (appeal_id, article, reason, asked_at, asked_by, approved_at, approved_by, house_seq)
		values ($1, $2, $3, $4, $5, $6, $7, 0) on conflict (appeal_id) do update set article = excluded.article, reason = excluded.reason,
		asked_at = excluded.asked_at, asked_by = excluded.asked_by, approved_at = excluded.approved_at, approved_by = excluded.approved_by`,
		int64(e.Appeal), e.Article, e.Reason, instant(e.AskedAt), int64(e.AskedBy), instant(e.ApprovedAt), int64(e.ApprovedBy))
	if err != nil {
		return explain(err)
	}
	s, err := db.destroy(ctx, t, e, &Destroyed{})
	if err != nil {
		return err
	}
	return db.testify(ctx, t, s, now)
}
