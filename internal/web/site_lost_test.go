package web

import (
	"bytes"
	htmltext "html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
	"jauap/internal/httpd"
	"jauap/internal/i18n"
)

func TestAWrongMethodIsToldWhichIsRight(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	b := newBrowser(t, newSite(t, w))
	for _, tt := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{http.MethodPost, "/ru/about", 405, "GET, HEAD"},
		{http.MethodGet, "/ru/forget", 405, "POST"},
		{http.MethodPut, "/ru/write", 405, "GET, HEAD, POST"},
		{http.MethodDelete, "/de/write", 404, ""},
		{http.MethodPost, "/ru/nowhere", 404, ""},
		{http.MethodGet, "/ru/nowhere/", 404, ""},
	} {
		got := b.do(httptest.NewRequestWithContext(t.Context(), tt.method, tt.path, nil))
		if got.StatusCode != tt.status || got.Header.Get("Allow") != tt.allow {
			t.Errorf("%s %s: status %d, Allow %q; want %d, %q", tt.method, tt.path, got.StatusCode, got.Header.Get("Allow"), tt.status, tt.allow)
		}
	}
	if got := b.get("/ru/write/?kind=request"); got.at != "/ru/write?kind=request" {
		t.Errorf("/ru/write/ leads to %q", got.at)
	}
}

// A form of forty thousand questions costs the program no memory to speak of,
// and is refused in words that do not blame files.
func TestAFormOfNonsenseIsRefusedCheaply(t *testing.T) {
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	b := newBrowser(t, newSite(t, w))
	name := strings.Repeat("a", 5000)
	nonsense, boundary := io.Pipe()
	m := multipart.NewWriter(boundary)
	go func() {
		for i := range 40_000 {
			if m.WriteField(name+strconv.Itoa(i), "") != nil {
				return
			}
		}
		_ = boundary.Close()
	}()
	defer nonsense.Close()
	many := "a=" + strings.Repeat("&b", 1_000_000)
	for kind, body := range map[string]io.Reader{
		m.FormDataContentType():             nonsense,
		"application/x-www-form-urlencoded": strings.NewReader(many),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/ru/follow", body)
		r.Header.Set("Content-Type", kind)
		got := b.do(r)
		runtime.ReadMemStats(&after)
		got.wants(t, http.StatusRequestEntityTooLarge, "Запрос не принят", "Форма пришла в непонятном виде")
		if strings.Contains(got.plain(), "файл") {
			t.Error("the page speaks of files")
		}
		if grown := (after.TotalAlloc - before.TotalAlloc) >> 20; grown > 40 {
			t.Errorf("%s: %d MB were used", kind, grown)
		}
	}
}

func TestAFormWithoutFilesIsNoLongerThanAText(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	site := newSite(t, w)
	a := in(t, w, appeal.Assigned)
	for path, b := range map[string]*browser{
		"/ru/follow": newBrowser(t, site), "/ru/sign-in": newBrowser(t, site), caseAt("ru", a) + "/terminate": as(t, w, site, w.Head),
	} {
		v := url.Values{"number": {strings.Repeat("a", smallForm)}}
		b.send(path, v).wants(t, http.StatusRequestEntityTooLarge, "не больше 3 МБ")
		b.post(path, v).wants(t, http.StatusRequestEntityTooLarge, "не больше 3 МБ")
	}
}

// switched presses the other language on a page that shows a form again.
func (b *browser) switched(p seen, lang i18n.Lang, v url.Values, name, value string) seen {
	b.t.Helper()
	path := "/" + string(lang) + p.at[len("/kk"):]
	if !strings.Contains(p.text, `formaction="`+path+`"`) {
		b.t.Fatalf("%s: no button of %s leads to %s", p.at, lang, path)
	}
	v.Set(name, value)
	return b.send(path, v)
}

func TestTheOtherLanguageKeepsWhatWasTypedAndUploaded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		v := written(b.get("/kk/write").hiddenValue("form"))
		v.Set("email", "қате")
		p := b.send("/kk/write", v, upload{"хат.txt", "дәлел"})
		p.wants(t, http.StatusUnprocessableEntity, "хат.txt")
		v.Set("form", p.hiddenValue("form"))
		p = b.switched(p, i18n.RU, v, "look", lookAgain)
		p.wants(t, http.StatusOK, "Проверьте адрес электронной почты", "хат.txt", v.Get("text"))
		if !strings.Contains(p.text, "қате") {
			t.Error("the address that was typed is gone")
		}
		v.Del("look")
		v.Set("email", "synaq@example.kz")
		v.Set("form", p.hiddenValue("form"))
		b.send("/ru/write", v).wants(t, http.StatusOK, "Приложено файлов")
	})
}

