package inbox

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"jauap/internal/fault"
)

// A Format is how a file is cut into rows.
type Format string

// The formats.
const (
	JSONL Format = "jsonl"
	CSV   Format = "csv"
)

// A Source is a file that was looked through and can be read from its start.
type Source struct {
	Path     string
	Format   Format
	Encoding Encoding
	Broken   int64    // bytes that are no letters; they become U+FFFD
	Size     int64    // bytes
	Columns  []string // of a CSV: its header; of JSONL: the keys of its first rows

	hash      string
	separator byte
}

// Open looks through a file. An empty format is guessed from its name. A
// file that is no table of rows is an Invalid fault.
func Open(path string, format Format) (*Source, error) {
	s := &Source{Path: path, Format: format}
	if err := s.guessFormat(); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, s.unreadable(err)
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, fault.New(fault.Invalid, "inbox.folder", "file", path)
	}
	seen, err := look(file)
	if err != nil {
		return nil, s.unreadable(err)
	}
	s.Encoding, s.Broken, s.Size, s.hash = seen.encoding, seen.broken, seen.size, seen.hash
	if err := s.refuse(seen.head); err != nil {
		return nil, err
	}
	return s, s.readColumns()
}

// Base is the name of the file without folder and ending.
func (s *Source) Base() string {
	return strings.TrimSuffix(filepath.Base(s.Path), filepath.Ext(s.Path))
}

func (s *Source) guessFormat() error {
	if s.Format != "" {
		return nil
	}
	switch strings.ToLower(filepath.Ext(s.Path)) {
	case ".jsonl", ".ndjson":
		s.Format = JSONL
	case ".csv", ".tsv":
		s.Format = CSV
	default:
		return fault.New(fault.Invalid, "inbox.unknown_format", "file", s.Path)
	}
	return nil
}

// refuse tells apart what only looks like a table of rows.
func (s *Source) refuse(head []byte) error {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))
	switch {
	case len(trimmed) == 0:
		return fault.New(fault.Invalid, "inbox.empty_file", "file", s.Path)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return fault.New(fault.Invalid, "inbox.spreadsheet", "file", s.Path)
	case s.Format == JSONL && trimmed[0] == '[':
		return fault.New(fault.Invalid, "inbox.json_list", "file", s.Path)
	case s.Format == JSONL && !hasObject(head):
		return fault.New(fault.Invalid, "inbox.not_jsonl", "file", s.Path)
	}
	return nil
}

// hasObject tells whether any line begins like an object, in UTF-16 too.
func hasObject(head []byte) bool {
	for line := range bytes.Lines(head) {
		if bytes.HasPrefix(bytes.TrimLeft(line, "\x00 \t\ufeff\xff\xfe"), []byte("{")) {
			return true
		}
	}
	return false
}

// unreadable says that the file could not be read, and keeps why for the log.
func (s *Source) unreadable(err error) error {
	return fault.New(fault.NotFound, "inbox.unreadable", "file", s.Path).Because(err)
}

// A stream is the file being read, and how many of its bytes were.
type stream struct {
	rows   rowReader
	file   *os.File
	passed *counter
}

// A rowReader cuts a file into rows, io.EOF at its end.
type rowReader interface{ next() (row, error) }

// A row is one record of a file, not understood yet.
type row struct {
	number int64    // from 1; blank lines do not count
	line   int64    // of the file, where the row begins
	raw    []byte   // as it came, in UTF-8
	cells  []string // of a CSV
	fault  error    // it could not even be cut out
}

// rows opens the file from its start: no further than it was looked through,
// should it have grown since.
func (s *Source) rows() (*stream, error) {
	file, err := os.Open(s.Path)
	if err != nil {
		return nil, s.unreadable(err)
	}
	passed := &counter{from: io.LimitReader(file, s.Size)}
	in := newLines(s.decoded(passed))
	st := &stream{file: file, passed: passed, rows: &jsonlReader{lines: in}}
	if s.Format == CSV {
		csv := &csvReader{lines: in, separator: s.separator}
		st.rows = csv
		if s.Columns != nil {
			_, err = csv.cut() // the header
		}
	}
	return st, err
}

func (s *Source) decoded(r io.Reader) io.Reader {
	switch s.Encoding {
	case CP1251:
		return charmap.Windows1251.NewDecoder().Reader(r)
	case UTF16:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(r)
	}
	return r
}

// A counter counts the bytes that pass.
type counter struct {
	from io.Reader
	n    int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

// endOf turns the end of a file into what a loop understands.
func endOf(err error) bool { return errors.Is(err, io.EOF) }
