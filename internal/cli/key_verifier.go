package cli

import (
	"context"
	"fmt"

	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/store"
)

type keyVerifier struct{ databaseFlags }

// Run prints the public keys alone, the newest last, for a page or a script:
// a log that went back to a backup has one for each of its names.
func (c *keyVerifier) Run(e *env) error {
	return untilInterrupted(func(ctx context.Context) error {
		ring, err := c.knownRing()
		if err != nil {
			return err
		}
		list, err := c.verifiers(ctx, ring)
		if err != nil {
			fmt.Fprintln(e.errOut, e.say.T("cli.key_first_only", "why", e.sentence(err)))
			list = []string{ring.Verifier()}
		}
		for _, one := range list {
			fmt.Fprintln(e.out, one)
		}
		return nil
	})
}

// verifiers asks the database how often the log began anew. It changes
// nothing there.
func (f databaseFlags) verifiers(ctx context.Context, ring *keys.Ring) ([]string, error) {
	if err := f.there(); err != nil {
		return nil, err
	}
	db, err := store.Look(ctx, f.DB, store.Options{Ring: ring})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if err := belongs(ctx, db, ring); err != nil {
		return nil, err
	}
	return epochKeys(ctx, db, ring)
}

// belongs refuses a database that has no tables of this version, or another
// key.
func belongs(ctx context.Context, db *store.DB, ring *keys.Ring) error {
	have, want, err := db.SchemaVersions(ctx)
	if err != nil {
		return err
	}
	if have != want {
		return fault.New(fault.Conflict, "doctor.schema_old", "have", have, "want", want)
	}
	named, err := db.Meta(ctx, "ring")
	if err == nil && named != "" && !ring.Has(named) {
		err = fault.New(fault.Conflict, "store.other_key", "have", ring.ID(), "want", named)
	}
	return err
}

// epochKeys are the public keys of the log, one for each epoch.
func epochKeys(ctx context.Context, db *store.DB, ring *keys.Ring) ([]string, error) {
	last, err := db.LogEpoch(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]string, last+1)
	for n := range list {
		if list[n], err = ring.VerifierOf(n); err != nil {
			return nil, err
		}
	}
	return list, nil
}