func TestOneFormSentFromTwoLanguagesIsOneAppeal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		v := written(b.get("/kk/write").hiddenValue("form"))
		first, again := b.send("/kk/write", v), b.send("/ru/write", v)
		if a, b := first.hiddenValue("number"), again.hiddenValue("number"); a == "" || a != b {
			t.Errorf("two languages gave %q and %q", a, b)
		}
	})
}

func TestTheOtherLanguageKeepsAnAnswer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := in(t, w, appeal.Assigned)
		b := as(t, w, site, w.Executor)
		form := url.Values{"version": {shown(a)}, "step": {"preview"}, "note": {"Жарық ертең жанады."}}
		p := b.send(caseAt("kk", a)+"/answer", form, upload{"сурет.txt", "x"})
		p.wants(t, 422, "Жауаптың нәтижесін таңдаңыз.")
		form.Set("kept_files", p.field("kept_files"))
		p = b.switched(p, i18n.RU, form, "step", stepChange)
		p.wants(t, 200, "Текст ответа", "Жарық ертең жанады.", "сурет.txt")
	})
}

func TestALongTextAndItsFilesOutliveTheSession(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := in(t, w, appeal.Assigned)
		b := as(t, w, site, w.Executor)
		p := b.send(caseAt("kk", a)+"/answer", url.Values{"version": {shown(a)}, "step": {"preview"}, "note": {"x"}}, upload{"сурет.txt", "x"})
		long := strings.Repeat("<&\"ә", 250_000)
		form := url.Values{"version": {shown(a)}, "note": {long}, "outcome": {"explained"}, "kept_files": {p.field("kept_files")}}
		w.Clock.Set(w.Clock.Now().Add(account.SessionIdle + time.Minute))
		p = b.send(caseAt("kk", a)+"/answer", form)
		p.wants(t, 401, "Жазғаныңыз сақталды.")
		signIn := url.Values{"login": {"executor"}, "password": {"қате"}, "kept": {p.field("kept")}}
		p = b.send("/kk/sign-in", signIn)
		signIn.Set("kept", p.field("kept"))
		signIn.Set("password", dbtest.Password)
		p = b.send("/kk/sign-in", signIn)
		if back := htmltext.UnescapeString(p.field("note")); p.StatusCode != 200 || back != long {
			t.Errorf("status %d, %d bytes of %d came back", p.StatusCode, len(back), len(long))
		}
		if !strings.Contains(p.plain(), "Бірге жіберілетін файлдар сурет.txt") {
			t.Error("the file that goes along is not named")
		}
	})
}

func TestASearchWithoutWordsFindsNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := in(t, w, appeal.Assigned)
		b := as(t, w, site, w.Head)
		for _, q := range []string{"💡", "*", "  ?! ", "ж"} {
			p := b.get("/kk/queue?q=" + url.QueryEscape(q))
			p.wants(t, 200, "Іздейтін сөз жоқ.")
			if strings.Contains(p.plain(), a.Number().String()) {
				t.Errorf("%q finds the whole queue", q)
			}
		}
	})
}

func TestTheCityIsMeantByItsBareName(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		for said, want := range map[string]int{
			"Алматы, улица Абая, 5": 200, "Түркістан": 200, "Алматы облысы": 200, "Абай ауданы": 422,
		} {
			v := written(b.get("/ru/write").hiddenValue("form"))
			v.Set("region", "")
			v.Set("place_text", said)
			if got := b.send("/ru/write", v); got.StatusCode != want {
				t.Errorf("%s: status %d, want %d: %s", said, got.StatusCode, want, got.plain())
			}
		}
	})
}

