package dbtest

import (
	"context"
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/keys"
	"jauap/internal/law"
	"jauap/internal/store"
)

// A World is a database with a directory, some people and a clock.
type World struct {
	*store.DB
	URL   string
	Desk  *appeal.Desk
	Ring  *keys.Ring
	Rules appeal.Rules
	Clock *Clock

	Akimat, Other                       directory.Body // two bodies
	Window                              account.Who    // registrar of the single window
	Registrar, Head, Executor, Outsider account.Who    // of Akimat, and a head of Other
}

// A Clock stands still until it is moved.
type Clock struct {
	mu sync.Mutex
	t  time.Time
}

// Now is the clock's time.
func (c *Clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.t }

// Set moves the clock.
func (c *Clock) Set(t time.Time) { c.mu.Lock(); defer c.mu.Unlock(); c.t = t }

// At is a moment in Almaty: At("2026-03-17 10:00").
func At(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Zone())
	if err != nil {
		panic(err)
	}
	return t
}

// NewWorld fills an empty database. The clock stands at ten in the morning
// of Tuesday 17 March 2026, some days before Nauryz.
func NewWorld(t testing.TB, dbURL string) *World {
	t.Helper()
	return NewWorldWith(t, dbURL, store.Options{})
}

// NewWorldWith is NewWorld with other options of the store.
func NewWorldWith(t testing.TB, dbURL string, o store.Options) *World {
	t.Helper()
	clock := &Clock{t: At("2026-03-17 10:00")}
	o.Now = clock.Now
	w := &World{DB: openWith(t, dbURL, o), URL: dbURL, Ring: Ring(t), Clock: clock}
	must(t, w.fill())
	desk, err := appeal.New(appeal.Options{
		Store: w.DB, Ring: w.Ring, Now: w.Clock.Now,
		Rules: func(context.Context) (appeal.Rules, error) { return w.Rules, nil },
	})
	must(t, err)
	w.Desk = desk
	return w
}

func (w *World) fill() error {
	ctx := context.Background()
	files, err := directory.ReadFiles(directory.Defaults())
	if err != nil {
		return err
	}
	operator := account.Who{Kind: account.Operator}
	if _, err := w.ImportDirectory(ctx, operator, files, w.Clock.Now()); err != nil {
		return err
	}
	if w.Rules.Directory, err = w.Directory(ctx); err != nil {
		return err
	}
	if w.Rules.Law, err = law.Kazakhstan(); err != nil {
		return err
	}
	if w.Rules.Calendar, err = calendar.Kazakhstan(); err != nil {
		return err
	}
	return w.people(ctx, operator)
}

// Password opens every person of a World.
const Password = "құпия сөз 123"

func (w *World) people(ctx context.Context, by account.Who) error {
	dir := w.Rules.Directory
	window, _ := dir.Registry()
	w.Akimat, _ = dir.BodyByCode("akimat.750000000")
	w.Other, _ = dir.BodyByCode("akimat.710000000")
	hash := account.HashPassword(Password)
	for _, p := range []struct {
		into  *account.Who
		login string
		name  string
		body  directory.BodyID
		role  account.Role
	}{
		{&w.Window, "window", "Терезе Сынақова", window.ID, account.Registrar},
		{&w.Registrar, "registrar", "Тіркеуші Сынақова", w.Akimat.ID, account.Registrar},
		{&w.Head, "head", "Басшы Сынақов", w.Akimat.ID, account.Head},
		{&w.Executor, "executor", "Орындаушы Сынақова", w.Akimat.ID, account.Executor},
		{&w.Outsider, "outsider", "Бөтен Сынақов", w.Other.ID, account.Head},
	} {
		id, err := w.AddPerson(ctx, by, account.Person{
			Login: p.login, Name: p.name, Password: hash, Seats: []account.Seat{{Body: p.body, Role: p.role}},
		}, w.Clock.Now())
		if err != nil {
			return err
		}
		person, err := w.Person(ctx, id)
		if err != nil {
			return err
		}
		*p.into = person.Who()
	}
	return nil
}

// Draft is an anonymous appeal with a text.
func (w *World) Draft(text string) appeal.Draft {
	return appeal.Draft{
		Token: rand.Text(), Kind: "application", Text: text, Reader: "kk", Source: appeal.FromWeb,
		Applicant: appeal.Applicant{Anonymous: true},
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
