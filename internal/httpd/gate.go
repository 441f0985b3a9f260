package httpd

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// A gate lets tries at one target from one network through, one at a time.
type gate struct {
	tries int       // let through since the last right one
	next  time.Time // shut until then
	queue []*waiter
	armed bool // a timer will open it
}

// A waiter stands before a shut gate. The verdict comes once: nil is through.
type waiter struct {
	at      *gate
	guesser string
	verdict chan error
}

// arrive lets a try through (no waiter, no error), puts it before the gate,
// or refuses it.
func (t *Throttle) arrive(g Guess) (*waiter, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	at := t.gates.touch(g.gate(), now)
	if len(at.queue) == 0 && !now.Before(at.next) {
		t.pass(at, now)
		return nil, nil
	}
	if t.held >= mostHeld {
		return nil, t.tooMany(at)
	}
	w := &waiter{at: at, guesser: t.guesser(g), verdict: make(chan error, 1)}
	at.queue = append(at.queue, w)
	t.held++
	if len(at.queue) > mostWaiting {
		// The lot, not the order: else whoever came first would hold every place.
		t.call(at, t.draw(at.queue, -1), t.tooMany(at))
	}
	t.arm(at, now)
	return w, nil
}

func (t *Throttle) pass(at *gate, now time.Time) {
	at.tries++
	at.next = now.Add(t.pauseAfter(at.tries))
}

func (t *Throttle) arm(at *gate, now time.Time) {
	if at.armed || len(at.queue) == 0 {
		return
	}
	at.armed = true
	time.AfterFunc(at.next.Sub(now), func() { t.open(at) })
}

// open lets one of the waiting through.
func (t *Throttle) open(at *gate) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	at.armed = false
	if len(at.queue) > 0 && !now.Before(at.next) {
		t.pass(at, now)
		t.call(at, t.draw(at.queue, 1), nil)
	}
	t.arm(at, now)
}

// draw draws by lot among those of the fewest wrong tries; with sign -1,
// among those of the most.
func (t *Throttle) draw(queue []*waiter, sign int) int {
	drawn, same, best := 0, 0, math.MaxInt
	for i, w := range queue {
		wrong := sign * *t.wrong.touch(w.guesser, t.now())
		switch {
		case wrong < best:
			drawn, same, best = i, 1, wrong
		case wrong == best:
			if same++; rand.IntN(same) == 0 {
				drawn = i
			}
		}
	}
	return drawn
}

// call takes a waiter from the queue and tells the verdict.
func (t *Throttle) call(at *gate, i int, verdict error) {
	at.queue[i].verdict <- verdict
	at.queue = slices.Delete(at.queue, i, i+1)
	t.held--
}

// leave takes back a try that nobody waits for any more, unless it was called
// at this very moment.
func (t *Throttle) leave(ctx context.Context, w *waiter) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if i := slices.Index(w.at.queue, w); i >= 0 {
		verdict := ctx.Err()
		if verdict == nil {
			verdict = t.tooMany(w.at)
		}
		t.call(w.at, i, verdict)
	}
	return <-w.verdict
}
