package store

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// A group lets writes that arrive together share a transaction: while one is
// on its way to disk, the next ones gather. Each caller is answered only
// after its own write is on disk, or has failed by itself.
type group[W, R any] struct {
	committers int
	apart      func(W) int64 // two writes of one number other than 0 never share a transaction
	write      func(context.Context, []W) ([]R, error)
	feel       func(error) // how a transaction went

	mu      sync.Mutex
	waiting []*pending[W, R]
	busy    int           // committers at work
	last    [2]int        // how many shared each of the last two transactions
	company chan struct{} // ends the wait of a committer for company; nil when none waits
}

type pending[W, R any] struct {
	what   W
	result R
	err    error
	done   chan struct{}
}

const (
	groupMost    = 32               // writes in one transaction
	groupTimeout = 20 * time.Second // of one transaction, whoever still waits
	groupMoment  = 2 * time.Millisecond
)

// gather makes the groups of a database. One committer is enough for readings:
// each of them is a row.
func (db *DB) gather() {
	db.group = &group[appeal.Change, appeal.Appeal]{
		committers: db.d.committers(), write: db.CommitAppeals, feel: db.pulse.feel,
		apart: func(c appeal.Change) int64 { return int64(c.After.ID) },
	}
	db.readings = &group[sealedReading, struct{}]{
		committers: 1, write: db.readTogether, feel: db.pulse.feel, apart: func(sealedReading) int64 { return 0 },
	}
}

// committers: SQLite has one writer; PostgreSQL does best with two.
func (d dialect) committers() int {
	if d.postgres {
		return 2
	}
	return 1
}

// commit waits for its write to be true. It ends early when its caller leaves
// only while the write is not begun: what was begun must be known to be done
// or not.
func (g *group[W, R]) commit(ctx context.Context, what W) (R, error) {
	p := &pending[W, R]{what: what, done: make(chan struct{})}
	if err := ctx.Err(); err != nil {
		return p.result, err
	}
	g.mu.Lock()
	g.waiting = append(g.waiting, p)
	if g.company != nil && g.enough() {
		close(g.company)
		g.company = nil
	}
	start := g.busy < g.committers && g.company == nil
	if start {
		g.busy++
	}
	g.mu.Unlock()
	if start {
		go g.work(context.WithoutCancel(ctx))
	}
	select {
	case <-p.done:
	case <-ctx.Done():
		if g.forget(p) {
			return p.result, explain(ctx.Err())
		}
		<-p.done
	}
	return p.result, p.err
}

// forget takes a write back that nobody has begun.
func (g *group[W, R]) forget(p *pending[W, R]) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.Index(g.waiting, p)
	if i >= 0 {
		g.waiting = slices.Delete(g.waiting, i, i+1)
	}
	return i >= 0
}

// work commits what waits until nothing does.
func (g *group[W, R]) work(ctx context.Context) {
	for {
		g.await()
		list := g.take()
		if len(list) == 0 {
			return
		}
		g.carry(ctx, list)
		for _, p := range list {
			close(p.done)
		}
	}
}

// await waits a moment for company. Those who were answered together come back
// together: the first of them would go alone, as dear as all the others, and
// these after it.
func (g *group[W, R]) await() {
	g.mu.Lock()
	if g.company != nil || g.enough() {
		g.mu.Unlock()
		return
	}
	company := make(chan struct{})
	g.company = company
	g.mu.Unlock()
	select {
	case <-company:
	case <-time.After(groupMoment):
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.company == company {
		g.company = nil
	}
}

// enough tells whether as many wait as a fair half of those who were answered
// last. Who is alone is enough.
func (g *group[W, R]) enough() bool { return len(g.waiting) >= (g.last[0]+g.last[1]+1)/2 }

// take picks what may share a transaction. Finding nothing, the committer
// retires.
func (g *group[W, R]) take() (list []*pending[W, R]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	seen := map[int64]bool{}
	var rest []*pending[W, R]
	for _, p := range g.waiting {
		number := g.apart(p.what)
		if len(list) == groupMost || number != 0 && seen[number] {
			rest = append(rest, p)
			continue
		}
		seen[number] = true
		list = append(list, p)
	}
	g.waiting = rest
	if len(list) == 0 {
		g.busy--
		return nil
	}
	g.last = [2]int{len(list), g.last[0]}
	// two committers touch rows in one order, or they would wait for each other
	slices.SortStableFunc(list, func(a, b *pending[W, R]) int { return cmp.Compare(g.apart(a.what), g.apart(b.what)) })
	return list
}

// carry commits a list in one transaction; if that fails, each by itself, so
// that one conflict spoils nobody else's work. When it is the database that
// fails, it fails all alike: to ask again for each would take its time times
// their number.
func (g *group[W, R]) carry(ctx context.Context, list []*pending[W, R]) {
	ctx, cancel := context.WithTimeout(ctx, groupTimeout)
	defer cancel()
	writes := make([]W, len(list))
	for i, p := range list {
		writes[i] = p.what
	}
	results, err := g.write(ctx, writes)
	g.feel(err)
	for i, p := range list {
		switch {
		case err == nil:
			p.result = results[i]
		case len(list) == 1 || fault.Is(err, fault.Unavailable):
			p.err = err
		default:
			p.result, p.err = g.alone(ctx, p.what)
		}
	}
}

func (g *group[W, R]) alone(ctx context.Context, what W) (R, error) {
	results, err := g.write(ctx, []W{what})
	if err != nil {
		var none R
		return none, err
	}
	return results[0], nil
}
