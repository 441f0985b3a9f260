package cli

import (
	"context"
	"errors"
	"time"

	"jauap/internal/backup"
	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// logAnew goes on with a database that is older than the log that was signed:
// somebody put it back by other means than jauap restore.
type logAnew struct {
	databaseFlags
	Yes bool `help:"log_anew_yes"`
}

// Run begins a new epoch of the log.
func (c *logAnew) Run(e *env) error {
	if err := c.there(); err != nil {
		return err
	}
	if !c.Yes {
		return wrongUsage{fault.New(fault.Invalid, "cli.log_anew_means")}
	}
	return c.insideAs(serving, func(ctx context.Context, h *house) error { return h.beginLogAnew(ctx, e, c.memory()) })
}

// beginLogAnew does what a restore does for the log: a new epoch under a new
// name, and none of the numbers that citizens may hold from before.
func (h *house) beginLogAnew(ctx context.Context, e *env, memory string) error {
	last, err := h.db.LastCheckpoint(ctx)
	if err != nil {
		return err
	}
	m := backup.Manifest{At: time.Now(), Checkpoint: last}
	if c, err := tlog.ReadCheckpoint(last); err == nil {
		m.At = c.At
	}
	r := &restoring{Copy: &backup.Copy{Manifest: m}, ring: h.ring, memory: memory}
	if err := errors.Join(r.beginEpoch(ctx, h), r.remember()); err != nil {
		return err
	}
	e.tell("cli.log_anew_done", "skipped", e.say.Number(r.skipped))
	return nil
}
