package bench

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// clients is how many people press the button at once.
const clients = 16

// A result is one round of one piece of work.
type result struct {
	perSecond float64
	p50, p99  time.Duration
}

// load lets the clients repeat a request for some time.
func load(t *testing.T, d time.Duration, request func(client, n int) *http.Request, want int) result {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: clients, MaxConnsPerHost: clients}
	defer transport.CloseIdleConnections()
	c := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var mu sync.Mutex
	var all []time.Duration
	var wg sync.WaitGroup
	start := time.Now()
	for i := range clients {
		wg.Go(func() {
			mine := one(t, c, start.Add(d), want, func(n int) *http.Request { return request(i, n) })
			mu.Lock()
			all = append(all, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	took := time.Since(start)
	slices.Sort(all)
	if len(all) == 0 {
		t.Fatal("no request was answered")
	}
	return result{float64(len(all)) / took.Seconds(), all[len(all)/2], all[len(all)*99/100]}
}

func one(t *testing.T, c *http.Client, until time.Time, want int, request func(n int) *http.Request) []time.Duration {
	var took []time.Duration
	for n := 0; time.Now().Before(until); n++ {
		r := request(n)
		begin := time.Now()
		res, err := c.Do(r)
		if err != nil {
			t.Error(err)
			return took
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s %s: %d, want %d", r.Method, r.URL.Path, res.StatusCode, want)
			return took
		}
		took = append(took, time.Since(begin))
	}
	return took
}

// A contest is several pieces of work taking turns; the first is the floor.
type contest struct {
	name  string
	names []string
	run   []func() result
}

// rounds is how many turns each gets; medians are told.
const rounds = 5

func (c contest) play(t *testing.T) {
	t.Helper()
	got := make([][]result, len(c.run))
	for range rounds {
		for i, run := range c.run {
			got[i] = append(got[i], run())
		}
	}
	floor := median(got[0])
	for i, name := range c.names {
		m := median(got[i])
		fmt.Printf("%-26s %-34s %9.0f/s  p50 %8s  p99 %8s  %5.1f %% of the floor\n",
			c.name, name, m.perSecond, m.p50.Round(10*time.Microsecond), m.p99.Round(10*time.Microsecond), 100*m.perSecond/floor.perSecond)
	}
}

func median(list []result) result {
	by := func(f func(result) float64) float64 {
		v := make([]float64, len(list))
		for i, r := range list {
			v[i] = f(r)
		}
		slices.Sort(v)
		return v[len(v)/2]
	}
	return result{
		by(func(r result) float64 { return r.perSecond }),
		time.Duration(by(func(r result) float64 { return float64(r.p50) })),
		time.Duration(by(func(r result) float64 { return float64(r.p99) })),
	}
}
