package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/fault"
)

// The names in a backup.
const (
	Lite     = "database.sqlite" // a whole SQLite database
	Dump     = "database.dump"   // PostgreSQL's custom format
	Erased   = "erased"          // the journal of erasures
	manifest = "manifest"
	halfDone = "manifest.unfinished"
	list     = "attachments.sha256"
	files    = "files"
)

// A Progress is told how much is done of how much; total is 0 when nobody
// knows. It may be nil.
type Progress func(done, total int64)

func (p Progress) tell(done, total int64) {
	if p != nil {
		p(done, total)
	}
}

// A Folder is a backup that is being written.
type Folder struct {
	dir    string
	made   bool // the folder itself is ours to remove
	counts Counts
}

// Create begins a backup in a folder that is new or empty.
func Create(dir string) (*Folder, error) {
	made := false
	switch names, err := os.ReadDir(dir); {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, unwritable(dir, err)
		}
		made = true
	case err != nil:
		return nil, unwritable(dir, err)
	case len(names) > 0:
		return nil, fault.New(fault.Conflict, "backup.not_empty", "dir", dir)
	}
	f := &Folder{dir: dir, made: made}
	if err := os.Mkdir(f.Path(files), 0o700); err != nil {
		return nil, unwritable(dir, err)
	}
	return f, nil
}

func unwritable(dir string, err error) error {
	return fault.New(fault.Invalid, "backup.cannot_write", "dir", dir).Because(err)
}

// Path is where a file of the backup lies.
func (f *Folder) Path(name string) string { return filepath.Join(f.dir, name) }

// Discard removes what was written, when the backup cannot be finished. What
// was there before stays.
func (f *Folder) Discard() error {
	if f.made {
		return os.RemoveAll(f.dir)
	}
	names, err := os.ReadDir(f.dir)
	for _, name := range names {
		err = errors.Join(err, os.RemoveAll(f.Path(name.Name())))
	}
	return err
}

// Finish adds hashes and counts to the manifest, signs it, reads everything
// again from the disk, lets inspect look at the database, and only then gives
// the manifest its name. It returns the manifest as written.
func (f *Folder) Finish(ctx context.Context, m Manifest, signer note.Signer, verifier note.Verifier, inspect func(*Copy) error, p Progress) (Manifest, error) {
	m.Format = Format
	m.Attachments, m.Bytes = f.counts.Attachments, f.counts.Bytes
	for _, name := range []string{Lite, Dump, list, Erased} {
		file, err := describe(f.dir, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return m, err
		}
		m.Files = append(m.Files, file)
	}
	signed, err := seal(m, signer)
	if err != nil {
		return m, err
	}
	if err := write(f.Path(halfDone), signed); err != nil {
		return m, err
	}
	c, err := read(f.dir, halfDone)
	if err != nil {
		return m, err
	}
	if err := errors.Join(c.Trust(verifier), c.Verify(ctx, p)); err != nil {
		return m, err
	}
	if err := inspect(c); err != nil {
		return m, err
	}
	return m, f.appear()
}

// appear makes the folder a backup: everything else is on disk by now.
func (f *Folder) appear() error {
	if err := syncTree(f.dir); err != nil {
		return err
	}
	if err := os.Rename(f.Path(halfDone), f.Path(manifest)); err != nil {
		return err
	}
	return errors.Join(syncFile(f.dir), syncFile(filepath.Dir(f.dir)))
}

func describe(dir, name string) (File, error) {
	size, sum, err := hashFile(filepath.Join(dir, name))
	return File{Name: name, Size: size, SHA256: sum}, err
}

func hashFile(path string) (int64, string, error) {
	in, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer in.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, in)
	return n, hex.EncodeToString(sum.Sum(nil)), err
}

// write makes a private file that is on disk when it returns.
func write(path string, body []byte) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(body)
	return errors.Join(err, out.Sync(), out.Close())
}

// syncFile flushes a file, or the names in a folder.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncTree flushes the names in a folder and all below it.
func syncTree(dir string) error {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return syncFile(path)
	})
	if err != nil {
		return fmt.Errorf("flush %s: %w", dir, err)
	}
	return nil
}
