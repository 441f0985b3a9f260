package web

import (
	"context"
	"strings"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/receipt"
	"jauap/internal/tlog"
)

// A standing is what our log says of a receipt now.
type standing struct {
	State logState
	Index int64           // of the leaf, when it is in the log
	Since time.Time       // of the first checkpoint that holds it
	Proof *tlog.Proof     // under that checkpoint
	Head  tlog.Checkpoint // the newest one
}

type logState int

// The states. Only the holder of a receipt learns of its leaf: to ask, one
// must know what opens it.
const (
	absent  logState = iota // the log holds no such leaf
	waiting                 // it will be in the log by the time promised
	overdue                 // it should be in the log and is not
	inLog
)

// A logAsk is one look at the log.
type logAsk struct {
	ctx   context.Context //nolint:containedctx // of the one request it is made for
	tree  Tree
	keys  receipt.Keys
	head  string
	tiles tlog.Reader
	now   time.Time
}

func (s *Site) askLog(ctx context.Context) (logAsk, error) {
	a := logAsk{ctx: ctx, tree: s.opts.Tree, tiles: s.opts.Tree.LogTiles(ctx), now: s.opts.Now()}
	keys, err := s.opts.Witness.Verifiers(ctx)
	if err != nil {
		return a, err
	}
	if a.keys, err = receipt.ReadKeys(strings.Join(keys, "\n")); err != nil {
		return a, err
	}
	a.head, err = a.tree.LastCheckpoint(ctx)
	return a, err
}

// where finds the leaf of a receipt.
func (a logAsk) where(r receipt.Receipt) (standing, error) {
	n, err := appeal.ParseNumber(r.Statement.Number)
	if err != nil {
		return standing{}, nil //nolint:nilerr // no such number, no such leaf
	}
	index, entry, err := a.tree.LeafPlace(a.ctx, tlog.Owner{Appeal: int64(n.ID), Seq: r.Statement.Seq})
	switch {
	case err != nil || !same(entry, r):
		return standing{}, err
	case index >= 0:
		return a.proven(r, index)
	case a.now.After(r.Statement.Promise):
		return standing{State: overdue}, nil
	}
	return standing{State: waiting}, nil
}

// proven proves the leaf under the first checkpoint that holds it and under
// the newest one. A leaf that cannot be proven is not in the log.
func (a logAsk) proven(r receipt.Receipt, index int64) (standing, error) {
	first, err := a.tree.CheckpointOver(a.ctx, index)
	if err != nil {
		return standing{}, err
	}
	head, _, ok := a.prove(r, index, a.head)
	since, proof, held := a.prove(r, index, first)
	if !ok || !held {
		return standing{}, nil
	}
	return standing{State: inLog, Index: index, Since: since.At, Proof: &proof, Head: head}, nil
}

func (a logAsk) prove(r receipt.Receipt, index int64, signed string) (tlog.Checkpoint, tlog.Proof, bool) {
	c, err := tlog.Open(signed, a.keys)
	if err != nil {
		return c, tlog.Proof{}, false
	}
	proof, err := tlog.Prove(index, c, signed, a.tiles)
	if err == nil {
		_, err = proof.Check(r.Entry(), a.keys)
	}
	return c, proof, err == nil
}
