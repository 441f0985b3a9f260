package web

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
)

// TestThePageOffersWhatTheTableAllows is a table of role × state: the buttons
// are the allowed acts, and the forms of the others do nothing.
func TestThePageOffersWhatTheTableAllows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		acts := []appeal.Act{
			appeal.ActRegister, appeal.ActRoute, appeal.ActRedirect, appeal.ActAssign,
			appeal.ActAnswer, appeal.ActTerminate, appeal.ActWithdraw,
		}
		for _, state := range []appeal.State{appeal.Submitted, appeal.Registered, appeal.Routed, appeal.Assigned, appeal.Answered} {
			a := in(t, w, state)
			for name, who := range map[string]account.Who{
				"window": w.Window, "registrar": w.Registrar, "head": w.Head, "executor": w.Executor, "outsider": w.Outsider,
			} {
				b := as(t, w, site, who)
				p := b.get(caseAt("kk", a))
				sees := who.Scope().Sees(int64(a.ID), a.Body, a.Executor)
				if (p.StatusCode == 200) != sees {
					t.Errorf("%s, %s: status %d, sees is %v", state, name, p.StatusCode, sees)
				}
				allowed := appeal.Allowed(a, who)
				for _, act := range acts {
					may := sees && slices.Contains(allowed, act)
					if got := strings.Contains(p.text, `/`+string(act)+`"`); got != may {
						t.Errorf("%s, %s: button %s is shown: %v, want %v", state, name, act, got, may)
					}
					if !may {
						b.refuses(caseAt("kk", a)+"/"+string(act), everything(w, a))
					}
				}
			}
			if now, _ := w.Case(context.Background(), account.Everything(), a.ID); now.Version != a.Version {
				t.Errorf("%s: a forbidden form changed the case", state)
			}
		}
	})
}

// everything is a form that would do for any act.
func everything(w *dbtest.World, a appeal.Appeal) url.Values {
	return url.Values{
		"version": {shown(a)}, "step": {"send"}, "note": {"Сынақ"}, "outcome": {"explained"}, "ground": {"other_law"}, "statement": {"yes"},
		"body": {strconv.FormatInt(int64(w.Other.ID), 10)}, "executor": {strconv.FormatInt(int64(w.Executor.ID), 10)},
	}
}

func (b *browser) refuses(target string, form url.Values) {
	b.t.Helper()
	if p := b.post(target, form); p.StatusCode < 400 {
		b.t.Errorf("%s: status %d, want a refusal", target, p.StatusCode)
	}
}

func TestACaseTravelsFromReceiptToAnswer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := taken(t, w, 0, "Көше жарығы жанбайды\nЕкінші жол")
		window := as(t, w, site, w.Window)
		window.get("/kk/queue").wants(t, 200, "Органы анықталмаған", a.Number().String(), "Көше жарығы жанбайды", "Аты көрсетілмеген")
		p := window.post(caseAt("kk", a)+"/register", url.Values{"version": {shown(a)}, "step": {"find"}, "q": {"Алматы қаласының әкімдігі"}})
		p.wants(t, 200, w.Akimat.Name.KK)
		p = window.post(caseAt("kk", a)+"/register", url.Values{"version": {p.field("version")}, "step": {"send"}, "kind": {"message"}, "body": {strconv.FormatInt(int64(w.Akimat.ID), 10)}})
		p.wants(t, 200, "Жұмыс кезегі", a.Number().String()+" тіркелді.") // the case has left for the akimat

		head := as(t, w, site, w.Head)
		p = head.get(caseAt("kk", a) + "/assign")
		p.wants(t, 200, w.Executor.Name, "Екінші жол")
		p = head.post(caseAt("kk", a)+"/assign", url.Values{
			"version": {p.field("version")}, "step": {"send"}, "executor": {strconv.FormatInt(int64(w.Executor.ID), 10)}, "inner": {"Бүгін барып көріңіз"},
		})
		p.wants(t, 200, "орындаушыға берілді.", "Бүгін барып көріңіз", "Тек қызметкерлерге көрінеді")

		executor := as(t, w, site, w.Executor)
		executor.get("/kk/queue").wants(t, 200, "Менің орындауымда", a.Number().String())
		p = executor.get(caseAt("kk", a) + "/answer")
		form := url.Values{"version": {p.field("version")}, "step": {"preview"}, "note": {"Жарық жанды."}}
		executor.send(caseAt("kk", a)+"/answer", form, upload{"hat.txt", "жарық актісі"}).wants(t, 422, "Жауаптың нәтижесін таңдаңыз.", "hat.txt", "Жарық жанды.")
		form.Set("outcome", "satisfied")
		p = executor.send(caseAt("kk", a)+"/answer", form, upload{"hat.txt", "жарық актісі"})
		p.wants(t, 200, "Өтініш беруші мынаны оқиды", "hat.txt", "Қанағаттандырылды")
		form.Set("kept_files", p.field("kept_files"))
		form.Set("step", "change")
		executor.post(caseAt("kk", a)+"/answer", form).wants(t, 200, "Жарық жанды.", "hat.txt")
		form.Set("step", "send")
		p = executor.post(caseAt("kk", a)+"/answer", form)
		p.wants(t, 200, "бойынша жауап жіберілді.", "Жауап берілді", "енді сіздің жұмысыңызда емес")
		executor.post(caseAt("kk", a)+"/answer", form).wants(t, 200, "бойынша жауап жіберілді.") // pressed twice

		p = executor.get(caseAt("kk", a))
		p.wants(t, 200, "hat.txt", "Жарық жанды.", "Бүгін барып көріңіз")
		link := fileSeen.FindStringSubmatch(p.text)[1]
		file := executor.get(link)
		if file.text != "жарық актісі" || !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("the file reads %q with %v", file.text, file.Header)
		}
		as(t, w, site, w.Outsider).get(link).wants(t, 404)
		newBrowser(t, site).get(link).wants(t, 200, "Қызметкердің кіруі")
	})
}