func TestAFailureLeadsBackToWhatItWasAbout(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		b := newBrowser(t, site)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/ru/follow", bytes.NewReader(nil))
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		got := b.do(r)
		got.wants(t, http.StatusForbidden, "Запрос пришёл с другого сайта", "Написать", "На главную страницу")
		if strings.Contains(got.plain(), "олномочи") {
			t.Error("a stranger's site is answered with the powers of staff")
		}
		as(t, w, site, w.Head).get("/ru/cases/ЖТ-2026-00000001-0").wants(t, 404, "Вернуться к очереди")

		p := b.send("/ru/write", written(b.get("/ru/write").hiddenValue("form")))
		n, err := appeal.ParseNumber(p.hiddenValue("number"))
		if err != nil {
			t.Fatal(err)
		}
		b.post("/ru/follow", url.Values{"number": {n.String()}, "code": {p.hiddenValue("code")}})
		work(t, w, n.ID, "Шамдар ауыстырылды.")
		at := "/ru" + appealAddress(n)
		b.post(at+"/withdraw", url.Values{}).wants(t, http.StatusConflict, "на обращение ответили", "Вернуться к моему обращению")
		b.post(at+"/rate", url.Values{"rating": {"solved"}}).wants(t, 200)
		b.post(at+"/rate", url.Values{"rating": {"not"}}).wants(t, http.StatusConflict, "вы уже оценили", "Ваша оценка видна")
	})
}

func TestAFormThatCameTooFastIsShownAgain(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	files, err := blob.New(blob.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	site := siteAtPace(t, w, files, httpd.Pace{Burst: 1, PerSecond: 0.01})
	a := in(t, w, appeal.Assigned)
	b := as(t, w, site, w.Executor)
	v := written(b.get("/ru/write").hiddenValue("form"))
	b.send("/ru/follow", url.Values{"number": {"x"}}) // the one form of the minute
	for path, form := range map[string]url.Values{
		"/ru/write": v, "/ru/follow": {"number": {"ЖТ-2026"}}, "/ru/sign-in": {"login": {"head"}},
		caseAt("ru", a) + "/answer": {"version": {shown(a)}, "note": {"Жарық ертең жанады."}, "step": {stepSend}, "outcome": {"explained"}},
	} {
		p := b.send(path, form)
		p.wants(t, http.StatusTooManyRequests, "Слишком много попыток", form.Get("text"), form.Get("note"))
		if p.Header.Get("Retry-After") == "" || !strings.Contains(p.text, form.Get("number")) || !strings.Contains(p.text, form.Get("login")) {
			t.Errorf("%s: Retry-After %q, or what was typed is gone", path, p.Header.Get("Retry-After"))
		}
	}
	if now, _ := w.Case(t.Context(), account.Everything(), a.ID); now.Version != a.Version {
		t.Error("an answer that came too fast was given")
	}
}

func TestARecountSaysWhichDayChanged(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")
	day := func(s string) calendar.Day { d, _ := calendar.Parse(s); return d }
	before := appeal.Marks{State: appeal.Assigned, Body: w.Akimat.ID, Kind: "application", RegisteredOn: day("2026-12-01"), DueOn: day("2026-12-21")}
	after := before
	after.DueOn = day("2026-12-22")
	e := appeal.Event{Seq: 2, Act: appeal.ActRecount, Marks: after, Lifts: true, Details: appeal.Details{
		Day: &appeal.DayChange{Day: day("2026-12-03"), Off: true, Reason: "Сынақ күні"},
	}}
	page := Page{P: catalog(t).In(i18n.KK)}
	p := appealPage{Page: page, Rules: w.Rules}
	told := strings.Join(p.episode(e, before).Lines, "\n")
	listed := strings.Join(moved(page, opened{rules: w.Rules}, before, e), "\n")
	for _, want := range []string{"2026 жылғы 3 желтоқсан демалыс күні деп жарияланды: Сынақ күні.", "2026 жылғы 22 желтоқсан", "есептен алынды"} {
		if !strings.Contains(told, want) {
			t.Errorf("the applicant is not told %q: %s", want, told)
		}
		if !strings.Contains(listed, want) {
			t.Errorf("staff are not told %q: %s", want, listed)
		}
	}
	e.Details.Day = &appeal.DayChange{Day: day("2026-12-16"), Reason: "calendar.moved"}
	if got := dayChanged(page, e.Details.Day); !strings.Contains(got, "жұмыс күні деп жарияланды: демалыс күні ауыстырылған.") {
		t.Error(got)
	}
}
