package store

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"jauap/internal/account"
	"jauap/internal/calendar"
	"jauap/internal/jobs"
)

// Exceptions are the days an operator declared off or worked, in order.
func (db *DB) Exceptions(ctx context.Context) ([]calendar.Exception, error) {
	return list(ctx, db.read, func(s scanner) (calendar.Exception, error) {
		var e calendar.Exception
		return e, s.Scan(&e.Day, &e.Working, &e.Reason)
	}, `select day, working, reason from calendar_exception order by day`)
}

// SetException declares a day off or worked and, in the same transaction,
// queues the recount of the terms that run over it.
func (db *DB) SetException(ctx context.Context, by account.Who, e calendar.Exception, now time.Time) error {
	return db.changeCalendar(ctx, by, e.Day, saidOfDay(e), now, func(t *tx) error {
		_, err := t.ExecContext(ctx, `insert into calendar_exception (day, working, reason) values ($1, $2, $3)
			on conflict (day) do update set working = excluded.working, reason = excluded.reason`, e.Day, e.Working, e.Reason)
		return explain(err)
	})
}

// ClearException takes a declaration back.
func (db *DB) ClearException(ctx context.Context, by account.Who, d calendar.Day, now time.Time) error {
	return db.changeCalendar(ctx, by, d, saidCleared(d), now, func(t *tx) error {
		_, err := t.ExecContext(ctx, `delete from calendar_exception where day = $1`, d)
		return explain(err)
	})
}

func (db *DB) changeCalendar(ctx context.Context, by account.Who, d calendar.Day, said string, now time.Time, change func(*tx) error) error {
	return db.inTx(ctx, func(t *tx) error {
		if err := change(t); err != nil {
			return err
		}
		if err := db.bump(ctx, t, "calendar"); err != nil {
			return err
		}
		if err := db.houseEvent(ctx, t, whatCalendar, said, now); err != nil {
			return err
		}
		if err := note(ctx, t, by, now, "calendar.change", d.String(), ""); err != nil {
			return err
		}
		return t.queue(ctx, []river.JobArgs{jobs.Recount{Version: now.UnixMicro(), Day: d.String()}})
	})
}
