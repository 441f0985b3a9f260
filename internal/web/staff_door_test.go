package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
)

func TestEverybodyComesInByPasswordAndGoesWhereTheyWanted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		p := b.get("/ru/queue?only=late")
		p.wants(t, 200, "Вход для сотрудников")
		p = b.post("/ru/sign-in", url.Values{"login": {" Head "}, "password": {dbtest.Password}, "to": {p.field("to")}})
		p.wants(t, 200, "Очередь", "Басшы Сынақов", "руководитель")
		if p.at != "/ru/queue?only=late" {
			t.Errorf("led to %s, want the page asked for", p.at)
		}
		b.post("/ru/sign-out", nil).wants(t, 200, "Вход для сотрудников")
		b.get("/ru/queue").wants(t, 200, "Вход для сотрудников")
	})
}

func TestOnlyAPageOfThisSiteIsWhereTheyWanted(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]string{
		"": "/kk/queue", "/cases/1?a=b": "/kk/cases/1?a=b", "//example.com/": "/kk/queue", "https://example.com/": "/kk/queue",
		`/\example.com`: "/kk/queue", "queue": "/kk/queue",
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/kk/sign-in", nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := homeward(r, to); got != want {
			t.Errorf("homeward(%q) = %q, want %q", to, got, want)
		}
	}
}

func TestWrongPasswordsSlowDownAndNeverLockOut(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	b := newBrowser(t, newSite(t, w))
	const wrong = "Логин немесе құпиясөз дұрыс емес."
	b.post("/kk/sign-in", url.Values{"login": {"nobody"}, "password": {"қате"}}).wants(t, 422, wrong)
	var began time.Time // of the third try: the pause is counted from it
	for range 3 {
		began = time.Now()
		b.post("/kk/sign-in", url.Values{"login": {"head"}, "password": {"қате"}}).wants(t, 422, wrong)
	}
	b.post("/kk/sign-in", url.Values{"login": {"head"}, "password": {dbtest.Password}}).wants(t, 200, "Жұмыс кезегі")
	if waited := time.Since(began); waited < 400*time.Millisecond {
		t.Errorf("the fourth try came %v after the third, want half a second", waited)
	}
}

