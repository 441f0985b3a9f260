package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
)

// assigned is an appeal that the executor of the akimat works on.
func assigned(t *testing.T, w *dbtest.World) appeal.Appeal {
	t.Helper()
	ctx := context.Background()
	d := w.Draft("Көше жарығы жанбайды")
	d.Body = w.Akimat.ID
	r, err := w.Desk.Submit(ctx, account.Who{}, d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Desk.Do(ctx, w.Registrar, r.Appeal.ID, appeal.Order{Act: appeal.ActRegister}); err != nil {
		t.Fatal(err)
	}
	a, err := w.Desk.Do(ctx, w.Head, r.Appeal.ID, appeal.Order{Act: appeal.ActAssign, Executor: w.Executor.ID, For: w.Executor.Name})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func duty(t *testing.T, w *dbtest.World, a appeal.Appeal, who account.Who) appeal.Reading {
	t.Helper()
	r, ok := appeal.OnDuty(a, who, w.Clock.Now())
	if !ok {
		t.Fatalf("%+v is not on duty", who)
	}
	return r.Opened(w.Clock.Now(), false)
}

func journal(t *testing.T, w *dbtest.World, a appeal.Appeal) []appeal.Reading {
	t.Helper()
	list, err := w.Readings(t.Context(), account.Author(int64(a.ID)).Scope(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestReadingsOfAnHourAreOneRow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		a := assigned(t, w)
		start := dbtest.At("2026-03-17 10:15")
		read := func(at string, who account.Who) {
			t.Helper()
			w.Clock.Set(dbtest.At("2026-03-17 " + at))
			if err := w.Read(t.Context(), who, duty(t, w, a, who)); err != nil {
				t.Fatal(err)
			}
		}
		for _, at := range []string{"10:15", "10:59", "10:30", "11:00"} { // a clock may step back
			read(at, w.Executor)
		}
		read("11:10", w.Head)
		hour := start.Truncate(time.Hour)
		want := []appeal.Reading{
			{
				Appeal: a.ID, Staff: w.Head.ID, Name: w.Head.Name, Role: account.Head, Body: w.Akimat.ID, Why: appeal.Duty,
				Since: hour.Add(time.Hour), First: dbtest.At("2026-03-17 11:10"), Last: dbtest.At("2026-03-17 11:10"), Times: 1,
			},
			{
				Appeal: a.ID, Staff: w.Executor.ID, Name: w.Executor.Name, Role: account.Executor, Body: w.Akimat.ID, Why: appeal.Duty,
				Since: hour.Add(time.Hour), First: dbtest.At("2026-03-17 11:00"), Last: dbtest.At("2026-03-17 11:00"), Times: 1,
			},
			{
				Appeal: a.ID, Staff: w.Executor.ID, Name: w.Executor.Name, Role: account.Executor, Body: w.Akimat.ID, Why: appeal.Duty,
				Since: hour, First: start, Last: dbtest.At("2026-03-17 10:59"), Times: 3,
			},
		}
		if diff := cmp.Diff(journal(t, w, a), want, cmpopts.EquateApproxTime(0)); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
	})
}

// TestTheStepsOfAFormAreOneReading: only the first of an hour counts, also
// when nothing else was opened in it.
func TestTheStepsOfAFormAreOneReading(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		a := assigned(t, w)
		for i, step := range []bool{true, true, false, true} {
			r, _ := appeal.OnDuty(a, w.Executor, w.Clock.Now())
			if err := w.Read(t.Context(), w.Executor, r.Opened(w.Clock.Now(), step)); err != nil {
				t.Fatal(err)
			}
			want := []int{1, 1, 2, 2}[i]
			if list := journal(t, w, a); len(list) != 1 || list[0].Times != want {
				t.Errorf("after %d readings: %+v, want %d times", i+1, list, want)
			}
		}
	})
}

