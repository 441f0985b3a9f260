package httpd

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"jauap/internal/fault"
)

func serve(t *testing.T, o Options, h http.HandlerFunc) *Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/appeals/{number}", h)
	o.Handler, o.Listen = mux, "127.0.0.1:0"
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ask(s http.Handler, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func get(path string) *http.Request { return httptest.NewRequest(http.MethodGet, path, nil) }

func ok(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") }

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	t.Parallel()
	s := serve(t, Options{}, ok)
	for _, path := range []string{"/appeals/1", "/nowhere", "/healthz"} {
		h := ask(s, get(path)).Header
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: policy %q lacks %q", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q allows inline code", path, csp)
		}
		for _, name := range []string{"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Request-Id"} {
			if h.Get(name) == "" {
				t.Errorf("%s: no %s", path, name)
			}
		}
		if got := h.Get("Strict-Transport-Security"); got != "" {
			t.Errorf("%s: HSTS %q without TLS", path, got)
		}
	}
}

func TestHSTSIsSentOverTLSAndWhatATrustedProxyCallsTLS(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		trust string
		want  bool
	}{
		{"a trusted proxy says https", "192.0.2.0/24", true},
		{"anybody else says https", "10.0.0.0/8", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, Options{TrustProxy: []netip.Prefix{netip.MustParsePrefix(tt.trust)}}, ok)
			r := get("/appeals/1") // httptest comes from 192.0.2.1
			r.Header.Set("X-Forwarded-Proto", "https")
			if got := ask(s, r).Header.Get("Strict-Transport-Security") != ""; got != tt.want {
				t.Errorf("HSTS sent: %v, want %v", got, tt.want)
			}
		})
	}
}

