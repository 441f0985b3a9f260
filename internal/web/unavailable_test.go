package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// A goner is a database that may be away.
type goner struct {
	*dbtest.World
	away atomic.Bool
}

func (g *goner) gone() error {
	if g.away.Load() {
		return fault.New(fault.Unavailable, "store.unreachable")
	}
	return nil
}

func (g *goner) rules(context.Context) (appeal.Rules, error) { return g.Rules, g.gone() }

func (g *goner) Session(ctx context.Context, t account.Token, now time.Time) (account.Person, error) {
	if err := g.gone(); err != nil {
		return account.Person{}, err
	}
	return g.DB.Session(ctx, t, now)
}

func (g *goner) PersonByLogin(ctx context.Context, login string) (account.Person, error) {
	if err := g.gone(); err != nil {
		return account.Person{}, err
	}
	return g.DB.PersonByLogin(ctx, login)
}

func (g *goner) SessionHolder(ctx context.Context, t account.Token) (account.StaffID, error) {
	if err := g.gone(); err != nil {
		return 0, err
	}
	return g.DB.SessionHolder(ctx, t)
}

func (g *goner) site(t *testing.T) http.Handler {
	t.Helper()
	files, err := blob.New(blob.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	s, err := New(Options{
		Catalog: catalog(t), Assets: built(t), Desk: g.Desk, Cases: g.DB, People: g, Ring: g.Ring, Blobs: files,
		Rules: g.rules, Now: g.Clock.Now, Throttle: httpd.NewThrottle(httpd.ThrottleOptions{}),
	})
	if err != nil {
		t.Fatal(err)
	}
	h, err := httpd.New(httpd.Options{Handler: s, Listen: ":0", OnError: s.ShowError})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// notNow complains unless a page says plainly that it is to be tried later.
func (s seen) notNow(t *testing.T, sentences ...string) {
	t.Helper()
	s.wants(t, http.StatusServiceUnavailable, sentences...)
	if s.Header.Get("Retry-After") == "" {
		t.Errorf("%s does not say when to come again", s.at)
	}
	if strings.Contains(s.plain(), "Дерекқор") {
		t.Errorf("%s tells people what the operator should look at", s.at)
	}
}

func TestALetterStaysOnItsPageWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		g := &goner{World: w}
		b := newBrowser(t, g.site(t))
		form := url.Values{"form": {b.get("/kk/write").field("form")}, "text": {"Аулада жарық жоқ"}, "kind": {"application"}, "who": {"anonymous"}}
		g.away.Store(true)
		b.get("/kk/write").notNow(t, "Қызмет уақытша істемейді")
		b.post("/kk/write", form).notNow(t, "Жолданымыңызды дәл қазір қабылдай алмадық", "Аулада жарық жоқ")
		g.away.Store(false)
		b.post("/kk/write", form).wants(t, http.StatusOK, "ЖТ-2026-00000001")
		b.post("/kk/write", form).wants(t, http.StatusOK, "ЖТ-2026-00000001")
	})
}

func TestStaffKeepTheirWordsWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		g := &goner{World: w}
		site := g.site(t)
		a := in(t, w, appeal.Assigned)
		b := as(t, w, site, w.Executor)
		answer := url.Values{"version": {shown(a)}, "step": {"send"}, "note": {"Шам ауыстырылды."}, "outcome": {"satisfied"}}
		g.away.Store(true)
		b.post(caseAt("kk", a)+"/answer", answer).notNow(t, "Сіз жазған мәтін", "Шам ауыстырылды.")
		newBrowser(t, site).post("/kk/sign-in", url.Values{"login": {"head"}, "password": {dbtest.Password}}).
			notNow(t, "Бірнеше минуттан кейін қайталап көріңіз.")
		g.away.Store(false)
		b.post(caseAt("kk", a)+"/answer", answer).wants(t, http.StatusOK, "жауап жіберілді.")
	})
}
