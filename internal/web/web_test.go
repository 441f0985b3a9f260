package web

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"jauap/internal/fault"
	"jauap/internal/httpd"
	"jauap/internal/i18n"
)

// built are assets without the build: tests of Go must not need Node.
func built(t testing.TB) *Assets {
	t.Helper()
	a, err := openAssets(fstest.MapFS{
		"app.css": {Data: []byte("a{}")}, "app.js": {Data: []byte("1")}, "golos-400.woff2": {Data: []byte("font")}, ".gitkeep": {},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func site(t testing.TB, a *Assets) *Site {
	t.Helper()
	s, err := New(Options{Catalog: catalog(t), Assets: a})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ask(h http.Handler, method, target string, header ...string) (*http.Response, string) {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result(), w.Body.String()
}

var (
	rawKey   = regexp.MustCompile(`\b(web|httpd|i18n)\.[a-z_]+`)
	idOf     = regexp.MustCompile(` id="([^"]+)"`)
	pointsTo = regexp.MustCompile(` (?:for|aria-describedby|aria-labelledby)="([^"]+)"`)
)

func TestEveryComponentSpeaksEachLanguage(t *testing.T) {
	t.Parallel()
	for _, l := range i18n.Langs() {
		t.Run(string(l), func(t *testing.T) {
			t.Parallel()
			p := galleryPage(t, l, built(t))
			page := html(t, gallery(p)) + html(t, front(p))
			if key := rawKey.FindString(page); key != "" {
				t.Errorf("the key %s is shown instead of its words", key)
			}
			if want := `<html lang="` + string(l) + `"`; !strings.Contains(page, want) {
				t.Errorf("no %s", want)
			}
		})
	}
}

func TestPagesKeepWithinTheSecurityPolicy(t *testing.T) {
	t.Parallel()
	page := html(t, gallery(galleryPage(t, i18n.KK, built(t))))
	for _, never := range []string{" style=", "<style", "javascript:", " onclick=", " onsubmit=", "http://", "https://"} {
		if strings.Contains(page, never) {
			t.Errorf("the page holds %q", never)
		}
	}
	if strings.Contains(strings.ReplaceAll(page, "<script type=\"module\" src=", ""), "<script") {
		t.Error("the page holds an inline script")
	}
}

func TestLabelsHintsAndFaultsBelongToTheirFields(t *testing.T) {
	t.Parallel()
	page := html(t, gallery(galleryPage(t, i18n.RU, built(t))))
	ids := map[string]bool{}
	for _, m := range idOf.FindAllStringSubmatch(page, -1) {
		if ids[m[1]] && m[1] != "banner-title" {
			t.Errorf("two elements have the id %s", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range pointsTo.FindAllStringSubmatch(page, -1) {
		for id := range strings.FieldsSeq(m[1]) {
			if !ids[id] {
				t.Errorf("%s leads to no element", m[0])
			}
		}
	}
	for _, want := range []string{
		`aria-describedby="text-hint text-error text-count"`, `aria-invalid="true"`, `href="#text"`,
		`<title>Ошибка: `, `id="kind-2" name="kind" type="radio" value="application" checked`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestAPageWithoutFaultsHasAPlainTitle(t *testing.T) {
	t.Parallel()
	page := html(t, Layout(galleryPage(t, i18n.KK, built(t))))
	if !strings.Contains(page, "<title>Жолданым жазу — Жауап</title>") {
		t.Error(page[:600])
	}
}

func TestTheLanguageSwitchLeadsToTheSamePage(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, target string
		want         []string
	}{
		{"a page with a query", "/ru/queue?state=late&after=5", []string{
			`href="/kk/queue?state=late&amp;after=5" lang="kk"`, `href="/en/queue?state=late&amp;after=5" lang="en"`}},
		{"the first page", "/en", []string{`href="/kk/" lang="kk"`}},
		{"a path that only begins like a language", "/england", []string{`href="/ru/england"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, page := ask(site(t, built(t)), http.MethodGet, tt.target)
			for _, want := range tt.want {
				if !strings.Contains(page, want) {
					t.Errorf("no %s", want)
				}
			}
		})
	}
}

func TestTheBareAddressLeadsToTheReadersLanguage(t *testing.T) {
	t.Parallel()
	for asked, want := range map[string]string{
		"": "/kk/", "ru-KZ,ru;q=0.9,en;q=0.8": "/ru/", "de, en;q=0.7": "/en/", "fr": "/kk/", "kk": "/kk/",
	} {
		res, _ := ask(site(t, built(t)), http.MethodGet, "/", "Accept-Language", asked)
		if got := res.Header.Get("Location"); got != want {
			t.Errorf("%q leads to %s, want %s", asked, got, want)
		}
	}
}

func TestFaultsArePagesInThreeLanguages(t *testing.T) {
	t.Parallel()
	s := site(t, built(t))
	kinds := []fault.Kind{fault.NotFound, fault.Forbidden, fault.Unsigned, fault.TooMany, fault.TooLarge,
		fault.Conflict, fault.Invalid, fault.Unavailable, fault.Internal}
	for _, l := range i18n.Langs() {
		for _, kind := range kinds {
			s.handle("GET /"+string(l)+"/"+string(kind), func(http.ResponseWriter, *http.Request) error {
				return fault.New(kind, "httpd.timeout").Because(errors.New("inner secret"))
			})
			res, page := ask(s, http.MethodGet, "/"+string(l)+"/"+string(kind))
			if res.StatusCode != httpd.Status(fault.New(kind, "")) {
				t.Errorf("%s: status %d", kind, res.StatusCode)
			}
			if key := rawKey.FindString(page); key != "" {
				t.Errorf("%s %s: the key %s is shown", l, kind, key)
			}
			if strings.Contains(page, "inner secret") {
				t.Errorf("%s: the cause is shown", kind)
			}
			if !strings.Contains(page, catalog(t).In(l).T("web.error_"+string(kind))) {
				t.Errorf("%s %s: no title", l, kind)
			}
		}
	}
}

func TestAnErrorPageShowsTheRequestsMark(t *testing.T) {
	t.Parallel()
	s := site(t, built(t))
	h, err := httpd.New(httpd.Options{Handler: s, Listen: ":0", OnError: s.ShowError})
	if err != nil {
		t.Fatal(err)
	}
	res, page := ask(h, http.MethodGet, "/kk/nowhere")
	if id := res.Header.Get("X-Request-Id"); id == "" || !strings.Contains(page, id) || res.StatusCode != 404 {
		t.Errorf("status %d, mark %q is not on the page", res.StatusCode, id)
	}
}

func TestALanguageThatIsNoneOfOursIsNoPage(t *testing.T) {
	t.Parallel()
	s := site(t, built(t))
	s.handle("GET /{lang}/x", func(w http.ResponseWriter, _ *http.Request) error { return nil })
	for target, want := range map[string]int{"/kk/x": 200, "/fr/x": 404, "/KK/x": 404} {
		if res, _ := ask(s, http.MethodGet, target); res.StatusCode != want {
			t.Errorf("%s: %d, want %d", target, res.StatusCode, want)
		}
	}
}

func TestAssetsOfThisVersionAreKeptForEver(t *testing.T) {
	t.Parallel()
	a := built(t)
	for _, tt := range []struct {
		name, target string
		status       int
	}{
		{"the style sheet", a.Path("app.css"), 200},
		{"another version", "/assets/0123456789ab/app.css", 404},
		{"a hidden file", a.Path(".gitkeep"), 404},
		{"the folder", a.Path(""), 404},
		{"a way out", a.Path("../doc.go"), 404},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			res, _ := ask(site(t, a), http.MethodGet, tt.target)
			if res.StatusCode != tt.status {
				t.Errorf("status %d, want %d", res.StatusCode, tt.status)
			}
			if kept := strings.Contains(res.Header.Get("Cache-Control"), "immutable"); kept != (tt.status == 200) {
				t.Errorf("immutable: %v", kept)
			}
		})
	}
}

func TestBuiltWithoutAssetsThePageSaysSo(t *testing.T) {
	t.Parallel()
	a, err := openAssets(fstest.MapFS{".gitkeep": {}})
	if err != nil || a.Built() {
		t.Fatalf("Built = %v, %v", a.Built(), err)
	}
	_, page := ask(site(t, a), http.MethodGet, "/ru/nowhere")
	if !strings.Contains(page, catalog(t).In(i18n.RU).T("web.no_assets")) || strings.Contains(page, "<link rel=\"stylesheet\"") {
		t.Error("the page does not say that it is plain")
	}
}

func TestWhatWasTypedComesBackEscaped(t *testing.T) {
	t.Parallel()
	f := Form{P: catalog(t).In(i18n.KK), Values: url.Values{"text": {`</textarea><script>alert(1)</script>`}}}
	page := html(t, Textarea(Field{Form: f, Name: "text", Label: "x"}))
	if strings.Contains(page, "<script>") || !strings.Contains(page, "&lt;script&gt;") {
		t.Errorf("%s", page)
	}
}

func TestAChoiceOnceTakenAwayStaysAway(t *testing.T) {
	t.Parallel()
	f := Field{Form: Form{Values: url.Values{"other": {"1"}}}, Name: "agree", Value: ""}
	if f.chosen("") {
		t.Error("an unmarked box came back marked")
	}
	f.Form.Values["agree"] = []string{"a", "b"}
	if got := []bool{f.chosen("a"), f.chosen("b"), f.chosen("c")}; !slices.Equal(got, []bool{true, true, false}) {
		t.Errorf("chosen = %v", got)
	}
}

// The weight of a first visit: page, style, script and both fonts.
func TestAFirstVisitStaysWithinItsBudget(t *testing.T) {
	t.Parallel()
	a, err := OpenAssets()
	if err != nil {
		t.Fatal(err)
	}
	if !a.Built() {
		t.Skip("built without assets")
	}
	css := zipped(t, file(t, a, "app.css"))
	if css > 20<<10 {
		t.Errorf("the style sheet weighs %d bytes compressed", css)
	}
	sum := css + zipped(t, file(t, a, "app.js")) + len(file(t, a, "golos-400.woff2")) + len(file(t, a, "golos-600.woff2"))
	sum += zipped(t, []byte(html(t, gallery(galleryPage(t, i18n.KK, a)))))
	if sum > 60<<10 {
		t.Errorf("a first visit weighs %d bytes", sum)
	}
	if bytes.Contains(file(t, a, "app.css"), []byte("GDS Transport")) {
		t.Error("the style sheet asks for a font that is not ours to use")
	}
	t.Logf("style %d bytes, first visit %d bytes", css, sum)
}

func file(t testing.TB, a *Assets, name string) []byte {
	t.Helper()
	b, err := fs.ReadFile(a.files, name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func zipped(t testing.TB, b []byte) int {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := io.Copy(w, bytes.NewReader(b)); err != nil || w.Close() != nil {
		t.Fatal("gzip")
	}
	return buf.Len()
}

// Pairs of text and ground as they meet on a page.
func TestColoursAreReadable(t *testing.T) {
	t.Parallel()
	c := colours(t)
	for _, pair := range [][2]string{
		{"white", "deep"}, {"white", "brand"}, {"white", "red"}, {"white", "green"}, {"ink", "white"}, {"ink", "mist"},
		{"ink", "sun"}, {"ink", "sun-pale"}, {"ink", "grey-pale"}, {"brand", "white"}, {"brand", "mist"}, {"brand-dark", "brand-pale"},
		{"quiet", "white"}, {"quiet", "mist"}, {"red", "white"}, {"red-dark", "red-pale"}, {"green-dark", "green-pale"},
		{"sun-dark", "sun-pale"}, {"sun", "deep"},
	} {
		if got := contrast(c[pair[0]], c[pair[1]]); got < 4.5 {
			t.Errorf("%s on %s: contrast %.2f", pair[0], pair[1], got)
		}
	}
}

func colours(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("assets/scss/_colours.scss")
	if err != nil {
		t.Fatal(err)
	}
	c := map[string]string{"white": "ffffff"}
	for _, m := range regexp.MustCompile(`\$([a-z-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(string(text), -1) {
		c[m[1]] = m[2]
	}
	return c
}
