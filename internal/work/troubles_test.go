package work

import (
	"context"
	"errors"
	"strings"
	"testing"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
)

var errUnreadable = errors.New("unreadable")

// A damaged store cannot read one case, and lists one case at a time.
type damaged struct {
	Store
	appeals appeal.Store
	bad     appeal.ID
	asked   int // for passed terms
}

func (d *damaged) Appeal(ctx context.Context, s account.Scope, id appeal.ID) (appeal.Appeal, error) {
	if id == d.bad {
		return appeal.Appeal{}, errUnreadable
	}
	return d.appeals.Appeal(ctx, s, id)
}

func (d *damaged) CommitAppeal(ctx context.Context, c appeal.Change) (appeal.Appeal, error) {
	return d.appeals.CommitAppeal(ctx, c)
}

func (d *damaged) SubmittedWith(ctx context.Context, token string) (appeal.Appeal, error) {
	return d.appeals.SubmittedWith(ctx, token)
}

func (d *damaged) Passed(ctx context.Context, today calendar.Day, after appeal.Cursor, _ int) ([]appeal.Cursor, error) {
	d.asked++
	if d.asked > 10 {
		return nil, errors.New("asked for ever")
	}
	return d.Store.Passed(ctx, today, after, 1)
}

// damage makes the first of three appeals unreadable.
func damage(t *testing.T, w *dbtest.World) (*Work, *damaged, []appeal.Appeal) {
	t.Helper()
	list := []appeal.Appeal{submit(t, w, ""), submit(t, w, ""), submit(t, w, "")}
	all, _ := working(t, w, nil)
	d := &damaged{Store: w.DB, appeals: w.DB, bad: list[0].ID}
	desk, err := appeal.New(appeal.Options{Store: d, Ring: w.Ring, Now: w.Clock.Now,
		Rules: func(context.Context) (appeal.Rules, error) { return w.Rules, nil }})
	if err != nil {
		t.Fatal(err)
	}
	all.o.Desk, all.o.Store = desk, d
	return all, d, list
}

func TestAnUnreadableCaseDelaysNoOtherTerm(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		all, d, list := damage(t, w)
		w.Clock.Set(dbtest.At("2026-06-01 00:10"))
		if err := all.lapse(t.Context()); !errors.Is(err, errUnreadable) {
			t.Errorf("the unreadable case: %v, want it told", err)
		}
		for _, a := range list {
			got, err := w.Appeal(t.Context(), account.Everything(), a.ID)
			if want := a.ID != d.bad; err != nil || got.Lapsed != want {
				t.Errorf("appeal %d: lapsed %v, %v; want %v", a.ID, got.Lapsed, err, want)
			}
		}
		if want := len(list) + 1; d.asked != want {
			t.Errorf("asked %d times for passed terms, want %d", d.asked, want)
		}
	})
}

func TestAnUnreadableCaseDelaysNoRecount(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		all, _, list := damage(t, w)
		off := calendar.Date(2026, 4, 1)
		w.Rules.Calendar = w.Rules.Calendar.With([]calendar.Exception{{Day: off, Reason: "сынақ"}})
		n, err := Recount(t.Context(), all.o.Desk, w.DB, machine(), off, nil)
		if want := (Recounted{Seen: len(list) - 1, Moved: len(list) - 1}); n != want || !errors.Is(err, errUnreadable) {
			t.Errorf("%+v, %v; want %+v and the unreadable case told", n, err, want)
		}
	})
}

func TestManyTroublesAreToldShortly(t *testing.T) {
	t.Parallel()
	var many troubles
	for range mostTroubles + 7 {
		many.add(errUnreadable)
	}
	end := errors.New("the end")
	told := many.with(end)
	if n := strings.Count(told.Error(), errUnreadable.Error()); n != mostTroubles {
		t.Errorf("%d errors told, want %d", n, mostTroubles)
	}
	if !errors.Is(told, end) || !strings.Contains(told.Error(), "and 7 more") {
		t.Errorf("told %q, want the last error and how many more there were", told)
	}
	if none := (&troubles{}); none.add(nil) || none.with(nil) != nil {
		t.Error("no trouble is told as one")
	}
}
