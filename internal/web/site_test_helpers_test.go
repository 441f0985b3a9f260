package web

import (
	"bytes"
	"context"
	htmltext "html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/dbtest"
	"jauap/internal/directory"
	"jauap/internal/httpd"
	"jauap/internal/witness"
)

// newSite is the whole site over a world, behind the chain that stands
// before it in life.
func newSite(t testing.TB, w *dbtest.World) http.Handler {
	t.Helper()
	files, err := blob.New(blob.Options{Dir: t.TempDir(), Limits: blob.Limits{Bytes: 1 << 20}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	return siteOver(t, w, files)
}

// siteOver is the site over files that a test looks at too.
func siteOver(t testing.TB, w *dbtest.World, files *blob.Store) http.Handler {
	t.Helper()
	return siteAtPace(t, w, files, httpd.Pace{})
}

// siteAtPace is the site that takes forms at a pace of its own.
func siteAtPace(t testing.TB, w *dbtest.World, files *blob.Store, pace httpd.Pace) http.Handler {
	t.Helper()
	s, err := New(Options{
		Witness: attest(t, w), Tree: w.DB,
		Catalog: catalog(t), Assets: built(t), Desk: w.Desk, Cases: w.DB, People: w.DB, Ring: w.Ring, Blobs: files,
		Rules: func(context.Context) (appeal.Rules, error) { return w.Rules, nil }, Now: w.Clock.Now, Throttle: httpd.NewThrottle(httpd.ThrottleOptions{}),
	})
	if err != nil {
		t.Fatal(err)
	}
	h, err := httpd.New(httpd.Options{Handler: s, Listen: ":0", OnError: s.ShowError, Posts: pace, Budget: s.Budget})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// attest is a witness that seals when a test asks it to.
func attest(t testing.TB, w *dbtest.World) *witness.Witness {
	t.Helper()
	at, err := witness.New(witness.Options{
		Store: w.DB, Ring: w.Ring, Catalog: catalog(t), Now: w.Clock.Now,
		Directory: func(context.Context) (*directory.Directory, error) { return w.Rules.Directory, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// A browser keeps cookies and leads on.
type browser struct {
	t       testing.TB
	site    http.Handler
	cookies map[string]string
	address string // of the network it comes from
}

func newBrowser(t testing.TB, site http.Handler) *browser {
	return &browser{t: t, site: site, cookies: map[string]string{}, address: "192.0.2.7:4000"}
}

// A seen is what a browser shows.
type seen struct {
	*http.Response
	at   string // the address it was led to
	text string
}

func (b *browser) get(target string) seen {
	return b.do(httptest.NewRequestWithContext(b.t.Context(), http.MethodGet, target, nil))
}

func (b *browser) post(target string, values url.Values) seen {
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, target, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

// An upload is a file as a browser sends it.
type upload struct{ name, content string }

// send posts a form with files, the files after the answers.
func (b *browser) send(target string, values url.Values, files ...upload) seen {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, all := range values {
		for _, v := range all {
			_ = m.WriteField(name, v)
		}
	}
	for _, f := range files {
		h := textproto.MIMEHeader{}
		h.Set("Content-Disposition", `form-data; name="files"; filename="`+f.name+`"`)
		part, _ := m.CreatePart(h)
		_, _ = io.WriteString(part, f.content)
	}
	_ = m.Close()
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, target, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return b.do(r)
}

func (b *browser) do(r *http.Request) seen {
	b.t.Helper()
	r.RemoteAddr = b.address
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		b.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	if to := res.Header.Get("Location"); res.StatusCode == http.StatusSeeOther && to != "" {
		return b.get(to)
	}
	return seen{Response: res, at: r.URL.RequestURI(), text: w.Body.String()}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// plain is the page as it is read.
func (s seen) plain() string {
	return strings.Join(strings.Fields(htmltext.UnescapeString(tag.ReplaceAllString(s.text, " "))), " ")
}

// wants complains of each sentence the page lacks.
func (s seen) wants(t testing.TB, status int, sentences ...string) {
	t.Helper()
	if s.StatusCode != status {
		t.Errorf("%s: status %d, want %d", s.at, s.StatusCode, status)
	}
	for _, want := range sentences {
		if !strings.Contains(s.plain(), want) {
			t.Errorf("%s: the page does not say %q:\n%s", s.at, want, s.plain())
		}
	}
}

var hiddenField = regexp.MustCompile(`name="([a-z]+)" value="([^"]*)"`)

// hiddenValue is what a hidden field of the page holds.
func (s seen) hiddenValue(name string) string {
	for _, m := range hiddenField.FindAllStringSubmatch(s.text, -1) {
		if m[1] == name {
			return htmltext.UnescapeString(m[2])
		}
	}
	return ""
}

// missing finds a key shown instead of its words.
var missing = regexp.MustCompile(`\b(appeal|citizen|staff|law|blob|web|calendar|directory|account|httpd|verify|witness|receipt)\.[a-z_]{3,}`)
