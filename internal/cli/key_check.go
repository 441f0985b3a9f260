package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/store"
)

type keyCheck struct {
	databaseFlags
	All bool `help:"key_check_all"`
}

// keySample is how many case keys are tried when not all are asked for.
const keySample = 200

// A keyExam compares a key with a database and gathers what is wrong.
type keyExam struct {
	*env
	flags    databaseFlags
	ring     *keys.Ring
	standing keys.Standing
	db       *store.DB
	troubles int
}

// Run tells what the key is, whether it is the database's, and what to do
// about each trouble.
func (c *keyCheck) Run(e *env) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ring, err := c.knownRing()
	if err != nil {
		return err
	}
	x := &keyExam{env: e, flags: c.databaseFlags, ring: ring}
	if x.standing, err = ring.Standing(); err != nil {
		return err
	}
	x.describe()
	// without the key: a check must not tie a new database to it
	if x.db, err = c.openCounts(ctx); err != nil {
		return err
	}
	defer x.db.Close()
	return x.compare(ctx, c.All)
}

func (x *keyExam) describe() {
	if file := x.ring.File(); file != "" {
		x.tell("cli.key_file", "file", file)
	} else {
		x.tell("cli.key_env")
	}
	x.tell("cli.key_fingerprint", "id", x.standing.Current)
	x.tell("cli.key_says_verifier", "verifier", x.ring.Verifier())
	if x.standing.Next != "" {
		x.tell("cli.key_has_next", "id", x.standing.Next)
	}
	for _, id := range x.standing.Retired {
		x.tell("cli.key_has_retired", "id", id, "file", x.ring.File())
	}
}

func (x *keyExam) trouble(key string, args ...any) {
	x.troubles++
	fmt.Fprintln(x.errOut, x.say.T(key, args...))
}

func (x *keyExam) compare(ctx context.Context, all bool) error {
	named, err := x.db.Meta(ctx, "ring")
	if err != nil {
		return err
	}
	if named == "" {
		x.tell("cli.key_unclaimed")
		return nil
	}
	if !x.ring.Has(named) {
		return fault.New(fault.Conflict, "store.other_key", "have", x.standing.Current, "want", named)
	}
	if err := x.laterNames(ctx); err != nil {
		return err
	}
	if named != x.standing.Current || len(x.standing.Older) > 0 {
		x.trouble("cli.key_unfinished", "id", named)
	}
	if err := x.count(ctx); err != nil {
		return err
	}
	if err := x.try(ctx, all); err != nil {
		return err
	}
	if x.troubles > 0 {
		return fault.New(fault.Conflict, "cli.key_troubles", "n", x.troubles)
	}
	x.tell("cli.key_sound")
	return nil
}

// laterNames tells the public keys that the log got with its later epochs.
func (x *keyExam) laterNames(ctx context.Context) error {
	list, err := x.flags.verifiers(ctx, x.ring)
	for _, one := range list[min(1, len(list)):] {
		x.tell("cli.key_says_later", "verifier", one)
	}
	return err
}

// count tells how many cases belong to each master.
func (x *keyExam) count(ctx context.Context) error {
	counts, err := x.db.RingCounts(ctx)
	for _, c := range counts {
		x.tell("cli.key_cases", "id", c.Ring, "n", c.Cases)
		switch {
		case !x.ring.Has(c.Ring):
			x.trouble("cli.key_master_missing", "id", c.Ring, "n", c.Cases)
		case c.Ring != x.standing.Current && x.troubles == 0:
			x.trouble("cli.key_unfinished", "id", c.Ring)
		}
	}
	return err
}

// try opens case keys with the masters at hand.
func (x *keyExam) try(ctx context.Context, all bool) error {
	var tried int64
	var shut []appeal.ID
	told := time.Now()
	err := x.each(ctx, all, func(k store.WrappedKey) {
		if _, err := x.ring.Unwrap(k.Key); err != nil {
			shut = append(shut, k.Appeal)
		}
		if tried++; time.Since(told) > time.Second {
			told = time.Now()
			fmt.Fprintln(x.errOut, x.say.T("cli.key_try_progress", "n", tried))
		}
	})
	if err != nil {
		return err
	}
	x.tell("cli.key_tried", "n", tried)
	if len(shut) > 0 {
		x.trouble("cli.key_stuck", "n", len(shut), "list", fewIDs(shut))
	}
	return nil
}

func (x *keyExam) each(ctx context.Context, all bool, f func(store.WrappedKey)) error {
	if !all {
		sample, err := x.db.SampleKeys(ctx, keySample)
		for _, k := range sample {
			f(k)
		}
		return err
	}
	for last := appeal.ID(0); ; {
		page, err := x.db.WrappedKeys(ctx, last, checkPage)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, k := range page {
			f(k)
		}
		last = page[len(page)-1].Appeal
	}
}

// fewIDs names the first of some cases by their inner numbers.
func fewIDs(ids []appeal.ID) string {
	const few = 10
	var words []string
	for _, id := range ids[:min(few, len(ids))] {
		words = append(words, fmt.Sprint(int64(id)))
	}
	if len(ids) > few {
		words = append(words, "…")
	}
	return strings.Join(words, ", ")
}
