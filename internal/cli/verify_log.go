package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"jauap/internal/fault"
	"jauap/internal/tlog"
)

const (
	// logPatience is how long a log may take for one answer.
	logPatience = 20 * time.Second
	// headLimit is far above any checkpoint, with the signatures of witnesses.
	headLimit = 64 << 10
)

// A shelf gives one file of a log, and no more of it than most bytes.
type shelf func(path string, most int64) ([]byte, error)

// openLog opens a log laid out as C2SP tlog-tiles, at an address or in a
// folder, and gives its newest checkpoint. Nothing of it is trusted: the
// checkpoint is signed, and tiles are checked against it.
func openLog(where string) (head string, tiles tlog.Reader, err error) {
	where = strings.TrimSuffix(strings.TrimSuffix(where, "/checkpoint"), "/")
	var from shelf
	if strings.HasPrefix(where, "http://") || strings.HasPrefix(where, "https://") {
		from = webShelf(where)
	} else {
		root, err := os.OpenRoot(strings.TrimPrefix(where, "file://"))
		if err != nil {
			return "", nil, logUnreadable(where, err)
		}
		from = folderShelf(root)
	}
	b, err := from("checkpoint", headLimit)
	if err != nil {
		return "", nil, logUnreadable(where, err)
	}
	c, _ := tlog.ReadCheckpoint(string(b)) // whether it is one, Check says
	return string(b), &shelvedTiles{from: from, size: c.Size, read: map[tlog.TileID][]byte{}}, nil
}

// errLogEnded: the log began anew after a restore, below another address.
var errLogEnded = errors.New("the log has ended")

func logUnreadable(where string, err error) error {
	if errors.Is(err, errLogEnded) {
		return fault.New(fault.Gone, "cli.verify_log_ended", "log", where)
	}
	return fault.New(fault.Unavailable, "cli.verify_log_unreadable", "log", where).Because(err)
}

func folderShelf(root *os.Root) shelf {
	return func(path string, most int64) ([]byte, error) {
		file, err := root.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		return readMost(file, most)
	}
}

func webShelf(base string) shelf {
	client := &http.Client{Timeout: logPatience}
	return func(path string, most int64) ([]byte, error) {
		request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, base+"/"+path, http.NoBody)
		if err != nil {
			return nil, err
		}
		answer, err := client.Do(request)
		if err != nil {
			return nil, err
		}
		defer answer.Body.Close()
		if answer.StatusCode == http.StatusGone {
			return nil, errLogEnded
		}
		if answer.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("%s: %s", path, answer.Status)
		}
		return readMost(answer.Body, most)
	}
}

func readMost(in io.Reader, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(in, most+1))
	if err == nil && int64(len(b)) > most {
		err = fmt.Errorf("more than %d bytes", most)
	}
	return b, err
}

// shelvedTiles reads the tiles of a tree of size leaves, each once.
type shelvedTiles struct {
	from shelf
	size int64
	read map[tlog.TileID][]byte
}

// LogTile gives a tile as wide as it was when the tree had its size. A log
// may have dropped it since for a wider one.
func (s *shelvedTiles) LogTile(id tlog.TileID) ([]byte, error) {
	if b, ok := s.read[id]; ok {
		return b, nil
	}
	width := int(min(tlog.Width, s.size>>(tlog.Height*id.Level)-id.N*tlog.Width))
	if id.Level < 0 || width <= 0 {
		return nil, os.ErrNotExist
	}
	b, err := s.from(id.Path(width), tlog.Width*tlog.HashSize)
	if err != nil && width < tlog.Width {
		b, err = s.from(id.Path(tlog.Width), tlog.Width*tlog.HashSize)
	}
	if err == nil {
		s.read[id] = b
	}
	return b, err
}
