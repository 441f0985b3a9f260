package cli

import (
	"context"
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"jauap/internal/account"
	"jauap/internal/directory"
	"jauap/internal/i18n"
	"jauap/internal/seed"
)

// furnish gives an empty database the directory that comes with the program
// and, if it shall be a demo, the demo. A database in use stays as it is, and a
// real one is refused as a demo. resumed is told when the demo was cut short
// before and is finished now.
func (h *house) furnish(ctx context.Context, demo bool, resumed func()) error {
	now := time.Now()
	dir, err := h.db.Directory(ctx)
	if err != nil {
		return err
	}
	if len(dir.Bodies(i18n.KK)) == 0 {
		files, err := directory.ReadFiles(directory.Defaults())
		if err != nil {
			return err
		}
		if _, err := h.db.ImportDirectory(ctx, operator(), files, now); err != nil {
			return err
		}
		h.live.Renew()
	}
	if !demo {
		return nil
	}
	_, err = seed.Demo(ctx, seed.Options{Store: h.db, Rules: h.live.Rules, Ring: h.ring, Now: now, Resumed: resumed})
	if !seed.InUse(err) {
		return err
	}
	people, peopleErr := h.demoPeople(ctx)
	if peopleErr != nil || len(people) > 0 {
		return peopleErr // a demo is served again
	}
	return err
}

// demoPeople are the accounts whose password everybody knows.
func (h *house) demoPeople(ctx context.Context) ([]account.Person, error) {
	people, err := h.db.People(ctx, 0)
	return slices.DeleteFunc(people, func(p account.Person) bool { return !p.Demo }), err
}

// tellSignIns prints the demo accounts that are there.
func (e *env) tellSignIns(dir *directory.Directory, people []account.Person) error {
	e.tell("operator.demo_sign_ins", "password", seed.Password)
	w := tabwriter.NewWriter(e.out, 0, 0, 2, ' ', 0)
	for _, p := range people {
		if !p.Locked {
			fmt.Fprintf(w, "  %s\t%s\n", p.Login, seatWords(e, dir, p.Seats))
		}
	}
	return w.Flush()
}
