package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/httpd"
	"jauap/internal/i18n"
	"jauap/internal/store"
)

// TestAReasonOpensAMaskedCaseForAnHour: to its giver alone, whole, with files,
// and on record with the reason.
func TestAReasonOpensAMaskedCaseForAnHour(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		v, site := newVault(t, w)
		controller := hired(t, w, w.Akimat.ID, account.Controller)
		for _, state := range []appeal.State{appeal.Submitted, appeal.Assigned, appeal.Answered} {
			a := v.filed(state)
			b := as(t, w, site, controller)
			p := b.get(caseAt("kk", a))
			p.wants(t, 200, "Жолданым мәтіні мен жеке деректер жасырылған", "1, жасырылған", "Тіркеу карточкасы")
			b.says(a, "", "").wants(t, 422, "Жолданымды не үшін оқуыңыз керек екенін таңдаңыз.")
			p = b.says(a, appeal.OtherWhy, "")
			p.wants(t, 422, "Себебін қысқаша жазыңыз.")
			if !strings.Contains(p.text, `value="other" checked`) {
				t.Errorf("the choice is lost: %s", p.text)
			}
			p = b.says(a, appeal.OtherWhy, "депутаттың сұрауы")
			p.wants(t, 200, "құпиямәтін", "Құпиясова Айгүл Серікқызы", "құпияжер", "Жабылатын уақыты: 11:00. Себебі: депутаттың сұрауы")
			if want := caseAt("kk", a); p.at != want {
				t.Errorf("led to %s, want %s", p.at, want)
			}
			link := fileSeen.FindStringSubmatch(p.text)[1]
			if got := b.get(link).text; got != "құпияфайл" {
				t.Errorf("the file reads %q", got)
			}
			if told := as(t, w, site, hired(t, w, w.Akimat.ID, account.Role("controller"))).get(caseAt("kk", a)).told(); len(told) > 0 {
				t.Errorf("it is open to a colleague too: %q", told)
			}
			list, err := w.Readings(t.Context(), account.Everything(), a.ID)
			if err != nil || len(list) != 1 || list[0].Why != appeal.OtherWhy || list[0].Words != "депутаттың сұрауы" || list[0].Times != 2 {
				t.Errorf("the journal says %+v, %v", list, err)
			}
			start := w.Clock.Now()
			w.Clock.Set(start.Add(59 * time.Minute))
			b.get(caseAt("kk", a)).wants(t, 200, "құпиямәтін")
			w.Clock.Set(start.Add(time.Hour))
			if told := b.get(caseAt("kk", a)).told(); len(told) > 0 {
				t.Errorf("after an hour it is still open: %q", told)
			}
			if told := b.get(link).told(); len(told) > 0 {
				t.Errorf("after an hour its file is still open: %q", told)
			}
			w.Clock.Set(start)
		}
	})
}

func TestThoseOnDutyAreAskedNothing(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	v, site := newVault(t, w)
	a := v.filed(appeal.Assigned)
	p := as(t, w, site, w.Executor).get(caseAt("kk", a))
	p.wants(t, 200, "құпиямәтін", "құпиятапсырма")
	if strings.Contains(p.text, `name="why"`) {
		t.Error("an executor with work to do is asked why she reads")
	}
}

// TestWhoAnsweredSeesTheCaseForAWhile: nobody asks her why she looks at what
// she has just sent; when the hour is over, she is asked as others are.
func TestWhoAnsweredSeesTheCaseForAWhile(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		v, site := newVault(t, w)
		a := v.filed(appeal.Assigned)
		start := w.Clock.Now().Truncate(time.Hour)
		executor, head := as(t, w, site, w.Executor), as(t, w, site, w.Head)
		executor.get(caseAt("kk", a)).wants(t, 200, "құпиямәтін")
		do(t, w, w.Executor, a.ID, appeal.Order{
			Act: appeal.ActAnswer, Outcome: appeal.Satisfied, Details: appeal.Details{Note: "құпияжауап"},
		})
		executor.get(caseAt("kk", a)).wants(t, 200, "құпиямәтін", "құпияжауап", "енді сіздің жұмысыңызда емес")
		if told := head.get(caseAt("kk", a)).told(); len(told) > 0 {
			t.Errorf("it is open to the head, who did not open it: %q", told)
		}
		w.Clock.Set(start.Add(2*time.Hour - time.Minute))
		executor.get(caseAt("kk", a)).wants(t, 200, "құпиямәтін")
		w.Clock.Set(start.Add(2 * time.Hour))
		p := executor.get(caseAt("kk", a))
		p.wants(t, 200, "Бір сағатқа ашу")
		if told := p.told(); len(told) > 0 {
			t.Errorf("it stays open: %q", told)
		}
		list, err := w.Readings(t.Context(), account.Everything(), a.ID)
		if err != nil || len(list) != 1 || list[0].Why != appeal.Duty || list[0].Times != 3 {
			t.Errorf("the journal says %+v, %v", list, err)
		}
	})
}

