package store

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"jauap/internal/calendar"
	"jauap/internal/fault"
)

// whatCalendar is a day declared off or worked, or a declaration taken back:
// due days are counted by it, so the log witnesses it too.
const whatCalendar = "calendar"

// saidOfDay is a declaration in the words of the log: one line.
func saidOfDay(e calendar.Exception) string {
	return fmt.Sprintf("%s %t %s\n", e.Day, e.Working, strings.Join(strings.Fields(e.Reason), " "))
}

func saidCleared(d calendar.Day) string { return fmt.Sprintf("%s cleared\n", d) }

// calendar compares the declared days with those that the log witnessed.
func (v *logCheck) calendar(ctx context.Context) error {
	events, err := v.db.HouseEvents(ctx)
	if err != nil {
		return err
	}
	want := map[string]string{}
	for _, e := range events {
		if e.What == whatCalendar {
			day, rest, _ := strings.Cut(e.Said, " ")
			if want[day] = e.Said; rest == "cleared\n" {
				delete(want, day)
			}
		}
	}
	list, err := v.db.Exceptions(ctx)
	have := map[string]string{}
	for _, e := range list {
		have[e.Day.String()] = saidOfDay(e)
	}
	if err == nil && !maps.Equal(have, want) {
		v.trouble(fault.New(fault.Conflict, "store.calendar_differs"))
	}
	return err
}

// relogCalendar witnesses the days that were declared before the log knew
// of them.
func (db *DB) relogCalendar(ctx context.Context, now time.Time) error {
	list, err := db.Exceptions(ctx)
	if err != nil {
		return err
	}
	return db.inTx(ctx, func(t *tx) error {
		for _, e := range list {
			if err := db.houseEvent(ctx, t, whatCalendar, saidOfDay(e), now); err != nil {
				return err
			}
		}
		return nil
	})
}
