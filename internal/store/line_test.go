package store_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/text"
)

// line takes one appeal from the first word to the answer.
func line(t *testing.T, w *dbtest.World) appeal.Receipt {
	t.Helper()
	ctx := context.Background()
	d := w.Draft("Абай көшесіндегі жол шұңқыр, жөндеуіңізді сұраймын")
	d.Applicant = appeal.Applicant{Name: "Сынақ Сынақов", Email: "synaq@example.kz"}
	r, err := w.Desk.Submit(ctx, account.Who{}, d)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		who account.Who
		o   appeal.Order
	}{
		{w.Window, appeal.Order{Act: appeal.ActRegister, Body: w.Akimat.ID}},
		{w.Registrar, appeal.Order{Act: appeal.ActAssign, Executor: w.Executor.ID, For: w.Executor.Name}},
		{w.Executor, appeal.Order{Act: appeal.ActAnswer, Outcome: appeal.Satisfied, Details: appeal.Details{Note: "Жол 20 наурызда жөнделді."}}},
		{account.Author(int64(r.Appeal.ID)), appeal.Order{Act: appeal.ActRate, Rating: appeal.Solved}},
	} {
		if _, err := w.Desk.Do(ctx, step.who, r.Appeal.ID, step.o); err != nil {
			t.Fatalf("%s: %v", step.o.Act, err)
		}
	}
	return r
}

func TestOneAppealFromTheFirstWordToTheAnswer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		r := line(t, w)
		if got, want := r.Appeal.DueOn, calendar.Date(2026, 4, 10); got != want {
			t.Errorf("due %v, want %v", got, want)
		}
		c, err := w.Case(ctx, account.Everything(), r.Appeal.ID)
		if err != nil {
			t.Fatal(err)
		}
		if c.State != appeal.Answered || c.Rating != appeal.Solved || c.Breaches != 0 {
			t.Errorf("state %s, rating %s, breaches %d", c.State, c.Rating, c.Breaches)
		}
		if diff := cmp.Diff(c.Appeal, appeal.Sum(c.ID, c.Events)); diff != "" {
			t.Errorf("the row is not the sum of its events (-row +sum):\n%s", diff)
		}
		if got := c.Events[3].Details.Note; got != "Жол 20 наурызда жөнделді." {
			t.Errorf("answer %q", got)
		}
		if err := w.VerifyRollups(ctx); err != nil {
			t.Error(err)
		}
		if n, err := w.CompactRollups(ctx); err != nil || n == 0 {
			t.Errorf("compacted %d, %v", n, err)
		}
		if err := w.VerifyRollups(ctx); err != nil {
			t.Errorf("after compaction: %v", err)
		}
		if err := w.VerifyLeaves(ctx, r.Appeal.ID); err != nil {
			t.Error(err)
		}
	})
}

func TestNumberAndCodeOpenAnAppealAndNothingElseDoes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		r := line(t, w)
		who, err := w.Prove(ctx, r.Appeal.Number(), r.Code)
		if err != nil || who.Appeal != int64(r.Appeal.ID) {
			t.Fatalf("Prove = %v, %v", who, err)
		}
		n := r.Appeal.Number()
		for name, try := range map[string]struct {
			n    appeal.Number
			code string
		}{
			"a wrong code": {n, "AAAAA-AAAAA"}, "no code": {n, ""},
			"another year":     {appeal.Number{Year: 2025, ID: n.ID}, r.Code},
			"a number not yet": {appeal.Number{Year: n.Year, ID: n.ID + 1}, r.Code},
		} {
			if _, err := w.Prove(ctx, try.n, try.code); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAFormSentTwiceIsOneAppeal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		d := w.Draft("Су жоқ")
		first, err := w.Desk.Submit(ctx, account.Who{}, d)
		if err != nil {
			t.Fatal(err)
		}
		second, err := w.Desk.Submit(ctx, account.Who{}, d)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("two clicks, two receipts:\n%s", diff)
		}
	})
}

func TestSearchFindsOtherFormsOfAWordWithinTheScopeOnly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		d := w.Draft("На дороге у школы большие ямы, звоните 8 701 123 45 67")
		d.Body = w.Akimat.ID
		if _, err := w.Desk.Submit(ctx, account.Who{}, d); err != nil {
			t.Fatal(err)
		}
		find := func(who account.Who, q string) int {
			page, err := w.Queue(ctx, who.Scope(), appeal.Filter{Words: text.Query(q), Size: 10})
			if err != nil {
				t.Fatal(err)
			}
			return len(page.Rows)
		}
		for q, want := range map[string]int{"дороги": 1, "яма школе": 1, "больница": 0, "87011234567": 0, `'"\&|!`: 1} {
			if got := find(w.Registrar, q); q != `'"\&|!` && got != want {
				t.Errorf("%q finds %d, want %d", q, got, want)
			}
		}
		if got := find(w.Outsider, "дороги"); got != 0 {
			t.Errorf("another body's head finds %d", got)
		}
		if got := find(account.Who{}, "дороги"); got != 0 {
			t.Errorf("nobody finds %d", got)
		}
	})
}
