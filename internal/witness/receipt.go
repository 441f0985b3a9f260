package witness

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/i18n"
	"jauap/internal/receipt"
	"jauap/internal/tlog"
)

// A Given is a receipt ready to be handed over.
type Given struct {
	receipt.Receipt
	receipt.Document
	Compact string // the same, short enough for a QR code
	Index   int64  // place in the log, -1 before it is sealed
	Sealed  tlog.Checkpoint
}

// Receipt gives the receipt of an event of a case within a scope, in the
// words of a language, with its proof when the leaf is sealed. An event that
// does not match its leaf gets none: the fault store.leaf_differs.
func (w *Witness) Receipt(ctx context.Context, scope account.Scope, id appeal.ID, seq int64, lang i18n.Lang) (Given, error) {
	leaves, err := w.o.Store.Leaves(ctx, scope, id)
	if err != nil {
		return Given{}, err
	}
	if seq < 1 || seq > int64(len(leaves)) {
		return Given{}, fault.New(fault.NotFound, "witness.no_event")
	}
	leaf := leaves[seq-1]
	g := Given{Index: leaf.Index}
	if g.Receipt, err = w.words(ctx, leaf, lang); err != nil {
		return g, err
	}
	if err := w.sign(ctx, &g); err != nil {
		return g, err
	}
	if !leaf.Sealed() {
		return g, nil
	}
	return g, w.prove(ctx, &g, leaves[:seq])
}

// words puts a leaf into the words of a receipt.
func (w *Witness) words(ctx context.Context, leaf tlog.Placed, lang i18n.Lang) (receipt.Receipt, error) {
	s, p := leaf.Statement, w.o.Catalog.In(lang)
	dir, err := w.o.Directory(ctx)
	if err != nil {
		return receipt.Receipt{}, err
	}
	body := ""
	if s.Body != 0 {
		body = dir.BodyTitle(directory.BodyID(s.Body)).In(lang)
	}
	r := receipt.Receipt{
		Lang: lang, Statement: s, Opening: leaf.Opening,
	}
	r.Lines = r.Words(p, body)
	return r, nil
}

// sign signs the long form and the short one.
func (w *Witness) sign(ctx context.Context, g *Given) error {
	signer, err := w.signer(ctx)
	if err != nil {
		return err
	}
	g.Origin = signer.Name()
	if g.Signed, err = receipt.Sign(g.Receipt, signer); err != nil {
		return fmt.Errorf("receipt of %s: %w", g.Statement.Number, err)
	}
	short := g.Receipt
	short.Lines = nil
	signed, err := receipt.Sign(short, signer)
	g.Compact = receipt.Document{Signed: signed}.Compact()
	return err
}

// prove adds the proof under the first checkpoint that holds the leaf, and
// that this checkpoint follows from those of the earlier receipts.
func (w *Witness) prove(ctx context.Context, g *Given, leaves []tlog.Placed) error {
	known, err := w.Known(ctx)
	if err != nil {
		return err
	}
	c, text, err := w.over(ctx, g.Index, known)
	if err != nil {
		return err
	}
	r := w.o.Store.LogTiles(ctx)
	proof, err := tlog.Prove(g.Index, c, text, r)
	if err != nil {
		return fmt.Errorf("proof of %s: %w", g.Statement.Number, err)
	}
	g.Proof, g.Sealed = &proof, c
	done := map[int64]bool{c.Size: true}
	for _, l := range leaves[:len(leaves)-1] {
		earlier, _, err := w.over(ctx, l.Index, known)
		if err != nil || done[earlier.Size] || earlier.Size > c.Size {
			continue // a lack of this extra spoils no receipt
		}
		done[earlier.Size] = true
		if f, err := tlog.ProveFollows(earlier.Size, c, r); err == nil {
			g.Follows = append(g.Follows, f)
		}
	}
	return nil
}

// over is the first checkpoint that holds an index.
func (w *Witness) over(ctx context.Context, index int64, known note.Verifiers) (tlog.Checkpoint, string, error) {
	text, err := w.o.Store.CheckpointOver(ctx, index)
	if err != nil {
		return tlog.Checkpoint{}, "", err
	}
	c, err := tlog.Open(text, known)
	if err != nil {
		return c, "", fault.New(fault.Conflict, "witness.forged").Because(err)
	}
	return c, text, nil
}
