package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/dbtest"
	"jauap/internal/directory"
	"jauap/internal/httpd"
)

// says gives a reason for reading a case and is led to it.
func (b *browser) says(a appeal.Appeal, why appeal.Why, words string) seen {
	b.t.Helper()
	return b.post(caseAt("kk", a)+"/read", url.Values{"why": {string(why)}, "words": {words}})
}

// secrets are what a masked case and a queue must not show.
var secrets = []string{
	"құпиямәтін", "8 701 555", "Айгүл", "aigul@example.kz", "+77015550001", "құпияпәтер", "құпияжер", "құпияжауап", "құпиятапсырма", "құпияфайл",
}

// told lists the secrets that a page tells.
func (s seen) told() (list []string) {
	for _, secret := range secrets {
		if strings.Contains(s.text, secret) {
			list = append(list, secret)
		}
	}
	return list
}

// A vault is a case full of secrets in some state, and the site it stands on.
type vault struct {
	*dbtest.World
	t     *testing.T
	files *blob.Store
}

func (v vault) filed(state appeal.State) appeal.Appeal {
	v.t.Helper()
	ctx := context.Background()
	d := v.Draft("Көше жарығы жанбайды, тел. 8 701 555 00 01. " + strings.Repeat("Шам жоқ. ", 20) + "құпиямәтін")
	d.Key, d.PlaceText = v.Ring.NewCase(), "құпияжер"
	d.Applicant = appeal.Applicant{
		Name: "Құпиясова Айгүл Серікқызы", Email: "aigul@example.kz", Phone: "+77015550001", Address: "құпияпәтер",
	}
	ref, err := v.files.Put(ctx, strings.NewReader("құпияфайл"), "құпияфайл.txt", d.Key[:])
	if err != nil {
		v.t.Fatal(err)
	}
	d.Files = []blob.Ref{ref}
	if state != appeal.Registered {
		d.Body = v.Akimat.ID
	}
	r, err := v.Desk.Submit(ctx, account.Who{}, d)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.brought(r.Appeal, state)
}

func (v vault) brought(a appeal.Appeal, state appeal.State) appeal.Appeal {
	v.t.Helper()
	switch state {
	case appeal.Submitted:
		return a
	case appeal.Registered:
		return do(v.t, v.World, v.Window, a.ID, appeal.Order{Act: appeal.ActRegister})
	}
	a = do(v.t, v.World, v.Registrar, a.ID, appeal.Order{Act: appeal.ActRegister})
	if state == appeal.Routed {
		return a
	}
	a = do(v.t, v.World, v.Head, a.ID, appeal.Order{
		Act: appeal.ActAssign, Executor: v.Executor.ID, For: v.Executor.Name, Details: appeal.Details{Inner: "құпиятапсырма"},
	})
	if state == appeal.Assigned {
		return a
	}
	return do(v.t, v.World, v.Executor, a.ID, appeal.Order{
		Act: appeal.ActAnswer, Outcome: appeal.Satisfied, Details: appeal.Details{Note: "құпияжауап"},
	})
}

