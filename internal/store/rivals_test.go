package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
	"jauap/internal/directory"
	"jauap/internal/fault"
)

func TestParallelSubmitsGetNumbersWithoutAGap(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		var ids []int64
		var mu sync.Mutex
		parallel(8, func(int) {
			for range 10 {
				r, err := w.Desk.Submit(context.Background(), account.Who{}, w.Draft("Көше жарығы жоқ"))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				ids = append(ids, int64(r.Appeal.ID))
				mu.Unlock()
			}
		})
		slices.Sort(ids)
		for i, id := range ids {
			if id != int64(i+1) {
				t.Fatalf("number %d stands at place %d", id, i+1)
			}
		}
		if err := w.VerifyRollups(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func TestOfEightRivalsExactlyOneAnswers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		d := w.Draft("Көше жарығы жоқ")
		d.Body = w.Akimat.ID
		r, err := w.Desk.Submit(ctx, account.Who{}, d)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Desk.Do(ctx, w.Registrar, r.Appeal.ID, appeal.Order{Act: appeal.ActRegister}); err != nil {
			t.Fatal(err)
		}
		var won, lost atomic.Int32
		parallel(8, func(i int) {
			_, err := w.Desk.Do(ctx, w.Head, r.Appeal.ID, appeal.Order{
				Act: appeal.ActAnswer, Outcome: appeal.Explained, Details: appeal.Details{Note: fmt.Sprint("Жауап ", i)},
			})
			switch {
			case err == nil:
				won.Add(1)
			case fault.Is(err, fault.Conflict):
				lost.Add(1)
			default:
				t.Error(err)
			}
		})
		if won.Load() != 1 || lost.Load() != 7 {
			t.Errorf("%d won, %d lost", won.Load(), lost.Load())
		}
	})
}

func parallel(n int, f func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { f(i) })
	}
	wg.Wait()
}

// TestTheScopeInSQLIsTheScopeInWords asks the database and account.Scope.Sees
// the same question for every person and every appeal.
func TestTheScopeInSQLIsTheScopeInWords(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		var all []appeal.Appeal
		for i, body := range []directory.BodyID{0, w.Akimat.ID, w.Other.ID, w.Akimat.ID} {
			d := w.Draft("Мәтін")
			d.Body = body
			r, err := w.Desk.Submit(ctx, account.Who{}, d)
			if err != nil {
				t.Fatal(err)
			}
			if i == 3 {
				for _, o := range []appeal.Order{{Act: appeal.ActRegister}, {Act: appeal.ActAssign, Executor: w.Executor.ID}} {
					if r.Appeal, err = w.Desk.Do(ctx, w.Registrar, r.Appeal.ID, o); err != nil {
						t.Fatal(err)
					}
				}
			}
			all = append(all, r.Appeal)
		}
		admin := account.Staff(99, "", account.Seat{Body: w.Akimat.ID, Role: account.Admin})
		seen := 0
		for _, who := range []account.Who{{}, w.Window, w.Registrar, w.Head, w.Executor, w.Outsider, admin, account.Author(2), {Kind: account.Machine}} {
			for _, a := range all {
				want := who.Scope().Sees(int64(a.ID), a.Body, a.Executor)
				_, err := w.Appeal(ctx, who.Scope(), a.ID)
				if got := err == nil; got != want {
					t.Errorf("%+v sees appeal %d: %v, want %v (%v)", who, a.ID, got, want, err)
				}
				if err != nil && !fault.Is(err, fault.NotFound) {
					t.Errorf("outside the scope: %v, want the fault of a number nobody has", err)
				}
				if want {
					seen++
				}
			}
			page, err := w.Queue(ctx, who.Scope(), appeal.Filter{Size: 10})
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range page.Rows {
				if !who.Scope().Sees(int64(row.ID), row.Body, row.Executor) {
					t.Errorf("the queue shows appeal %d to %+v", row.ID, who)
				}
			}
		}
		if seen != 1+2+2+1+1+1+4 {
			t.Errorf("%d pairs are seen in all", seen)
		}
	})
}

func TestChangesBehindTheProgramsBackAreFound(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"the due day of an event":    `update appeal_event set due_on = '2026-12-31' where seq = 2`,
		"the time of an event":       `update appeal_event set at = '2026-01-01 00:00:00+00:00' where seq = 3`,
		"who acted":                  `update appeal_event set staff_id = 1000 where seq = 3`,
		"an event removed":           `delete from appeal_event where seq = 5`,
		"a breach wiped or invented": `update appeal_event set breach_article = '76(1)', breach_by = '2026-03-17' where seq = 4`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
				r := line(t, w)
				if _, err := raw(t, w.URL).Exec(change); err != nil {
					t.Fatal(err)
				}
				if err := w.VerifyLeaves(context.Background(), r.Appeal.ID); err == nil {
					t.Error("it was not found")
				}
			})
		})
	}
}

