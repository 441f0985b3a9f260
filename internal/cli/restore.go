package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/backup"
	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/store"
)

// restoreCommand makes a house of a backup, in an empty place.
type restoreCommand struct {
	databaseFlags
	Files    string `help:"restore_files" placeholder:"DIR"`
	Erasures string `help:"restore_erasures" placeholder:"FILE"`
	Dir      string `arg:"" help:"backup_dir"`
}

// Run restores.
func (c *restoreCommand) Run(e *env) error {
	return untilInterrupted(func(ctx context.Context) error {
		r, err := c.prepare(ctx, e)
		if err != nil {
			return err
		}
		bad, err := r.work(ctx, e)
		if err != nil {
			return noRoom(err, r.files)
		}
		r.report(e)
		if bad > 0 {
			return fault.New(fault.Conflict, "backup.restored_with_faults", "n", bad)
		}
		return nil
	})
}

// A restoring is a restore that may begin: the backup is whole, the key is
// the right one, and the place is empty.
type restoring struct {
	*backup.Copy
	url      string // of the database to be
	files    string
	ring     *keys.Ring
	journals []journal
	memory   string // file of the newest checkpoint

	erased  int   // done again
	skipped int64 // numbers left out
}

// prepare looks at everything before anything is touched.
func (c *restoreCommand) prepare(ctx context.Context, e *env) (*restoring, error) {
	b, err := backup.Read(c.Dir)
	if err != nil {
		return nil, err
	}
	ring, err := c.ringFor(e, b.Manifest)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewVerifier(ring.Verifier())
	if err != nil {
		return nil, err
	}
	if err := b.Trust(signer); err != nil {
		return nil, err
	}
	r := &restoring{Copy: b, url: c.DB, files: filesDir(c.DB, c.Files), ring: ring, memory: c.memory()}
	if err := r.emptyPlace(ctx); err != nil {
		return nil, err
	}
	if r.Copy, err = verified(ctx, e, c.Dir, signer); err != nil {
		return nil, err
	}
	r.journals, err = c.erasures(r.Copy)
	return r, err
}

func (r *restoring) emptyPlace(ctx context.Context) error {
	if kind := store.KindOf(r.url); kind != r.Database {
		if kind == "" {
			return fault.New(fault.Invalid, "store.bad_url")
		}
		return wrongUsage{fault.New(fault.Invalid, "backup.other_kind", "have", r.Database, "want", kind)}
	}
	if err := store.EmptyPlace(ctx, r.url, r.Space); err != nil {
		return err
	}
	return backup.EmptyFor(r.files)
}

// ringFor reads the key and refuses one that cannot open what is in the
// backup. A master that a rotation put aside lies beside the key file.
func (f databaseFlags) ringFor(e *env, m backup.Manifest) (*keys.Ring, error) {
	ring, err := f.knownRing()
	if err != nil {
		return nil, err
	}
	now, err := ring.Standing()
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Compact(append([]string{m.Key}, m.Keys...)) {
		if !ring.Has(id) {
			return nil, fault.New(fault.Conflict, "backup.other_key", "have", ring.ID(), "want", id)
		}
		if slices.Contains(now.Retired, id) && !slices.Contains(now.Older, id) && id != now.Current {
			e.tell("backup.old_key", "key", id, "file", f.keyFile()+"."+id+".old")
		}
	}
	return ring, nil
}

// work fills the place. A SQLite database appears under its name when
// everything is done; one in PostgreSQL cannot be served before.
func (r *restoring) work(ctx context.Context, e *env) (bad int64, err error) {
	url, err := r.fill(ctx)
	if err != nil {
		return 0, r.halfDone(e, err)
	}
	bad, err = r.finish(ctx, e, url)
	if err != nil {
		return bad, r.halfDone(e, err)
	}
	if r.Database == store.KindPostgres {
		return bad, nil
	}
	return bad, r.appear()
}

// fill copies the database to where it is worked on.
func (r *restoring) fill(ctx context.Context) (url string, err error) {
	if r.Database == store.KindPostgres {
		return r.url, store.Fill(ctx, r.url, r.Path(backup.Dump), r.Space, r.Tool)
	}
	half, err := r.halfFile()
	if err != nil {
		return "", err
	}
	if err := errors.Join(r.removeHalf(), os.MkdirAll(filepath.Dir(half), 0o700)); err != nil {
		return "", err
	}
	return "sqlite:" + half, r.CopyTo(backup.Lite, half)
}

// finish makes a house of the database, and brings the attachments.
func (r *restoring) finish(ctx context.Context, e *env, url string) (bad int64, err error) {
	db, err := store.Open(ctx, url, store.Options{Ring: r.ring, Now: time.Now})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	h := &house{db: db, ring: r.ring}
	if err := h.put(); err != nil {
		return 0, err
	}
	if err := r.beginAnew(ctx, h); err != nil {
		return 0, err
	}
	wanted, err := r.wanted(ctx, h)
	if err != nil {
		return 0, err
	}
	if err := r.AttachmentsTo(ctx, r.files, wanted, e.progress("backup.progress_files")); err != nil {
		return 0, err
	}
	if bad, err = look(ctx, e, h); err != nil {
		return bad, err
	}
	return bad, errors.Join(r.remember(), db.Unfence(ctx))
}

// wanted are the attachments of the cases that are not erased.
func (r *restoring) wanted(ctx context.Context, h *house) (func(string) bool, error) {
	blobs, err := h.db.Blobs(ctx, int(r.Attachments)+len(r.Missing)+1)
	known := make(map[string]bool, len(blobs))
	for _, id := range blobs {
		known[id] = true
	}
	return func(id string) bool { return known[id] }, err
}

// look compares what was restored with its events, its counts and the
// witness log. What does not match did not match in the backup either: it is
// told, and the house is better than none.
func look(ctx context.Context, e *env, h *house) (bad int64, err error) {
	bad, err = h.lookThroughLog(ctx, e)
	if err != nil {
		return bad, err
	}
	err = h.db.VerifyRollups(ctx)
	if fault.Is(err, fault.Conflict) {
		e.tellCause(err)
		return bad + 1, nil
	}
	return bad, err
}

// beginAnew does what a house must that went back to a backup: erase again
// what was erased since, for a restore must not bring back what a person had
// the right to have erased; leave out the numbers that were given since; and
// begin a new epoch of the log.
func (r *restoring) beginAnew(ctx context.Context, h *house) error {
	var err error
	if r.erased, err = h.db.ReplayErasures(ctx, r.lines(), time.Now()); err != nil {
		return err
	}
	if err := h.db.SetMeta(ctx, metaBackup, r.At.Format(time.RFC3339)); err != nil {
		return err
	}
	return r.beginEpoch(ctx, h)
}
