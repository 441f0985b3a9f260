package work

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/calendar"
)

// lapse writes down the terms that passed without an answer. It looks at
// each case once: what could not be done is told at the end, and is seen
// again in an hour.
func (w *Work) lapse(ctx context.Context) error {
	today := calendar.Of(w.o.Now())
	var t troubles
	for after := (appeal.Cursor{}); ; {
		list, err := w.o.Store.Passed(ctx, today, after, batch)
		if err != nil || len(list) == 0 {
			return t.with(err)
		}
		for _, c := range list {
			_, err := act(ctx, w.o.Desk, machine(), c.ID, appeal.Order{Act: appeal.ActLapse})
			t.add(err)
		}
		after = list[len(list)-1]
	}
}

// compact adds up what was counted since the last time.
func (w *Work) compact(ctx context.Context) error {
	_, err := w.o.Store.CompactRollups(ctx)
	return err
}

// strayAge is how long a file may wait for its form to be sent.
const strayAge = 48 * time.Hour

// sweep removes ended sessions and files of forms that were never sent. A
// file nobody can tell about is kept.
func (w *Work) sweep(ctx context.Context) error {
	now := w.o.Now()
	err := w.o.Store.SweepSessions(ctx, now)
	removed, sweepErr := w.o.Blobs.Sweep(now.Add(-strayAge), func(id string) bool {
		known, askErr := w.o.Store.BlobKnown(ctx, id)
		err = errors.Join(err, askErr)
		return known || askErr != nil
	})
	if removed > 0 {
		w.o.Log.InfoContext(ctx, "stray files removed", slog.Int("files", removed))
	}
	return errors.Join(err, sweepErr)
}
