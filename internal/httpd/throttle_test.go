package httpd

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"jauap/internal/fault"
)

var (
	owner     = ThrottleKey("ЖТ-1", netip.MustParseAddr("203.0.113.5"))
	neighbour = ThrottleKey("ЖТ-1", netip.MustParseAddr("203.0.113.6"))
	elsewhere = ThrottleKey("ЖТ-1", netip.MustParseAddr("198.51.100.5"))
)

func waited(t *testing.T, th *Throttle, g Guess) time.Duration {
	t.Helper()
	begin := time.Now()
	if err := th.Wait(t.Context(), g); err != nil {
		t.Fatalf("Wait: %v", err)
	}
	return time.Since(begin)
}

// An attack guesses without end, so many at once from each address, and
// counts what was let through.
type attack struct {
	through atomic.Int64
	stop    context.CancelFunc
	all     sync.WaitGroup
}

func attacked(t *testing.T, th *Throttle, atOnce int, from ...Guess) *attack {
	ctx, stop := context.WithCancel(t.Context())
	a := &attack{stop: stop}
	for _, g := range from {
		for range atOnce {
			a.all.Go(func() {
				for ctx.Err() == nil {
					if th.Wait(ctx, g) == nil {
						a.through.Add(1)
						th.Fail(g)
					}
					time.Sleep(200 * time.Millisecond) // the way there and back
				}
			})
		}
	}
	return a
}

func (a *attack) end() { a.stop(); a.all.Wait() }

func TestTenWrongTriesAndTheRightOneTakeSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		th := NewThrottle(ThrottleOptions{})
		for i, want := range []time.Duration{0, 0, 0, 500, 500, 500, 500, 500, 500, 500, 1000} {
			if got := waited(t, th, owner); got != want*time.Millisecond {
				t.Errorf("try %d waited %v, want %v", i+1, got, want*time.Millisecond)
			}
			if i < 10 {
				th.Fail(owner)
			}
		}
		th.Clear(owner)
		if got := waited(t, th, owner); got != 0 {
			t.Errorf("waited %v after the right code", got)
		}
	})
}

func TestAPauseIsNotWaitedForTwice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		th := NewThrottle(ThrottleOptions{})
		for range 30 {
			waited(t, th, owner)
			th.Fail(owner)
		}
		time.Sleep(2 * time.Second)
		if got := waited(t, th, owner); got != 0 {
			t.Errorf("a try after a pause waited %v", got)
		}
	})
}

func TestTenWrongAtOnceDoNotKeepOutTheRightOneASecondLater(t *testing.T) {
	t.Parallel()
	for range 20 { // it is a lot
		synctest.Test(t, func(t *testing.T) {
			th := NewThrottle(ThrottleOptions{})
			var all sync.WaitGroup
			for range 10 {
				all.Go(func() {
					if err := th.Wait(t.Context(), owner); err != nil {
						t.Errorf("one of ten: %v", err)
					}
					th.Fail(owner)
				})
			}
			time.Sleep(time.Second)
			if got := waited(t, th, owner); got > 4*time.Second {
				t.Errorf("the right one waited %v", got)
			}
			all.Wait()
		})
	}
}

func TestTheOwnerElsewhereNeverWaitsForTheGuesser(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		th := NewThrottle(ThrottleOptions{})
		a := attacked(t, th, 10, neighbour)
		time.Sleep(time.Minute)
		if got := waited(t, th, elsewhere); got != 0 {
			t.Errorf("the owner waited %v", got)
		}
		a.end()
	})
}

func TestTheOwnerPassesAnEndlessGuesserOfTheSameNetwork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		th := NewThrottle(ThrottleOptions{})
		a := attacked(t, th, 20, neighbour, ThrottleKey("ЖТ-1", netip.MustParseAddr("203.0.113.7")))
		for range 5 {
			time.Sleep(15 * time.Second)
			if got := waited(t, th, owner); got > 2*time.Second {
				t.Errorf("the owner waited %v", got)
			}
			th.Clear(owner)
		}
		a.end()
	})
}

func TestTheOwnerGetsInBesideAnEndlessGuesserOfTheSameAddress(t *testing.T) {
	t.Parallel()
	in := 0
	for range 100 {
		synctest.Test(t, func(t *testing.T) {
			th := NewThrottle(ThrottleOptions{Slowest: 500 * time.Millisecond})
			a := attacked(t, th, 3, owner)
			time.Sleep(30 * time.Second)
			if err := th.Wait(t.Context(), owner); err == nil {
				in++
			}
			a.end()
		})
	}
	if in < 95 { // one of four in twenty draws: 99.7 of 100
		t.Errorf("in %d times of 100", in)
	}
}

