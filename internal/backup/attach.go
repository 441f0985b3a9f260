package backup

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"jauap/internal/blob"
)

// Attach copies the attachments of a database into the backup. On the same
// file system a copy is a second name of the same file, which costs nothing:
// an attachment is never written to again. It gives those that are not there; the
// others are copied all the same.
func (f *Folder) Attach(ctx context.Context, from string, ids []string, p Progress) (missing []string, err error) {
	out, err := os.OpenFile(f.Path(list), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewWriter(out)
	missing, err = f.attachAll(ctx, from, ids, lines, p)
	return missing, errors.Join(err, lines.Flush(), out.Sync(), out.Close())
}

func (f *Folder) attachAll(ctx context.Context, from string, ids []string, lines io.Writer, p Progress) (missing []string, err error) {
	for i, id := range ids {
		place, ok := blob.Place(id)
		if !ok {
			return missing, fmt.Errorf("attachment %q: no such name is given", id)
		}
		place = filepath.ToSlash(place)
		err := errors.Join(ctx.Err(), bring(filepath.Join(from, place), f.Path(filepath.Join(files, place))))
		if errors.Is(err, fs.ErrNotExist) {
			missing = append(missing, id)
			continue
		}
		if err != nil {
			return missing, err
		}
		size, sum, err := hashFile(f.Path(filepath.Join(files, place)))
		if err != nil {
			return missing, err
		}
		fmt.Fprintf(lines, "%s  %s/%s\n", sum, files, place)
		f.counts.Attachments++
		f.counts.Bytes += size
		p.tell(int64(i+1), int64(len(ids)))
	}
	return missing, nil
}

// Include copies one more file into the backup, such as the journal of
// erasures. One that is not there is left out.
func (f *Folder) Include(path, name string) error {
	err := duplicate(path, f.Path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// bring links a file, or copies it where no link is allowed.
func bring(from, to string) error {
	if _, err := os.Stat(from); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	if err := os.Link(from, to); err == nil {
		return nil
	}
	return duplicate(from, to)
}

// duplicate copies a file so that it is on disk when it returns.
func duplicate(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// An attachment is a line of the list.
type attachment struct{ place, sum string }

// attachments reads the list, line by line.
func attachments(path string, visit func(attachment) error) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		sum, name, ok := strings.Cut(lines.Text(), "  "+files+"/")
		place, known := blob.Place(filepath.Base(name))
		if raw, err := hex.DecodeString(sum); !ok || !known || place != name || err != nil || len(raw) != sha256.Size {
			return fmt.Errorf("%s: a line that names no attachment", list)
		}
		if err := visit(attachment{place, sum}); err != nil {
			return err
		}
	}
	return lines.Err()
}
