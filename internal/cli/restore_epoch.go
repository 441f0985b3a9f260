package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"jauap/internal/tlog"
	"jauap/internal/witness"
)

// beginEpoch tells the witness log that the house went back to a backup:
// what it signs from now on does not follow from what it signed after the
// backup was made, so it signs under a new name. The name must be new even
// if the same backup is restored twice.
func (r *restoring) beginEpoch(ctx context.Context, h *house) error {
	lost, used, err := r.signedSince(ctx, h)
	if err != nil {
		return err
	}
	now, err := h.db.LogEpoch(ctx)
	if err != nil {
		return err
	}
	r.skipped = leftOut(lost-r.size(), time.Since(r.At), used-now)
	if err := h.db.SkipNumbers(ctx, r.skipped); err != nil {
		return err
	}
	said := fmt.Sprintf("made %s\nsize %d\nsigned %d\nskipped %d\n", r.At.Format(time.RFC3339), r.size(), lost, r.skipped)
	for {
		if err := h.db.BeginEpoch(ctx, said, time.Now()); err != nil {
			return err
		}
		epoch, err := h.db.LogEpoch(ctx)
		if err != nil || epoch > used {
			return err
		}
	}
}

// The least that is left out, and what no body gives out in an hour.
const (
	leastLeftOut = 10_000
	mostAnHour   = 5_000
)

// leftOut is how many numbers nobody gets: citizens hold those that were
// given after the backup, with genuine receipts, and the database does not
// know which. Every one of them left a leaf, but how many leaves were signed
// may be forgotten; so it is no fewer than anybody could have given in the
// time. restores is how often the house returned to this backup before: what
// was left out then does not stand in the backup either.
func leftOut(signed int64, since time.Duration, restores int) int64 {
	hours := int64(max(since, 0)/time.Hour) + 1
	return (leastLeftOut + max(signed, hours*mostAnHour)) * int64(max(restores, 0)+1)
}

// size is how many leaves the log of the backup has.
func (r *restoring) size() int64 {
	c, _ := tlog.ReadCheckpoint(r.Checkpoint) // none is an empty log
	return c.Size
}

// signedSince tells the size of the newest checkpoint that is remembered
// outside the database, and its epoch; -1 when nothing is.
func (r *restoring) signedSince(ctx context.Context, h *house) (size int64, epoch int, err error) {
	text, err := os.ReadFile(r.memory)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(text) == 0 {
		return r.size(), -1, nil
	}
	if err != nil {
		return 0, -1, err
	}
	c, err := tlog.ReadCheckpoint(string(text))
	if err != nil {
		return r.size(), -1, nil //nolint:nilerr // whatever it is, it is no checkpoint
	}
	now, err := h.db.LogEpoch(ctx)
	if err != nil {
		return 0, -1, err
	}
	if epoch, ok := h.ring.EpochOf(c.Origin); ok {
		return c.Size, epoch, nil
	}
	return c.Size, now, nil // of another house
}

// remember puts the head of the backup in place of the one that was signed
// last: the log goes on from there.
func (r *restoring) remember() error {
	return witness.Remember(r.memory, r.Checkpoint)
}