func TestRollupsThatDifferAreFound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		line(t, w)
		if _, err := w.CompactRollups(context.Background()); err != nil {
			t.Fatal(err)
		}
		if _, err := raw(t, w.URL).Exec(`update rollup set came = came + 1 where state = 'answered'`); err != nil {
			t.Fatal(err)
		}
		if err := w.VerifyRollups(context.Background()); !fault.Is(err, fault.Conflict) {
			t.Errorf("VerifyRollups: %v", err)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx, now := context.Background(), w.Clock.Now()
		open := func(at time.Time) error {
			token := account.NewToken()
			if err := w.StartSession(ctx, token, w.Head.ID, now); err != nil {
				t.Fatal(err)
			}
			_, err := w.Session(ctx, token, at)
			return err
		}
		if err := open(now.Add(account.SessionIdle - time.Minute)); err != nil {
			t.Errorf("within a working day: %v", err)
		}
		if err := open(now.Add(account.SessionIdle + time.Minute)); !fault.Is(err, fault.Unsigned) {
			t.Errorf("after a working day without use: %v", err)
		}
		token := account.NewToken()
		if err := w.StartSession(ctx, token, w.Head.ID, now); err != nil {
			t.Fatal(err)
		}
		if err := w.SetLocked(ctx, account.Who{Kind: account.Operator}, w.Head.ID, true, now); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Session(ctx, token, now); !fault.Is(err, fault.Unsigned) {
			t.Errorf("of a locked person: %v", err)
		}
	})
}

func TestAnEndedSessionStillTellsWhoseItWas(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx, now, token := context.Background(), w.Clock.Now(), account.NewToken()
		if err := w.StartSession(ctx, token, w.Head.ID, now); err != nil {
			t.Fatal(err)
		}
		sweep := func(after time.Duration) (account.StaffID, error) {
			if err := w.SweepSessions(ctx, now.Add(after)); err != nil {
				t.Fatal(err)
			}
			return w.SessionHolder(ctx, token)
		}
		if who, err := sweep(account.SessionIdle + time.Hour); err != nil || who != w.Head.ID {
			t.Errorf("a day later it was of %d, %v", who, err)
		}
		if _, err := sweep(account.SessionLong + time.Hour); !fault.Is(err, fault.Unsigned) {
			t.Errorf("after the cookie is gone: %v", err)
		}
	})
}

func TestACalendarChangeMovesTheTermsThatRunOverIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		r, err := w.Desk.Submit(ctx, account.Who{}, w.Draft("Мәтін"))
		if err != nil {
			t.Fatal(err)
		}
		operator := account.Who{Kind: account.Operator}
		off := calendar.Exception{Day: calendar.Date(2026, 4, 10), Reason: "Министрдің бұйрығы"}
		if err := w.SetException(ctx, operator, off, w.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		ids, err := w.OpenOver(ctx, off.Day, off.Day, 0, 10)
		if err != nil || len(ids) != 1 {
			t.Fatalf("OpenOver = %v, %v", ids, err)
		}
		w.Rules.Calendar = w.Rules.Calendar.With([]calendar.Exception{off})
		a, err := w.Desk.Do(ctx, operator, r.Appeal.ID, appeal.Order{Act: appeal.ActRecount})
		if err != nil || a.DueOn != calendar.Date(2026, 4, 13) {
			t.Fatalf("recounted to %v, %v", a.DueOn, err)
		}
		if _, err := w.Desk.Do(ctx, operator, r.Appeal.ID, appeal.Order{Act: appeal.ActRecount}); !fault.Is(err, fault.Conflict) {
			t.Errorf("recounted twice: %v", err)
		}
		have, err := w.Exceptions(ctx)
		if err != nil || len(have) != 1 || have[0] != off {
			t.Errorf("Exceptions = %v, %v", have, err)
		}
		if ids, _ := w.OpenOver(ctx, calendar.Date(2026, 3, 1), calendar.Date(2026, 3, 1), 0, 10); len(ids) != 0 {
			t.Errorf("a day before the term concerns %v", ids)
		}
	})
}

func TestNothingPersonalLiesOpenInTheDatabase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		d := w.Draft("Мен Құпияева Көрінбе Құпияқызы, тел. 8 701 123 45 67, жолымыз шұңқыр")
		d.Applicant = appeal.Applicant{Name: "Құпияева Көрінбе", IIN: "000101500001", Email: "qupiya@example.kz", Phone: "87011234567", Address: "Қиял көшесі 1"}
		if _, err := w.Desk.Submit(ctx, account.Who{}, d); err != nil {
			t.Fatal(err)
		}
		dump := dumpAll(t, w.URL)
		if !strings.Contains(dump, "akimat.750000000") {
			t.Fatal("the dump holds nothing")
		}
		for _, secret := range []string{"Құпия", "құпия", "купия", "Көрінбе", "көрінбе", "коринбе", "000101500001", "qupiya", "1234567", "Қиял", "жолымыз"} {
			if strings.Contains(dump, secret) {
				t.Errorf("%q lies open", secret)
			}
		}
	})
}

// dumpAll prints every value of every table of ours.
func dumpAll(t *testing.T, dbURL string) string {
	t.Helper()
	db := raw(t, dbURL)
	q := `select table_name from information_schema.tables where table_schema = current_schema()`
	if strings.HasPrefix(dbURL, "sqlite:") {
		q = `select name from sqlite_master where type = 'table'`
	}
	var b strings.Builder
	for _, n := range column(t, db, q) {
		dumpTable(t, db, n, &b)
	}
	return b.String()
}

// column reads one column of text.
func column(t *testing.T, db *sql.DB, q string) (list []string) {
	t.Helper()
	rows, err := db.Query(q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func dumpTable(t *testing.T, db *sql.DB, name string, b *strings.Builder) {
	t.Helper()
	rows, err := db.Query(`select * from "` + name + `"`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, into := make([]any, len(cols)), make([]any, len(cols))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			if raw, ok := v.([]byte); ok {
				v = string(raw)
			}
			fmt.Fprintln(b, v)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
