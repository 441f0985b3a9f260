package store

import (
	"context"
	"sync"
	"time"

	"jauap/internal/appeal"
)

// A group lets changes that arrive together share a transaction: while one
// is on its way to disk, the next ones gather. Each caller is answered only
// after its own change is on disk, or has failed by itself.
type group struct {
	db      *DB
	mu      sync.Mutex
	waiting []*pending
	busy    int // committers at work
}

type pending struct {
	change appeal.Change
	after  appeal.Appeal
	err    error
	done   chan struct{}
}

const (
	groupMost    = 32               // changes in one transaction
	groupTimeout = 30 * time.Second // of one transaction, whoever still waits
)

// committers: SQLite has one writer; PostgreSQL does best with two.
func (g *group) committers() int {
	if g.db.d.postgres {
		return 2
	}
	return 1
}

// commit waits for its change to be true. It does not end early when its
// caller leaves: what was begun must be known to be done or not.
func (g *group) commit(ctx context.Context, c appeal.Change) (appeal.Appeal, error) {
	if err := ctx.Err(); err != nil {
		return appeal.Appeal{}, err
	}
	p := &pending{change: c, done: make(chan struct{})}
	g.mu.Lock()
	g.waiting = append(g.waiting, p)
	start := g.busy < g.committers()
	if start {
		g.busy++
	}
	g.mu.Unlock()
	if start {
		go g.work(context.WithoutCancel(ctx))
	}
	<-p.done
	return p.after, p.err
}

// work commits what waits until nothing does.
func (g *group) work(ctx context.Context) {
	for {
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

// take picks what may share a transaction: not two changes of one appeal.
// Finding nothing, the committer retires.
func (g *group) take() (list []*pending) {
	g.mu.Lock()
	defer g.mu.Unlock()
	seen := map[appeal.ID]bool{}
	var rest []*pending
	for _, p := range g.waiting {
		id := p.change.After.ID
		if len(list) == groupMost || id != 0 && seen[id] {
			rest = append(rest, p)
			continue
		}
		seen[id] = true
		list = append(list, p)
	}
	g.waiting = rest
	if len(list) == 0 {
		g.busy--
	}
	return list
}

// carry commits a list in one transaction; if that fails, each by itself, so
// that one conflict spoils nobody else's work.
func (g *group) carry(ctx context.Context, list []*pending) {
	ctx, cancel := context.WithTimeout(ctx, groupTimeout)
	defer cancel()
	changes := make([]appeal.Change, len(list))
	for i, p := range list {
		changes[i] = p.change
	}
	after, err := g.db.CommitAppeals(ctx, changes)
	for i, p := range list {
		switch {
		case err == nil:
			p.after = after[i]
		case len(list) == 1:
			p.err = err
		default:
			p.after, p.err = g.alone(ctx, p.change)
		}
	}
}

func (g *group) alone(ctx context.Context, c appeal.Change) (appeal.Appeal, error) {
	after, err := g.db.CommitAppeals(ctx, []appeal.Change{c})
	if err != nil {
		return appeal.Appeal{}, err
	}
	return after[0], nil
}
