package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/fault"
	"jauap/internal/store"
)

// eraseCommand destroys cases that a law orders to destroy. It takes the
// passwords of two persons of the body: whoever runs the program's commands
// cannot do it alone.
type eraseCommand struct {
	Ask     eraseAsk     `cmd:"" help:"erase_ask"`
	Approve eraseApprove `cmd:"" help:"erase_approve"`
	Cancel  eraseCancel  `cmd:"" help:"erase_cancel"`
	List    eraseList    `cmd:"" help:"erase_list"`
}

// eraseFlags are those of the commands that take somebody's word.
type eraseFlags struct {
	databaseFlags
	Number        string `arg:"" help:"erase_number"`
	As            string `required:"" typed:"" help:"erase_as" placeholder:"LOGIN"`
	PasswordStdin bool   `name:"password-stdin" help:"erase_password_stdin"`
}

// An erasing is a command under way, with the person whose word it is.
type erasing struct {
	*house
	a   appeal.Appeal
	who account.Who
	in  *bufio.Reader
}

// begin finishes what was killed before, and finds the person and the case.
func (f eraseFlags) begin(e *env, do func(context.Context, *erasing) error) error {
	return f.inside(func(ctx context.Context, h *house) error {
		if err := f.replay(ctx, e, h); err != nil {
			return err
		}
		r := &erasing{house: h, in: bufio.NewReader(e.in)}
		n, err := appeal.ParseNumber(f.Number)
		if err != nil {
			return wrongUsage{err}
		}
		if r.who, err = f.person(ctx, e, r); err != nil {
			return err
		}
		if r.a, err = h.db.Appeal(ctx, r.who.Scope(), n.ID); err == nil && r.a.Year != n.Year {
			err = fault.New(fault.NotFound, "appeal.not_found")
		}
		if err != nil {
			return err
		}
		return do(ctx, r)
	})
}

type eraseAsk struct {
	eraseFlags
	Article string `help:"erase_article" placeholder:"TEXT"`
	Reason  string `help:"erase_reason" placeholder:"TEXT"`
}

// Run writes down that somebody asks for an erasure.
func (c *eraseAsk) Run(e *env) error {
	return c.begin(e, func(ctx context.Context, r *erasing) error {
		asked, err := appeal.AskErasure(r.a, r.who, c.Article, c.Reason, time.Now())
		if fault.Is(err, fault.Invalid) {
			return wrongUsage{err}
		}
		if err != nil {
			return err
		}
		if err := r.db.AskErasure(ctx, r.a, asked); err != nil {
			return err
		}
		e.tell("cli.erase_asked", "number", r.a.Number(), "article", asked.Article, "until", asked.AskedAt.Add(appeal.ErasureWaits))
		return nil
	})
}

type eraseCancel struct{ eraseFlags }

// Run takes back what was asked.
func (c *eraseCancel) Run(e *env) error {
	return c.begin(e, func(ctx context.Context, r *erasing) error {
		if !appeal.MayErase(r.a, r.who) {
			return fault.New(fault.Forbidden, "appeal.erase_not_yours", "number", r.a.Number())
		}
		if err := r.db.CancelErasure(ctx, r.who, r.a, time.Now()); err != nil {
			return err
		}
		e.tell("cli.erase_cancelled", "number", r.a.Number())
		return nil
	})
}

type eraseApprove struct {
	eraseFlags
	Files string `help:"serve_files" placeholder:"DIR"`
	Yes   bool   `help:"erase_yes" typed:""`
}

// Run shows what will be destroyed, takes the second person's word and
// destroys it.
func (c *eraseApprove) Run(e *env) error {
	return c.begin(e, func(ctx context.Context, r *erasing) error {
		asked, err := r.db.Erasure(ctx, r.a)
		if err != nil {
			return err
		}
		approved, err := asked.Approve(r.a, r.who, time.Now())
		if err != nil {
			return err
		}
		if err := c.sure(ctx, e, r, asked); err != nil {
			return err
		}
		return c.carryOut(ctx, e, r, approved)
	})
}

// sure shows what will be gone for ever, and asks for the number once more.
func (c *eraseApprove) sure(ctx context.Context, e *env, r *erasing, asked appeal.Erasure) error {
	who, err := r.db.Person(ctx, asked.AskedBy)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	e.tell("cli.erase_plan", "number", r.a.Number(), "article", asked.Article, "name", who.Name, "at", asked.AskedAt, "n", r.a.Version)
	if asked.Reason != "" {
		e.tell("cli.erase_why", "reason", asked.Reason)
	}
	if c.Yes {
		return nil
	}
	e.tell("cli.erase_sure")
	line, err := typedLine(r.in)
	if err != nil {
		return err
	}
	if n, err := appeal.ParseNumber(line); err != nil || n.ID != r.a.ID || n.Year != r.a.Year {
		return fault.New(fault.Conflict, "cli.erase_not_sure")
	}
	return nil
}

// carryOut destroys the case, and then the files, which nobody can read any
// more. A file that stays is found by the hourly sweep.
func (c *eraseApprove) carryOut(ctx context.Context, e *env, r *erasing, approved appeal.Erasure) error {
	files, err := blob.New(blob.Options{Dir: filesDir(c.DB, c.Files)})
	if err != nil {
		return err
	}
	defer files.Close()
	gone, err := r.db.Erase(ctx, approved, func(line string) error { return appendLine(c.keyFile()+erasedSuffix, line) })
	for _, id := range gone.Blobs {
		err = errors.Join(err, files.Remove(id))
	}
	if err != nil {
		return fmt.Errorf("erase %s: %w", r.a.Number(), err)
	}
	e.tell("cli.erase_done", "number", r.a.Number(), "file", c.keyFile()+erasedSuffix)
	return nil
}

type eraseList struct{ databaseFlags }

// mostErasures is how many of each kind are listed.
const mostErasures = 1000

// Run lists what is asked for and what was carried out.
func (c *eraseList) Run(e *env) error {
	return c.inside(func(ctx context.Context, h *house) error {
		if err := c.replay(ctx, e, h); err != nil {
			return err
		}
		list, err := h.db.Erasures(ctx, mostErasures)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			e.tell("cli.erase_nothing")
		}
		for _, one := range list {
			if err := e.tellErasure(ctx, h.db, one); err != nil {
				return err
			}
		}
		return nil
	})
}

func (e *env) tellErasure(ctx context.Context, db *store.DB, one appeal.Erasure) error {
	a, err := db.Appeal(ctx, account.Everything(), one.Appeal)
	if err != nil {
		return err
	}
	key, at := "cli.erase_line_asked", one.AskedAt
	switch {
	case one.Done():
		key, at = "cli.erase_line_done", one.ApprovedAt
	case one.Over(time.Now()):
		key = "cli.erase_line_over"
	}
	e.tell(key, "number", a.Number(), "at", at, "article", one.Article)
	return nil
}
