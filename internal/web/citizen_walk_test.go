package web

import (
	"context"
	htmltext "html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
	"jauap/internal/i18n"
)

var (
	numberSeen   = regexp.MustCompile(`[ЖЗ]Т-\d{4}-\d{8}-\d`)
	codeSeen     = regexp.MustCompile(`[0-9A-Z]{5}-[0-9A-Z]{5}`)
	complainSeen = regexp.MustCompile(`/[a-z]{2}/write\?[^"]+`)
	fileSeen     = regexp.MustCompile(`href="([^"]*/files/[0-9a-f]+)"`)
)

// written is a form filled in as most people do.
func written(form string) url.Values {
	return url.Values{
		"form": {form}, "text": {"Көше жарығы үш аптадан бері жанбайды."}, "kind": {"application"},
		"topic": {"roads.light"}, "region": {"750000000"}, "place_text": {"Абай көшесі, 5"},
		"who": {"person"}, "name": {"Сынақ Сынақов"}, "email": {"synaq@example.kz"},
	}
}

// work does what the staff do until the answer.
func work(t *testing.T, w *dbtest.World, id appeal.ID, answer string) {
	t.Helper()
	ctx := context.Background()
	for _, step := range []struct {
		who   account.Who
		order appeal.Order
	}{
		{w.Window, appeal.Order{Act: appeal.ActRegister, Body: w.Akimat.ID}},
		{w.Registrar, appeal.Order{Act: appeal.ActAssign, Executor: w.Executor.ID, For: w.Executor.Name}},
		{w.Executor, appeal.Order{Act: appeal.ActAnswer, Outcome: appeal.Satisfied, Details: appeal.Details{Note: answer}}},
	} {
		if _, err := w.Desk.Do(ctx, step.who, id, step.order); err != nil {
			t.Fatalf("%s: %v", step.order.Act, err)
		}
	}
}

func TestAnAppealIsWrittenFollowedAnsweredAndRated(t *testing.T) {
	t.Parallel()
	for _, l := range []i18n.Lang{i18n.KK, i18n.RU} {
		t.Run(string(l), func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, w *dbtest.World) { walk(t, w, l) })
		})
	}
}

func walk(t *testing.T, w *dbtest.World, l i18n.Lang) {
	say := catalog(t).In(l)
	b := newBrowser(t, newSite(t, w))
	home := b.get(In(l, "/"))
	home.wants(t, http.StatusOK, say.T("citizen.home_title"), say.T("citizen.ask_name"))

	form := b.get(In(l, pathWrite))
	receipt := b.send(In(l, pathWrite), written(form.hiddenValue("form")), upload{"хат.txt", "Дәлел: көше қараңғы."})
	receipt.wants(t, http.StatusOK, say.T("citizen.receipt_title"), say.T("citizen.receipt_accepted_site"), say.Day(calendar.Date(2026, 4, 10)))
	number, code := numberSeen.FindString(receipt.text), codeSeen.FindString(receipt.text)
	if receipt.at != In(l, pathReceipt) || number == "" || code == "" {
		t.Fatalf("at %s number %q code %q", receipt.at, number, code)
	}
	if b.get(In(l, pathReceipt+".txt")).plain() == "" || !strings.Contains(b.get(In(l, pathReceipt+".txt")).text, code) {
		t.Error("the receipt as text lacks the code")
	}

	other := newBrowser(t, b.site)
	other.get(In(l, appealAddress(numberOf(t, number)))).wants(t, http.StatusOK, say.T("citizen.follow_title"))
	page := other.post(In(l, pathFollow), url.Values{"number": {strings.ToLower(strings.ReplaceAll(number, "-", " "))}, "code": {strings.ToLower(code)}})
	page.wants(t, http.StatusOK, say.T("citizen.state.submitted"), "Көше жарығы үш аптадан бері жанбайды.", say.T("citizen.act.submit"), "хат.txt")

	work(t, w, numberOf(t, number).ID, "Шамдар ауыстырылды.")
	page = other.get(page.at)
	page.wants(t, http.StatusOK, "Шамдар ауыстырылды.", say.T("appeal.outcome.satisfied"), say.T("citizen.rate"), say.T("citizen.complain"))
	if strings.Contains(page.text, w.Executor.Name) {
		t.Error("the executor is named to the applicant")
	}
	if key := missing.FindString(page.plain()); key != "" {
		t.Errorf("the key %s is shown", key)
	}

	complain := other.get(htmltext.UnescapeString(complainSeen.FindString(page.text)))
	if complain.wants(t, http.StatusOK); !strings.Contains(complain.text, `value="complaint" checked`) || !strings.Contains(complain.text, `value="`+w.Akimat.Name.In(l)) {
		t.Error("the form of a complaint does not know what it is about")
	}

	file := other.get(fileSeen.FindStringSubmatch(page.text)[1])
	if file.text != "Дәлел: көше қараңғы." || !strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment") || file.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the file came as %q, %v", file.text, file.Header)
	}

	rated := other.post(page.at+"/rate", url.Values{"version": {page.hiddenValue("version")}, "rating": {"solved"}})
	rated.wants(t, http.StatusOK, say.T("citizen.rated"), say.T("appeal.rating.solved"))
	if strings.Contains(rated.text, "/rate") {
		t.Error("it can be rated again")
	}
	other.post(In(l, pathForget), nil).wants(t, http.StatusOK, say.T("citizen.follow_title"))
	if got := other.get(page.at); !strings.HasPrefix(got.at, In(l, pathFollow)) {
		t.Errorf("after forgetting the appeal still opens at %s", got.at)
	}
}

func numberOf(t *testing.T, s string) appeal.Number {
	t.Helper()
	n, err := appeal.ParseNumber(s)
	if err != nil {
		t.Fatalf("number %q: %v", s, err)
	}
	return n
}

func TestAnAppealIsWithdrawnAfterAQuestion(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		say := catalog(t).In(i18n.RU)
		b := newBrowser(t, newSite(t, w))
		receipt := b.send("/ru/write", written(b.get("/ru/write").hiddenValue("form")))
		page := b.post("/ru/follow", url.Values{"number": {receipt.hiddenValue("number")}, "code": {receipt.hiddenValue("code")}})
		asked := b.get(page.at + "/withdraw")
		asked.wants(t, http.StatusOK, say.T("citizen.withdraw_title"))
		gone := b.post(page.at+"/withdraw", url.Values{"version": {asked.hiddenValue("version")}})
		gone.wants(t, http.StatusOK, say.T("citizen.state.withdrawn"))
		if again := b.get(page.at + "/withdraw"); again.at != page.at {
			t.Errorf("a withdrawn appeal is asked about again at %s", again.at)
		}
	})
}
