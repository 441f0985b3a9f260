package tlog

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Promise is how long after an event its leaf is in the log at the latest.
const Promise = 24 * time.Hour

// PromiseFor is the promise to an event that became known at a moment.
func PromiseFor(known time.Time) time.Time {
	return known.UTC().Add(Promise).Truncate(time.Second)
}

// A Checkpoint is the head of the log at a moment.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   Hash
	At     time.Time // UTC, seconds
}

// Text is the body of the signed note (C2SP tlog-checkpoint), with the time
// as an extension line.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\ntime %s\n", c.Origin, c.Size, c.Root, c.At.UTC().Format(time.RFC3339))
}

// Sign makes the note of a checkpoint.
func Sign(c Checkpoint, signer note.Signer) (string, error) {
	b, err := note.Sign(&note.Note{Text: c.Text()}, signer)
	return string(b), err
}

// ErrCheckpoint is a note that is no checkpoint of the log it names.
var ErrCheckpoint = errors.New("not a checkpoint")

// Open checks a note and reads its checkpoint. Only a signature by the very
// log that the checkpoint names counts.
func Open(text string, known note.Verifiers) (Checkpoint, error) {
	n, err := note.Open([]byte(text), known)
	if err != nil {
		return Checkpoint{}, err
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return c, err
	}
	for _, s := range n.Sigs {
		if s.Name == c.Origin {
			return c, nil
		}
	}
	return c, fmt.Errorf("%w: signed by another log", ErrCheckpoint)
}

// ReadCheckpoint reads what a note claims without asking who signed it.
func ReadCheckpoint(text string) (Checkpoint, error) {
	body, _, _ := strings.Cut(text, "\n\n")
	return parseCheckpoint(body + "\n")
}

func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] == "" {
		return Checkpoint{}, ErrCheckpoint
	}
	c := Checkpoint{Origin: lines[0]}
	var err1, err2 error
	c.Size, err1 = strconv.ParseInt(lines[1], 10, 64)
	c.Root, err2 = tlog.ParseHash(lines[2])
	if err := errors.Join(err1, err2); err != nil || c.Size < 0 || strconv.FormatInt(c.Size, 10) != lines[1] {
		return c, ErrCheckpoint
	}
	for _, line := range lines[3:] {
		if at, ok := strings.CutPrefix(line, "time "); ok {
			if c.At, err1 = time.Parse(time.RFC3339, at); err1 != nil {
				return c, ErrCheckpoint
			}
		}
	}
	return c, nil
}
