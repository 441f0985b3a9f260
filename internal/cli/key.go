package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/store"
)

// keyCommand looks after the key file.
type keyCommand struct {
	Init     keyInit     `cmd:"" help:"key_init"`
	Check    keyCheck    `cmd:"" help:"key_check"`
	Rotate   keyRotate   `cmd:"" help:"key_rotate"`
	Verifier keyVerifier `cmd:"" help:"key_verifier"`
}

type keyInit struct {
	databaseFlags
	Origin  string `help:"key_origin" placeholder:"NAME"`
	FromEnv bool   `name:"from-env" help:"key_from_env"`
}

// Run makes a key file, without a database.
func (c *keyInit) Run(e *env) error {
	ring, err := c.make()
	if err != nil {
		return err
	}
	e.tell("cli.key_made", "file", ring.File(), "id", ring.ID())
	e.tell("cli.key_says_verifier", "verifier", ring.Verifier())
	e.tell("cli.key_copy")
	return nil
}

// make refuses to make a file that nothing would read: a key in the
// environment goes before one in a file.
func (c *keyInit) make() (*keys.Ring, error) {
	switch {
	case c.FromEnv && c.Origin != "":
		return nil, wrongUsage{fault.New(fault.Invalid, "cli.key_origin_alone")}
	case c.FromEnv && c.Key == "":
		return nil, wrongUsage{fault.New(fault.Invalid, "cli.key_no_env")}
	case c.FromEnv:
		return keys.Keep(c.keyFile(), c.Key)
	case c.Key != "":
		return nil, wrongUsage{fault.New(fault.Invalid, "cli.key_in_env")}
	}
	return keys.Create(c.keyFile(), c.Origin)
}

type keyRotate struct {
	databaseFlags
	Prepare bool `help:"key_prepare"`
}

// Run changes the master key while others may be serving, or only prepares
// the next one.
func (c *keyRotate) Run(e *env) error {
	ring, err := c.knownRing()
	if err != nil {
		return err
	}
	if c.Prepare {
		id, err := ring.Prepare()
		if err != nil {
			return err
		}
		e.tell("cli.key_prepared", "file", ring.File(), "id", id)
		return nil
	}
	if ring.File() == "" {
		return fault.New(fault.Conflict, "keys.no_file_to_rotate")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	db, _, err := c.open(ctx, existing)
	if err != nil {
		return err
	}
	defer db.Close()
	return rotate(ctx, e, db)
}

func rotate(ctx context.Context, e *env, db *store.DB) error {
	told := time.Now()
	r, err := db.Rotate(ctx, operator(), time.Now(), func(done int64) {
		if time.Since(told) > time.Second {
			told = time.Now()
			fmt.Fprintln(e.errOut, e.say.T("cli.key_progress", "n", done))
		}
	})
	if err != nil {
		if ctx.Err() != nil {
			return fault.New(fault.Unavailable, "cli.key_rotation_cut").Because(err)
		}
		return err
	}
	e.tell("cli.key_rotated", "id", r.Ring, "n", r.Cases)
	for _, file := range r.Files {
		e.tell("cli.key_put_aside", "file", file)
	}
	e.tell("cli.key_copy_again")
	if len(r.Stuck) > 0 {
		return fault.New(fault.Conflict, "cli.key_stuck", "n", len(r.Stuck), "list", fewIDs(r.Stuck))
	}
	return nil
}
