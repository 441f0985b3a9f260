package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// checkCommand looks for what was changed behind the program's back.
type checkCommand struct{ databaseFlags }

// checkPage is how many appeals are asked for at once.
const checkPage = 1000

// Run compares every appeal with its events, and these with the witness log.
func (c *checkCommand) Run(e *env) error {
	return c.inside(func(ctx context.Context, h *house) error {
		seen, bad, err := checkAppeals(ctx, e, h)
		if err != nil {
			return err
		}
		if bad > 0 {
			return fault.New(fault.Conflict, "cli.check_failed", "n", bad, "seen", e.say.Number(seen))
		}
		e.tell("cli.checked", "n", seen)
		return nil
	})
}

// checkAppeals names each appeal that does not match and goes on.
func checkAppeals(ctx context.Context, e *env, h *house) (seen, bad int64, err error) {
	told := time.Now()
	for last := appeal.ID(0); ; {
		page, err := h.db.AppealIDs(ctx, last, checkPage)
		if err != nil || len(page) == 0 {
			return seen, bad, err
		}
		for _, id := range page {
			if err := h.db.VerifyLeaves(ctx, id); err != nil {
				if ctx.Err() != nil {
					return seen, bad, err
				}
				bad++
				fmt.Fprintln(e.errOut, e.badAppeal(id, err))
			}
			if seen++; time.Since(told) > time.Second {
				told = time.Now()
				fmt.Fprintln(e.errOut, e.say.T("cli.check_progress", "n", seen))
			}
		}
		last = page[len(page)-1]
	}
}

// badAppeal says what is wrong with an appeal. One that cannot even be read
// is named by its id: its number may be what is damaged.
func (e *env) badAppeal(id appeal.ID, err error) string {
	var f *fault.Fault
	if errors.As(err, &f) && f.Args["number"] != nil {
		return e.say.Fault(f)
	}
	return e.say.T("cli.check_bad", "id", int64(id), "why", e.sentence(err))
}
