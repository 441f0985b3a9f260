package inbox

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"jauap/internal/fault"
)

// rowLimit bounds one row in bytes. The longest text we take is 200 kB, but a
// row may hold other columns; what is longer is read over, not kept.
const rowLimit = 8 << 20

// keptOfLong is how much of a row over the limit goes to the rejected rows.
const keptOfLong = 1 << 10

// A line is one line of a file with its end.
type line struct {
	number int64
	text   []byte
	long   bool // over the limit; text is its beginning
}

func (l line) blank() bool { return len(bytes.TrimSpace(l.text)) == 0 }

// lines reads a file line by line, and takes lines back.
type lines struct {
	in     *bufio.Reader
	number int64
	back   []line // to be read again, the next one last
}

func newLines(r io.Reader) *lines { return &lines{in: bufio.NewReaderSize(r, 256<<10)} }

func (l *lines) next() (line, error) {
	if n := len(l.back); n > 0 {
		next := l.back[n-1]
		l.back = l.back[:n-1]
		return next, nil
	}
	next, err := l.read()
	if err != nil {
		return next, err
	}
	l.number++
	next.number = l.number
	if l.number == 1 {
		next.text = bytes.TrimPrefix(next.text, []byte("\ufeff"))
	}
	return next, nil
}

// read gives a line of its own memory. The last one may lack its end.
func (l *lines) read() (line, error) {
	var next line
	for {
		part, err := l.in.ReadSlice('\n')
		if !next.long {
			next.text = append(next.text, part...)
		}
		if len(next.text) > rowLimit {
			next.text, next.long = append([]byte(nil), next.text[:keptOfLong]...), true
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case endOf(err) && len(next.text) > 0:
			return next, nil
		}
		return next, err
	}
}

// unread takes lines back, to be read again in the same order.
func (l *lines) unread(list []line) {
	for i := len(list) - 1; i >= 0; i-- {
		l.back = append(l.back, list[i])
	}
}

func rowTooLong() error { return fault.New(fault.TooLarge, "inbox.row_long", "n", rowLimit>>20) }

// A jsonlReader takes every line that is not blank for a row.
type jsonlReader struct {
	lines *lines
	n     int64
}

func (j *jsonlReader) next() (row, error) {
	for {
		l, err := j.lines.next()
		if err != nil {
			return row{}, err
		}
		if l.blank() {
			continue
		}
		j.n++
		r := row{number: j.n, line: l.number, raw: bytes.TrimSpace(l.text)}
		if l.long {
			r.fault = rowTooLong()
		}
		return r, nil
	}
}