func TestAStalePageKeepsWhatWasTypedAndTellsWhatChanged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := in(t, w, appeal.Assigned)
		do(t, w, w.Head, a.ID, appeal.Order{Act: appeal.ActAssign, Executor: w.Executor.ID, For: "Басқа Сынақов"})
		b := as(t, w, site, w.Executor)
		form := url.Values{"version": {shown(a)}, "step": {"send"}, "note": {"Менің жауабым"}, "outcome": {"explained"}}
		p := b.post(caseAt("kk", a)+"/answer", form)
		p.wants(t, 409, "Осы аралықта не өзгерді", "Басқа Сынақов", "Менің жауабым")
		form.Set("version", p.field("version"))
		b.post(caseAt("kk", a)+"/answer", form).wants(t, 200, "жауап жіберілді.")

		// Now it is answered: the text comes back, the form does not.
		form.Set("note", "Тағы бір жауап")
		p = b.post(caseAt("kk", a)+"/answer", form)
		p.wants(t, 409, "Сіз жазған мәтін", "Тағы бір жауап", "Жолданымға қайту")
		b.get(caseAt("kk", a)+"/answer").wants(t, 200, "Бұл әрекет енді мүмкін емес.")
	})
}

func TestWhoLosesACaseKeepsTheirWords(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := in(t, w, appeal.Assigned)
		do(t, w, w.Head, a.ID, appeal.Order{Act: appeal.ActRedirect, Body: w.Other.ID, Details: appeal.Details{Note: "Құзыреті жоқ"}})
		form := url.Values{"version": {shown(a)}, "step": {"send"}, "note": {"Ұзақ жазылған жауап"}, "outcome": {"explained"}}
		as(t, w, site, w.Executor).send(caseAt("kk", a)+"/answer", form).wants(t, 404, "Сіз жазған мәтін", "Ұзақ жазылған жауап", "Жұмыс кезегі")
	})
}

func TestALateAnswerIsWarnedOfAndGiven(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := in(t, w, appeal.Assigned)
		w.Clock.Set(dbtest.At("2026-06-01 10:00"))
		b := as(t, w, site, w.Executor)
		b.get("/ru/queue").wants(t, 200, "просрочено на")
		p := b.get(caseAt("ru", a) + "/answer")
		p.wants(t, 200, "Срок истёк", "ч. 1 ст. 76 АППК")
		form := url.Values{"version": {shown(a)}, "step": {"send"}, "note": {"Ответ"}, "outcome": {"explained"}}
		b.post(caseAt("ru", a)+"/answer", form).wants(t, 200, "отправлен.", "с опозданием", "1 нарушение срока")
	})
}