// TestOnlyThoseWhoSeeACaseWriteItsJournal, each under their own name.
func TestOnlyThoseWhoSeeACaseWriteItsJournal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		a := assigned(t, w)
		of := func(who account.Who) appeal.Reading {
			return appeal.Reading{Appeal: a.ID, Staff: who.ID, Name: who.Name, Why: appeal.Duty, Times: 1, Since: w.Clock.Now()}
		}
		for name, try := range map[string]struct {
			who account.Who
			r   appeal.Reading
		}{
			"another body's head": {w.Outsider, of(w.Outsider)},
			"the single window":   {w.Window, of(w.Window)},
			"nobody":              {account.Who{}, of(account.Who{})},
			"the machine":         {account.Who{Kind: account.Machine}, of(account.Who{})},
			"the operator":        {account.Who{Kind: account.Operator}, of(account.Who{})},
			"the applicant":       {account.Author(int64(a.ID)), of(account.Who{})},
			"under another name":  {w.Head, of(w.Registrar)},
			"a case never given":  {w.Head, appeal.Reading{Appeal: a.ID + 99, Staff: w.Head.ID, Times: 1}},
		} {
			if err := w.Read(t.Context(), try.who, try.r); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v, want not found", name, err)
			}
		}
		if list := journal(t, w, a); len(list) != 0 {
			t.Errorf("the journal says %+v", list)
		}
	})
}

func TestTheJournalIsReadWithinAScope(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		a, other := assigned(t, w), assigned(t, w)
		if err := w.Read(t.Context(), w.Head, duty(t, w, a, w.Head)); err != nil {
			t.Fatal(err)
		}
		for name, tt := range map[string]struct {
			scope account.Scope
			want  int
		}{
			"nobody":                         {account.Scope{}, 0},
			"another body's head":            {w.Outsider.Scope(), 0},
			"the single window":              {w.Window.Scope(), 0},
			"the applicant":                  {account.Author(int64(a.ID)).Scope(), 1},
			"the applicant of another":       {account.Author(int64(other.ID)).Scope(), 0},
			"the head":                       {w.Head.Scope(), 1},
			"the program":                    {account.Everything(), 1},
			"the executor it was given to":   {w.Executor.Scope(), 1},
			"the registrar of the same body": {w.Registrar.Scope(), 1},
		} {
			if list, err := w.Readings(t.Context(), tt.scope, a.ID); err != nil || len(list) != tt.want {
				t.Errorf("%s finds %d readings, %v; want %d", name, len(list), err, tt.want)
			}
		}
	})
}

func TestAReasonIsFoundForItsHourByItsGiverAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		a := assigned(t, w)
		given := w.Clock.Now().Add(123456 * time.Nanosecond)
		r, err := appeal.AskToRead(a, w.Head, appeal.OtherWhy, "депутаттың сұрауы", given)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Read(t.Context(), w.Head, r); err != nil {
			t.Fatal(err)
		}
		if list := journal(t, w, a); len(list) != 0 {
			t.Errorf("a reason without a reading stands in the journal: %+v", list)
		}
		open := func(who account.Who, after time.Duration) (appeal.Reading, bool) {
			t.Helper()
			r, ok, err := w.OpenReading(t.Context(), who, a.ID, given.Add(after))
			if err != nil {
				t.Fatal(err)
			}
			return r, ok
		}
		for _, tt := range []struct {
			name  string
			who   account.Who
			after time.Duration
			want  bool
		}{
			{"at once", w.Head, 0, true},
			{"just before the hour ends", w.Head, time.Hour - time.Millisecond, true},
			{"when the hour ends", w.Head, time.Hour, false},
			{"after the clock was set back", w.Head, -time.Hour, false},
			{"a colleague", w.Registrar, time.Minute, false},
			{"another body", w.Outsider, time.Minute, false},
			{"the operator", account.Who{Kind: account.Operator, ID: w.Head.ID}, time.Minute, false},
			{"somebody who left the body", account.Staff(w.Head.ID, w.Head.Name), time.Minute, false},
		} {
			if _, ok := open(tt.who, tt.after); ok != tt.want {
				t.Errorf("%s: open %v, want %v", tt.name, ok, tt.want)
			}
		}
		found, _ := open(w.Head, time.Minute)
		for range 2 {
			if err := w.Read(t.Context(), w.Head, found.Opened(given.Add(time.Minute), false)); err != nil {
				t.Fatal(err)
			}
		}
		list := journal(t, w, a)
		if len(list) != 1 || list[0].Times != 2 || list[0].Words != "депутаттың сұрауы" || !list[0].First.Equal(given.Add(time.Minute).Truncate(time.Microsecond)) {
			t.Errorf("the journal says %+v", list)
		}
		if !list[0].Holds(given.Add(time.Minute)) {
			t.Error("the rule says that the reason found no longer holds")
		}
	})
}

