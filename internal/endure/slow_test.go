package endure

import (
	"fmt"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"jauap/internal/dbtest"
)

const (
	// bounded is how long anybody may wait for any page, whatever the
	// database does: the time of an answer and that of one transaction.
	bounded = 50 * time.Second
	// mostConnections is the pool of a small machine, and some for the queue.
	mostConnections = 40
	// waitingCrowd is how many ask for a page while nothing is answered.
	waitingCrowd = 100
)

// TestASlowDatabase makes the way to the database long, and then blocks it:
// everybody is answered in a bounded time, nothing piles up, and afterwards
// all is well again.
func TestASlowDatabase(t *testing.T) {
	t.Parallel()
	way, dbURL := newProxy(t, dbtest.PostgresSchema(t))
	p := newPlace(t, dbURL)
	g, o := serve(t, p), newOffice(p)
	c := newCrowd(t, o, g, 8)
	c.until(20)

	way.slow.Store(true)
	c.answers(4)
	way.slow.Store(false)
	c.until(20)

	before := g.handles()
	way.block()
	g.becomes(false, 10*time.Second)
	everybodyIsAnswered(t, g, o)
	way.release()
	g.becomes(true, startTime)
	c.until(20)
	o.client.CloseIdleConnections()
	if most := way.most.Load(); most > mostConnections {
		t.Errorf("%d connections at once, want at most %d", most, mostConnections)
	}
	g.fewHandles(before + 2*mostConnections)
	c.end(p)
}

// everybodyIsAnswered lets many ask at once for a page that reads the
// database.
func everybodyIsAnswered(t *testing.T, g *program, o *office) {
	t.Helper()
	begin := time.Now()
	var wg sync.WaitGroup
	for range waitingCrowd {
		wg.Go(func() {
			p, err := o.get(g.at+"/kk/write", "")
			if err != nil || p.status != http.StatusServiceUnavailable || p.header.Get("Retry-After") == "" {
				t.Errorf("a page while nothing is answered: status %d, come again after %q, %v", p.status, p.header.Get("Retry-After"), err)
			}
		})
	}
	wg.Wait()
	if took := time.Since(begin); took > bounded {
		t.Errorf("%d people waited %v, want at most %v", waitingCrowd, took, bounded)
	}
}

// handles counts what the process holds open: people's connections and those
// to the database.
func (g *program) handles() int {
	list, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", g.cmd.Process.Pid))
	if err != nil {
		g.t.Fatal(err)
	}
	return len(list)
}

// fewHandles waits until what piled up is gone.
func (g *program) fewHandles(most int) {
	g.t.Helper()
	for end := time.Now().Add(30 * time.Second); g.handles() > most; time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			g.t.Fatalf("the process holds %d files and connections open, want at most %d", g.handles(), most)
		}
	}
}