// The form of an act lies over a case that is open: neither it nor a look at
// it is another opening. Without an opening in the hour it is one.
func TestTheFormsOfActsAreNoOpenings(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		v, site := newVault(t, w)
		a := v.filed(appeal.Assigned)
		executor := as(t, w, site, w.Executor)
		counted := func(want ...int) {
			t.Helper()
			list, err := w.Readings(t.Context(), account.Everything(), a.ID)
			var got []int
			for _, r := range list {
				got = append(got, r.Times)
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("opened %v times, want %v, the newest hour first; %v", got, want, err)
			}
		}
		at := caseAt("kk", a)
		form := func() {
			t.Helper()
			page := executor.get(at + "/answer")
			page.wants(t, 200, "құпиямәтін")
			executor.post(at+"/answer", url.Values{"version": {page.hiddenValue("version")}, "look": {"1"}}).wants(t, 200)
		}
		executor.get(at)
		for range 4 {
			form()
		}
		counted(1)
		executor.get(at)
		counted(2)
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
		form()
		form()
		counted(1, 2)
	})
}

// What the applicant's page says of searching: words of the text find a case
// and show it masked; numbers, addresses and names find nothing.
func TestASearchFindsWordsButNoNumbersAndNoNames(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		v, site := newVault(t, w)
		a := v.filed(appeal.Assigned)
		d := v.Draft("Көршім Құпиясов Айбек Сәрсенұлы дабыл қақты, ЖСН 900101300123, ескі пошта aigul@example.kz")
		d.Body = w.Akimat.ID
		if _, err := v.Desk.Submit(t.Context(), account.Who{}, d); err != nil {
			t.Fatal(err)
		}
		head := as(t, w, site, w.Head)
		find := func(words string) seen { return head.get("/kk/queue?" + askText + "=" + url.QueryEscape(words)) }
		if p := find("құпиямәтін"); !strings.Contains(p.text, a.Number().String()) || strings.Contains(p.text, "Шам жоқ. құпиямәтін") {
			t.Errorf("a word deep in the text:\n%s", p.plain())
		}
		if p := find("дабыл"); strings.Contains(p.plain(), "900101300123") || !strings.Contains(p.text, `href="/kk/cases/`) {
			t.Errorf("a word of the second:\n%s", p.plain())
		}
		for _, secret := range []string{"Құпиясова", "Құпиясов", "Серікқызы", "Сәрсенұлы", "87015550001", "+77015550001", "900101300123", "aigul@example.kz", "құпияпәтер"} {
			if p := find(secret); p.StatusCode != 200 || strings.Contains(p.text, `href="/kk/cases/`) {
				t.Errorf("%s finds something (status %d)", secret, p.StatusCode)
			}
		}
	})
}

// brokenJournal reads everything and records nothing.
type brokenJournal struct{ *store.DB }

func (brokenJournal) Read(context.Context, account.Who, appeal.Reading) error {
	return errors.New("the disk is full")
}

