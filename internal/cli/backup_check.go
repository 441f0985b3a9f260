package cli

import (
	"context"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/backup"
	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/receipt"
)

type backupCheck struct {
	databaseFlags
	Dir string `arg:"" help:"backup_dir"`
}

// Run looks at a backup without restoring it.
func (c *backupCheck) Run(e *env) error {
	return untilInterrupted(func(ctx context.Context) error {
		list, err := c.signers()
		if err != nil {
			return err
		}
		b, err := verified(ctx, e, c.Dir, list...)
		if err != nil {
			return err
		}
		e.tell("backup.whole", "dir", c.Dir, "at", b.At, "size", megabytes(b.Size()), "version", b.Program)
		e.tellCounts(b.Manifest)
		e.tell("backup.needs_key", "key", b.Key)
		for _, id := range b.Missing {
			fmt.Fprintln(e.errOut, e.say.T("backup.was_missing", "id", id))
		}
		return nil
	})
}

// signers are the public keys of --key, as text or in a file, or that of the
// master key at hand.
func (f databaseFlags) signers() ([]note.Verifier, error) {
	if list, err := receipt.ReadKeys(f.Key); err == nil {
		return list, nil
	}
	if info, err := os.Stat(f.Key); err == nil && info.Mode().IsRegular() {
		text, err := readReceipt(f.Key, nil)
		if err != nil {
			return nil, err
		}
		return receipt.ReadKeys(text)
	}
	ring, err := f.knownRing()
	if err != nil {
		if f.Key != "" {
			err = fault.New(fault.Invalid, "backup.no_public_key").Because(err)
		}
		return nil, err
	}
	return ringSigner(ring)
}

func ringSigner(ring *keys.Ring) ([]note.Verifier, error) {
	v, err := note.NewVerifier(ring.Verifier())
	return []note.Verifier{v}, err
}

// verified reads a backup, all of it, and believes it only then. One of the
// keys must have signed it.
func verified(ctx context.Context, e *env, dir string, signers ...note.Verifier) (*backup.Copy, error) {
	b, err := backup.Read(dir)
	if err != nil {
		return nil, err
	}
	for _, one := range signers {
		if err = b.Trust(one); err == nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	if err := b.Verify(ctx, e.progress("backup.progress_verify")); err != nil {
		return nil, err
	}
	return b, checkCopied(ctx, b)
}
