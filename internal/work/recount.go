package work

import (
	"context"
	"fmt"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/fault"
	"jauap/internal/jobs"
)

// batch is how many appeals are looked up at once.
const batch = 500

// Recounted tells how many terms were looked at and how many moved. The rest
// were right already: the day made no difference, or another process was
// quicker.
type Recounted struct{ Seen, Moved int }

// Recount counts anew the open terms that run over a day whose rest or work
// changed. Each change stands in the history of its case. progress, if any,
// is told after every batch. It may be stopped and begun again. A case that
// cannot be counted is neither seen nor moved: it stands in the error, and
// keeps no other from being counted.
func Recount(ctx context.Context, desk *appeal.Desk, terms Terms, who account.Who, day calendar.Day,
	progress func(Recounted)) (Recounted, error) {
	var n Recounted
	var t troubles
	for after := appeal.ID(0); ; {
		ids, err := terms.OpenOver(ctx, day, day, after, batch)
		if err != nil || len(ids) == 0 {
			return n, t.with(err)
		}
		for _, id := range ids {
			moved, err := act(ctx, desk, who, id, appeal.Order{Act: appeal.ActRecount, Day: day})
			if t.add(err) {
				continue
			}
			n.count(moved)
		}
		after = ids[len(ids)-1]
		if progress != nil {
			progress(n)
		}
	}
}

func (n *Recounted) count(moved bool) {
	n.Seen++
	if moved {
		n.Moved++
	}
}

// act does an act of the clock and reports false where there was nothing to
// do: the due day is the same, the case was closed or erased meanwhile.
func act(ctx context.Context, desk *appeal.Desk, who account.Who, id appeal.ID, o appeal.Order) (bool, error) {
	_, err := desk.Do(ctx, who, id, o)
	if err == nil {
		return true, nil
	}
	if fault.Is(err, fault.Gone) || fault.Is(err, fault.Conflict) && !appeal.Raced(err) {
		return false, nil
	}
	return false, fmt.Errorf("%s appeal %d: %w", o.Act, id, err)
}

// recount is the job behind a change of the calendar. It begins with fresh
// rules: it may run within a second of the change, and terms counted by the
// old calendar would stay wrong.
func (w *Work) recount(ctx context.Context, j jobs.Recount) error {
	day, err := calendar.Parse(j.Day)
	if err != nil {
		return err
	}
	w.o.Renew()
	_, err = Recount(ctx, w.o.Desk, w.o.Store, machine(), day, nil)
	return err
}
