package blob

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"
	"time"

	"jauap/internal/fault"
)

// Options of a Store. Dir is required and made when missing.
type Options struct {
	Dir    string
	Limits Limits // zero fields are the defaults
}

// A Store keeps encrypted files in one directory. Its methods may be called
// at the same time.
type Store struct {
	root   *os.Root
	limits Limits
}

const unfinished = "tmp" // where files lie until they are whole

// New opens the directory.
func New(o Options) (*Store, error) {
	if o.Dir == "" {
		return nil, errors.New("blob: no directory")
	}
	if err := os.MkdirAll(path.Join(o.Dir, unfinished), 0o700); err != nil {
		return nil, fmt.Errorf("directory of files: %w", err)
	}
	root, err := os.OpenRoot(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("directory of files: %w", err)
	}
	return &Store{root, o.Limits.filled()}, nil
}

// Close lets the directory go.
func (s *Store) Close() error { return s.root.Close() }

// Limits tells what the store accepts, for the form to say beforehand.
func (s *Store) Limits() Limits { return s.limits }

// Put reads r to its end and keeps it encrypted under key, the 32 bytes of
// the case. It is on disk when Put returns; if Put fails nothing is. Faults:
// blob.empty, blob.too_large, blob.type_not_allowed, blob.lying, and blob.no_room
// when the disk takes nothing in, each with the cleaned name.
func (s *Store) Put(ctx context.Context, r io.Reader, name string, key []byte) (Ref, error) {
	name = cleanName(name)
	head := make([]byte, chunkSize)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return Ref{}, fmt.Errorf("file %q: %w", name, err)
	}
	if n == 0 {
		return Ref{}, fault.New(fault.Invalid, "blob.empty", "name", name)
	}
	kind, name, err := judge(head[:n], name)
	if err != nil {
		return Ref{}, err
	}
	ref := Ref{ID: newID(), Name: name, Type: kind}
	if err := s.write(ctx, &ref, io.MultiReader(bytes.NewReader(head[:n]), r), key); err != nil {
		s.root.Remove(path.Join(unfinished, ref.ID)) // gone already if the rename was reached
		return Ref{}, roomFault(err, name)
	}
	return ref, nil
}

// roomFault gives a kind to a disk that is full or takes nothing in: whoever
// sends the file can be told, and nothing is wrong with the file.
func roomFault(err error, name string) error {
	for _, e := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EROFS, syscall.EIO} {
		if errors.Is(err, e) {
			return fault.New(fault.Unavailable, "blob.no_room", "name", name).Because(err)
		}
	}
	return err
}

func newID() string {
	var id [16]byte
	rand.Read(id[:]) // never fails: see crypto/rand
	return hex.EncodeToString(id[:])
}

// write seals r into a file, moves it to its place and fills in hash and size.
func (s *Store) write(ctx context.Context, ref *Ref, r io.Reader, key []byte) error {
	from := path.Join(unfinished, ref.ID)
	f, err := s.root.OpenFile(from, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("file %s: %w", ref.ID, err)
	}
	defer f.Close() // harmless after the Close below
	sum := sha256.New()
	count := &counter{r: io.TeeReader(r, sum), ended: ctx.Err, name: ref.Name, limit: s.limits.Bytes}
	if err := seal(f, count, key, ref.ID); err != nil {
		return fmt.Errorf("file %s: %w", ref.ID, err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("file %s: %w", ref.ID, err)
	}
	ref.Hash, ref.Size = hex.EncodeToString(sum.Sum(nil)), count.n
	if err := s.settle(from, ref.ID); err != nil {
		return fmt.Errorf("file %s: %w", ref.ID, err)
	}
	return nil
}

// settle gives a finished file its place and flushes the directories, so that
// a power cut does not lose the name of a file whose content is safe.
func (s *Store) settle(from, id string) error {
	switch err := s.root.Mkdir(id[:2], 0o700); {
	case err == nil:
		if err := s.flush("."); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	if err := s.root.Rename(from, place(id)); err != nil {
		return err
	}
	if err := s.flush(id[:2]); err != nil {
		return errors.Join(err, s.root.Remove(place(id)))
	}
	return nil
}

func (s *Store) flush(dir string) error {
	d, err := s.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func place(id string) string { return path.Join(id[:2], id) }

// valid tells whether id may be an ID: 32 hex digits, so no path.
func valid(id string) bool {
	b, err := hex.DecodeString(id)
	return err == nil && len(b) == 16
}

// Remove deletes a file, for a form that failed after its files were put.
// Removing what is not there is no error.
func (s *Store) Remove(id string) error {
	if !valid(id) {
		return fault.New(fault.NotFound, "blob.not_found")
	}
	if err := s.root.Remove(place(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("file %s: %w", id, err)
	}
	return nil
}

// Sweep removes files last written before olderThan that keep does not claim,
// and unfinished ones of that age. It returns how many. The caller gives an
// age that no form in progress reaches.
func (s *Store) Sweep(olderThan time.Time, keep func(id string) bool) (removed int, err error) {
	err = fs.WalkDir(s.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return ignoreMissing(err)
		}
		info, err := d.Info()
		if err != nil {
			return ignoreMissing(err)
		}
		half := path.Dir(name) == unfinished
		if !info.ModTime().Before(olderThan) || !valid(d.Name()) || !half && keep(d.Name()) {
			return nil
		}
		if err := s.root.Remove(name); err != nil {
			return ignoreMissing(err)
		}
		removed++
		return nil
	})
	if err != nil {
		return removed, fmt.Errorf("sweep of files: %w", err)
	}
	return removed, nil
}

// ignoreMissing passes over what another removed meanwhile.
func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
