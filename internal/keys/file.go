package keys

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"jauap/internal/fault"
)

// Load reads the master key from a file: 32 bytes in base64, one line. A
// file that others may read is refused, as ssh does.
func Load(path string) (*Ring, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "keys.no_file", "file", path).Because(err)
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fault.New(fault.Invalid, "keys.no_regular_file", "file", path)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Invalid, "keys.open_to_others", "file", path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return Parse(string(b))
}

func unreadable(path string, err error) error {
	return fault.New(fault.Forbidden, "keys.unreadable", "file", path).Because(err)
}

// Parse reads a master key from base64 text, as it stands in the file or in
// the environment.
func Parse(s string) (*Ring, error) {
	master, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s))
	if err != nil {
		return nil, fault.New(fault.Invalid, "keys.not_base64").Because(err)
	}
	return New(master)
}

// Create writes a new master key to path, readable by its owner only, and
// on disk before it returns. An existing file is never overwritten.
func Create(path string) (*Ring, error) {
	master := make([]byte, Size)
	_, _ = rand.Read(master)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, uncreatable(path, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, uncreatable(path, err)
	}
	defer f.Close()
	if _, err := f.WriteString(base64.StdEncoding.EncodeToString(master) + "\n"); err != nil {
		return nil, err
	}
	if err := errors.Join(f.Sync(), syncDir(filepath.Dir(path))); err != nil {
		return nil, err
	}
	return New(master)
}

func uncreatable(path string, err error) error {
	return fault.New(fault.Invalid, "keys.cannot_create", "file", path).Because(err)
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
