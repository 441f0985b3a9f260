package witness

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/directory"
	"jauap/internal/i18n"
	"jauap/internal/keys"
	"jauap/internal/tlog"
)

// Store keeps the log.
type Store interface {
	Seal(ctx context.Context, s tlog.Sealing) (tlog.Sealed, error)
	// LogEpoch is how often the log had to begin anew.
	LogEpoch(ctx context.Context) (int, error)
	Leaves(ctx context.Context, scope account.Scope, id appeal.ID) ([]tlog.Placed, error)
	LeafPlace(ctx context.Context, l tlog.Owner) (index int64, entry []byte, err error)
	LastCheckpoint(ctx context.Context) (string, error)
	CheckpointOver(ctx context.Context, index int64) (string, error)
	LogTiles(ctx context.Context) tlog.Reader
}

// Options of a witness. Store, Ring and Now are required; Catalog and
// Directory only for receipts.
type Options struct {
	Store     Store
	Ring      *keys.Ring
	Catalog   *i18n.Catalog
	Directory func(context.Context) (*directory.Directory, error) // of the moment
	Pending   *tlog.Pending                                       // what this process committed; nil: not watched
	Memory    string                                              // the file outside the database; "": this process only
	Log       *slog.Logger                                        // nil: silence
	Now       func() time.Time
}

// A Witness seals and attests.
type Witness struct {
	o         Options
	mu        sync.Mutex
	last      string // newest checkpoint this process has seen
	forgetful bool   // it could not be written down
}

// New checks the options.
func New(o Options) (*Witness, error) {
	if o.Store == nil || o.Ring == nil || o.Now == nil {
		return nil, errors.New("witness: an option is missing")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Witness{o: o}, nil
}

// Epoch is how often the log had to begin anew, 0 for never.
func (w *Witness) Epoch(ctx context.Context) (int, error) { return w.o.Store.LogEpoch(ctx) }

// Verifiers are the public keys of the log, one for each epoch, as C2SP
// text; the newest is the last.
func (w *Witness) Verifiers(ctx context.Context) ([]string, error) {
	epoch, err := w.o.Store.LogEpoch(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]string, epoch+1)
	for i := range list {
		if list[i], err = w.o.Ring.VerifierOf(i); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Known are the same keys ready to check signatures.
func (w *Witness) Known(ctx context.Context) (note.Verifiers, error) {
	texts, err := w.Verifiers(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]note.Verifier, len(texts))
	for i, t := range texts {
		if list[i], err = note.NewVerifier(t); err != nil {
			return nil, err
		}
	}
	return note.VerifierList(list...), nil
}

// signer signs in the present epoch.
func (w *Witness) signer(ctx context.Context) (note.Signer, error) {
	epoch, err := w.o.Store.LogEpoch(ctx)
	if err != nil {
		return nil, err
	}
	return w.o.Ring.SignerOf(epoch)
}
