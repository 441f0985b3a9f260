package store

import (
	"context"
	"time"

	"jauap/internal/appeal"
)

// BeginNotice writes a letter down before it is sent. It reports false when
// the letter was sent before: a job may run twice, a person is told once.
func (db *DB) BeginNotice(ctx context.Context, id appeal.ID, seq int64, channel string, now time.Time) (bool, error) {
	var state appeal.NoticeState
	err := db.write.QueryRowContext(ctx, `insert into notice (appeal_id, seq, channel, state, tries, at) values ($1, $2, $3, $4, 1, $5)
		on conflict (appeal_id, seq, channel) do update set tries = notice.tries + 1 returning state`,
		int64(id), seq, channel, string(appeal.NoticeDue), instant(now)).Scan(&state)
	return err == nil && state != appeal.NoticeSent, explain(err)
}

// EndNotice keeps what became of a letter.
func (db *DB) EndNotice(ctx context.Context, id appeal.ID, seq int64, channel string, s appeal.NoticeState, now time.Time) error {
	_, err := db.write.ExecContext(ctx, `update notice set state = $4, at = $5 where appeal_id = $1 and seq = $2 and channel = $3`,
		int64(id), seq, channel, string(s), instant(now))
	return explain(err)
}