func TestTenWrongPasswordsFromElsewhereChangeNothingForTheOwner(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	site := newSite(t, w)
	stranger := newBrowser(t, site)
	stranger.address = "203.0.113.9:4000"
	ctx, stop := context.WithTimeout(t.Context(), 3*time.Second)
	defer stop()
	for range 10 {
		go func() { // most of them stand in the throttle's queue or are sent away
			r, _ := http.NewRequestWithContext(ctx, http.MethodPost, "/kk/sign-in", strings.NewReader("login=head&password=x"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.RemoteAddr = stranger.address
			site.ServeHTTP(discard{}, r)
		}()
	}
	began := time.Now()
	newBrowser(t, site).post("/kk/sign-in", url.Values{"login": {"head"}, "password": {dbtest.Password}}).wants(t, 200, "Жұмыс кезегі")
	if waited := time.Since(began); waited > 5*time.Second {
		t.Errorf("the owner waited %v for a stranger's guesses", waited)
	}
}

type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}

func TestLockedAndDemoPeopleAreToldOnlyWithTheRightPassword(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	ctx, operator := context.Background(), account.Who{Kind: account.Operator}
	hash := account.HashPassword(dbtest.Password)
	for _, p := range []account.Person{
		{Login: "locked", Name: "Жабық Сынақов", Password: hash, Locked: true},
		{Login: "demo", Name: "Демо Сынақов", Password: hash, Demo: true},
	} {
		if _, err := w.AddPerson(ctx, operator, p, w.Clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	site := newSite(t, w)
	for login, want := range map[string]string{"locked": "Сіздің кіруіңізге тыйым салынған.", "demo": "Бұл логин тек сынақ нұсқасында жарайды."} {
		b := newBrowser(t, site)
		b.post("/kk/sign-in", url.Values{"login": {login}, "password": {"қате"}}).wants(t, 422, "Логин немесе құпиясөз дұрыс емес.")
		b.post("/kk/sign-in", url.Values{"login": {login}, "password": {dbtest.Password}}).wants(t, 403, want)
	}
}

func TestWhatWasTypedOutlivesTheSession(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := in(t, w, appeal.Assigned)
		b := as(t, w, site, w.Executor)
		form := url.Values{"version": {shown(a)}, "note": {"Жарық ертең жанады.\nРахмет."}, "outcome": {"satisfied"}, "step": {"preview"}}
		w.Clock.Set(w.Clock.Now().Add(account.SessionIdle + time.Minute))

		p := b.send(caseAt("kk", a)+"/answer", form)
		p.wants(t, 401, "Жазғаныңыз сақталды.")
		if strings.Contains(p.text, "ертең жанады") {
			t.Error("the sign-in form shows the text to whoever sits there")
		}
		p = b.post("/kk/sign-in", url.Values{"login": {"executor"}, "password": {"қате"}, "kept": {p.field("kept")}})
		p.wants(t, 422, "дұрыс емес")
		p = b.post("/kk/sign-in", url.Values{"login": {"executor"}, "password": {dbtest.Password}, "kept": {p.field("kept")}})
		p.wants(t, 200, "Жазғаныңызды қазір жіберейік пе?", "Жарық ертең жанады.", a.Number().String())
		if now, _ := w.Case(context.Background(), account.Everything(), a.ID); now.Version != a.Version {
			t.Fatal("something was sent without consent")
		}
		p = b.send(caseAt("kk", a)+"/answer", form)
		p.wants(t, 200, "Өтініш беруші мынаны оқиды", "Жарық ертең жанады.")
	})
}

func TestWhatSomebodyTypedIsOfferedToNobodyElse(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := in(t, w, appeal.Assigned)
		form := url.Values{"version": {shown(a)}, "step": {"preview"}, "note": {"Құпия сөйлем"}, "outcome": {"satisfied"}}
		b := as(t, w, site, w.Executor)
		w.Clock.Set(w.Clock.Now().Add(account.SessionIdle + time.Hour))
		if err := w.SweepSessions(t.Context(), w.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		kept := b.post(caseAt("kk", a)+"/answer", form).field("kept")
		if kept == "" {
			t.Fatal("the sweep forgot whose session it was")
		}
		signIn := func(login string) seen {
			b := newBrowser(t, site)
			return b.post("/kk/sign-in", url.Values{"login": {login}, "password": {dbtest.Password}, "kept": {kept}, "to": {casePath(a.Number()) + "/answer"}})
		}
		for _, login := range []string{"outsider", "head"} {
			if p := signIn(login); strings.Contains(p.text, "Құпия сөйлем") {
				t.Errorf("%s reads at %s what the executor had typed", login, p.at)
			}
		}
		signIn("executor").wants(t, 200, "Жазғаныңызды қазір жіберейік пе?", "Құпия сөйлем")
	})
}

func TestWordsOfNobodyKnownAreNotKept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		a := in(t, w, appeal.Assigned)
		form := url.Values{"version": {shown(a)}, "note": {"Құпия сөйлем"}, "outcome": {"satisfied"}}
		for name, cookie := range map[string]string{"without a session": "", "with one that never was": "made-up"} {
			b := newBrowser(t, newSite(t, w))
			b.cookies[cookieSession] = cookie
			p := b.post(caseAt("kk", a)+"/answer", form)
			p.wants(t, 401, "Қызметкердің кіруі")
			if p.field("kept") != "" || strings.Contains(p.text, "Құпия сөйлем") {
				t.Errorf("%s: the words were kept", name)
			}
			if want := casePath(a.Number()) + "/answer"; p.field("to") != want {
				t.Errorf("%s: the form is forgotten, to is %q", name, p.field("to"))
			}
		}
	})
}
