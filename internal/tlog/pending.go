package tlog

import (
	"slices"
	"sync"
	"time"
)

// An Owner is the event a leaf belongs to; appeal 0 is the house.
type Owner struct{ Appeal, Seq int64 }

// A Waiting leaf was committed and has no place yet.
type Waiting struct {
	Owner
	Entry []byte
	Since time.Time
}

// Sealed is what a sealing did.
type Sealed struct {
	Note   string    // the new checkpoint, "" when nothing waited
	Leaves []Waiting // those that got their places, in order
}

// Pending is what a process committed and has not seen sealed. It is safe
// for use by many; a nil one forgets everything.
type Pending struct {
	mu   sync.Mutex
	list map[Owner]Waiting
}

// mostPending bounds the memory of a house that cannot seal.
const mostPending = 200_000

// Add notes leaves that are on disk.
func (p *Pending) Add(list []Waiting) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.list == nil {
		p.list = map[Owner]Waiting{}
	}
	for _, l := range list {
		if len(p.list) < mostPending {
			p.list[l.Owner] = l
		}
	}
}

// Settle forgets leaves that were sealed as they were committed.
func (p *Pending) Settle(list []Waiting) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range list {
		if have, ok := p.list[l.Owner]; ok && string(have.Entry) == string(l.Entry) {
			delete(p.list, l.Owner)
		}
	}
}

// Older lists the leaves that have waited since before a moment.
func (p *Pending) Older(than time.Time) []Waiting {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []Waiting
	for _, l := range p.list {
		if l.Since.Before(than) {
			out = append(out, l)
		}
	}
	slices.SortFunc(out, func(a, b Waiting) int { return a.Since.Compare(b.Since) })
	return out
}
