package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/i18n"
)

// eraseCase erases a finished appeal with the words of the head and a deputy.
func eraseCase(t *testing.T, w *dbtest.World, a appeal.Appeal) {
	t.Helper()
	id, err := w.AddPerson(t.Context(), account.Who{Kind: account.Operator}, account.Person{Login: "deputy", Name: "Орынбасар Сынақов",
		Seats: []account.Seat{{Body: w.Akimat.ID, Role: account.Deputy}}}, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	deputy, err := w.Person(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	e, err := appeal.AskErasure(a, w.Head, "Сынақ заңы, 5-бап", "", w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.AskErasure(t.Context(), a, e); err != nil {
		t.Fatal(err)
	}
	if e, err = e.Approve(a, deputy.Who(), w.Clock.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Erase(t.Context(), e, func(string) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestAnErasedCaseIsSaidToBeErasedAndNothingElse(t *testing.T) {
	t.Parallel()
	for lang, words := range map[i18n.Lang]string{
		i18n.KK: "Мазмұны заң бойынша жойылған: 2026 жылғы 17 наурыз, Сынақ заңы, 5-бап",
		i18n.RU: "Содержание удалено по закону: 17 марта 2026 года, Сынақ заңы, 5-бап",
		i18n.EN: "The content was erased by law: 17 March 2026, Сынақ заңы, 5-бап",
	} {
		t.Run(string(lang), func(t *testing.T) {
			t.Parallel()
			w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
			site := newSite(t, w)
			a := in(t, w, appeal.Answered)
			eraseCase(t, w, a)
			head := as(t, w, site, w.Head)
			list := head.get(In(lang, pathQueue) + "?" + askTab + "=done")
			list.wants(t, 200, words, a.Number().String())
			if strings.Contains(list.text, "Көше жарығы жанбайды") {
				t.Error("the queue still has its words")
			}
			page := head.get(caseAt(lang, a))
			page.wants(t, 410, a.Number().String(), "5-бап")
			if found := head.get(In(lang, pathQueue) + "?" + askText + "=" + a.Number().String()); found.StatusCode != 410 {
				t.Errorf("found by its number: %d, want 410", found.StatusCode)
			}
			if other := as(t, w, site, w.Outsider).get(caseAt(lang, a)); other.StatusCode != 404 {
				t.Errorf("another body: %d, want 404", other.StatusCode)
			}
		})
	}
}

func TestTheApplicantOfAnErasedCaseIsToldSo(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	d := w.Draft("Көше жарығы жанбайды")
	d.Body = w.Akimat.ID
	r, err := w.Desk.Submit(t.Context(), account.Who{}, d)
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, newSite(t, w))
	code := url.Values{"number": {r.Appeal.Number().String()}, "code": {r.Code}}
	page := b.post(In(i18n.KK, pathFollow), code)
	page.wants(t, 200, "Көше жарығы жанбайды")
	eraseCase(t, w, do(t, w, account.Author(int64(r.Appeal.ID)), r.Appeal.ID, appeal.Order{Act: appeal.ActWithdraw}))
	b.get(page.at).wants(t, 410, "заң бойынша жойылған", "Сынақ заңы, 5-бап")
	if again := newBrowser(t, b.site).post(In(i18n.KK, pathFollow), code); again.StatusCode == 200 && again.at == page.at {
		t.Error("the code still opens it")
	}
}
