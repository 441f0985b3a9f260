package httpd

import (
	"context"
	"math"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"jauap/internal/fault"
)

// longestHold is how long a form may wait for its turn. At two a second it
// also bounds how many of one client wait: twenty.
const longestHold = 10 * time.Second

// A Pace is how many forms one client may send: Burst at once, then
// PerSecond. It is generous, because a whole aul may share one address; and
// what comes faster is held for its turn, and refused only when that would
// take longer than ten seconds. The zero Pace is 60 and 2; a negative
// PerSecond is no limit.
type Pace struct {
	Burst     int
	PerSecond float64
}

func (p Pace) orDefault() Pace {
	if p.Burst == 0 {
		p.Burst = 60
	}
	if p.PerSecond == 0 {
		p.PerSecond = 2
	}
	return p
}

// pacer keeps, per client, the moment at which its bucket would be full
// again: one time instead of a count and a time.
type pacer struct {
	pace Pace
	now  func() time.Time
	mu   sync.Mutex
	full *recent[time.Time]
}

func newPacer(p Pace, now func() time.Time) *pacer {
	return &pacer{pace: p.orDefault(), now: now, full: newRecent[time.Time](100_000, time.Hour)}
}

// take takes one from a bucket of the client and tells how long to hold the form
// until its turn. When that is too long it takes none and returns a TooMany
// fault with the seconds until the wait is bearable.
func (p *pacer) take(client netip.Addr, budget string) (time.Duration, error) {
	if p.pace.PerSecond < 0 {
		return 0, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	full := p.full.touch(budget+" "+household(client), now)
	one := time.Duration(float64(time.Second) / p.pace.PerSecond)
	after := later(now, *full).Add(one)
	hold := after.Sub(now) - time.Duration(p.pace.Burst)*one
	if hold > longestHold {
		return 0, fault.New(fault.TooMany, "httpd.too_many", "n", seconds(hold-longestHold))
	}
	*full = after
	return max(0, hold), nil
}

// household is what one subscriber has: an IPv4 address, an IPv6 /64.
func household(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// paced holds a form for its turn. It refuses none itself, because what was
// typed would be lost: Wrap does, or the page does after it asked Paced.
func (s *Server) paced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if budget := s.opts.Budget(r); budget != "" {
			hold, err := s.pacer.take(Client(r.Context()), budget)
			exchangeOf(r.Context()).paced = err
			if err := wait(r.Context(), hold); err != nil {
				fail(w, r, s.opts.OnError, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// FormBudget is one budget for all forms, and none for what only reads.
func FormBudget(r *http.Request) string {
	if safe(r.Method) {
		return ""
	}
	return "forms"
}

// Paced is the verdict on the form in ctx: nil, or a TooMany fault with the
// seconds in "n". A page under WrapForm reads its form, asks, and on a fault
// does nothing but show the form again.
func Paced(ctx context.Context) error { return exchangeOf(ctx).paced }

func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// seconds rounds up: whoever waits that long has waited long enough.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
