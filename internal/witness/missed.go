package witness

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"jauap/internal/tlog"
)

// missed looks for what this process committed and the sealing did not meet:
// another process sealed it, or it was deleted behind the program's back. The
// latter is written down outside the database.
func (w *Witness) missed(ctx context.Context) error {
	for _, l := range w.o.Pending.Older(w.o.Now().Add(-2 * interval)) {
		index, entry, err := w.o.Store.LeafPlace(ctx, l.Owner)
		if err != nil {
			return err
		}
		switch {
		case string(entry) != string(l.Entry):
			if err := w.noteLost(ctx, l); err != nil {
				return err
			}
		case index < 0:
			continue // still waits, for whatever reason
		}
		w.o.Pending.Settle([]tlog.Waiting{l})
	}
	return nil
}

func (w *Witness) noteLost(ctx context.Context, l tlog.Waiting) error {
	w.o.Log.ErrorContext(ctx, "event lost before it was sealed", slog.Int64("appeal", l.Appeal), slog.Int64("event", l.Seq))
	if w.o.Memory == "" {
		return nil
	}
	f, err := os.OpenFile(LostFile(w.o.Memory), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = fmt.Fprintf(f, "%s %d %d %x\n", w.o.Now().UTC().Format(time.RFC3339), l.Appeal, l.Seq, l.Entry)
	return err
}

// LostFile is where lost events are written down, beside the memory: a line
// for each, with the time, the appeal, the event and its entry.
func LostFile(memory string) string { return memory + ".lost" }
