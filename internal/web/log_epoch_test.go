package web

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"jauap/internal/dbtest"
)

// beginsAnew is what a restore does to the log.
func beginsAnew(t *testing.T, w *dbtest.World) {
	t.Helper()
	if err := w.BeginEpoch(t.Context(), "made 2026-03-17T00:00:00Z\n", w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	seal(t, w)
}

func TestALogThatBeganAnewIsServedBelowAnotherAddress(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		fillLog(t, w, 1, 300)
		files := []string{"checkpoint", "checkpoint/7", "tile/0/000", "tile/entries/000", "consistency/3/300"}
		answers := func(prefix string, want int) {
			t.Helper()
			for _, file := range files {
				got := b.get(prefix + file)
				if got.StatusCode != want || want != http.StatusOK && (got.Header.Get("Cache-Control") != "no-store" || strings.Contains(got.text, "<")) {
					t.Errorf("%s%s: status %d, want %d; %v", prefix, file, got.StatusCode, want, got.Header)
				}
			}
		}
		answers("/log/", http.StatusOK)
		answers("/log/2/", http.StatusNotFound)
		beginsAnew(t, w)
		answers("/log/", http.StatusGone)
		answers("/log/2/", http.StatusOK)
		beginsAnew(t, w)
		answers("/log/", http.StatusGone)
		answers("/log/2/", http.StatusGone)
		answers("/log/3/", http.StatusOK)
		answers("/log/4/", http.StatusNotFound)
		if got := b.get("/log/2/checkpoint"); !strings.HasSuffix(strings.TrimSpace(got.text), "goes on at http://example.com/log/3/") || got.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("an ended log says %q", got.text)
		}
		for _, at := range []string{"/log/key", "/log/2/key", "/log/3/key"} {
			if got := b.get(at); got.StatusCode != http.StatusOK || strings.Count(got.text, "\n") != 3 {
				t.Errorf("%s: %d, %q", at, got.StatusCode, got.text)
			}
		}
		origin, _, _ := strings.Cut(b.get("/log/3/checkpoint").text, "\n")
		if !strings.HasSuffix(origin, "/3") {
			t.Errorf("the third log is of %q", origin)
		}
		b.get("/kk/verify").wants(t, http.StatusOK, "--log http://example.com/log/3 ", "http://example.com/log/3/key")
		b.get("/kk/log").wants(t, http.StatusOK, "http://example.com/log/3")
		leadsOn(t, b)
	})
}

var logLink = regexp.MustCompile(`href="(/log/[^"]*)"`)

// leadsOn checks that every address which the page of the log names is there.
func leadsOn(t *testing.T, b *browser) {
	t.Helper()
	links := logLink.FindAllStringSubmatch(b.get("/kk/log").text, -1)
	for _, l := range links {
		if got := b.get(l[1]); got.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", l[1], got.StatusCode)
		}
	}
	if len(links) < 2 {
		t.Errorf("the page of the log leads to %v", links)
	}
}

func TestThePageOfTheLogLeadsOnlyToWhatIsThere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		b.get("/log").wants(t, http.StatusOK, catalog(t).In("kk").T("verify.log_lead"))
		b.get("/log/").wants(t, http.StatusOK, catalog(t).In("kk").T("verify.log_lead"))
		have := 0
		for _, size := range []int{1, 2, 255, 256, 257, 512} {
			fillLog(t, w, have+1, size-have)
			have = size
			leadsOn(t, b)
		}
	})
}
