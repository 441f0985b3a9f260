package store

import (
	"context"

	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// headsAhead are the checkpoints that the tree has not grown to yet.
type headsAhead struct {
	v     *logCheck
	list  []tlog.Checkpoint
	upTo  int64 // the last of them that was read
	end   int64 // the newest when we began: what is sealed meanwhile is left for the next time
	ended bool
}

// headPage is how many checkpoints are asked for at once.
const headPage = 500

// next is the size of the next checkpoint, or of the last one.
func (h *headsAhead) next() int64 {
	if len(h.list) == 0 {
		return h.upTo
	}
	return h.list[0].Size
}

// begin finds where the log ends now.
func (h *headsAhead) begin(ctx context.Context) error {
	sizes, err := column[int64](ctx, h.v.db.read, `select size from log_checkpoint order by size desc limit 1`)
	if err != nil || len(sizes) == 0 {
		return err
	}
	h.end = sizes[0]
	return h.fill(ctx, 0)
}

// fill asks for more checkpoints and checks their signatures.
func (h *headsAhead) fill(ctx context.Context, after int64) error {
	notes, err := h.v.db.checkpointsBetween(ctx, after, h.end, headPage)
	if err != nil {
		return err
	}
	h.ended = len(notes) < headPage
	for _, n := range notes {
		h.v.Checkpoints++
		c, err := tlog.Open(n.note, h.v.known)
		if err != nil || c.Size != n.size {
			h.v.trouble(fault.New(fault.Conflict, "store.checkpoint_forged", "n", n.size).Because(err))
			continue
		}
		h.list = append(h.list, c)
		h.upTo = c.Size
	}
	return nil
}

// reached compares the head of the tree with the checkpoints of its size.
func (h *headsAhead) reached(ctx context.Context, edge *tlog.Edge) error {
	for len(h.list) > 0 && h.list[0].Size == edge.Size() {
		if h.list[0].Root != edge.Root() {
			h.v.trouble(fault.New(fault.Conflict, "store.head_differs", "n", edge.Size()))
		}
		h.list = h.list[1:]
		if len(h.list) == 0 && !h.ended {
			if err := h.fill(ctx, edge.Size()); err != nil {
				return err
			}
		}
	}
	return nil
}