// TestADutyThatEndedOpensTheCaseForAnHourMore: to whoever opened it on duty,
// and however often it is opened in that time, not longer.
func TestADutyThatEndedOpensTheCaseForAnHourMore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		a := assigned(t, w)
		w.Clock.Set(dbtest.At("2026-03-17 10:50"))
		if err := w.Read(t.Context(), w.Executor, duty(t, w, a, w.Executor)); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			name string
			who  account.Who
			at   string
			want bool
		}{
			{"at once", w.Executor, "10:50", true},
			{"late in the next hour", w.Executor, "11:59", true},
			{"after it", w.Executor, "12:00", false},
			{"after it, later still", w.Executor, "12:30", false},
			{"the head, who did not open it", w.Head, "10:55", false},
			{"somebody who left the body", account.Staff(w.Executor.ID, w.Executor.Name), "10:55", false},
		} {
			now := dbtest.At("2026-03-17 " + tt.at)
			r, ok, err := w.OpenReading(t.Context(), tt.who, a.ID, now)
			if err != nil || ok != tt.want || ok && r.Why != appeal.Duty {
				t.Errorf("%s: open %v as %q, %v; want %v", tt.name, ok, r.Why, err, tt.want)
			}
			if !ok {
				continue
			}
			if err := w.Read(t.Context(), tt.who, r.Opened(now, false)); err != nil {
				t.Fatal(err)
			}
		}
		list := journal(t, w, a)
		if len(list) != 1 || list[0].Times != 3 || !list[0].Last.Equal(dbtest.At("2026-03-17 11:59")) || list[0].Why != appeal.Duty {
			t.Errorf("the journal says %+v", list)
		}
	})
}

// TestManyReadersShareTransactions: every reading is counted, however many
// come at once, and on many cases in any order.
func TestManyReadersShareTransactions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		cases := []appeal.Appeal{assigned(t, w), assigned(t, w), assigned(t, w)}
		people := []account.Who{w.Head, w.Registrar, w.Executor}
		const each = 20
		var readers sync.WaitGroup
		errs := make(chan error, len(cases)*len(people)*each)
		for i := range each {
			for j := range cases {
				for _, who := range people {
					readers.Go(func() {
						a := cases[(i+j)%len(cases)]
						r, _ := appeal.OnDuty(a, who, w.Clock.Now())
						errs <- w.Read(context.Background(), who, r.Opened(w.Clock.Now(), false))
					})
				}
			}
		}
		readers.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
		for _, a := range cases {
			list := journal(t, w, a)
			if len(list) != len(people) {
				t.Errorf("%d rows, want one a person: %+v", len(list), list)
			}
			for _, r := range list {
				if r.Times != each {
					t.Errorf("person %d: %d times, want %d", r.Staff, r.Times, each)
				}
			}
		}
	})
}

// TestNoNameAndNoWordLiesInTheOpen looks at the table as somebody with a
// console would.
func TestNoNameAndNoWordLiesInTheOpen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		a := assigned(t, w)
		r, err := appeal.AskToRead(a, w.Head, appeal.OtherWhy, "құпиясөз", w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Read(t.Context(), w.Head, r.Opened(w.Clock.Now(), false)); err != nil {
			t.Fatal(err)
		}
		var staff, times int64
		var why, role string
		var sealed []byte
		db := raw(t, w.URL)
		if err := db.QueryRow(`select staff_id, why, role, times, sealed from reading`).Scan(&staff, &why, &role, &times, &sealed); err != nil {
			t.Fatal(err)
		}
		all := fmt.Sprint(staff, why, role, times, string(sealed))
		if strings.Contains(all, "құпиясөз") || strings.Contains(all, w.Head.Name) {
			t.Errorf("the row says %q", all)
		}
		if _, err := db.Exec(`update appeal_content set case_key = null`); err != nil {
			t.Fatal(err)
		}
		list := journal(t, w, a)
		if len(list) != 1 || list[0].Staff != w.Head.ID || list[0].Name != "" || list[0].Words != "" {
			t.Errorf("after the case was erased the journal says %+v", list)
		}
	})
}

func TestAReadingMovedToAnotherCaseDoesNotOpen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		a, other := assigned(t, w), assigned(t, w)
		if err := w.Read(t.Context(), w.Head, duty(t, w, a, w.Head)); err != nil {
			t.Fatal(err)
		}
		if _, err := raw(t, w.URL).Exec(`update reading set appeal_id = $1`, int64(other.ID)); err != nil {
			t.Fatal(err)
		}
		list, err := w.Readings(t.Context(), account.Everything(), other.ID)
		if err != nil || len(list) != 1 || list[0].Name != "" || list[0].Words != "" {
			t.Errorf("the journal of another case says %+v (%v), want a row without a name", list, err)
		}
	})
}
