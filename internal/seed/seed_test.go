package seed_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/law"
	"jauap/internal/seed"
	"jauap/internal/store"
)

// country is a database with the directory and nobody in it.
func country(t *testing.T, url string, now time.Time) (*store.DB, seed.Options) {
	t.Helper()
	ctx := context.Background()
	db := dbtest.Open(t, url)
	files, err := directory.ReadFiles(directory.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ImportDirectory(ctx, account.Who{Kind: account.Operator}, files, now); err != nil {
		t.Fatal(err)
	}
	var r appeal.Rules
	if r.Directory, err = db.Directory(ctx); err != nil {
		t.Fatal(err)
	}
	if r.Law, err = law.Kazakhstan(); err != nil {
		t.Fatal(err)
	}
	if r.Calendar, err = calendar.Kazakhstan(); err != nil {
		t.Fatal(err)
	}
	return db, seed.Options{Store: db, Ring: dbtest.Ring(t), Now: now,
		Rules: func(context.Context) (appeal.Rules, error) { return r, nil }}
}

func everything(t *testing.T, db *store.DB) []appeal.Appeal {
	t.Helper()
	var all []appeal.Appeal
	for _, done := range []bool{false, true} {
		page, err := db.Queue(context.Background(), account.Everything(), appeal.Filter{Done: done, Size: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Rows {
			all = append(all, row.Appeal)
		}
	}
	return all
}

func TestTheDemoShowsEverything(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		now := dbtest.At("2026-11-23 15:30")
		today := calendar.Of(now)
		db, o := country(t, url, now)
		signIns, err := seed.Demo(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		all := everything(t, db)
		if got, want := len(all), 60; got != want {
			t.Errorf("%d appeals, want %d", got, want)
		}
		for name, holds := range map[string]func(appeal.Appeal) bool{
			"late and open":          func(a appeal.Appeal) bool { return a.Late(today) && a.Lapsed },
			"due today":              func(a appeal.Appeal) bool { return a.State.Open() && a.DueOn == today },
			"due tomorrow":           func(a appeal.Appeal) bool { return a.State.Open() && a.DueOn == today+1 },
			"answered late":          func(a appeal.Appeal) bool { return a.State == appeal.Answered && a.Breaches > 0 },
			"registered late":        func(a appeal.Appeal) bool { return a.State == appeal.Routed && a.Breaches > 0 },
			"redirected in time":     func(a appeal.Appeal) bool { return a.State == appeal.Redirected && a.Breaches == 0 },
			"redirected late":        func(a appeal.Appeal) bool { return a.State == appeal.Redirected && a.Breaches > 0 },
			"without a body":         func(a appeal.Appeal) bool { return a.Body == 0 },
			"from a company":         func(a appeal.Appeal) bool { return a.Company },
			"anonymous":              func(a appeal.Appeal) bool { return a.Anonymous },
			"in Kazakh":              func(a appeal.Appeal) bool { return a.Language == "kk" },
			"in Russian":             func(a appeal.Appeal) bool { return a.Language == "ru" },
			"in both":                func(a appeal.Appeal) bool { return a.Language == "mixed" },
			"a complaint":            func(a appeal.Appeal) bool { return a.Kind == law.Complaint },
			"terminated":             func(a appeal.Appeal) bool { return a.State == appeal.Terminated },
			"withdrawn":              func(a appeal.Appeal) bool { return a.State == appeal.Withdrawn },
			"just sent in":           func(a appeal.Appeal) bool { return a.State == appeal.Submitted },
			"registered, no body":    func(a appeal.Appeal) bool { return a.State == appeal.Registered },
			"with an executor":       func(a appeal.Appeal) bool { return a.State == appeal.Assigned },
			"rated solved":           func(a appeal.Appeal) bool { return a.Rating == appeal.Solved },
			"rated partly":           func(a appeal.Appeal) bool { return a.Rating == appeal.Partly },
			"rated not solved":       func(a appeal.Appeal) bool { return a.Rating == appeal.Not },
			"answered, not rated":    func(a appeal.Appeal) bool { return a.State == appeal.Answered && a.Rating == "" },
			"answered: explained":    func(a appeal.Appeal) bool { return a.Outcome == appeal.Explained },
			"received in the future": nil,
		} {
			n := 0
			for _, a := range all {
				if holds == nil {
					if a.ReceivedAt.After(now) {
						t.Errorf("appeal %d came at %v, after now", a.ID, a.ReceivedAt)
					}
				} else if holds(a) {
					n++
				}
			}
			if holds != nil && n == 0 {
				t.Errorf("no appeal is %s", name)
			}
		}
		for _, a := range all {
			if a.Source != appeal.FromDemo || a.Reachable {
				t.Errorf("appeal %d: source %q, reachable %v; want one marked as demo that no letter goes to", a.ID, a.Source, a.Reachable)
			}
		}
		if err := db.VerifyRollups(t.Context()); err != nil {
			t.Error(err)
		}
		checkSignIns(t, db, signIns)
	})
}

func checkSignIns(t *testing.T, db *store.DB, signIns []seed.SignIn) {
	t.Helper()
	roles := map[account.Role]bool{}
	for _, s := range signIns {
		p, err := db.PersonByLogin(t.Context(), s.Login)
		if err != nil || !p.Demo || !p.Who().HoldsAnywhere(s.Role) {
			t.Errorf("%s: %+v, %v; want a demo person with role %s", s.Login, p.Seats, err, s.Role)
		}
		roles[s.Role] = true
	}
	if got, want := len(roles), len(account.Roles()); got != want {
		t.Errorf("people of %d roles, want all %d", got, want)
	}
	p, err := db.PersonByLogin(t.Context(), signIns[0].Login)
	if err != nil || !account.MatchPassword(p.Password, seed.Password) {
		t.Errorf("the demo password does not open %s (%v)", signIns[0].Login, err)
	}
}

func TestNumbersRiseWithTheDays(t *testing.T) {
	t.Parallel()
	db, o := country(t, "sqlite:"+t.TempDir()+"/a.db", dbtest.At("2026-11-23 15:30"))
	if _, err := seed.Demo(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	byID := map[appeal.ID]appeal.Appeal{}
	for _, a := range everything(t, db) {
		byID[a.ID] = a
	}
	for id := appeal.ID(2); int(id) <= len(byID); id++ {
		if byID[id].ReceivedAt.Before(byID[id-1].ReceivedAt) {
			t.Errorf("appeal %d came before appeal %d", id, id-1)
		}
	}
}

func TestTheDemoIsTheSameEveryTimeAndOnEveryDay(t *testing.T) {
	t.Parallel()
	for name, now := range map[string]string{
		"a working day in the afternoon": "2026-11-23 15:30",
		"a minute after midnight":        "2026-11-24 00:01",
		"a Sunday":                       "2026-11-22 12:00",
		"within Nauryz":                  "2027-03-22 12:00",
		"after the tables of holidays":   "2029-07-05 12:00",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var runs [2][]appeal.Appeal
			for i := range runs {
				db, o := country(t, "sqlite:"+t.TempDir()+"/a.db", dbtest.At(now))
				if _, err := seed.Demo(t.Context(), o); err != nil {
					t.Fatal(err)
				}
				runs[i] = everything(t, db)
			}
			if diff := cmp.Diff(runs[0], runs[1]); diff != "" {
				t.Errorf("two runs differ:\n%s", diff)
			}
		})
	}
}

func TestADatabaseInUseIsLeftAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		rules := func(context.Context) (appeal.Rules, error) { return w.Rules, nil }
		_, err := seed.Demo(t.Context(), seed.Options{Store: w.DB, Rules: rules, Ring: w.Ring, Now: w.Clock.Now()})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("a database with people: %v, want a conflict", err)
		}
	})
	dbtest.EachURL(t, func(t *testing.T, url string) {
		db, o := country(t, url, dbtest.At("2026-11-23 15:30"))
		desk, err := appeal.New(appeal.Options{Store: db, Rules: o.Rules, Ring: o.Ring, Now: func() time.Time { return o.Now }})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := desk.Submit(t.Context(), account.Who{}, appeal.Draft{Text: "Су жоқ", Source: appeal.FromPaper}); err != nil {
			t.Fatal(err)
		}
		if _, err := seed.Demo(t.Context(), o); !fault.Is(err, fault.Conflict) {
			t.Errorf("a database with an appeal: %v, want a conflict", err)
		}
		if people, err := db.People(t.Context(), 0); err != nil || len(people) > 0 {
			t.Errorf("%d people were added before it refused (%v)", len(people), err)
		}
	})
}

func TestAMissingDirectoryIsSaid(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, "sqlite:"+t.TempDir()+"/a.db")
	empty, err := directory.New(nil, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	cal, err := calendar.Kazakhstan()
	if err != nil {
		t.Fatal(err)
	}
	_, err = seed.Demo(t.Context(), seed.Options{Store: db, Ring: dbtest.Ring(t), Now: dbtest.At("2026-11-23 15:30"),
		Rules: func(context.Context) (appeal.Rules, error) { return appeal.Rules{Directory: empty, Calendar: cal}, nil }})
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("no directory: %v, want not found", err)
	}
}
