package witness

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// Look compares the database with the memory outside of it without sealing
// anything, and gives the newest checkpoint of the database, with Size 0 when
// there is none.
func (w *Witness) Look(ctx context.Context) (tlog.Checkpoint, error) {
	known, err := w.Known(ctx)
	if err != nil {
		return tlog.Checkpoint{}, err
	}
	last, err := w.o.Store.LastCheckpoint(ctx)
	if err != nil {
		return tlog.Checkpoint{}, err
	}
	return w.before(last, w.o.Store.LogTiles(ctx), known, w.o.Ring.Origin())
}

// recall gives the newest checkpoint remembered, "" for none.
func (w *Witness) recall() (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last != "" || w.o.Memory == "" {
		return w.last, nil
	}
	b, err := os.ReadFile(w.o.Memory)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fault.New(fault.Forbidden, "witness.memory_unreadable", "file", w.o.Memory).Because(err)
	}
	if err == nil && len(b) == 0 {
		return "", fault.New(fault.Conflict, "witness.memory_strange")
	}
	return string(b), nil
}

// Forget lets the file be read again, after it was replaced.
func (w *Witness) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = ""
}

// remember notes a checkpoint outside the database. A crash may lose the
// newest one: an older one still shows that the log was cut or rewritten. That
// it could not be written is logged, once, and stops nothing: the log is
// sealed all the same.
func (w *Witness) remember(ctx context.Context, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = text
	if w.o.Memory == "" {
		return
	}
	err := Remember(w.o.Memory, text)
	if err != nil && !w.forgetful {
		w.o.Log.ErrorContext(ctx, "checkpoint not remembered outside the database", slog.Any("error", err))
	}
	w.forgetful = err != nil
}

// Remember writes a checkpoint as the newest one known of a log, for a house
// that was put up again from a backup.
func Remember(file, text string) error {
	if text == "" { // a log that has none yet
		if err := os.Remove(file); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	next := file + ".new"
	if err := writeDurably(next, text); err != nil {
		return fault.New(fault.Unavailable, "witness.memory_unwritable", "file", file).Because(err)
	}
	if err := os.Rename(next, file); err != nil {
		return fmt.Errorf("memory %s: %w", filepath.Base(file), err)
	}
	return nil
}

// writeDurably has the text on disk before it returns: a power cut must not
// leave an empty memory.
func writeDurably(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Sync(), f.Close())
}
