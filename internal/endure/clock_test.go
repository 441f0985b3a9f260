package endure

import (
	"context"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
)

// TestAClockSetBackAnHour lets a case live on while the clock loses an hour,
// past midnight: its story keeps its order, and the law goes by the clock as
// it stands now.
func TestAClockSetBackAnHour(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := t.Context()
		w.Clock.Set(dbtest.At("2026-03-18 00:20")) // wrong: it is 23:20 of the 17th
		draft := w.Draft("Сынақ: аулада жарық жоқ")
		first := submit(t, w, draft)
		do(t, w, w.Window, first.Appeal.ID, appeal.Order{Act: appeal.ActRegister, Body: w.Akimat.ID})
		token := account.NewToken()
		must(t, w.StartSession(ctx, token, w.Head.ID, w.Clock.Now()))

		w.Clock.Set(dbtest.At("2026-03-17 23:21"))
		if _, err := w.Session(ctx, token, w.Clock.Now()); err != nil {
			t.Errorf("the session ended with the hour: %v", err)
		}
		if again := submit(t, w, draft); again.Appeal.ID != first.Appeal.ID || again.Code != first.Code {
			t.Errorf("the same form became %d beside %d", again.Appeal.ID, first.Appeal.ID)
		}
		a := do(t, w, w.Head, first.Appeal.ID, appeal.Order{
			Act: appeal.ActRedirect, Body: w.Other.ID, Details: appeal.Details{Note: "Сізге тиесілі"},
		})
		want := calendar.Of(dbtest.At("2026-03-17 12:00"))
		if a.ReachedOn != want || a.CountedFrom != want {
			t.Errorf("the new term is counted from %v and %v, want %v: not from a day that has not come", a.ReachedOn, a.CountedFrom, want)
		}
		inOrder(t, w, first.Appeal.ID, 3)

		w.Clock.Set(dbtest.At("2026-03-18 09:00"))
		do(t, w, w.Outsider, first.Appeal.ID, appeal.Order{
			Act: appeal.ActAnswer, Outcome: appeal.Explained, Details: appeal.Details{Note: "Жарық жөнделді."},
		})
		events := inOrder(t, w, first.Appeal.ID, 4)
		if got := events[3].At; !got.Equal(w.Clock.Now()) {
			t.Errorf("the answer is of %v, want %v: the clock is right again", got, w.Clock.Now())
		}
		if page, err := w.Queue(ctx, account.Everything(), appeal.Filter{Size: 10, Done: true}); err != nil || len(page.Rows) != 1 {
			t.Errorf("%d finished cases, %v; want 1", len(page.Rows), err)
		}
	})
}

// TestTheTermOfANewAppealGoesByTheClockOfItsMoment submits before and after the clock
// was set back: each appeal has its own term, by the clock of its own moment.
func TestTheTermOfANewAppealGoesByTheClockOfItsMoment(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		w.Clock.Set(dbtest.At("2026-03-18 00:20"))
		early := submit(t, w, w.Draft("Сынақ бір")).Appeal
		w.Clock.Set(dbtest.At("2026-03-17 23:20"))
		late := submit(t, w, w.Draft("Сынақ екі")).Appeal
		if late.ID <= early.ID || late.Number() == early.Number() {
			t.Errorf("the numbers %v and %v do not go on", early.Number(), late.Number())
		}
		if !late.ReceivedAt.Before(early.ReceivedAt) || late.DueOn > early.DueOn {
			t.Errorf("the term of %v runs to %v, that of %v to %v", late.ReceivedAt, late.DueOn, early.ReceivedAt, early.DueOn)
		}
	})
}

// inOrder reads the events of a case and complains when one stands before
// the one it follows, or when row and events differ.
func inOrder(t *testing.T, w *dbtest.World, id appeal.ID, n int) []appeal.Event {
	t.Helper()
	c, err := w.Case(context.Background(), account.Everything(), id)
	must(t, err)
	if len(c.Events) != n {
		t.Fatalf("%d events, want %d", len(c.Events), n)
	}
	for i, e := range c.Events[1:] {
		if last := c.Events[i]; e.At.Before(last.At) || e.Seq != last.Seq+1 {
			t.Errorf("%s of %v follows %s of %v", e.Act, e.At, last.Act, last.At)
		}
	}
	if c.Appeal != appeal.Sum(id, c.Events) {
		t.Errorf("the row is %+v, its events add up to %+v", c.Appeal, appeal.Sum(id, c.Events))
	}
	return c.Events
}

func submit(t *testing.T, w *dbtest.World, d appeal.Draft) appeal.Receipt {
	t.Helper()
	r, err := w.Desk.Submit(t.Context(), account.Who{}, d)
	must(t, err)
	return r
}

func do(t *testing.T, w *dbtest.World, who account.Who, id appeal.ID, o appeal.Order) appeal.Appeal {
	t.Helper()
	w.Clock.Set(w.Clock.Now().Add(time.Second))
	a, err := w.Desk.Do(t.Context(), who, id, o)
	must(t, err)
	return a
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
