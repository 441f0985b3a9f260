package keys

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"jauap/internal/fault"
)

// Load reads a key file. One that others may read is refused, as ssh does.
func Load(path string) (*Ring, error) {
	m, info, err := readFile(path)
	if err != nil {
		return nil, err
	}
	r := newRing(m)
	r.file, r.seen = path, info
	return r, nil
}

// readFile gives the state of the file from before it was read: one that
// changed meanwhile counts as changed.
func readFile(path string) (material, os.FileInfo, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return material{}, nil, fault.New(fault.NotFound, "keys.no_file", "file", path).Because(err)
	}
	if err != nil {
		return material{}, nil, unreadable(path, err)
	}
	if !info.Mode().IsRegular() {
		return material{}, nil, fault.New(fault.Invalid, "keys.no_regular_file", "file", path)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return material{}, nil, fault.New(fault.Invalid, "keys.open_to_others", "file", path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return material{}, nil, unreadable(path, err)
	}
	m, err := parseMaterial(string(b))
	return m, info, err
}

func unreadable(path string, err error) error {
	return fault.New(fault.Forbidden, "keys.unreadable", "file", path).Because(err)
}

// Create writes a new key file, readable by its owner only, and on disk
// before it returns. An existing file is never overwritten. The origin is
// the name of the log, such as a domain and a path; "" means jauap/ and the
// fingerprint.
func Create(path, origin string) (*Ring, error) {
	m, err := fresh(origin)
	if err != nil {
		return nil, err
	}
	return create(path, m)
}

// Keep writes the text of a key, in either form, to a new file.
func Keep(path, text string) (*Ring, error) {
	m, err := parseMaterial(text)
	if err != nil {
		return nil, err
	}
	return create(path, m)
}

func create(path string, m material) (*Ring, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, uncreatable(path, err)
	}
	unlock, err := lockDir(filepath.Dir(path))
	if err != nil {
		return nil, uncreatable(path, err)
	}
	defer unlock()
	if _, err := os.Lstat(path); err == nil {
		return nil, fault.New(fault.Conflict, "keys.exists", "file", path)
	}
	if err := replace(path, m.text(), nil); err != nil {
		return nil, uncreatable(path, err)
	}
	return Load(path)
}

func uncreatable(path string, err error) error {
	return fault.New(fault.Invalid, "keys.cannot_create", "file", path).Because(err)
}

// Reload reads the key file again. A file of another house is refused and
// the ring stays as it was. A key from the environment has nothing to read.
func (r *Ring) Reload() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.read()
}

// refresh reloads if the file changed since it was read last.
func (r *Ring) refresh() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == "" {
		return nil
	}
	info, err := os.Stat(r.file)
	if err != nil {
		return unreadable(r.file, err)
	}
	if os.SameFile(info, r.seen) && info.ModTime().Equal(r.seen.ModTime()) && info.Size() == r.seen.Size() {
		return nil
	}
	return r.read()
}

func (r *Ring) read() error {
	if r.file == "" {
		return nil
	}
	m, info, err := readFile(r.file)
	if err != nil {
		return err
	}
	if !m.sameHouse(&r.home) {
		return fault.New(fault.Conflict, "keys.other_file", "file", r.file)
	}
	r.seen = info
	r.set.Store(r.set.Load().renewed(m))
	return nil
}
