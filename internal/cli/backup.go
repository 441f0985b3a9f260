package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/account"
	"jauap/internal/backup"
	"jauap/internal/fault"
	"jauap/internal/store"
)

// backupCommand copies the house, and looks at copies.
type backupCommand struct {
	Make  backupMake  `cmd:"" default:"withargs" help:"backup_make"`
	Check backupCheck `cmd:"" help:"backup_check"`
}

type backupMake struct {
	databaseFlags
	Files string `help:"serve_files" placeholder:"DIR"`
	Dir   string `arg:"" help:"backup_dir"`
}

// metaBackup remembers when the last backup was made.
const metaBackup = "backup_at"

// Run makes a backup beside whatever serves.
func (c *backupMake) Run(e *env) error {
	return c.inside(func(ctx context.Context, h *house) error {
		begun := time.Now()
		folder, err := backup.Create(c.Dir)
		if err != nil {
			return noRoom(err, c.Dir)
		}
		m, err := c.write(ctx, e, h, folder, begun)
		if err != nil {
			return errors.Join(noRoom(err, c.Dir), folder.Discard())
		}
		if err := h.db.SetMeta(ctx, metaBackup, begun.UTC().Format(time.RFC3339)); err != nil {
			return err
		}
		c.tellDone(e, m, time.Since(begun))
		return tellMissing(ctx, e, h, m)
	})
}

// write copies the database first: every attachment that it names was on disk
// before the database said so, and is there to be copied after it.
func (c *backupMake) write(ctx context.Context, e *env, h *house, folder *backup.Folder, begun time.Time) (backup.Manifest, error) {
	verifier, err := note.NewVerifier(h.ring.Verifier())
	if err != nil {
		return backup.Manifest{}, err
	}
	name := backup.Lite
	if h.db.Kind() == store.KindPostgres {
		name = backup.Dump
	}
	copied, err := h.db.Copy(ctx, folder.Path(name), e.databaseProgress())
	if err != nil {
		return backup.Manifest{}, err
	}
	gone, err := folder.Attach(ctx, filesDir(c.DB, c.Files), copied.Blobs, e.progress("backup.progress_files"))
	if err != nil {
		return backup.Manifest{}, err
	}
	missing, err := h.db.StillMissing(ctx, gone)
	if err != nil {
		return backup.Manifest{}, err
	}
	if err := folder.Include(c.keyFile()+erasedSuffix, backup.Erased); err != nil {
		return backup.Manifest{}, err
	}
	m := manifestOf(copied, begun)
	m.Missing = slices.Sorted(maps.Keys(missing))
	return folder.Finish(ctx, m, h.ring.Signer(), verifier,
		func(c *backup.Copy) error { return checkCopied(ctx, c) }, e.progress("backup.progress_verify"))
}

// noRoom says where the disk is full, if that is what stopped the writing.
func noRoom(err error, dir string) error {
	if !store.Full(err) {
		return err
	}
	var where *fs.PathError
	if errors.As(err, &where) {
		dir = filepath.Dir(where.Path)
	}
	return fault.New(fault.Unavailable, "backup.no_room", "dir", dir).Because(err)
}

// erasedSuffix ends the name of the journal of erasures, which lies beside
// the key file and outlives the database.
const erasedSuffix = ".erased"

func manifestOf(c store.Copied, begun time.Time) backup.Manifest {
	return backup.Manifest{
		Program: version, At: begun.UTC().Truncate(time.Second), Database: c.Kind, Space: c.Space, Tool: c.Tool, Schema: c.Schema,
		Key: c.Ring, Keys: c.Rings, Checkpoint: c.Checkpoint,
		Counts: backup.Counts{Appeals: c.Appeals, Events: c.Events, Leaves: c.Leaves},
	}
}

func checkCopied(ctx context.Context, c *backup.Copy) error {
	err := store.CheckCopy(ctx, c.Database, c.Path(c.DatabaseFile()), c.Tool)
	var f *fault.Fault
	if errors.As(err, &f) && f.Key == "store.damaged" {
		return fault.New(fault.Conflict, "backup.damaged", "name", c.DatabaseFile()).Because(err)
	}
	return err
}

func (c *backupMake) tellDone(e *env, m backup.Manifest, took time.Duration) {
	e.tell("backup.done", "dir", c.Dir, "size", megabytes(m.Size()), "seconds", int64(took.Seconds()+0.5))
	e.tellCounts(m)
	if c.Key != "" {
		e.tell("backup.key_in_environment", "key", m.Key)
		return
	}
	e.tell("backup.key_apart", "key", m.Key, "file", c.keyFile())
}

func (e *env) tellCounts(m backup.Manifest) {
	e.tell("backup.counts", "appeals", e.say.Number(m.Appeals), "events", e.say.Number(m.Events), "files", e.say.Number(m.Attachments))
}

// megabytes is a size as people say it, never 0.
func megabytes(bytes int64) int64 { return max(1, (bytes+1<<19)>>20) }

// tellMissing names the attachments that were lost before the backup: it is
// whole in all else, and somebody must look for them.
func tellMissing(ctx context.Context, e *env, h *house, m backup.Manifest) error {
	if len(m.Missing) == 0 {
		return nil
	}
	owners, err := h.db.StillMissing(ctx, m.Missing)
	if err != nil {
		return err
	}
	for _, id := range m.Missing {
		a, err := h.db.Appeal(ctx, account.Everything(), owners[id])
		if err != nil {
			return err
		}
		fmt.Fprintln(e.errOut, e.say.T("backup.missing_one", "id", id, "number", a.Number().String()))
	}
	return fault.New(fault.NotFound, "backup.missing_files", "n", len(m.Missing))
}
