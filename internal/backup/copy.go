package backup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/fault"
)

// A Copy is a backup that was found. What its manifest says counts only
// after Trust, and what lies beside it only after Verify.
type Copy struct {
	Manifest
	dir    string
	signed []byte
}

// Read finds the backup in a folder. A folder without a manifest is none: the
// program was stopped while writing it, or it is something else.
func Read(dir string) (*Copy, error) { return read(dir, manifest) }

func read(dir, name string) (*Copy, error) {
	signed, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "backup.no_manifest", "dir", dir).Because(err)
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "backup.unreadable", "name", name).Because(err)
	}
	m, err := unsealed(signed)
	return &Copy{Manifest: m, dir: dir, signed: signed}, err
}

// Trust checks that the manifest was signed with this key and not changed
// since.
func (c *Copy) Trust(verifier note.Verifier) error { return trust(c.signed, verifier) }

// Path is where a file of the backup lies.
func (c *Copy) Path(name string) string { return filepath.Join(c.dir, name) }

// Has tells whether the manifest names a file.
func (c *Copy) Has(name string) bool {
	for _, f := range c.Files {
		if f.Name == name {
			return true
		}
	}
	return false
}

// Verify compares every file with the hash that the manifest has of it. The
// first one that is missing or different is named.
func (c *Copy) Verify(ctx context.Context, p Progress) error {
	total := int64(len(c.Files)) + c.Attachments
	var done int64
	for _, f := range c.Files {
		if err := errors.Join(ctx.Err(), c.compare(f.Name, f.SHA256)); err != nil {
			return err
		}
		done++
		p.tell(done, total)
	}
	var n int64
	err := c.eachAttachment(func(a attachment) error {
		n++
		p.tell(done+n, total)
		return errors.Join(ctx.Err(), c.compare(filepath.Join(files, a.place), a.sum))
	})
	if err == nil && n != c.Attachments {
		return fault.New(fault.Conflict, "backup.changed", "name", list)
	}
	return err
}

func (c *Copy) eachAttachment(visit func(attachment) error) error {
	if !c.Has(list) || !c.Has(c.DatabaseFile()) {
		return fault.New(fault.Invalid, "backup.bad_manifest")
	}
	return attachments(c.Path(list), visit)
}

func (c *Copy) compare(name, want string) error {
	if !filepath.IsLocal(name) {
		return fault.New(fault.Invalid, "backup.bad_manifest")
	}
	_, have, err := hashFile(c.Path(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.New(fault.NotFound, "backup.missing", "name", name).Because(err)
	case err != nil:
		return fault.New(fault.Invalid, "backup.unreadable", "name", name).Because(err)
	case have != want:
		return fault.New(fault.Conflict, "backup.changed", "name", name)
	}
	return nil
}

// DatabaseFile is the name of the database in the backup.
func (c *Copy) DatabaseFile() string {
	if c.Has(Dump) {
		return Dump
	}
	return Lite
}

// CopyTo writes a file of the backup to another place, flushed.
func (c *Copy) CopyTo(name, path string) error { return duplicate(c.Path(name), path) }