func TestOneWhoPressesAgainGetsInBesideTenGuessersOfTheSameAddress(t *testing.T) {
	t.Parallel()
	for range 10 {
		synctest.Test(t, func(t *testing.T) {
			th := NewThrottle(ThrottleOptions{})
			a := attacked(t, th, 10, owner)
			time.Sleep(30 * time.Second)
			begin := time.Now()
			for th.Wait(t.Context(), owner) != nil {
			}
			if got := time.Since(begin); got > 10*time.Minute { // 22 s on the average
				t.Errorf("in after %v", got)
			}
			a.end()
		})
	}
}

func TestTriesOfOneNetworkAreBoundedHoweverManyGuess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		th := NewThrottle(ThrottleOptions{})
		var from []Guess
		for i := range 40 {
			from = append(from, ThrottleKey("ЖТ-1", netip.AddrFrom4([4]byte{203, 0, 113, byte(i)})))
		}
		a := attacked(t, th, 1, from...)
		time.Sleep(100 * time.Second)
		synctest.Wait()
		if got := a.through.Load(); got < 50 || got > 70 {
			t.Errorf("%d tries in 100 s, want 20 and one each two seconds", got)
		}
		th.mu.Lock()
		if waiting := len(th.gates.touch(owner.gate(), time.Now()).queue); waiting > mostWaiting || waiting != th.held {
			t.Errorf("%d waiting, %d held", waiting, th.held)
		}
		th.mu.Unlock()
		a.end()
		if th.held != 0 {
			t.Errorf("%d held after the end", th.held)
		}
	})
}

func TestTheRestAreTurnedAwayAtOnceAndProlongNobodysWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		th := NewThrottle(ThrottleOptions{})
		var away, late atomic.Int64
		var all sync.WaitGroup
		begin := time.Now()
		for range 100 {
			all.Go(func() {
				err := th.Wait(t.Context(), owner)
				switch {
				case err == nil:
				case !fault.Is(err, fault.TooMany) || fault.All(err)[0].Args["n"] != 1:
					t.Errorf("Wait: %v", err)
				case time.Since(begin) > 0:
					late.Add(1)
				default:
					away.Add(1)
				}
			})
		}
		all.Wait()
		// Three free, sixteen wait: seven each half a second, then one a second.
		if away.Load() != 81 || late.Load() != 3 {
			t.Errorf("%d turned away at once and %d later, want 81 and 3", away.Load(), late.Load())
		}
	})
}

func TestAClientThatLeavesTheQueueIsNotCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		th := NewThrottle(ThrottleOptions{})
		for range 4 {
			waited(t, th, owner)
			th.Fail(owner)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := th.Wait(ctx, owner); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Wait = %v", err)
		}
		if got := waited(t, th, owner); got != 400*time.Millisecond {
			t.Errorf("waited %v, want what was left of half a second", got)
		}
	})
}

func TestAnHourOfPeaceIsForgiven(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		th := NewThrottle(ThrottleOptions{})
		for range 8 {
			waited(t, th, owner)
			th.Fail(owner)
		}
		time.Sleep(triesKeptFor + time.Second)
		for range 3 {
			if got := waited(t, th, owner); got != 0 {
				t.Errorf("waited %v", got)
			}
		}
	})
}

func TestTheThrottleRemembersNoAddress(t *testing.T) {
	t.Parallel()
	th := NewThrottle(ThrottleOptions{})
	waited(t, th, owner)
	th.Fail(owner)
	for _, keys := range []string{fmt.Sprint(th.gates.byKey), fmt.Sprint(th.wrong.byKey)} {
		if strings.Contains(keys, "203.0.113.5") {
			t.Errorf("remembered: %s", keys)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	r := newRecent[int](3, time.Hour)
	now := time.Now()
	for i := range 10 {
		*r.touch(fmt.Sprint(i), now) = i
		*r.touch("dear", now) = 42
	}
	if got := r.order.Len(); got != 3 || len(r.byKey) != 3 {
		t.Errorf("%d remembered, want 3", got)
	}
	if got := *r.touch("dear", now); got != 42 {
		t.Errorf("what is touched often was dropped: %d", got)
	}
}

func TestNetworksOfTheTwoFamilies(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{
		"203.0.113.77":    "203.0.113.0/24",
		"2001:db8:1:2::3": "2001:db8:1::/48",
	} {
		if got := network(netip.MustParseAddr(addr)); got != want {
			t.Errorf("network(%s) = %s, want %s", addr, got, want)
		}
	}
	if got := network(netip.Addr{}); got != "unknown" {
		t.Errorf("network of nothing = %s", got)
	}
}
