package seed_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/seed"
	"jauap/internal/store"
)

var errCut = errors.New("cut short")

// A cut store takes so many writes and no more.
type cut struct {
	*store.DB
	left int
}

func (c *cut) write() error {
	if c.left--; c.left < 0 {
		return errCut
	}
	return nil
}

func (c *cut) CommitAppeal(ctx context.Context, change appeal.Change) (appeal.Appeal, error) {
	if err := c.write(); err != nil {
		return appeal.Appeal{}, err
	}
	return c.DB.CommitAppeal(ctx, change)
}

func (c *cut) AddPerson(ctx context.Context, by account.Who, p account.Person, now time.Time) (account.StaffID, error) {
	if err := c.write(); err != nil {
		return 0, err
	}
	return c.DB.AddPerson(ctx, by, p, now)
}

func (c *cut) SetMeta(ctx context.Context, name, value string) error {
	if err := c.write(); err != nil {
		return err
	}
	return c.DB.SetMeta(ctx, name, value)
}

// whole makes a demo in one go and counts its writes.
func whole(t *testing.T, now time.Time) (all []appeal.Appeal, writes int) {
	t.Helper()
	db, o := country(t, "sqlite:"+t.TempDir()+"/whole.db", now)
	count := &cut{DB: db, left: 1 << 20}
	o.Store, o.Resumed = count, func() { t.Error("a first demo was told as resumed") }
	if _, err := seed.Demo(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	return everything(t, db), 1<<20 - count.left
}

func TestADemoCutShortIsFinishedByTheNextOne(t *testing.T) {
	t.Parallel()
	now := dbtest.At("2026-11-23 15:30")
	want, writes := whole(t, now)
	people := len(seed.SignIns())
	for _, after := range []int{1, people, writes / 2, writes - 1} {
		t.Run(fmt.Sprintf("after %d of %d writes", after, writes), func(t *testing.T) {
			t.Parallel()
			dbtest.EachURL(t, func(t *testing.T, url string) {
				db, o := country(t, url, now)
				o.Store = &cut{DB: db, left: after}
				if _, err := seed.Demo(t.Context(), o); !errors.Is(err, errCut) {
					t.Fatalf("got %v, want it cut short", err)
				}
				resumed := 0
				o.Store, o.Now, o.Resumed = db, now.Add(50*time.Hour), func() { resumed++ }
				if _, err := seed.Demo(t.Context(), o); err != nil || resumed != 1 {
					t.Fatalf("resumed %d times, %v; want once", resumed, err)
				}
				checkSame(t, db, want)
				if _, err := seed.Demo(t.Context(), o); !seed.InUse(err) || resumed != 1 {
					t.Errorf("a demo that is done: %v, want it in use", err)
				}
			})
		})
	}
}

func checkSame(t *testing.T, db *store.DB, want []appeal.Appeal) {
	t.Helper()
	if diff := cmp.Diff(want, everything(t, db)); diff != "" {
		t.Errorf("not what one go would have made:\n%s", diff)
	}
	people, err := db.People(t.Context(), 0)
	if err != nil || len(people) != len(seed.SignIns()) {
		t.Errorf("%d people, %v; want %d", len(people), err, len(seed.SignIns()))
	}
	if err := db.VerifyRollups(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestADemoCutShortThatSomebodyUsesIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, use := range map[string]func(*testing.T, *store.DB, seed.Options) error{
		"an appeal came in": func(t *testing.T, db *store.DB, o seed.Options) error {
			desk, err := appeal.New(appeal.Options{Store: db, Rules: o.Rules, Ring: o.Ring, Now: func() time.Time { return o.Now }})
			if err != nil {
				return err
			}
			_, err = desk.Submit(t.Context(), account.Who{}, appeal.Draft{Text: "Су жоқ", Source: appeal.FromPaper})
			return err
		},
		"a person was added": func(t *testing.T, db *store.DB, o seed.Options) error {
			_, err := db.AddPerson(t.Context(), account.Who{Kind: account.Operator}, account.Person{Login: "other", Name: "Сынақ Сынақов"}, o.Now)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, o := country(t, "sqlite:"+t.TempDir()+"/a.db", dbtest.At("2026-11-23 15:30"))
			o.Store = &cut{DB: db, left: 40}
			if _, err := seed.Demo(t.Context(), o); !errors.Is(err, errCut) {
				t.Fatalf("got %v, want it cut short", err)
			}
			if err := use(t, db, o); err != nil {
				t.Fatal(err)
			}
			before := len(everything(t, db))
			o.Store = db
			if _, err := seed.Demo(t.Context(), o); !fault.Is(err, fault.Conflict) || !seed.InUse(err) {
				t.Errorf("got %v, want it in use", err)
			}
			if n := len(everything(t, db)); n != before {
				t.Errorf("%d appeals, %d before", n, before)
			}
		})
	}
}
