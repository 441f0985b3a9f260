package keys

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"jauap/internal/fault"
)

// A Standing tells which masters there are, by fingerprint.
type Standing struct {
	Current string
	Next    string   // prepared, "" when none is
	Older   []string // of a rotation that has not ended
	Retired []string // in files of their own beside the key file
}

// Standing reads the files anew.
func (r *Ring) Standing() (Standing, error) {
	m := &r.home
	if r.file != "" {
		now, _, err := readFile(r.file)
		if err != nil {
			return Standing{}, err
		}
		m = &now
	}
	s := Standing{Current: fingerprint(m.master), Retired: r.retired()}
	if m.next != nil {
		s.Next = fingerprint(m.next)
	}
	for _, k := range m.older {
		s.Older = append(s.Older, fingerprint(k))
	}
	return s, nil
}

// Prepare puts a next master key into the file, unless one is there, so that
// the file can be copied to all machines before any of them uses it. It
// gives the fingerprint.
func (r *Ring) Prepare() (id string, err error) {
	err = r.alter(func(m *material) (bool, error) {
		made := m.next == nil
		if made {
			m.next = newKey()
		}
		id = fingerprint(m.next)
		return made, nil
	})
	return id, err
}

// Turn makes the next master key, or a fresh one, the current one and keeps
// the current one as older. It does nothing if the current master is not
// from any more: somebody else turned.
func (r *Ring) Turn(from string) error {
	return r.alter(func(m *material) (bool, error) {
		if fingerprint(m.master) != from {
			return false, nil
		}
		if m.next == nil {
			m.next = newKey()
		}
		m.older = append([][]byte{m.master}, m.older...)
		m.master, m.next = m.next, nil
		return true, nil
	})
}

// Retire moves the older masters out of the key file, each to a key file of
// its own: backups from its time open with it. It gives the paths.
func (r *Ring) Retire() (files []string, err error) {
	err = r.alter(func(m *material) (bool, error) {
		for _, old := range m.older {
			side := material{master: old, hash: m.hash, log: m.log}
			path := r.sideFile(fingerprint(old))
			if err := r.write(path, side); err != nil {
				return false, err
			}
			files = append(files, path)
		}
		changed := len(m.older) > 0
		m.older = nil
		return changed, nil
	})
	return files, err
}

// alter changes the key file, one process at a time, and takes over what
// stands there then.
func (r *Ring) alter(change func(*material) (bool, error)) error {
	if r.file == "" {
		return fault.New(fault.Conflict, "keys.no_file_to_rotate")
	}
	unlock, err := lockDir(r.dir())
	if err != nil {
		return unwritable(r.file, err)
	}
	defer unlock()
	m, _, err := readFile(r.file)
	if err != nil {
		return err
	}
	if !m.sameHouse(&r.home) {
		return fault.New(fault.Conflict, "keys.other_file", "file", r.file)
	}
	changed, err := change(&m)
	if err != nil {
		return err
	}
	if changed {
		if err := r.write(r.place(), m); err != nil {
			return err
		}
	}
	return r.Reload()
}

// place is where the file really is: a link to it stays a link.
func (r *Ring) place() string {
	if path, err := filepath.EvalSymlinks(r.file); err == nil {
		return path
	}
	return r.file
}

func (r *Ring) dir() string { return filepath.Dir(r.place()) }

func (r *Ring) write(path string, m material) error {
	owner, err := os.Stat(r.file)
	if err == nil {
		err = replace(path, m.text(), owner)
	}
	if err != nil {
		return unwritable(path, err)
	}
	return nil
}

func unwritable(path string, err error) error {
	return fault.New(fault.Invalid, "keys.cannot_write", "file", path).Because(err)
}

// sideFile is where the master of a fingerprint goes when it is retired.
func (r *Ring) sideFile(id string) string { return r.file + "." + id + ".old" }

// retired lists the masters in files beside the key file.
func (r *Ring) retired() (ids []string) {
	entries, err := os.ReadDir(filepath.Dir(r.file))
	if r.file == "" || err != nil {
		return nil
	}
	for _, e := range entries {
		id, ok := strings.CutPrefix(e.Name(), filepath.Base(r.file)+".")
		if id, ok2 := strings.CutSuffix(id, ".old"); ok && ok2 && fingerprintForm.MatchString(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

var fingerprintForm = regexp.MustCompile(`^[0-9a-f]{16}$`)

// recall takes a retired master back for opening: a backup from its time was
// restored.
func (r *Ring) recall(id string) bool {
	if r.file == "" || !fingerprintForm.MatchString(id) {
		return false
	}
	m, _, err := readFile(r.sideFile(id))
	if err != nil || !m.sameHouse(&r.home) || fingerprint(m.master) != id {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.set.Store(r.set.Load().with(newMaster(m.master)))
	return true
}
