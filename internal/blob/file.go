package blob

import (
	"context"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"jauap/internal/fault"
)

// A File is a stored file opened for reading. It seeks, so that a browser may
// ask for a part of a recording. One reader at a time.
type File struct {
	f     *os.File
	aead  cipher.AEAD
	size  int64
	at    int64
	chunk int64  // number of the chunk in plain, -1 for none
	plain []byte // its content
	buf   []byte
}

// Open checks the whole file against its key and its hash and returns it, read
// from the start. A file that is missing is blob.not_found; one that was
// changed, cut off or belongs to another key is an internal fault blob.damaged.
func (s *Store) Open(ctx context.Context, ref Ref, key []byte) (*File, error) {
	if !valid(ref.ID) {
		return nil, fault.New(fault.NotFound, "blob.not_found", "name", ref.Name)
	}
	f, err := s.root.Open(place(ref.ID))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "blob.not_found", "name", ref.Name).Because(err)
	}
	if err != nil {
		return nil, fmt.Errorf("file %s: %w", ref.ID, err)
	}
	file, err := open(ctx, f, ref, key)
	if err != nil {
		f.Close()
		return nil, err
	}
	return file, nil
}

func open(ctx context.Context, f *os.File, ref Ref, key []byte) (*File, error) {
	aead, err := cipherFor(key, ref.ID)
	if err != nil {
		return nil, fmt.Errorf("file %s: %w", ref.ID, err)
	}
	file := &File{f: f, aead: aead, size: ref.Size, chunk: -1, buf: make([]byte, chunkSize+tagSize)}
	if err := file.check(ctx, ref); err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return nil, fault.New(fault.Internal, "blob.damaged", "name", ref.Name).
			Because(fmt.Errorf("file %s: %w", ref.ID, err))
	}
	return file, nil
}

// check reads all of the file once.
func (f *File) check(ctx context.Context, ref Ref) error {
	info, err := f.f.Stat()
	if err != nil {
		return err
	}
	if want := sealedSize(ref.Size); info.Size() != want || ref.Size <= 0 {
		return fmt.Errorf("%d bytes on disk, want %d", info.Size(), want)
	}
	start := make([]byte, len(magic))
	if _, err := f.f.ReadAt(start, 0); err != nil || string(start) != magic {
		return errors.Join(err, fmt.Errorf("starts with %q", start))
	}
	sum := sha256.New()
	for i := range chunks(f.size) {
		if err := errors.Join(ctx.Err(), f.load(i)); err != nil {
			return err
		}
		sum.Write(f.plain)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != ref.Hash {
		return fmt.Errorf("hash %s, want %s", got, ref.Hash)
	}
	return nil
}

// load decrypts chunk i.
func (f *File) load(i int64) error {
	if f.chunk == i {
		return nil
	}
	n := min(chunkSize, f.size-i*chunkSize) + tagSize
	sealed := f.buf[:n]
	if _, err := f.f.ReadAt(sealed, int64(len(magic))+i*(chunkSize+tagSize)); err != nil {
		return fmt.Errorf("chunk %d: %w", i, err)
	}
	f.chunk = -1
	plain, err := f.aead.Open(sealed[:0], nonce(i, i == chunks(f.size)-1), sealed, []byte(magic))
	if err != nil {
		return fmt.Errorf("chunk %d: %w", i, err)
	}
	f.chunk, f.plain = i, plain
	return nil
}

// Read implements io.Reader.
func (f *File) Read(p []byte) (int, error) {
	if f.at >= f.size {
		return 0, io.EOF
	}
	if err := f.load(f.at / chunkSize); err != nil {
		return 0, err
	}
	n := copy(p, f.plain[f.at%chunkSize:])
	f.at += int64(n)
	return n, nil
}

// Seek implements io.Seeker.
func (f *File) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += f.size
	}
	if offset < 0 {
		return f.at, fmt.Errorf("seek to %d", offset)
	}
	f.at = offset
	return offset, nil
}

// Close implements io.Closer.
func (f *File) Close() error { return f.f.Close() }
