package witness

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/fault"
	"jauap/internal/tlog"
)

const (
	// interval is how often the log is sealed. People see a receipt become
	// provable while they still look at it.
	interval = 2 * time.Second
	// most leaves are sealed in one transaction: on SQLite nobody else writes
	// meanwhile.
	most = 1024
	// patience ends a sealing whose database stalls; the next one tries again.
	patience = time.Minute
	// lastTime is what a program that is being stopped may use to seal.
	lastTime = 10 * time.Second
)

// Run seals until ctx ends. What stops it from sealing is logged, once for
// each thing, and tried again: people go on working.
func (w *Witness) Run(ctx context.Context) error {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	told := ""
	for {
		err := w.SealAll(ctx)
		if err != nil && ctx.Err() == nil && err.Error() != told {
			told = err.Error()
			w.o.Log.ErrorContext(ctx, "witness log not sealed", slog.Any("error", err))
		}
		if err == nil {
			told = ""
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// SealLast seals what was committed while the program was being stopped.
func (w *Witness) SealLast(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastTime)
	defer cancel()
	if err := w.SealAll(ctx); err != nil {
		w.o.Log.ErrorContext(ctx, "witness log not sealed at the end", slog.Any("error", err))
	}
}

// SealAll seals until nothing waits.
func (w *Witness) SealAll(ctx context.Context) error {
	for {
		n, err := w.Seal(ctx)
		if err != nil {
			return err
		}
		if n < most {
			return errors.Join(w.keepUp(ctx), w.missed(ctx))
		}
	}
}

// Seal gives some waiting leaves their places and signs the new head. It
// tells how many there were.
func (w *Witness) Seal(ctx context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	known, err := w.Known(ctx)
	if err != nil {
		return 0, err
	}
	signer, err := w.signer(ctx)
	if err != nil {
		return 0, err
	}
	done, err := w.o.Store.Seal(ctx, tlog.Sealing{
		Before: func(last string, r tlog.Reader) (tlog.Checkpoint, error) {
			return w.before(last, r, known, signer.Name())
		},
		Sign: func(c tlog.Checkpoint) (string, error) { return tlog.Sign(c, signer) },
		Now:  w.o.Now(), Most: most,
	})
	if err != nil || done.Note == "" {
		return 0, err
	}
	w.o.Pending.Settle(done.Leaves)
	w.remember(ctx, done.Note)
	return len(done.Leaves), nil
}

// keepUp remembers what another process has sealed, so that a house of many
// machines has as many memories of the same log.
func (w *Witness) keepUp(ctx context.Context) error {
	last, err := w.o.Store.LastCheckpoint(ctx)
	if err != nil || last == "" {
		return err
	}
	if remembered, err := w.recall(); err != nil || remembered == last {
		return err
	}
	if _, err := w.Look(ctx); err != nil {
		return err
	}
	w.remember(ctx, last)
	return nil
}

// before vouches for the last checkpoint of the database: it is signed by
// this log, and follows from the newest one that is remembered outside.
func (w *Witness) before(last string, r tlog.Reader, known note.Verifiers, origin string) (tlog.Checkpoint, error) {
	remembered, err := w.recall()
	if err != nil {
		return tlog.Checkpoint{}, err
	}
	if last == "" && remembered == "" {
		return tlog.Checkpoint{Origin: origin}, nil
	}
	c, err := openOrNone(last, known)
	if err != nil {
		return c, fault.New(fault.Conflict, "witness.forged").Because(err)
	}
	if last != remembered && remembered != "" {
		if err := w.follows(remembered, c, r, known); err != nil {
			return c, err
		}
	}
	c.Origin = origin
	return c, nil
}

// openOrNone is the empty tree for a database that has no checkpoint.
func openOrNone(text string, known note.Verifiers) (tlog.Checkpoint, error) {
	if text == "" {
		return tlog.Checkpoint{}, nil
	}
	return tlog.Open(text, known)
}

// follows tells whether a checkpoint follows from the remembered one.
func (w *Witness) follows(remembered string, c tlog.Checkpoint, r tlog.Reader, known note.Verifiers) error {
	earlier, err := tlog.Open(remembered, known)
	later := false
	if err != nil {
		earlier, err = w.openLater(remembered)
		later = true
	}
	if err != nil {
		return fault.New(fault.Conflict, "witness.memory_strange").Because(err)
	}
	if later || c.Size < earlier.Size {
		return fault.New(fault.Conflict, "witness.rolled_back", "have", c.Size, "want", earlier.Size, "at", earlier.At)
	}
	proof, err := tlog.ProveFollows(earlier.Size, c, r)
	if err == nil {
		err = proof.Check(earlier, c)
	}
	if errors.Is(err, tlog.ErrFork) {
		return fault.New(fault.Conflict, "witness.forked", "n", earlier.Size).Because(err)
	}
	return err
}

// openLater opens a checkpoint of an epoch that the database knows nothing
// of: it is a copy from before that epoch.
func (w *Witness) openLater(text string) (tlog.Checkpoint, error) {
	c, err := tlog.ReadCheckpoint(text)
	if err != nil {
		return c, err
	}
	epoch, ok := w.o.Ring.EpochOf(c.Origin)
	if !ok {
		return c, tlog.ErrCheckpoint
	}
	verifier, err := w.o.Ring.VerifierOf(epoch)
	if err != nil {
		return c, err
	}
	known, err := note.NewVerifier(verifier)
	if err != nil {
		return c, err
	}
	return tlog.Open(text, note.VerifierList(known))
}
