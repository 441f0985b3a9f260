package web

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
)

func TestTheQueueShowsEachCaseOnceAndFindsInflectedWords(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		want := map[string]bool{}
		for i := range 120 {
			text := "Ауладағы қоқыс шығарылмайды"
			if i == 60 {
				text = "На улице не работают светофоры"
			}
			want[taken(t, w, w.Akimat.ID, text).Number().String()] = true
		}
		b := as(t, w, site, w.Registrar)
		seenOnce := map[string]int{}
		next := regexp.MustCompile(`rel="next" href="([^"]*)"`)
		at := "/kk/queue"
		for pages := 0; at != ""; pages++ {
			if pages > 5 {
				t.Fatal("the pages do not end")
			}
			p := b.get(at)
			p.wants(t, 200)
			for _, n := range regexp.MustCompile(`>(ЖТ-[0-9-]+)<`).FindAllStringSubmatch(p.text, -1) {
				seenOnce[n[1]]++
			}
			at = ""
			if m := next.FindStringSubmatch(p.text); m != nil {
				at = strings.ReplaceAll(m[1], "&amp;", "&")
			}
		}
		for n := range want {
			if seenOnce[n] != 1 {
				t.Errorf("%s was shown %d times, want once", n, seenOnce[n])
			}
		}
		if len(seenOnce) != len(want) {
			t.Errorf("%d cases shown, want %d", len(seenOnce), len(want))
		}
		p := b.get("/ru/queue?q=" + url.QueryEscape("светофор улица"))
		p.wants(t, 200, "светофоры")
		if strings.Contains(p.text, "қоқыс") {
			t.Error("the search shows what it did not find")
		}
		b.get("/kk/queue?q="+url.QueryEscape("қоқысты")).wants(t, 200, "қоқыс шығарылмайды")
		b.get("/ru/queue?q="+url.QueryEscape("верблюд")).wants(t, 200, "Ничего не найдено.")
	})
}

func TestATypedNumberLeadsToTheCaseOnlyOfItsReader(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := in(t, w, appeal.Assigned)
		typed := strings.ToLower(strings.ReplaceAll(a.Number().String(), "-", " "))
		p := as(t, w, site, w.Head).get("/kk/queue?q=" + url.QueryEscape(typed))
		p.wants(t, 200, "Тіркеу карточкасы")
		as(t, w, site, w.Outsider).get("/kk/queue?q="+url.QueryEscape(typed)).wants(t, 200, "Ештеңе табылмады.")
		as(t, w, site, w.Outsider).get(caseAt("kk", a)).wants(t, 404, "Мұндай жолданым табылмады")
		as(t, w, site, w.Outsider).get("/kk/cases/ЖТ-2026-00000001-0").wants(t, 404, "Мұндай жолданым табылмады")
	})
}

func TestANumberTypedWithoutItsLettersLeadsToACompanysCase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := w.Draft("Жүк көлігі өте алмайды")
		d.Body, d.Applicant = w.Akimat.ID, appeal.Applicant{Company: true, Name: "Сынақ ЖШС"}
		r, err := w.Desk.Submit(context.Background(), account.Who{}, d)
		if err != nil {
			t.Fatal(err)
		}
		number := r.Appeal.Number().String()
		_, digits, _ := strings.Cut(number, "-")
		head := as(t, w, newSite(t, w), w.Head)
		for _, typed := range []string{digits, strings.ReplaceAll(digits, "-", ""), number} {
			p := head.get("/kk/queue?q=" + url.QueryEscape(typed))
			p.wants(t, 200, "Тіркеу карточкасы", number)
			if want := caseAt("kk", r.Appeal); p.at != want {
				t.Errorf("%s leads to %s, want %s", typed, p.at, want)
			}
		}
	})
}

func TestAnAdministratorIsToldOfTheCommands(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	id, err := w.AddPerson(context.Background(), account.Who{Kind: account.Operator}, account.Person{
		Login: "admin", Name: "Әкімші Сынақов", Seats: []account.Seat{{Body: w.Akimat.ID, Role: account.Admin}},
	}, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	b := as(t, w, newSite(t, w), account.Who{ID: id})
	b.get("/kk/queue").wants(t, 200, "jauap staff add", "әкімші")
	b.get(caseAt("kk", in(t, w, appeal.Routed))).wants(t, 404)
}
