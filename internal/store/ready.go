package store

import (
	"context"
	"crypto/rand"
	"strings"
	"sync"

	"jauap/internal/fault"
)

// A pulse remembers whether the last commit reached the disk. A database that
// answers questions may still take nothing in: its disk is full, or another
// process holds its lock.
type pulse struct {
	mu    sync.Mutex
	ill   error         // why the last commit could not be
	trial chan struct{} // closed when the trial under way is over; nil: none is
}

// feel notes how a commit went. A conflict says nothing about the disk.
func (p *pulse) feel(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case err == nil:
		p.ill = nil
	case fault.Is(err, fault.Unavailable):
		p.ill = err
	}
}

func (p *pulse) illness() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ill
}

// Ready tells whether the database answers and, when the last commit failed,
// whether it takes something in again. That is tried by writing, because
// whoever is told "not ready" may send no work that would show it.
func (db *DB) Ready(ctx context.Context) error {
	if _, err := db.Meta(ctx, "ring"); err != nil {
		return fault.New(fault.Unavailable, "store.unreachable").Because(err)
	}
	if db.pulse.illness() == nil {
		return nil
	}
	select {
	case <-db.try():
	case <-ctx.Done():
	}
	return db.pulse.illness()
}

// try writes something about as long as an appeal, once however many ask. It
// may wait for a lock longer than they do.
func (db *DB) try() <-chan struct{} {
	p := &db.pulse
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.trial == nil {
		done := make(chan struct{})
		p.trial = done
		go func() {
			ctx, cancel := context.WithTimeout(context.Background(), groupTimeout)
			defer cancel()
			p.feel(db.SetMeta(ctx, "trial", incompressible()))
			p.mu.Lock()
			defer p.mu.Unlock()
			p.trial = nil
			close(done)
		}()
	}
	return p.trial
}

// incompressible is text that no database makes smaller.
func incompressible() string {
	var b strings.Builder
	for b.Len() < trialBytes {
		b.WriteString(rand.Text())
	}
	return b.String()
}

const trialBytes = 32 << 10
