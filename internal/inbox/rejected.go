package inbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"jauap/internal/fault"
)

// A rejection is one line of the file of rejected rows.
type rejection struct {
	Row      int64  `json:"row"`  // of the file, from 1, the header not counted
	Line     int64  `json:"line"` // where it begins
	Key      string `json:"key"`
	Reason   string `json:"reason"`
	Run      string `json:"run"`
	Original any    `json:"original"` // an object where the row is one, else its text
}

// rejects is the file of rejected rows. It is written before the batch is
// committed, so after a crash it may be ahead: what the next run will reject
// again is cut off first.
type rejects struct {
	path, run string
	file      *os.File
}

// RejectedPath is where the rejected rows of a file go.
func RejectedPath(path string) string { return path + ".rejected.jsonl" }

// openRejects makes an older file fit a run that has done so many rows. The
// file of another run is moved aside.
func openRejects(path, run string, done int64) (*rejects, error) {
	r := &rejects{path: path, run: run}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, r.unwritable(err)
	}
	defer file.Close()
	if foreign(file) {
		return nil, fault.New(fault.Conflict, "inbox.not_rejects", "file", path)
	}
	keep, other, err := r.ours(file, done)
	if err != nil {
		return nil, r.unwritable(err)
	}
	if other != "" {
		aside := strings.TrimSuffix(path, ".jsonl") + "." + other + ".jsonl"
		return r, r.unwritable(os.Rename(path, aside))
	}
	return r, r.unwritable(file.Truncate(keep))
}

// foreign tells that a file holds something else than rejected rows, which
// must not be cut. It leaves the file at its start.
func foreign(file io.ReadSeeker) bool {
	text, err := bufio.NewReader(file).ReadBytes('\n')
	var first rejection
	bad := err == nil && (json.Unmarshal(text, &first) != nil || first.Run == "" || first.Key == "")
	_, seekErr := file.Seek(0, io.SeekStart)
	return bad || err != nil && !endOf(err) || endOf(err) && len(text) > 0 && !bytes.HasPrefix(text, []byte(`{"row":`)) || seekErr != nil
}

// ours finds how many bytes are of this run and of rows that are done, or
// which other run the file belongs to.
func (r *rejects) ours(file io.Reader, done int64) (keep int64, other string, err error) {
	in := bufio.NewReader(file)
	for {
		text, err := in.ReadBytes('\n')
		if err != nil && !endOf(err) {
			return keep, "", err
		}
		var old rejection
		whole := err == nil && json.Unmarshal(text, &old) == nil
		if whole && old.Run != r.run {
			return 0, short(old.Run), nil
		}
		if !whole || old.Row > done {
			return keep, "", nil
		}
		keep += int64(len(text))
	}
}

// short keeps a name that a file of somebody else gave us harmless.
func short(run string) string {
	ok := func(c rune) rune {
		if strings.ContainsRune("0123456789abcdef", c) {
			return c
		}
		return -1
	}
	if run = strings.Map(ok, run); run == "" {
		return "old"
	}
	return run[:min(len(run), runLength)]
}

// write appends rejections and returns when they are on disk. Only the owner
// may read the file: it holds what people wrote.
func (r *rejects) write(list []rejection) (err error) {
	if len(list) == 0 {
		return nil
	}
	if r.file == nil {
		if r.file, err = os.OpenFile(r.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600); err != nil {
			return r.unwritable(err)
		}
	}
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	for _, one := range list {
		one.Run = r.run
		if err := out.Encode(one); err != nil {
			return err
		}
	}
	if _, err := r.file.Write(b.Bytes()); err != nil {
		return r.unwritable(err)
	}
	return r.unwritable(r.file.Sync())
}

func (r *rejects) close() error {
	if r.file == nil {
		return nil
	}
	return r.unwritable(r.file.Close())
}

func (r *rejects) unwritable(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Unavailable, "inbox.rejects_unwritable", "file", r.path).Because(err)
}

// original is the row as it can be mended and imported again.
func (s *Source) original(r row) any {
	text := strings.ToValidUTF8(string(r.raw[:min(len(r.raw), rowLimit)]), "\ufffd")
	switch {
	case s.Format == JSONL && json.Valid(r.raw) && r.raw[0] == '{':
		return json.RawMessage(text)
	case s.Format == CSV && r.fault == nil && len(r.cells) == len(s.Columns):
		cells := make(map[string]string, len(r.cells))
		for i, c := range r.cells {
			cells[s.Columns[i]] = c
		}
		return cells
	}
	return text
}
