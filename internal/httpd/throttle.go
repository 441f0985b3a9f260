package httpd

import (
	"context"
	"hash/maphash"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"jauap/internal/fault"
)

// The throttle's measure. Three tries are free: people mistype. What one
// attacker can have waiting is bounded, and so is what all of them can.
const (
	freeTries    = 3
	longestWait  = 10 * time.Second
	mostWaiting  = 16   // at one gate
	mostHeld     = 2000 // at all gates
	triesKept    = 50_000
	triesKeptFor = time.Hour
)

// A Throttle slows down guessing of codes and passwords and locks nobody out.
// There is a gate for each target and network; after a try it stays shut for
// a moment. Who comes meanwhile waits, and when it opens one of them is drawn
// by lot: of those whose own address was wrong least often. So the owner
// passes a guesser of the same network at once, and one who shares even the
// address has the same chance as each of the guesser's tries.
//
//	guess := httpd.ThrottleKey(number, httpd.Client(ctx))
//	if err := t.Wait(ctx, guess); err != nil { return err }
//	if wrong { t.Fail(guess); … }
//	t.Clear(guess)
type Throttle struct {
	now     func() time.Time
	slowest time.Duration
	seed    maphash.Seed
	mu      sync.Mutex
	gates   *recent[gate]
	wrong   *recent[int] // by who guesses what
	held    int
}

// ThrottleOptions may be left zero.
type ThrottleOptions struct {
	Now     func() time.Time // time.Now when nil
	Slowest time.Duration    // the longest a gate stays shut: two seconds when 0, as passwords need
}

// NewThrottle makes a throttle.
func NewThrottle(o ThrottleOptions) *Throttle {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Slowest == 0 {
		o.Slowest = 2 * time.Second
	}
	return &Throttle{
		now: o.Now, slowest: o.Slowest, seed: maphash.MakeSeed(),
		gates: newRecent[gate](triesKept, triesKeptFor),
		wrong: newRecent[int](triesKept, triesKeptFor),
	}
}

// A Guess is what is guessed and where the guess comes from.
type Guess struct {
	target string
	client netip.Addr
}

// ThrottleKey names guesses at one target from one client.
func ThrottleKey(target string, client netip.Addr) Guess { return Guess{target, client} }

func (g Guess) gate() string { return network(g.client) + " " + g.target }

// guesser is a mark of the subscriber at this target. Addresses belong to
// persons, so only the mark is remembered.
func (t *Throttle) guesser(g Guess) string {
	return strconv.FormatUint(maphash.String(t.seed, household(g.client)+" "+g.target), 36)
}

// Wait waits before a try: not at all for the first three and for one that
// comes after a pause, ten seconds at most. It returns a TooMany fault with
// the seconds after which to try again in "n" when the lot did not fall on
// this one, and ctx's error when the client leaves; neither counts as a try.
// After Wait returns nil, tell Fail or Clear.
func (t *Throttle) Wait(ctx context.Context, g Guess) error {
	w, err := t.arrive(g)
	if w == nil {
		return err
	}
	patience := time.NewTimer(longestWait)
	defer patience.Stop()
	select {
	case err := <-w.verdict:
		return err
	case <-patience.C:
	case <-ctx.Done():
	}
	return t.leave(ctx, w)
}

// Fail tells that the try was wrong.
func (t *Throttle) Fail(g Guess) {
	t.mu.Lock()
	defer t.mu.Unlock()
	*t.wrong.touch(t.guesser(g), t.now())++
}

// Clear tells that the try was right: what was counted is forgotten.
func (t *Throttle) Clear(g Guess) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wrong.forget(t.guesser(g))
	at := t.gates.touch(g.gate(), t.now())
	at.tries, at.next = 0, time.Time{}
}

// pauseAfter is how long a gate stays shut after so many tries.
func (t *Throttle) pauseAfter(tries int) time.Duration {
	pause := 2 * time.Second
	switch {
	case tries < freeTries:
		return 0
	case tries < 10:
		pause = 500 * time.Millisecond
	case tries < 20:
		pause = time.Second
	}
	return min(pause, t.slowest)
}

func (t *Throttle) tooMany(at *gate) error {
	return fault.New(fault.TooMany, "httpd.too_many", "n", max(1, seconds(t.pauseAfter(at.tries))))
}
