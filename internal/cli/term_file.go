package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"jauap/internal/fault"
)

const (
	// lineLimit is far above any question; what is longer is not one.
	lineLimit  = 64 << 10
	fileBuffer = 256 << 10
)

// answerFile answers a file line by line; "-" is the standard input.
func (r *rules) answerFile(name string, e *env) error {
	in := e.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return unreadable(name, err)
		}
		defer file.Close()
		if info, err := file.Stat(); err == nil && info.IsDir() {
			return fault.New(fault.Invalid, "cli.term_folder", "file", name)
		}
		in = file
	}
	failed, err := r.answerLines(name, in, e)
	if err != nil {
		return err
	}
	if failed > 0 {
		return fault.New(fault.Invalid, "cli.term_lines_failed", "n", failed)
	}
	return nil
}

// answerLines writes one line for each line of in. A line that cannot be
// answered gets an error of its own and the rest goes on; failed counts them.
func (r *rules) answerLines(name string, in io.Reader, e *env) (failed int, err error) {
	lines := bufio.NewReaderSize(in, fileBuffer)
	out := bufio.NewWriterSize(e.out, fileBuffer)
	answers := newTermWriter(e.say)
	var buf []byte
	for n := 1; ; n++ {
		line, err := readLine(lines)
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var a termAnswer
		if err == nil {
			a, err = r.answerLine(line)
		}
		switch {
		case err == nil:
			buf = answers.append(buf[:0], n, a)
		case !isFault(err):
			return failed, errors.Join(unreadable(name, err), out.Flush())
		default:
			failed++
			buf = answers.appendError(buf[:0], n, err)
		}
		if _, err := out.Write(append(buf, '\n')); err != nil {
			return failed, err
		}
	}
	return failed, out.Flush()
}

// readLine gives the next line without its end, valid until the next call. A
// line over the limit is read to its end and is a fault.
func readLine(lines *bufio.Reader) ([]byte, error) {
	line, err := lines.ReadSlice('\n')
	long := len(line) > lineLimit
	for errors.Is(err, bufio.ErrBufferFull) {
		long = true
		_, err = lines.ReadSlice('\n')
	}
	if err != nil && !(errors.Is(err, io.EOF) && (long || len(line) > 0)) {
		return nil, err
	}
	if long {
		return nil, fault.New(fault.TooLarge, "cli.term_long_line", "n", lineLimit)
	}
	return line, nil
}

func (r *rules) answerLine(line []byte) (termAnswer, error) {
	line = bytes.TrimPrefix(line, []byte("\ufeff")) // some editors begin a file with it
	var q termQuestion
	in := json.NewDecoder(bytes.NewReader(line))
	in.DisallowUnknownFields()
	err := in.Decode(&q)
	if err == nil && len(bytes.TrimSpace(line[in.InputOffset():])) > 0 {
		err = errors.New("more than one value")
	}
	if err != nil {
		return termAnswer{}, badLine(err)
	}
	return r.answer(q)
}

// badLine names the field that we do not know, if that is what is wrong.
func badLine(err error) error {
	if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fault.New(fault.Invalid, "cli.term_unknown_field", "field", strings.Trim(field, `"`))
	}
	return fault.New(fault.Invalid, "cli.term_bad_line").Because(err)
}

// unreadable says that a file could not be read, and keeps why for the log.
func unreadable(file string, err error) error {
	return fmt.Errorf("%s: %w", file,
		fault.New(fault.NotFound, "cli.term_unreadable", "file", file).Because(err))
}
