package httpd

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jauap/internal/fault"
)

func post(s http.Handler, peer string) *http.Response {
	r := httptest.NewRequest(http.MethodPost, "/appeals/1", strings.NewReader("text=typed"))
	r.RemoteAddr = peer
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return ask(s, r)
}

func okay(w http.ResponseWriter, _ *http.Request) error {
	fmt.Fprint(w, "ok")
	return nil
}

func TestAFormOverThePaceIsHeldForItsTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, Options{Posts: Pace{Burst: 3, PerSecond: 0.5}}, Wrap(okay, plainError).ServeHTTP)
		for i, want := range []time.Duration{0, 0, 0, 2, 2} {
			begin := time.Now()
			if got := post(s, "203.0.113.1:1").StatusCode; got != 200 {
				t.Errorf("form %d: %d", i+1, got)
			}
			if got := time.Since(begin); got != want*time.Second {
				t.Errorf("form %d was held %v, want %v", i+1, got, want*time.Second)
			}
		}
		begin := time.Now()
		if got := post(s, "203.0.113.2:1").StatusCode; got != 200 || time.Since(begin) > 0 {
			t.Errorf("another client: %d after %v", got, time.Since(begin))
		}
		if got := ask(s, get("/appeals/1")).StatusCode; got != 200 || time.Since(begin) > 0 {
			t.Errorf("reading: %d after %v", got, time.Since(begin))
		}
	})
}

// flood sends so many forms at once and returns the answers that came at once.
func flood(t *testing.T, s http.Handler, n int) (refused []*http.Response) {
	t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	begin := time.Now()
	for range n {
		all.Go(func() {
			res := post(s, "203.0.113.1:1")
			mu.Lock()
			defer mu.Unlock()
			if time.Since(begin) > longestHold {
				t.Errorf("held %v", time.Since(begin))
			}
			if res.StatusCode != 200 {
				refused = append(refused, res)
			}
		})
	}
	all.Wait()
	return refused
}

func TestOnlyFormsFarBeyondThePaceAreRefusedAndToldWhenToTryAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := serve(t, Options{}, Wrap(okay, plainError).ServeHTTP)
		refused := flood(t, s, 100)
		if len(refused) != 20 {
			t.Errorf("%d refused of 100, want 20: sixty at once, twenty held", len(refused))
		}
		for _, res := range refused {
			if res.StatusCode != 429 || res.Header.Get("Retry-After") != "1" {
				t.Errorf("%d, Retry-After %q, want 429 and 1", res.StatusCode, res.Header.Get("Retry-After"))
			}
		}
		if got := post(s, "203.0.113.1:1").StatusCode; got != 200 {
			t.Errorf("after the flood: %d", got)
		}
	})
}

func TestBudgetsOfOneClientAreApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := Options{Budget: func(r *http.Request) string {
			if r.URL.Path == "/appeals/check" {
				return "checks"
			}
			return FormBudget(r)
		}, Posts: Pace{Burst: 3, PerSecond: 0.01}}
		s := serve(t, o, Wrap(okay, plainError).ServeHTTP)
		send := func(method, path string) int {
			r := httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody)
			r.RemoteAddr = "203.0.113.1:1"
			w := httptest.NewRecorder()
			s.handler.ServeHTTP(w, r)
			return w.Code
		}
		for i, want := range []int{200, 200, 200, 429} {
			if got := send([]string{"GET", "POST"}[i%2], "/appeals/check"); got != want {
				t.Errorf("check %d: %d, want %d", i+1, got, want)
			}
		}
		for i, want := range []int{200, 200, 200, 429} {
			if got := send("POST", "/appeals/write"); got != want {
				t.Errorf("form %d: %d, want %d", i+1, got, want)
			}
		}
		if got := send("GET", "/appeals/write"); got != 200 {
			t.Errorf("a page: %d", got)
		}
	})
}

func TestAPageThatAsksShowsWhatWasTypedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		page := func(w http.ResponseWriter, r *http.Request) error {
			typed := r.FormValue("text")
			if err := Paced(r.Context()); err != nil {
				w.WriteHeader(Status(err))
				fmt.Fprint(w, typed, " ", fault.All(err)[0].Key)
			}
			return nil
		}
		refused := flood(t, serve(t, Options{}, WrapForm(page, plainError).ServeHTTP), 81)
		if len(refused) != 1 {
			t.Fatalf("%d refused, want 1", len(refused))
		}
		body, _ := io.ReadAll(refused[0].Body)
		if refused[0].StatusCode != 429 || string(body) != "typed httpd.too_many" {
			t.Errorf("%d %q", refused[0].StatusCode, body)
		}
	})
}