func TestClientIsBelievedOnlyFromTrustedProxies(t *testing.T) {
	t.Parallel()
	trust := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	for _, tt := range []struct {
		name, peer, forwarded, want string
	}{
		{"no proxy", "203.0.113.9:1", "", "203.0.113.9"},
		{"a stranger's header is not read", "203.0.113.9:1", "198.51.100.1", "203.0.113.9"},
		{"one proxy", "10.0.0.1:1", "198.51.100.1", "198.51.100.1"},
		{"what the client wrote itself stands left and is not read", "10.0.0.1:1", "1.1.1.1, 198.51.100.1", "198.51.100.1"},
		{"two proxies", "10.0.0.1:1", "198.51.100.1, 10.0.0.2", "198.51.100.1"},
		{"a proxy that says nonsense is the client itself", "10.0.0.1:1", "nonsense", "10.0.0.1"},
		{"IPv4 inside IPv6", "[::ffff:203.0.113.9]:1", "", "203.0.113.9"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := get("/")
			r.RemoteAddr = tt.peer
			if tt.forwarded != "" {
				r.Header.Set("X-Forwarded-For", tt.forwarded)
			}
			if got := clientOf(r, trust).String(); got != tt.want {
				t.Errorf("client = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestTheLogLineHoldsNothingAboutThePerson(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := serve(t, Options{Log: slog.New(slog.NewJSONHandler(&log, nil))}, ok)
	r := get("/appeals/ZT-SECRET?code=HIDDEN&name=Synaq")
	r.RemoteAddr = "203.0.113.77:5"
	id := ask(s, r).Header.Get("X-Request-Id")
	line := log.String()
	for _, want := range []string{id, `"route":"/appeals/{number}"`, `"status":200`, `"bytes":2`, `"method":"GET"`, `"network":"203.0.113.0/24"`} {
		if !strings.Contains(line, want) {
			t.Errorf("line %s lacks %s", line, want)
		}
	}
	for _, never := range []string{"SECRET", "HIDDEN", "Synaq", "203.0.113.77"} {
		if strings.Contains(line, never) {
			t.Errorf("line %s holds %s", line, never)
		}
	}
	if got := strings.Count(line, "\n"); got != 1 {
		t.Errorf("%d lines for one request", got)
	}
}

func TestAPanicIsOneErrorPageAndItsValueStaysOut(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := serve(t, Options{Log: slog.New(slog.NewJSONHandler(&log, nil))}, func(http.ResponseWriter, *http.Request) {
		panic("the IIN 990101300000")
	})
	r := get("/appeals/1")
	r.Header.Set("Accept-Encoding", "gzip")
	res := ask(s, r)
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusInternalServerError || !strings.Contains(string(body), res.Header.Get("X-Request-Id")) {
		t.Errorf("status %d, body %q", res.StatusCode, body)
	}
	if strings.Contains(log.String(), "990101300000") {
		t.Errorf("the log holds the panic's value: %s", log.String())
	}
	if !strings.Contains(log.String(), "httpd_test.go") {
		t.Errorf("the log holds no stack: %s", log.String())
	}
}

func TestAFormFromAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	s := serve(t, Options{TrustedOrigins: []string{"https://friend.example"}}, ok)
	for _, tt := range []struct {
		name, site, origin string
		want               int
	}{
		{"our own page", "same-origin", "", 200},
		{"another site", "cross-site", "https://evil.example", 403},
		{"a trusted site", "cross-site", "https://friend.example", 200},
		{"no browser", "", "", 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodPost, "/appeals/1", strings.NewReader("a=b"))
			r.Header.Set("Sec-Fetch-Site", tt.site)
			r.Header.Set("Origin", tt.origin)
			if got := ask(s, r).StatusCode; got != tt.want {
				t.Errorf("status %d, want %d", got, tt.want)
			}
		})
	}
}

func TestPagesAreCompressedAndFontsAreNot(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{"text/html; charset=utf-8": "gzip", "font/woff2": ""} {
		s := serve(t, Options{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			fmt.Fprint(w, strings.Repeat("жауап ", 500))
		})
		r := get("/appeals/1")
		r.Header.Set("Accept-Encoding", "gzip")
		if got := ask(s, r).Header.Get("Content-Encoding"); got != want {
			t.Errorf("%s: encoding %q, want %q", kind, got, want)
		}
	}
}

func TestHealthTellsWhetherItCanWork(t *testing.T) {
	t.Parallel()
	var down error
	s := serve(t, Options{Ready: func(context.Context) error { return down }}, ok)
	step := func(what, path string, status int, word string) {
		t.Helper()
		res := ask(s, get(path))
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != status || strings.TrimSpace(string(body)) != word {
			t.Errorf("%s: %d %q, want %d %q", what, res.StatusCode, body, status, word)
		}
	}
	down = errors.New("no database yet")
	step("before the database", "/readyz", 503, "starting")
	step("before the database it lives", "/healthz", 200, "alive")
	down = nil
	step("with the database", "/readyz", 200, "ready")
	down = errors.New("database lost")
	step("after losing it", "/readyz", 503, "not ready")
	s.stopping.Store(true)
	step("at the end", "/readyz", 503, "stopping")
}

func TestStatusOfEveryKind(t *testing.T) {
	t.Parallel()
	for kind, want := range map[fault.Kind]int{
		fault.Invalid: 422, fault.NotFound: 404, fault.Gone: 410, fault.Forbidden: 403, fault.Unsigned: 401, fault.Conflict: 409,
		fault.TooMany: 429, fault.TooLarge: 413, fault.Unavailable: 503, fault.Internal: 500,
	} {
		if got := Status(fmt.Errorf("appeal 1: %w", fault.New(kind, "a.b"))); got != want {
			t.Errorf("Status(%s) = %d, want %d", kind, got, want)
		}
	}
	if got := Status(nil); got != 200 {
		t.Errorf("Status(nil) = %d", got)
	}
	if got := Status(os.ErrNotExist); got != 500 {
		t.Errorf("Status of an error without a kind = %d", got)
	}
}

func TestABodyThatIsTooLongIsAFaultWithItsLimit(t *testing.T) {
	t.Parallel()
	var got error
	read := func(_ http.ResponseWriter, r *http.Request) error {
		_, err := io.ReadAll(r.Body)
		return err
	}
	show := func(w http.ResponseWriter, _ *http.Request, err error) { got = err; w.WriteHeader(Status(err)) }
	s := serve(t, Options{MaxBody: 1 << 20}, Wrap(read, show).ServeHTTP)
	res := ask(s, httptest.NewRequest(http.MethodPost, "/appeals/1", bytes.NewReader(make([]byte, 1<<20+1))))
	if res.StatusCode != 413 || fault.All(got)[0].Args["limit"] != int64(1) {
		t.Errorf("status %d, fault %v", res.StatusCode, got)
	}
}

func run(t *testing.T, h http.HandlerFunc) (net.Addr, context.CancelFunc, <-chan error) {
	t.Helper()
	started := make(chan net.Addr, 1)
	s := serve(t, Options{Started: func(a net.Addr) { started <- a }, Grace: 5 * time.Second}, h)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	return <-started, cancel, ended
}

func TestStoppingLetsABegunRequestFinish(t *testing.T) {
	t.Parallel()
	begun, goOn := make(chan bool), make(chan bool)
	addr, cancel, ended := run(t, func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-goOn
		if r.Context().Err() != nil {
			t.Error("the request was cancelled by the stop")
		}
		fmt.Fprint(w, "whole")
	})
	got := make(chan string, 1)
	go func() {
		res, err := http.Get("http://" + addr.String() + "/appeals/1")
		if err != nil {
			got <- err.Error()
			return
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body)
		got <- string(body)
	}()
	<-begun
	cancel()
	close(goOn)
	if body := <-got; body != "whole" {
		t.Errorf("answer %q", body)
	}
	if err := <-ended; err != nil {
		t.Errorf("Run = %v", err)
	}
}

