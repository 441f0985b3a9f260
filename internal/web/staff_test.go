package web

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"testing"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/directory"
	"jauap/internal/i18n"
)

// as is a browser in which somebody has signed in.
func as(t testing.TB, w *dbtest.World, site http.Handler, who account.Who) *browser {
	t.Helper()
	b := newBrowser(t, site)
	token := account.NewToken()
	if err := w.StartSession(context.Background(), token, who.ID, w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	b.cookies[cookieSession] = string(token)
	return b
}

// an appeal in the akimat, or without a body when it is 0.
func taken(t testing.TB, w *dbtest.World, body directory.BodyID, text string) appeal.Appeal {
	t.Helper()
	d := w.Draft(text)
	d.Body = body
	r, err := w.Desk.Submit(context.Background(), account.Who{}, d)
	if err != nil {
		t.Fatal(err)
	}
	return r.Appeal
}

func do(t testing.TB, w *dbtest.World, who account.Who, id appeal.ID, o appeal.Order) appeal.Appeal {
	t.Helper()
	a, err := w.Desk.Do(context.Background(), who, id, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// in brings an appeal to a state, in the akimat where there is one.
func in(t testing.TB, w *dbtest.World, state appeal.State) appeal.Appeal {
	t.Helper()
	if state == appeal.Registered {
		a := taken(t, w, 0, "Көше жарығы жанбайды")
		return do(t, w, w.Window, a.ID, appeal.Order{Act: appeal.ActRegister})
	}
	a := taken(t, w, w.Akimat.ID, "Көше жарығы жанбайды")
	if state == appeal.Submitted {
		return a
	}
	a = do(t, w, w.Registrar, a.ID, appeal.Order{Act: appeal.ActRegister})
	if state == appeal.Routed {
		return a
	}
	a = do(t, w, w.Head, a.ID, appeal.Order{Act: appeal.ActAssign, Executor: w.Executor.ID, For: w.Executor.Name})
	if state == appeal.Assigned {
		return a
	}
	return do(t, w, w.Executor, a.ID, appeal.Order{Act: appeal.ActAnswer, Outcome: appeal.Satisfied, Details: appeal.Details{Note: "Жарық жанды."}})
}

func caseAt(lang i18n.Lang, a appeal.Appeal) string { return In(lang, casePath(a.Number())) }

func shown(a appeal.Appeal) string { return strconv.FormatInt(a.Version, 10) }

// field is what a hidden field of any name holds.
func (s seen) field(name string) string {
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(s.text)
	if m == nil {
		return ""
	}
	return m[1]
}

func TestStaffPagesSayEverythingInThreeLanguages(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	site := newSite(t, w)
	var pages []struct {
		who account.Who
		at  string
	}
	for _, state := range []appeal.State{appeal.Submitted, appeal.Registered, appeal.Routed, appeal.Assigned, appeal.Answered} {
		a := in(t, w, state)
		for _, who := range []account.Who{w.Window, w.Registrar, w.Head, w.Executor} {
			if !who.Scope().Sees(int64(a.ID), a.Body, a.Executor) {
				continue
			}
			for _, sub := range append([]appeal.Act{""}, appeal.Allowed(a, who)...) {
				at := casePath(a.Number())
				if sub != "" {
					at += "/" + string(sub)
				}
				pages = append(pages, struct {
					who account.Who
					at  string
				}{who, at})
			}
		}
	}
	for _, lang := range i18n.Langs() {
		for _, p := range pages {
			seen := as(t, w, site, p.who).get(In(lang, p.at))
			if m := missing.FindString(seen.plain()); m != "" || seen.StatusCode != 200 {
				t.Errorf("%s %s: status %d, key %q", lang, p.at, seen.StatusCode, m)
			}
		}
	}
}
