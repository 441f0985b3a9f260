package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"jauap/internal/fault"
	"jauap/internal/store"
)

// beside are the files that belong to a SQLite file.
func beside() []string { return []string{"", "-wal", "-shm", "-journal", ".migrate", ".lock"} }

// halfFile is where a SQLite database is worked on until it is whole.
func (r *restoring) halfFile() (string, error) {
	file, err := store.LiteFile(r.url)
	return file + ".restoring", err
}

// removeHalf removes what a restore before this one left.
func (r *restoring) removeHalf() error {
	half, err := r.halfFile()
	for _, part := range beside() {
		if removeErr := os.Remove(half + part); removeErr != nil && !errors.Is(removeErr, fs.ErrNotExist) {
			err = errors.Join(err, removeErr)
		}
	}
	return err
}

// appear gives the finished SQLite file its name, and flushes both.
func (r *restoring) appear() error {
	half, err := r.halfFile()
	if err != nil {
		return err
	}
	if info, err := os.Stat(half + "-wal"); err == nil && info.Size() > 0 {
		return errors.New("the restored database is still open")
	}
	file, err := store.LiteFile(r.url)
	if err != nil {
		return err
	}
	// a link, unlike a rename, never takes the place of a house that somebody
	// put up meanwhile
	if err := errors.Join(flush(half), os.Link(half, file)); errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Conflict, "store.not_empty", "place", file).Because(err)
	} else if err != nil {
		return err
	}
	if err := flush(filepath.Dir(file)); err != nil {
		return err
	}
	return r.removeHalf() // what lay beside it
}

func flush(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// halfDone takes back what can be taken back, and says what cannot.
func (r *restoring) halfDone(e *env, err error) error {
	if r.Database != store.KindPostgres {
		return errors.Join(err, r.removeHalf())
	}
	fmt.Fprintln(e.errOut, e.say.T("backup.half_restored", "schema", r.Space))
	return err
}

// withoutPassword is a database URL as it may be shown.
func withoutPassword(s string) string {
	u, err := url.Parse(s)
	if err != nil || strings.HasPrefix(s, "sqlite:") {
		return s
	}
	return u.Redacted()
}