func TestTheDeadlineOfABodyMovesAsBytesArrive(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		read int64
		at   time.Duration
		want time.Duration
	}{
		{"at the start there is time for the first byte", 0, 0, bodySilence},
		{"one byte each half minute is too little after a minute", 2, 59 * time.Second, time.Minute + 2*time.Second/bodyRate},
		{"a slow telephone goes on for an hour", 2 << 20, time.Hour, time.Hour + bodySilence},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := &body{now: func() time.Time { return start.Add(tt.at) }, started: start, read: tt.read}
			if got := b.deadline().Sub(start); got != tt.want {
				t.Errorf("deadline after %v, want %v", got, tt.want)
			}
		})
	}
}

// The deadline of the last piece must not strike while the handler works:
// net/http would take the client for gone and cancel the request.
func TestAReadBodyLeavesNoDeadlineBehind(t *testing.T) {
	t.Parallel()
	addr, cancel, ended := run(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		fmt.Fprint(w, len(body), err)
	})
	conn, err := net.Dial("tcp", addr.String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	for range 2 { // the second request goes over the same connection
		fmt.Fprintf(conn, "POST /appeals/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n")
		for range 10 {
			time.Sleep(5 * time.Millisecond)
			fmt.Fprint(conn, "x")
		}
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		if string(body) != "10 <nil>" {
			t.Errorf("body %q", body)
		}
	}
	conn.Close()
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestAPageMayNarrowTheBody(t *testing.T) {
	t.Parallel()
	var got error
	read := func(w http.ResponseWriter, r *http.Request) error {
		Limit(w, r, 3<<20)
		_, err := io.ReadAll(r.Body)
		return err
	}
	show := func(w http.ResponseWriter, _ *http.Request, err error) { got = err; w.WriteHeader(Status(err)) }
	s := serve(t, Options{}, Wrap(read, show).ServeHTTP)
	for bytesSent, want := range map[int]int{3 << 20: 200, 3<<20 + 1: 413} {
		res := ask(s, httptest.NewRequest(http.MethodPost, "/appeals/1", bytes.NewReader(make([]byte, bytesSent))))
		if res.StatusCode != want {
			t.Errorf("%d bytes: status %d, want %d", bytesSent, res.StatusCode, want)
		}
	}
	if got == nil || fault.All(got)[0].Args["limit"] != int64(3) {
		t.Errorf("fault %v, want the page's own limit", got)
	}
}

func TestNewRefusesWhatCannotListen(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]Options{
		"no handler": {Listen: ":0"},
		"no port":    {Handler: http.NotFoundHandler(), Listen: "localhost"},
		"no origin":  {Handler: http.NotFoundHandler(), Listen: ":0", TrustedOrigins: []string{"friend.example"}},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
