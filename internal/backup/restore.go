package backup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"jauap/internal/fault"
)

// arriving is where attachments lie until all of them are there; a folder in
// which a restore was cut short is as good as empty.
const arriving = "restoring"

// EmptyFor refuses a folder of attachments that is in use.
func EmptyFor(dir string) error {
	names, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Invalid, "backup.cannot_write", "dir", dir).Because(err)
	}
	for _, name := range names {
		// tmp holds halves of forms and is made by whoever opens the folder
		half := name.Name() == "tmp" || name.Name() == arriving
		if inside, err := os.ReadDir(filepath.Join(dir, name.Name())); half && err == nil && (len(inside) == 0 || name.Name() == arriving) {
			continue
		}
		return fault.New(fault.Conflict, "backup.files_not_empty", "dir", dir)
	}
	return nil
}

// AttachmentsTo copies the attachments into the empty folder of a house. They
// appear there when all of them are on disk. Only those that wanted claims are
// copied: what was erased since the backup must not come back.
func (c *Copy) AttachmentsTo(ctx context.Context, dir string, wanted func(id string) bool, p Progress) error {
	half := filepath.Join(dir, arriving)
	if err := os.RemoveAll(half); err != nil {
		return err
	}
	if err := os.MkdirAll(half, 0o700); err != nil {
		return fault.New(fault.Invalid, "backup.cannot_write", "dir", dir).Because(err)
	}
	var n int64
	err := c.eachAttachment(func(a attachment) error {
		n++
		p.tell(n, c.Attachments)
		if !wanted(filepath.Base(a.place)) {
			return nil
		}
		to := filepath.Join(half, a.place)
		return errors.Join(ctx.Err(), os.MkdirAll(filepath.Dir(to), 0o700), duplicate(c.Path(filepath.Join(files, a.place)), to))
	})
	if err != nil {
		return errors.Join(err, os.RemoveAll(half))
	}
	return errors.Join(syncTree(half), emerge(half, dir), syncTree(dir))
}

// emerge moves what is in half into dir.
func emerge(half, dir string) error {
	names, err := os.ReadDir(half)
	for _, name := range names {
		err = errors.Join(err, os.Rename(filepath.Join(half, name.Name()), filepath.Join(dir, name.Name())))
	}
	return errors.Join(err, os.Remove(half))
}