// hired is a person with one seat.
func hired(t *testing.T, w *dbtest.World, body directory.BodyID, role account.Role) account.Who {
	t.Helper()
	login := rand.Text()
	id, err := w.AddPerson(t.Context(), account.Who{Kind: account.Operator}, account.Person{
		Login: login, Name: "Сынақ Сынақова", Seats: []account.Seat{{Body: body, Role: role}},
	}, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.Person(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return p.Who()
}

// wayIn is every route of staff, with the requests that try to see a case
// through it. A route that is added without a line here fails the test.
func wayIn(w *dbtest.World, a appeal.Appeal, duty bool) map[string]func(b *browser) []seen {
	at := caseAt("kk", a)
	acts := []string{"register", "route", "redirect", "assign", "answer", "terminate", "withdraw"}
	get := func(paths ...string) func(*browser) []seen {
		return func(b *browser) (all []seen) {
			for _, p := range paths {
				all = append(all, b.get(p))
			}
			return all
		}
	}
	nothing := func(*browser) []seen { return nil } // shows no case
	var forms []string
	for _, act := range acts {
		forms = append(forms, at+"/"+act)
	}
	return map[string]func(*browser) []seen{
		"GET PathSignIn": get("/kk/sign-in"), "POST PathSignIn": nothing, "POST PathSignOut": nothing,
		"GET pathQueue": get("/kk/queue", "/kk/queue?"+askTab+"=done", "/kk/queue?"+askText+"="+url.QueryEscape("жарық"),
			"/kk/queue?"+askTab+"=done&"+askText+"="+url.QueryEscape("жарық")),
		"GET pathCases{number}":         get(at),
		"GET pathCases{number}/actRead": get(at + "/read"),
		"POST pathCases{number}/actRead": func(b *browser) []seen {
			return []seen{
				b.says(a, "", ""), b.says(a, appeal.Duty, ""), b.says(a, appeal.OtherWhy, " "),
				b.post(at+"/read", url.Values{"why": {"study"}, "look": {"again"}}),
			}
		},
		"GET pathCases{number}/files/{id}": func(b *browser) (all []seen) {
			c, err := w.Case(context.Background(), account.Everything(), a.ID)
			if err != nil {
				b.t.Fatal(err)
			}
			return []seen{b.get(at + "/files/" + c.Content.Files[0].ID)}
		},
		"GET pathCases{number}/{act}": get(forms...),
		"POST pathCases{number}/{act}": func(b *browser) (all []seen) {
			for _, form := range forms {
				for _, step := range []string{"find", "preview", "change", "send"} {
					f := everything(w, a)
					f.Set("step", step)
					if step == "send" && duty {
						continue // it would be done
					}
					all = append(all, b.post(form, f))
				}
			}
			return all
		},
		"GET pathIntake": nothing, "POST pathIntake": nothing,
		"GET pathIntake/{number}": get("/kk/intake/" + url.PathEscape(a.Number().String())),
	}
}

var routeLine = regexp.MustCompile(`s\.handle(?:Form)?\("(GET|POST) /\{lang\}"\+([^,]+),`)

// TestNoRouteShowsAMaskedCase is a table of role × state × route. Whoever has
// the case in work reads it and is on record as that; nobody else sees a word
// of it, whichever way they come.
func TestNoRouteShowsAMaskedCase(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("staff_routes.go")
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		v, site := newVault(t, w)
		people := map[string]account.Who{
			"window": w.Window, "registrar": w.Registrar, "head": w.Head, "executor": w.Executor, "outsider": w.Outsider,
			"deputy": hired(t, w, w.Akimat.ID, account.Deputy), "controller": hired(t, w, w.Akimat.ID, account.Controller),
			"another executor": hired(t, w, w.Akimat.ID, account.Executor), "administrator": hired(t, w, w.Akimat.ID, account.Admin),
			"a controller elsewhere": hired(t, w, w.Other.ID, account.Controller),
		}
		for _, state := range []appeal.State{appeal.Submitted, appeal.Registered, appeal.Routed, appeal.Assigned, appeal.Answered} {
			a := v.filed(state)
			for name, who := range people {
				_, duty := appeal.OnDuty(a, who, w.Clock.Now())
				ways := wayIn(w, a, duty)
				for _, route := range routeLine.FindAllStringSubmatch(string(source), -1) {
					key := route[1] + " " + strings.NewReplacer(`"`, "", "+", "").Replace(route[2])
					way, ok := ways[key]
					if !ok {
						t.Fatalf("the route %s is new: say here how a case might be seen through it", key)
					}
					b := as(t, w, site, who)
					for _, p := range way(b) {
						p.mustHide(t, name+", "+string(state)+", "+key, duty && strings.Contains(key, "pathCases"))
					}
				}
				mustBeRecorded(t, w, a, who, duty, name+", "+string(state))
			}
		}
	})
}

// mustHide: a page tells no secret, unless its reader has the case in work and
// opened it. Staff pages are kept in no cache.
func (s seen) mustHide(t *testing.T, where string, may bool) {
	t.Helper()
	if told := s.told(); len(told) > 0 && !may {
		t.Errorf("%s: %s tells %q", where, s.at, told)
	}
	if s.StatusCode >= 500 {
		t.Errorf("%s: %s: status %d", where, s.at, s.StatusCode)
	}
}

// mustBeRecorded: the journal knows all who had the case in work, as that, and
// none of those who saw it masked.
func mustBeRecorded(t *testing.T, w *dbtest.World, a appeal.Appeal, who account.Who, duty bool, where string) {
	t.Helper()
	list, err := w.Readings(t.Context(), account.Everything(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(r appeal.Reading) bool { return r.Staff == who.ID })
	if (i >= 0) != duty {
		t.Errorf("%s: on record %v, on duty %v", where, i >= 0, duty)
	}
	if i >= 0 && (list[i].Why != appeal.Duty || list[i].Role != who.Seats[0].Role || list[i].Name != who.Name || list[i].Times < 2) {
		t.Errorf("%s: the journal says %+v", where, list[i])
	}
}

func newVault(t *testing.T, w *dbtest.World) (vault, http.Handler) {
	t.Helper()
	files, err := blob.New(blob.Options{Dir: t.TempDir(), Limits: blob.Limits{Bytes: 1 << 20}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	return vault{w, t, files}, siteAtPace(t, w, files, httpd.Pace{PerSecond: -1})
}
