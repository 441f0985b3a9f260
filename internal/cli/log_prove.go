package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/i18n"
	"jauap/internal/tlog"
	"jauap/internal/witness"
)

// logProve prints the receipts of an appeal, with their proofs.
type logProve struct {
	databaseFlags
	Number string `arg:"" help:"log_prove_number"`
	Event  int64  `help:"log_prove_event" placeholder:"N"`
}

// A proving is the command under way.
type proving struct {
	*env
	*house
	w *witness.Witness
}

// Run prints the receipt of one event, or of each one. Of a case that was
// erased by law it prints what is left: the proofs without the receipts.
func (c *logProve) Run(e *env) error {
	number, err := appeal.ParseNumber(c.Number)
	if err != nil {
		return err
	}
	return c.inside(func(ctx context.Context, h *house) error {
		catalog, err := i18n.Load()
		if err != nil {
			return err
		}
		w, err := h.witness(catalog, c.memory())
		if err != nil {
			return err
		}
		return c.prove(ctx, &proving{e, h, w}, number)
	})
}

func (c *logProve) prove(ctx context.Context, p *proving, number appeal.Number) error {
	a, err := p.db.Appeal(ctx, account.Everything(), number.ID)
	if err == nil && a.Year != number.Year {
		err = fault.New(fault.NotFound, "appeal.not_found")
	}
	if err != nil {
		return err
	}
	leaves, err := p.db.Leaves(ctx, account.Everything(), a.ID)
	if err != nil {
		return err
	}
	if c.Event != 0 {
		leaves = slices.DeleteFunc(leaves, func(l tlog.Placed) bool { return l.Statement.Seq != c.Event })
	}
	if len(leaves) == 0 {
		return fault.New(fault.NotFound, "witness.no_event")
	}
	if leaves[0].Blind == nil {
		return p.bare(ctx, a, leaves)
	}
	return p.receipts(ctx, a, leaves)
}

func (p *proving) receipts(ctx context.Context, a appeal.Appeal, leaves []tlog.Placed) error {
	for _, l := range leaves {
		g, err := p.w.Receipt(ctx, account.Everything(), a.ID, l.Statement.Seq, p.say.Lang())
		if err != nil {
			return err
		}
		fmt.Fprint(p.out, strings.ReplaceAll(strings.TrimPrefix(g.Text(""), "\ufeff"), "\r\n", "\n"))
		if g.Index < 0 {
			p.unsealed(l)
		}
	}
	return nil
}

// bare prints the proofs of an erased case, which whoever kept a receipt of
// it can lay beside the receipt.
func (p *proving) bare(ctx context.Context, a appeal.Appeal, leaves []tlog.Placed) error {
	fmt.Fprintln(p.errOut, p.say.T("cli.log_prove_erased", "number", a.Number()))
	known, err := p.w.Known(ctx)
	if err != nil {
		return err
	}
	for _, l := range leaves {
		if !l.Sealed() {
			p.unsealed(l)
			continue
		}
		text, err := p.db.CheckpointOver(ctx, l.Index)
		if err != nil {
			return err
		}
		c, err := tlog.Open(text, known)
		if err != nil {
			return fault.New(fault.Conflict, "witness.forged").Because(err)
		}
		proof, err := tlog.Prove(l.Index, c, text, p.db.LogTiles(ctx))
		if err != nil {
			return fmt.Errorf("proof of %s: %w", a.Number(), err)
		}
		fmt.Fprint(p.out, proof.Text())
	}
	return nil
}

func (p *proving) unsealed(l tlog.Placed) {
	fmt.Fprintln(p.errOut, p.say.T("cli.log_unsealed", "n", l.Statement.Seq))
}
