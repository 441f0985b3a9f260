package cli

import (
	"context"
	"log/slog"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/keys"
	"jauap/internal/store"
	"jauap/internal/tlog"
)

// A house is the program put together over an open database.
type house struct {
	db   *store.DB
	ring *keys.Ring
	live *liveRules
	desk *appeal.Desk

	// of a house that serves; else nil
	pending *tlog.Pending // leaves committed here and not yet seen sealed
	log     *slog.Logger
}

// enter opens the database and puts the house together. The caller closes
// its db.
func (f databaseFlags) enter(ctx context.Context, how opening) (*house, error) {
	h := &house{}
	if how == serving {
		h.pending = new(tlog.Pending)
	}
	var err error
	if h.db, h.ring, err = f.openWatched(ctx, how, h.pending); err != nil {
		return nil, err
	}
	if err := h.put(); err != nil {
		_ = h.db.Close()
		return nil, err
	}
	return h, nil
}

func (h *house) put() (err error) {
	if h.live, err = newLiveRules(h.db); err != nil {
		return err
	}
	h.desk, err = appeal.New(appeal.Options{Store: h.db, Rules: h.live.Rules, Ring: h.ring, Now: time.Now})
	return err
}

// operator is whoever may run the program's commands on this machine.
func operator() account.Who { return account.Who{Kind: account.Operator} }
