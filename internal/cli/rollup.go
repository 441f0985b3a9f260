package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"jauap/internal/fault"
	"jauap/internal/store"
)

// rollupCommand looks after the counts that stats and pages are made from.
type rollupCommand struct {
	Verify  rollupVerify  `cmd:"" help:"rollup_verify"`
	Compact rollupCompact `cmd:"" help:"rollup_compact"`
}

type rollupVerify struct{ databaseFlags }

// Run counts the appeals anew from their events and compares.
func (c *rollupVerify) Run(e *env) error {
	ctx := context.Background()
	db, err := c.openCounts(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.VerifyRollups(ctx); err != nil {
		e.tellCause(err)
		return err
	}
	fmt.Fprintln(e.out, e.say.T("cli.rollup_verified"))
	return nil
}

// tellCause prints what lies under a fault: here the cells that differ, in
// the words of the database.
func (e *env) tellCause(err error) {
	var f *fault.Fault
	if !errors.As(err, &f) || f.Unwrap() == nil {
		return
	}
	for line := range strings.Lines(f.Unwrap().Error()) {
		fmt.Fprintln(e.errOut, " ", strings.TrimRight(line, "\n"))
	}
}

type rollupCompact struct{ databaseFlags }

// Run adds the counts of single changes to the sums.
func (c *rollupCompact) Run(e *env) error {
	ctx := context.Background()
	db, err := c.openCounts(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	n, err := db.CompactRollups(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(e.out, e.say.T("cli.rollup_compacted", "n", n))
	return nil
}

// openCounts opens the database without its key: counts are not sealed.
func (f databaseFlags) openCounts(ctx context.Context) (*store.DB, error) {
	if err := f.there(); err != nil {
		return nil, err
	}
	return store.Open(ctx, f.DB, store.Options{})
}