func TestWithoutAJournalNothingIsShown(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	v, _ := newVault(t, w)
	a := v.filed(appeal.Assigned)
	s, err := New(Options{
		Catalog: catalog(t), Assets: built(t), Desk: w.Desk, Cases: brokenJournal{w.DB}, People: w.DB, Ring: w.Ring, Blobs: v.files,
		Rules: func(context.Context) (appeal.Rules, error) { return w.Rules, nil }, Now: w.Clock.Now,
		Throttle: httpd.NewThrottle(httpd.ThrottleOptions{}),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []account.Who{w.Executor, w.Head, w.Registrar} {
		b := as(t, w, s, who)
		for _, path := range []string{"", "/answer", "/files/0"} {
			if told := b.get(caseAt("kk", a) + path).told(); len(told) > 0 {
				t.Errorf("%s tells %q", path, told)
			}
		}
		b.get(caseAt("kk", a)).wants(t, http.StatusServiceUnavailable, "Қолжетімділік журналына жазу мүмкін болмады")
	}
	controller := as(t, w, s, hired(t, w, w.Akimat.ID, account.Controller))
	controller.says(a, appeal.Study, "").wants(t, http.StatusServiceUnavailable, "жолданым көрсетілмеді")
}

func TestTheQueueShowsOnlyWhatTellsCasesApart(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	v, site := newVault(t, w)
	v.filed(appeal.Assigned)
	d := w.Draft("Жүк көлігі өте алмайды")
	d.Body, d.Applicant = w.Akimat.ID, appeal.Applicant{Company: true, Name: "Сынақ ЖШС"}
	if _, err := w.Desk.Submit(t.Context(), account.Who{}, d); err != nil {
		t.Fatal(err)
	}
	p := as(t, w, site, w.Head).get("/kk/queue")
	p.wants(t, 200, "Көше жарығы жанбайды, тел. •••.", "Құпиясова А. С.", "Сынақ ЖШС")
	if told := p.told(); len(told) > 0 {
		t.Errorf("the queue tells %q", told)
	}
}

func TestAReasonTypedBeforeTheSessionEndedComesBack(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	v, site := newVault(t, w)
	a := v.filed(appeal.Answered)
	b := as(t, w, site, w.Head)
	w.Clock.Set(w.Clock.Now().Add(account.SessionIdle + time.Minute))
	p := b.says(a, appeal.OtherWhy, "депутаттың сұрауы")
	p.wants(t, http.StatusUnauthorized, "Жазғаныңыз сақталды.")
	p = b.post("/kk/sign-in", url.Values{"login": {"head"}, "password": {dbtest.Password}, "kept": {p.field("kept")}})
	p.wants(t, 200, "Бір сағатқа ашу", "Басқа себеп", "депутаттың сұрауы", a.Number().String())
	if told := p.told(); len(told) > 0 {
		t.Errorf("the page tells %q", told)
	}
	b.says(a, appeal.Why(p.field("why")), p.field("words")).wants(t, 200, "құпиямәтін")
}

func TestAMaskedPageSpeaksThreeLanguages(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	v, site := newVault(t, w)
	a := v.filed(appeal.Answered)
	controller := hired(t, w, w.Akimat.ID, account.Controller)
	if err := w.Read(t.Context(), w.Head, mustAsk(t, a, w.Head, w.Clock.Now())); err != nil {
		t.Fatal(err)
	}
	as(t, w, site, w.Head).get(caseAt("kk", a))
	for _, lang := range i18n.Langs() {
		b := as(t, w, site, controller)
		typed := url.Values{"why": {"other"}, "words": {""}}
		for _, p := range []seen{b.get(caseAt(lang, a)), b.post(caseAt(lang, a)+"/read", typed)} {
			if m := missing.FindString(p.plain()); m != "" {
				t.Errorf("%s: the key %q is shown", lang, m)
			}
			if !strings.Contains(p.plain(), w.Head.Name) {
				t.Errorf("%s: the controller does not see who read the case", lang)
			}
		}
		typed.Set("look", "again")
		if p := b.post(caseAt(lang, a)+"/read", typed); p.StatusCode != 200 || len(p.told()) > 0 {
			t.Errorf("%s: in another language: status %d, tells %q", lang, p.StatusCode, p.told())
		}
		if p := b.get(caseAt(lang, a) + "/read"); p.at != caseAt(lang, a) {
			t.Errorf("%s: the address of the form leads to %s", lang, p.at)
		}
	}
}

func mustAsk(t *testing.T, a appeal.Appeal, who account.Who, now time.Time) appeal.Reading {
	t.Helper()
	r, err := appeal.AskToRead(a, who, appeal.Study, "", now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// goneMeanwhile moves the case to another body after it was read.
type goneMeanwhile struct{ *store.DB }

func (goneMeanwhile) Read(context.Context, account.Who, appeal.Reading) error {
	return fault.New(fault.NotFound, "appeal.not_found")
}

func TestACaseThatLeavesWhileItIsOpenedIsNotShown(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	v, _ := newVault(t, w)
	a := v.filed(appeal.Assigned)
	s := &Site{opts: Options{Cases: goneMeanwhile{w.DB}, Now: w.Clock.Now}}
	c, err := w.Case(t.Context(), w.Head.Scope(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.unmask(t.Context(), &opened{Case: c, who: w.Head}, false); !fault.Is(err, fault.NotFound) {
		t.Errorf("unmask: %v, want not found", err)
	}
}