func TestOnlyTheHeadDecidesTheGroundsTheLawKeepsForTheHead(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		d := w.Draft("Хабарлаймын")
		d.Body, d.Kind = w.Akimat.ID, "message"
		r, err := w.Desk.Submit(context.Background(), account.Who{}, d)
		if err != nil {
			t.Fatal(err)
		}
		a := do(t, w, w.Registrar, r.Appeal.ID, appeal.Order{Act: appeal.ActRegister})
		registrar := as(t, w, site, w.Registrar)
		p := registrar.get(caseAt("kk", a) + "/terminate")
		p.wants(t, 200, "Сіз таңдай алмайтын негіздер", "88-баптың 1-бөлігінің 2) тармақшасы", "екінші адам растауға тиіс")
		if strings.Contains(p.text, `name="ground"`) || strings.Contains(p.text, `name="no_crime"`) {
			t.Error("the registrar is offered the head's ground")
		}
		form := url.Values{"version": {shown(a)}, "step": {"preview"}, "ground": {"anonymous"}, "no_crime": {"yes"}, "note": {"Авторы белгісіз"}}
		registrar.post(caseAt("kk", a)+"/terminate", form).wants(t, 403)
		head := as(t, w, site, w.Head)
		p = head.get(caseAt("kk", a) + "/terminate")
		p.wants(t, 200, "екінші адам растауға тиіс")
		for _, closed := range []string{"no_essence", "repeat", "returned", "withdrawn"} {
			if strings.Contains(p.text, `value="`+closed+`"`) {
				t.Errorf("the closed ground %s is offered", closed)
			}
			refused := maps.Clone(form)
			refused.Set("ground", closed)
			head.post(caseAt("kk", a)+"/terminate", refused).wants(t, 422, "Тоқтату негізін таңдаңыз.")
		}
		form.Del("no_crime")
		head.post(caseAt("kk", a)+"/terminate", form).wants(t, 422, "қылмыс немесе қауіп туралы хабар жоқ екенін растаңыз")
		form.Set("no_crime", "yes")
		p = head.post(caseAt("kk", a)+"/terminate", form)
		p.wants(t, 200, "Жіберілген соң қайтарып алуға болмайды.", "Авторы анықталмады", "Авторы белгісіз", "қылмыс та, қауіп те хабарланбаған")
		if !strings.Contains(p.text, `name="no_crime" value="yes"`) {
			t.Error("the preview does not carry the confirmation")
		}
		form.Set("step", "send")
		head.post(caseAt("kk", a)+"/terminate", form).wants(t, 200, "рәсім тоқтатылды.")
	})
}

func TestRedirectAndWithdrawal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := in(t, w, appeal.Routed)
		b := as(t, w, site, w.Registrar)
		form := url.Values{"version": {shown(a)}, "step": {"send"}, "q": {"Астана қаласының әкімдігі"}}
		b.post(caseAt("kk", a)+"/redirect", form).wants(t, 200, w.Other.Name.KK)
		form.Set("body", strconv.FormatInt(int64(w.Other.ID), 10))
		p := b.post(caseAt("kk", a)+"/redirect", form)
		if p.StatusCode != 422 || !strings.Contains(p.text, `href="#note"`) {
			t.Errorf("a redirect without a reason: status %d", p.StatusCode)
		}
		form.Set("note", "Бұл мәселе Астана әкімдігінің құзыретінде")
		b.post(caseAt("kk", a)+"/redirect", form).wants(t, 200, "Жұмыс кезегі", "басқа органға жолданды.")
		b.get(caseAt("kk", a)).wants(t, 404)
		as(t, w, site, w.Outsider).get(caseAt("kk", a)).wants(t, 200, "құзыретінде")

		c := in(t, w, appeal.Assigned)
		form = url.Values{"version": {shown(c)}, "step": {"preview"}}
		b.post(caseAt("kk", c)+"/withdraw", form).wants(t, 422, "Өтініш берушінің жазбаша өтінішін көргеніңізді растаңыз.")
		form.Set("statement", "yes")
		b.post(caseAt("kk", c)+"/withdraw", form).wants(t, 422, "қай күнгі қандай өтініші бойынша")
		form.Set("note", "Сынақ Сынақовтың 5 мамырдағы өтініші бойынша")
		b.post(caseAt("kk", c)+"/withdraw", form).wants(t, 200, "қайтарып алуға болмайды", "5 мамырдағы өтініші")
		form.Set("step", "send")
		b.post(caseAt("kk", c)+"/withdraw", form).wants(t, 200, "кері қайтарып алынды.")
	})
}

func TestTheIINIsWholeOnlyForThoseWhoRegisterAndDecide(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	site := newSite(t, w)
	d := w.Draft("Сынақ")
	d.Body = w.Akimat.ID
	d.Applicant = appeal.Applicant{Name: "Сынақ Сынақов", IIN: "000101500019"}
	if !appeal.CheckIIN(d.Applicant.IIN) {
		d.Applicant.IIN = firstIIN()
	}
	r, err := w.Desk.Submit(context.Background(), account.Who{}, d)
	if err != nil {
		t.Fatal(err)
	}
	do(t, w, w.Registrar, r.Appeal.ID, appeal.Order{Act: appeal.ActRegister})
	a := do(t, w, w.Head, r.Appeal.ID, appeal.Order{Act: appeal.ActAssign, Executor: w.Executor.ID, For: "x"})
	iin := d.Applicant.IIN
	as(t, w, site, w.Head).get(caseAt("kk", a)).wants(t, 200, iin)
	p := as(t, w, site, w.Executor).get(caseAt("kk", a))
	p.wants(t, 200, "••••"+iin[8:])
	if strings.Contains(p.text, iin) {
		t.Error("the executor reads the whole IIN")
	}
}

// firstIIN is the first number of a made-up series whose check digit holds.
func firstIIN() string {
	for n := 10150001; ; n++ {
		if iin := "0001" + strconv.Itoa(n); appeal.CheckIIN(iin) {
			return iin
		}
	}
}
