package keys

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// lockDir lets one process at a time change the key files of a folder. The
// system lets go of the lock whatever way the process ends.
func lockDir(dir string) (unlock func(), err error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(d.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return func() { _ = d.Close() }, nil
}

// replace puts a text in place of a file, whole or not at all, for its owner
// only, and on disk before it returns. The new file belongs to whom the old
// one did: an operator with more rights must not take the key away from the
// account that serves.
func replace(path, text string, old os.FileInfo) error {
	// the folder is locked, so a file of this name is what a killed process left
	_ = os.Remove(path + ".new")
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // after the rename there is none
	_, err = f.WriteString(text)
	if err = errors.Join(err, giveTo(f, old), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func giveTo(f *os.File, old os.FileInfo) error {
	if old == nil {
		return nil
	}
	owner, ok := old.Sys().(*syscall.Stat_t)
	if !ok || int(owner.Uid) == os.Geteuid() {
		return nil
	}
	return f.Chown(int(owner.Uid), int(owner.Gid))
}

// syncDir makes the name of a new file as durable as its content.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
