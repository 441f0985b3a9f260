package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/i18n"
	"jauap/internal/store"
	"jauap/internal/witness"
)

// logCommand looks after the witness log.
type logCommand struct {
	Verify logVerify `cmd:"" help:"log_verify"`
	Prove  logProve  `cmd:"" help:"log_prove"`
	Anew   logAnew   `cmd:"" help:"log_anew"`
}

type logVerify struct{ databaseFlags }

// Run recomputes the whole log and compares it with the database.
func (c *logVerify) Run(e *env) error {
	return c.inside(func(ctx context.Context, h *house) error { return h.verifyLog(ctx, e, c.memory()) })
}

// memory is the file in which the newest checkpoint is remembered outside
// the database: beside the key, or where the key would be.
func (f databaseFlags) memory() string { return f.keyFile() + ".checkpoint" }

// verifyLog prints each thing that does not match and, at the end, what was
// looked at.
func (h *house) verifyLog(ctx context.Context, e *env, memory string) error {
	w, err := h.witness(nil, memory)
	if err != nil {
		return err
	}
	bad := int64(0)
	trouble := func(err error) { bad++; fmt.Fprintln(e.errOut, e.sentence(err)) }
	if _, err := w.Look(ctx); err != nil {
		if !isFault(err) {
			return err
		}
		trouble(err)
	}
	if err := lostEvents(memory, trouble); err != nil {
		return err
	}
	seen, err := h.lookThroughLog(ctx, e)
	if err != nil {
		return err
	}
	if bad += seen; bad > 0 {
		return fault.New(fault.Conflict, "cli.log_bad", "n", bad)
	}
	e.tell("cli.log_good")
	return nil
}

// lookThroughLog prints what does not match inside the database, then what
// was looked at, and tells how much does not match.
func (h *house) lookThroughLog(ctx context.Context, e *env) (bad int64, err error) {
	w, err := h.witness(nil, "")
	if err != nil {
		return 0, err
	}
	known, err := w.Known(ctx)
	if err != nil {
		return 0, err
	}
	seen, err := h.db.VerifyLog(ctx, known, func(err error) { fmt.Fprintln(e.errOut, e.sentence(err)) }, e.everySecond())
	if err != nil {
		return 0, err
	}
	e.tell("cli.log_seen", "appeals", e.say.Number(seen.Appeals), "leaves", e.say.Number(seen.Leaves),
		"checkpoints", e.say.Number(seen.Checkpoints), "unsealed", e.say.Number(seen.Unsealed), "erased", e.say.Number(seen.Erased))
	return seen.Troubles, nil
}

// everySecond prints how far the look through the log has come.
func (e *env) everySecond() func(store.LogCheck) {
	told := time.Now()
	return func(c store.LogCheck) {
		if time.Since(told) > time.Second {
			told = time.Now()
			fmt.Fprintln(e.errOut, e.say.T("cli.log_progress", "leaves", e.say.Number(c.Leaves), "appeals", e.say.Number(c.Appeals)))
		}
	}
}

// lostEvents tells of events that vanished before they were sealed.
func lostEvents(memory string, trouble func(error)) error {
	if memory == "" {
		return nil
	}
	b, err := os.ReadFile(witness.LostFile(memory))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) == 4 {
			trouble(fault.New(fault.Conflict, "cli.log_lost", "at", f[0], "id", f[1], "n", f[2]))
		}
	}
	return nil
}

// witness puts the witness together. catalog is needed for receipts only.
func (h *house) witness(catalog *i18n.Catalog, memory string) (*witness.Witness, error) {
	return witness.New(witness.Options{
		Store: h.db, Ring: h.ring, Catalog: catalog, Memory: memory, Pending: h.pending, Log: h.log, Now: time.Now,
		Directory: func(ctx context.Context) (*directory.Directory, error) {
			rules, err := h.live.Rules(ctx)
			return rules.Directory, err
		},
	})
}
