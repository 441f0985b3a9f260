package seed

import (
	"context"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// A memory lets the desk live through a demo that was cut short: it shows
// each appeal as it stood at the moment of the demo, and writes only what is
// not in the store yet. Rules and moments are those of the first run, so
// every decision is the same again.
type memory struct {
	appeal.Store
	now    map[appeal.ID]appeal.Appeal // at the clock of the demo
	stored map[appeal.ID]int64         // versions a run before this one reached
}

func remember(s appeal.Store) *memory {
	return &memory{Store: s, now: make(map[appeal.ID]appeal.Appeal), stored: make(map[appeal.ID]int64)}
}

// Appeal gives an appeal at the clock of the demo.
func (m *memory) Appeal(_ context.Context, _ account.Scope, id appeal.ID) (appeal.Appeal, error) {
	a, ok := m.now[id]
	if !ok {
		return a, fault.New(fault.NotFound, "appeal.not_found")
	}
	return a, nil
}

// CommitAppeal writes a change unless an earlier run did.
func (m *memory) CommitAppeal(ctx context.Context, c appeal.Change) (appeal.Appeal, error) {
	a, err := m.commit(ctx, c)
	if err == nil {
		m.now[a.ID] = a
	}
	return a, err
}

func (m *memory) commit(ctx context.Context, c appeal.Change) (appeal.Appeal, error) {
	if !c.New() {
		if c.After.Version <= m.stored[c.After.ID] {
			return c.After, nil
		}
		return m.Store.CommitAppeal(ctx, c)
	}
	old, err := m.SubmittedWith(ctx, c.Draft.Token)
	if fault.Is(err, fault.NotFound) {
		return m.Store.CommitAppeal(ctx, c)
	}
	if err == nil {
		m.stored[old.ID], c.After.ID = old.Version, old.ID
	}
	return c.After, err
}
