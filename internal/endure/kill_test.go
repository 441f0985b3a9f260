package endure

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"
)

// writers are how many people press the button at once.
const writers = 16

// rounds is how often the program is killed: JAUAP_KILL_ROUNDS, or few.
func rounds(t *testing.T) int {
	t.Helper()
	s := os.Getenv("JAUAP_KILL_ROUNDS")
	if s == "" {
		return 3
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("JAUAP_KILL_ROUNDS is %q, want a number", s)
	}
	return n
}

// TestKilledAtAnyMoment kills the program again and again while people write
// and staff act, and looks after each death whether everything that was said
// is true.
func TestKilledAtAnyMoment(t *testing.T) {
	n := rounds(t)
	each(t, func(t *testing.T, p place) {
		begin := time.Now()
		l := newLife(t, p)
		for round := range n {
			l.round(round)
			if t.Failed() {
				t.Fatalf("round %d of %d", round+1, n)
			}
		}
		l.reckon()
		fmt.Printf("%-24s %4d kills  %6d receipts, %d of them unknown at first, %d acts of staff, in %v\n",
			t.Name(), n, len(l.letters), l.unknown, len(l.acts), time.Since(begin).Round(time.Second))
	})
}

// A life is a program with everything that was ever said to it.
type life struct {
	t       *testing.T
	p       place
	o       *office
	g       *program
	desk    *desk
	letters []*letter
	acts    []*act
	unknown int
}

func newLife(t *testing.T, p place) *life {
	t.Helper()
	l := &life{t: t, p: p, o: newOffice(p), g: serve(t, p)}
	l.desk = newDesk(t, p, l.o, l.g.at)
	return l
}

// round lets people write until the program dies at a random moment, starts
// it again and proves all that was said since the last death.
func (l *life) round(round int) {
	l.t.Helper()
	fresh, acts := l.burst(round%2 == 1)
	l.g = serve(l.t, l.p)
	for _, m := range fresh {
		l.settle(m)
		l.letters = append(l.letters, m)
	}
	for _, a := range acts {
		l.desk.settle(l.t, l.g.at, a)
		l.acts = append(l.acts, a)
	}
	onlyThese(l.t, l.p, l.letters)
	if round%looked == 0 { // it reads every case, so not after each of a hundred deaths
		noHalves(l.t, l.p)
	}
}

// looked is after how many rounds every case is looked through.
const looked = 10

// settle proves a letter; one of unknown fate is sent once more, as its
// author would, and so is every fourth that was acknowledged.
func (l *life) settle(m *letter) {
	l.t.Helper()
	if m.acknowledged() {
		l.o.prove(l.t, l.g.at, m)
	} else {
		l.unknown++
	}
	if !m.acknowledged() || rand.IntN(4) == 0 {
		again := *m
		again.cookie = ""
		p, err := l.o.send(l.g.at, "kk", &again)
		if err != nil || !again.acknowledged() {
			l.t.Fatalf("a letter sent once more: status %d, %v: %s", p.status, err, p.plain())
		}
		*m = again
		l.o.prove(l.t, l.g.at, m) // and the same number
	}
}

// burst lets everybody write, and staff act in part of the rounds, until the
// program is killed between 50 and 800 ms later.
func (l *life) burst(staff bool) (all []*letter, acts []*act) {
	l.t.Helper()
	ctx, dead := context.WithCancel(l.t.Context())
	defer dead()
	var mu sync.Mutex
	var wg sync.WaitGroup
	keep := func(list ...*letter) { mu.Lock(); defer mu.Unlock(); all = append(all, list...) }
	for i := range writers {
		wg.Go(func() { l.writer(ctx, i, keep) })
	}
	if staff {
		wg.Go(func() {
			var err error
			if acts, err = l.desk.work(ctx, l.g.at, l.letters); err != nil {
				l.t.Error(err)
			}
		})
	}
	time.Sleep(50*time.Millisecond + rand.N(750*time.Millisecond))
	l.g.mustRun()
	l.g.kill()
	dead()
	wg.Wait()
	return all, acts
}

// writer writes one letter after another until the program is dead. Some
// have a file, some are sent by two clicks at once.
func (l *life) writer(ctx context.Context, i int, keep func(...*letter)) {
	for n := 0; ctx.Err() == nil; n++ {
		m, err := l.o.write(l.g.at)
		if err != nil {
			return
		}
		if (i+n)%4 == 0 {
			m.attach(500 + rand.IntN(100_000))
		}
		if (i+n)%5 == 0 {
			l.twice(m)
		} else if _, err = l.o.send(l.g.at, "kk", m); err == nil && !m.acknowledged() {
			l.t.Error("the program lived and did not take a letter in")
		}
		keep(m)
		time.Sleep(rand.N(15 * time.Millisecond))
	}
}

// twice is a double click; either answer is the acknowledgement.
func (l *life) twice(m *letter) {
	second := *m
	var wg sync.WaitGroup
	wg.Go(func() { _, _ = l.o.send(l.g.at, "kk", &second) }) // it may be dead
	_, _ = l.o.send(l.g.at, "kk", m)
	wg.Wait()
	if !m.acknowledged() {
		m.cookie = second.cookie
	}
}

// reckon proves once more everything ever acknowledged, now with its proof
// from the log.
func (l *life) reckon() {
	l.t.Helper()
	l.o.sealAll(l.t)
	for _, m := range l.letters {
		l.o.prove(l.t, l.g.at, m)
	}
	for _, a := range l.acts {
		l.desk.settle(l.t, l.g.at, a)
	}
	newsOf(l.t, l.p, l.letters)
	newestDone(l.t, l.p)
	l.g.kill()
	noHalves(l.t, l.p)
}
