package endure

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// A crowd is people who write one letter after another and, when they are
// told to try later, do.
type crowd struct {
	t *testing.T
	o *office
	g *program

	mu      sync.Mutex
	wg      sync.WaitGroup
	stop    context.CancelFunc
	letters []*letter
	taken   int
	refused int
}

func newCrowd(t *testing.T, o *office, g *program, people int) *crowd {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	c := &crowd{t: t, o: o, g: g, stop: stop}
	for i := range people {
		c.wg.Go(func() { c.person(ctx, i) })
	}
	t.Cleanup(func() { stop(); c.wg.Wait() })
	return c
}

// person opens forms and sends them; the form in hand is kept until it is
// taken in.
func (c *crowd) person(ctx context.Context, i int) {
	lang := []string{"kk", "ru", "en"}[i%3]
	for n := 0; ctx.Err() == nil; n++ {
		m, err := c.o.write(c.g.at)
		if err != nil {
			c.pause(ctx) // the form itself says that nothing works
			continue
		}
		if (i+n)%4 == 0 {
			m.attach(20_000)
		}
		c.keep(m)
		for !m.acknowledged() && ctx.Err() == nil {
			page, err := c.o.send(c.g.at, lang, m)
			if err = c.note(m, page, lang, err); err != nil {
				c.t.Error(err)
				return
			}
			c.pause(ctx)
		}
	}
}

func (c *crowd) pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(50 * time.Millisecond):
	}
}

func (c *crowd) keep(m *letter) { c.mu.Lock(); defer c.mu.Unlock(); c.letters = append(c.letters, m) }

// note counts an answer; one that is neither a receipt nor a clear refusal
// is an error.
func (c *crowd) note(m *letter, p page, lang string, err error) error {
	if err == nil && !m.acknowledged() {
		err = clearly(p, lang, m)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err != nil:
		return err
	case m.acknowledged():
		c.taken++
	default:
		c.refused++
	}
	return nil
}

// later is how each language says to try again.
var later = map[string]string{"kk": "кейінірек", "ru": "позже", "en": "later"}

// clearly complains of a refusal that does not say so: in the reader's
// language, with everything that was typed, and when to come again.
func clearly(p page, lang string, m *letter) error {
	var errs []error
	if p.status != http.StatusServiceUnavailable {
		errs = append(errs, fmt.Errorf("status %d, want 503", p.status))
	}
	if p.header.Get("Retry-After") == "" {
		errs = append(errs, errors.New("it does not say when to come again"))
	}
	if !strings.Contains(p.plain(), m.text) {
		errs = append(errs, errors.New("the words typed are lost"))
	}
	if !strings.Contains(p.plain(), later[lang]) {
		errs = append(errs, fmt.Errorf("it does not say %q", later[lang]))
	}
	if len(errs) > 0 {
		errs = append(errs, fmt.Errorf("a refusal in %s: %.700s", lang, p.plain()))
	}
	return errors.Join(errs...)
}

// until waits for so many more receipts.
func (c *crowd) until(more int) { c.t.Helper(); c.wait(more, func() int { return c.taken }) }

// refusals waits for so many more refusals.
func (c *crowd) refusals(more int) { c.t.Helper(); c.wait(more, func() int { return c.refused }) }

// answers waits for so many more answers of either kind.
func (c *crowd) answers(more int) {
	c.t.Helper()
	c.wait(more, func() int { return c.taken + c.refused })
}

func (c *crowd) wait(more int, counted func() int) {
	c.t.Helper()
	now := func() int { c.mu.Lock(); defer c.mu.Unlock(); return counted() }
	want := now() + more
	for end := time.Now().Add(2 * time.Minute); now() < want; time.Sleep(20 * time.Millisecond) {
		c.g.mustRun()
		if time.Now().After(end) || c.t.Failed() {
			c.t.Fatalf("%d answers, want %d:\n%s", now(), want, tail(c.g.log.String()))
		}
	}
}

// end lets everybody finish, sends what is of unknown fate once more and
// proves that nothing is lost or doubled.
func (c *crowd) end(p place) {
	c.t.Helper()
	c.stop()
	c.wg.Wait()
	for _, m := range c.letters {
		if !m.acknowledged() {
			if page, err := c.o.send(c.g.at, "kk", m); err != nil || !m.acknowledged() {
				c.t.Fatalf("a letter sent once more: status %d, %v: %s", page.status, err, page.plain())
			}
		}
		c.o.prove(c.t, c.g.at, m)
	}
	c.o.sealAll(c.t)
	for _, m := range c.letters {
		c.o.prove(c.t, c.g.at, m)
	}
	c.g.mustRun()
	onlyThese(c.t, p, c.letters)
	newsOf(c.t, p, c.letters)
	newestDone(c.t, p)
	noHalves(c.t, p)
	c.t.Logf("%d receipts, %d clear refusals", c.taken, c.refused)
}
