package web

import (
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/i18n"
)

// TestTheApplicantSeesWhoReadTheAppeal: names, places, hours and reasons, the
// newest first, and nothing before anybody read it.
func TestTheApplicantSeesWhoReadTheAppeal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		v, site := newVault(t, w)
		a := v.filed(appeal.Assigned)
		author := newBrowser(t, site)
		author.cookies = holding(t, w, a)
		at := In("kk", appealAddress(a.Number()))
		author.get(at).wants(t, 200, "Кім оқыды", "Әзірге ешкім ашқан жоқ.", "Бағдарламаның өзі")

		executor := as(t, w, site, w.Executor)
		executor.get(caseAt("kk", a))
		w.Clock.Set(dbtest.At("2026-03-17 12:05"))
		executor.get(caseAt("kk", a) + "/answer")
		executor.get(caseAt("kk", a))
		do(t, w, w.Executor, a.ID, appeal.Order{Act: appeal.ActAnswer, Outcome: appeal.Satisfied, Details: appeal.Details{Note: "Жарық жанды."}})
		w.Clock.Set(dbtest.At("2026-03-18 09:30"))
		as(t, w, site, hired(t, w, w.Akimat.ID, account.Controller)).says(a, appeal.OtherWhy, "депутаттың сұрауы")

		p := author.get(at)
		body := w.Akimat.Short.KK
		p.wants(t, 200,
			"Орындаушы Сынақова 2026 жылғы 17 наурыз, 10:00–12:05 · орындаушы, "+body+" Қызмет бабымен: жолданымды қарап, жауап дайындайды. 3 рет ашты",
			"Басқа себеппен, қызметкердің өз сөзімен: депутаттың сұрауы 1 рет ашты", "бақылаушы, "+body)
		if strings.Contains(p.plain(), "Әзірге ешкім ашқан жоқ.") {
			t.Error("it says that nobody opened it")
		}
		if strings.Index(p.plain(), "депутаттың сұрауы") > strings.Index(p.plain(), "10:00–12:05") {
			t.Error("the oldest reading stands first")
		}
		for _, lang := range i18n.Langs() {
			p := author.get(In(lang, appealAddress(a.Number())))
			if m := missing.FindString(p.plain()); m != "" {
				t.Errorf("%s: the key %q is shown", lang, m)
			}
		}
	})
}

// holding is the device of an applicant on which the appeal is open.
func holding(t *testing.T, w *dbtest.World, a appeal.Appeal) map[string]string {
	t.Helper()
	s := &Site{opts: Options{Ring: w.Ring}}
	value, err := s.sealed([]mine{{Number: a.Number(), Until: w.Clock.Now().Add(30 * 24 * time.Hour)}}, mineLabel)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{cookieMine: value}
}

func TestALongJournalUnfolds(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	v, site := newVault(t, w)
	a := v.filed(appeal.Assigned)
	start := w.Clock.Now()
	for day := range readersSeen + 2 {
		w.Clock.Set(start.Add(time.Duration(day) * 24 * time.Hour))
		as(t, w, site, w.Executor).get(caseAt("kk", a))
	}
	author := newBrowser(t, site)
	author.cookies = holding(t, w, a)
	p := author.get(In("kk", appealAddress(a.Number())))
	p.wants(t, 200, "Тағы 2 жазба")
	before, _, _ := strings.Cut(p.text, "Тағы 2 жазба")
	if got := strings.Count(before, "Орындаушы Сынақова</h3>"); got != readersSeen {
		t.Errorf("%d readings stand open, want %d", got, readersSeen)
	}
	if got := strings.Count(p.text, "Орындаушы Сынақова</h3>"); got != readersSeen+2 {
		t.Errorf("%d readings in all, want %d", got, readersSeen+2)
	}
}
