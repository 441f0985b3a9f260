package web

import (
	"context"
	"io"
	"slices"
	"time"

	"jauap/internal/blob"
	"jauap/internal/fault"
)

// Uploads are files that were put before their form was sent. They go out
// sealed with its page and come back with it, so that nobody uploads twice.
type uploads struct {
	Files []blob.Ref
	At    time.Time // of the first file
}

// uploadsLast is shorter than the age at which unclaimed files are swept.
const uploadsLast = 20 * time.Hour

// filesAgain asks for files that are there no more.
func filesAgain() *fault.Fault {
	return fault.New(fault.Invalid, "web.files_again").On("files")
}

func (u *uploads) add(file blob.Ref, now time.Time) {
	if len(u.Files) == 0 {
		u.At = now
	}
	u.Files = append(u.Files, file)
}

// drop forgets files by their ids. They stay on the disk until they are
// swept: the same page may have been sent once already.
func (u *uploads) drop(ids []string) {
	u.Files = slices.DeleteFunc(u.Files, func(f blob.Ref) bool { return slices.Contains(ids, f.ID) })
}

// tooOld tells whether the files may be gone before their form is sent.
func (u uploads) tooOld(now time.Time) bool {
	return len(u.Files) > 0 && now.Sub(u.At) > uploadsLast
}

// openUploads opens every file in turn, which reads it whole. One that is gone
// is forgotten and asked for again: nothing is sent without it unnoticed.
func (s *Site) openUploads(ctx context.Context, u *uploads, key []byte, use func(blob.Ref, io.Reader) error) error {
	var gone []string
	for _, ref := range u.Files {
		file, err := s.opts.Blobs.Open(ctx, ref, key)
		if fault.Is(err, fault.NotFound) {
			gone = append(gone, ref.ID)
			continue
		}
		if err != nil {
			return err
		}
		err = use(ref, file)
		_ = file.Close() // it was only read
		if err != nil {
			return err
		}
	}
	if len(gone) > 0 {
		u.drop(gone)
		return filesAgain()
	}
	return nil
}
