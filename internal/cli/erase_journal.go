package cli

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"jauap/internal/fault"
)

// appendLine adds a line to the journal of erasures, on disk before it
// returns. What a killed process left of a line is cut off: nothing was
// erased by it.
func appendLine(path, line string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return unwritten(path, err)
	}
	err = errors.Join(appendTo(f, line), f.Close()) // closing lets go of the lock
	if err == nil {
		err = flush(filepath.Dir(path))
	}
	if err != nil {
		return unwritten(path, err)
	}
	return nil
}

func unwritten(path string, err error) error {
	return fault.New(fault.Unavailable, "cli.erase_journal", "file", path).Because(err)
}

func appendTo(f *os.File, line string) error {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	have, err := os.ReadFile(f.Name())
	if err != nil {
		return err
	}
	whole := int64(bytes.LastIndexByte(have, '\n') + 1)
	if err := f.Truncate(whole); err != nil {
		return err
	}
	if _, err := f.WriteAt([]byte(line+"\n"), whole); err != nil {
		return err
	}
	return f.Sync()
}

// wholeLines reads a journal without a line that was cut off.
func wholeLines(path string) ([]string, error) {
	body, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return strings.Split(string(body[:bytes.LastIndexByte(body, '\n')+1]), "\n"), err
}

// replay carries out what stands in the journal and not in the database: the
// program was killed between the two, or the database is an older copy.
func (f databaseFlags) replay(ctx context.Context, e *env, h *house) error {
	lines, err := wholeLines(f.keyFile() + erasedSuffix)
	if err != nil {
		return fault.New(fault.Invalid, "backup.unreadable", "name", f.keyFile()+erasedSuffix).Because(err)
	}
	n, err := h.db.ReplayErasures(ctx, lines, time.Now())
	if n > 0 {
		e.tell("cli.erase_again", "n", n)
	}
	return err
}
