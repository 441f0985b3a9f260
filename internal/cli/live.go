package cli

import (
	"context"
	"sync"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/law"
	"jauap/internal/store"
)

// liveRules are the rules of the moment: the law of the program, the
// calendar and the directory of the database. They are read again when
// another process changed them, at most fresh late.
type liveRules struct {
	db   *store.DB
	law  *law.Code
	base *calendar.Calendar

	mu       sync.Mutex
	version  string
	checked  time.Time
	rules    appeal.Rules
	everRead bool
}

// fresh is how long a change elsewhere may go unseen.
const fresh = time.Second

func newLiveRules(db *store.DB) (*liveRules, error) {
	code, err := law.Kazakhstan()
	if err != nil {
		return nil, err
	}
	base, err := calendar.Kazakhstan()
	return &liveRules{db: db, law: code, base: base}, err
}

// Rules gives the rules of the moment.
func (l *liveRules) Rules(ctx context.Context) (appeal.Rules, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.everRead && time.Since(l.checked) < fresh {
		return l.rules, nil
	}
	version, err := l.db.Versions(ctx)
	if err != nil {
		return appeal.Rules{}, err
	}
	if !l.everRead || version != l.version {
		if err := l.read(ctx); err != nil {
			return appeal.Rules{}, err
		}
	}
	l.version, l.checked, l.everRead = version, time.Now(), true
	return l.rules, nil
}

// Renew lets the next question read the database: whoever was just told of
// a change must not act on the rules of a second ago.
func (l *liveRules) Renew() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.checked = time.Time{}
}

func (l *liveRules) read(ctx context.Context) error {
	dir, err := l.db.Directory(ctx)
	if err != nil {
		return err
	}
	exceptions, err := l.db.Exceptions(ctx)
	if err != nil {
		return err
	}
	l.rules = appeal.Rules{Law: l.law, Calendar: l.base.With(exceptions), Directory: dir}
	return nil
}
