package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
	"jauap/internal/i18n"
)

// spoken is the clerk's form for somebody who came and spoke without a name.
func spoken(form seen) url.Values {
	return url.Values{
		"form": {form.hiddenValue("form")}, "source": {"oral"}, "text": {"Ауладағы құдықтың қақпағы жоқ."}, "kind": {"application"},
		"body_text": {form.inputValue("body_text")}, "who": {"anonymous"}, "reader": {"ru"},
	}
}

// inputValue is what a field of one line holds.
func (s seen) inputValue(name string) string {
	_, rest, _ := strings.Cut(s.text, `name="`+name+`" type="text" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// caseOf reads the case whose ticket a page shows, as its body sees it.
func caseOf(t *testing.T, w *dbtest.World, page seen, who account.Who) appeal.Case {
	t.Helper()
	number := numberSeen.FindString(page.text)
	if number == "" {
		t.Fatalf("%s: no ticket:\n%s", page.at, page.plain())
	}
	c, err := w.Case(t.Context(), who.Scope(), numberOf(t, number).ID)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAClerkTakesInWhatSomebodySaysWithoutAName(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		kk, ru := catalog(t).In(i18n.KK), catalog(t).In(i18n.RU)
		b := as(t, w, newSite(t, w), w.Registrar)
		form := b.get("/kk/intake")
		form.wants(t, http.StatusOK, kk.T("intake.oral_hint"), kk.T("intake.title"))
		if got, want := form.inputValue("body_text"), w.Rules.Directory.BodyTitle(w.Akimat.ID).KK; got != want {
			t.Errorf("addressed to %q, want %q", got, want)
		}
		values := spoken(form)
		ticket := b.send("/kk/intake", values)
		// The page is the clerk's, the ticket is in the language the person reads.
		accepted := "Тіркеуші Сынақова, " + ru.T("account.role.registrar") + ", " + w.Rules.Directory.BodyTitle(w.Akimat.ID).RU
		ticket.wants(t, http.StatusOK, ru.T("citizen.receipt_title"), accepted, kk.T("intake.print_now"), kk.T("intake.open_case"))
		number, code := numberOf(t, numberSeen.FindString(ticket.text)), codeSeen.FindString(ticket.text)
		if who, err := w.Prove(t.Context(), number, code); err != nil || who.Appeal != int64(number.ID) {
			t.Errorf("the code %q does not open the appeal: %v", code, err)
		}
		if c := caseOf(t, w, ticket, w.Registrar); c.Source != appeal.FromOral || !c.Anonymous || c.Body != w.Akimat.ID ||
			!c.ReceivedAt.Equal(w.Clock.Now()) || c.Content.Accepted != accepted || c.Events[0].Staff != w.Registrar.ID {
			t.Errorf("taken in as %+v, accepted by %q, event %+v", c.Appeal, c.Content.Accepted, c.Events[0])
		}
		b.get("/kk/cases/"+url.PathEscape(number.String())).wants(t, http.StatusOK, accepted, kk.T("appeal.source.oral"))
		for _, name := range []string{cookieReceipt, cookieMine, cookieTaken} {
			if b.cookies[name] != "" {
				t.Errorf("the cookie %s stays with the clerk", name)
			}
		}
		again := b.get(ticket.at)
		again.wants(t, http.StatusOK, kk.T("intake.shown"))
		if strings.Contains(again.text, code) {
			t.Error("the code is shown twice")
		}
		// The button pressed twice is one appeal with one code.
		if twice := b.send("/kk/intake", values); codeSeen.FindString(twice.text) != code || twice.at != ticket.at {
			t.Errorf("sent twice: %s with %s", twice.at, codeSeen.FindString(twice.text))
		}
	})
}

func TestALetterOfLastSaturdayIsRegisteredLateFromItsOwnDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := as(t, w, newSite(t, w), w.Window)
		form := b.get("/ru/intake?source=paper")
		if got := form.inputValue("body_text"); got != "" {
			t.Errorf("the single window addresses to %q", got)
		}
		if !strings.Contains(form.text, `value="paper" checked`) {
			t.Error("the way it came is not marked")
		}
		v := url.Values{
			"form": {form.hiddenValue("form")}, "source": {"paper"}, "text": {"Прошу отремонтировать лифт."}, "kind": {"complaint"},
			"received": {"14"}, "received-month": {"3"}, "received-year": {"2026"}, "received-time": {"11.20"},
			"body_text": {""}, "who": {"person"}, "name": {"Сынақ Сынақов"}, "reader": {"kk"},
		}
		ticket := b.send("/ru/intake", v, upload{"хат.txt", "письмо"})
		c := caseOf(t, w, ticket, w.Window)
		if want := dbtest.At("2026-03-14 11:20"); !c.ReceivedAt.Equal(want) || c.RegisteredOn != calendar.Date(2026, 3, 16) {
			t.Errorf("received %v, registered on %v; want %v and 2026-03-16", c.ReceivedAt, c.RegisteredOn, want)
		}
		if len(c.Content.Files) != 1 || c.Content.Applicant.Name != "Сынақ Сынақов" || c.Body != 0 || c.Reader != "kk" || c.Source != appeal.FromPaper {
			t.Errorf("taken in as %+v %+v", c.Appeal, c.Content.Applicant)
		}
		if next := b.get("/ru/intake?source=paper"); !strings.Contains(ticket.text, `href="/ru/intake?source=paper"`) || next.StatusCode != http.StatusOK {
			t.Error("the next letter is not offered")
		}
	})
}

// A slip is a form with something wrong in it.
type slip struct {
	name   string
	change url.Values
	fault  string
	args   []any
	field  string
}

func TestAClerksSlipIsSaidAndNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	on := func(day, month, year, clock string) url.Values {
		return url.Values{"received": {day}, "received-month": {month}, "received-year": {year}, "received-time": {clock}}
	}
	slips := []slip{
		{"no way it came", url.Values{"source": {""}}, "intake.source_choose", nil, "source"},
		{"a way of the citizens", url.Values{"source": {"web"}}, "intake.source_choose", nil, "source"},
		{"no text", url.Values{"text": {" "}}, "appeal.text_empty", nil, "text"},
		{"tomorrow", on("18", "3", "2026", "9:00"), "appeal.received_in_future", nil, "received"},
		{"later today", on("", "", "", "1030"), "appeal.received_in_future", nil, "received"},
		{"a day that is not in the year", on("29", "2", "2026", "9:00"), "intake.received_wrong", nil, "received"},
		{"half a day", on("14", "", "2026", "9:00"), "intake.received_wrong", nil, "received"},
		{"a year slipped", on("14", "3", "2006", "9:00"), "intake.received_unknown", []any{"year", "2006"}, "received"},
		{"no time", on("14", "3", "2026", ""), "intake.time_missing", nil, "received-time"},
		{"a time that is none", on("14", "3", "2026", "25:00"), "intake.time_wrong", nil, "received-time"},
		{"a body nobody knows", url.Values{"body_text": {"Ай әкімшілігі"}}, "citizen.body_unknown", nil, "body_text"},
		{"a wrong digit of the IIN", url.Values{"who": {"person"}, "iin": {"850101300123"}}, "appeal.iin_wrong", nil, "iin"},
	}
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		for i, tt := range slips {
			t.Run(tt.name, func(t *testing.T) { tt.check(t, as(t, w, site, w.Registrar), i18n.Langs()[i%3]) })
		}
	})
}

func (tt slip) check(t *testing.T, b *browser, l i18n.Lang) {
	at := In(l, pathIntake)
	v := spoken(b.get(at))
	v.Set("phone", "+7 700 000 00 00")
	for name, value := range tt.change {
		v[name] = value
	}
	page := b.send(at, v, upload{"хат.txt", "дәлел"})
	if page.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("status %d, want 422", page.StatusCode)
	}
	say := strings.Join(strings.Fields(catalog(t).In(l).T(tt.fault, tt.args...)), " ")
	if strings.Count(page.plain(), say) < 2 {
		t.Errorf("the page does not say %q on top and beside the field:\n%s", say, page.plain())
	}
	kept := []string{`href="#` + tt.field + `"`, `id="` + tt.field + `"`, `value="ru" checked`, "хат.txt"}
	for name, value := range v {
		if name != "form" && name != "source" {
			kept = append(kept, value[0])
		}
	}
	for _, needle := range kept {
		if !strings.Contains(page.text, needle) {
			t.Errorf("the page lacks %q", needle)
		}
	}
	v.Set("form", page.hiddenValue("form"))
	for name, value := range spoken(page) {
		if name != "body_text" && name != "form" {
			v[name] = value
		}
	}
	for _, name := range []string{"received", "received-month", "received-year", "received-time", "body_text", "iin"} {
		v.Del(name)
	}
	b.send(at, v).wants(t, http.StatusOK, catalog(t).In(l).T("intake.print_now"))
}

func TestOnlyARegistrarTakesAppealsIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site, say := newSite(t, w), catalog(t).In(i18n.KK)
		for _, who := range []account.Who{w.Executor, w.Head, w.Outsider} {
			b := as(t, w, site, who)
			b.get("/kk/intake").wants(t, http.StatusForbidden, say.T("intake.registrars_only"))
			b.send("/kk/intake", url.Values{"text": {"Су жоқ"}, "source": {"oral"}}).wants(t, http.StatusForbidden, say.T("intake.registrars_only"))
			if strings.Contains(b.get("/kk/queue").text, "/kk/intake") {
				t.Errorf("%s is led to the intake", who.Name)
			}
		}
		for _, who := range []account.Who{w.Registrar, w.Window} {
			as(t, w, site, who).get("/kk/queue").wants(t, http.StatusOK, say.T("intake.title"))
		}
		citizen := newBrowser(t, site)
		citizen.get("/kk/intake").wants(t, http.StatusOK, say.T("staff.sign_in"))
		if page := citizen.send("/kk/intake", url.Values{"text": {"Су жоқ"}, "source": {"oral"}}); page.StatusCode != http.StatusUnauthorized {
			t.Errorf("a citizen sent it: status %d", page.StatusCode)
		}
		queue, err := w.Queue(t.Context(), w.Window.Scope(), appeal.Filter{})
		if err != nil || len(queue.Rows) != 0 {
			t.Errorf("%d appeals came of it, %v", len(queue.Rows), err)
		}
	})
}

func TestAnEndedSessionKeepsWhatTheClerkTyped(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site, say := newSite(t, w), catalog(t).In(i18n.KK)
		b := as(t, w, site, w.Registrar)
		v := spoken(b.get("/kk/intake"))
		v.Set("phone", "+7 700 000 00 00")
		w.Clock.Set(w.Clock.Now().Add(account.SessionIdle + time.Minute))
		door := b.send("/kk/intake", v)
		door.wants(t, http.StatusUnauthorized, say.T("staff.kept_notice"))
		offer := b.post("/kk/sign-in", url.Values{"login": {"registrar"}, "password": {dbtest.Password}, "kept": {door.hiddenValue("kept")}})
		offer.wants(t, http.StatusOK, say.T("intake.title"), v.Get("text"), say.T("appeal.source.oral"), "+7 700 000 00 00")
		back := url.Values{"look": {"1"}}
		for name := range v {
			back.Set(name, offer.hiddenValue(name))
			if name == "body_text" {
				back.Set(name, offer.field(name))
			}
		}
		form := b.send("/kk/intake", back)
		form.wants(t, http.StatusOK, say.T("intake.lead"), v.Get("text"))
		if form.inputValue("body_text") != v.Get("body_text") || !strings.Contains(form.text, `value="oral" checked`) {
			t.Error("the form came back without what was typed")
		}
		back.Del("look")
		c := caseOf(t, w, b.send("/kk/intake", back), w.Registrar)
		if c.Content.Applicant.Phone != "+7 700 000 00 00" || c.Body != w.Akimat.ID {
			t.Errorf("taken in as %+v %+v", c.Appeal, c.Content.Applicant)
		}
	})
}

// Somebody else at the same computer, and another number, get no code.
func TestACodeIsForTheClerkWhoTookTheAppealIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site, say := newSite(t, w), catalog(t).In(i18n.KK)
		b := as(t, w, site, w.Registrar)
		first := caseOf(t, w, b.send("/kk/intake", spoken(b.get("/kk/intake"))), w.Registrar)
		s := &Site{opts: Options{Ring: w.Ring, Now: w.Clock.Now}}
		value, err := s.sealed(handout{Number: first.Number(), Code: "AAAAA-BBBBB", Staff: w.Registrar.ID, Until: w.Clock.Now().Add(takenLasts)}, takenLabel)
		if err != nil {
			t.Fatal(err)
		}
		at := In(i18n.KK, takenPath(first.Number()))
		other := as(t, w, site, w.Window)
		other.cookies[cookieTaken] = value
		page := other.get(at)
		page.wants(t, http.StatusOK, say.T("intake.shown"))
		if strings.Contains(page.text, "AAAAA-BBBBB") || strings.Contains(page.text, "/kk/cases/") {
			t.Error("a colleague of another body is shown the code or the case")
		}
		b.cookies[cookieTaken] = value
		b.get(at).wants(t, http.StatusOK, "AAAAA-BBBBB")
		b.get("/kk/intake/moon").wants(t, http.StatusNotFound)
	})
}

func TestTheIntakeSaysEverythingInThreeLanguages(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	site := newSite(t, w)
	for _, l := range i18n.Langs() {
		b := as(t, w, site, w.Window)
		form := b.get(In(l, pathIntake))
		v := spoken(form)
		v.Set("reader", string(l))
		v.Del("body_text")
		ticket := b.send(In(l, pathIntake), v)
		for _, page := range []seen{form, b.send(In(l, pathIntake), nil), ticket, b.get(ticket.at)} {
			if m := missing.FindString(page.plain()); m != "" || strings.Contains(page.plain(), "intake.") {
				t.Errorf("%s: a bare key %q", page.at, m)
			}
		}
	}
}
