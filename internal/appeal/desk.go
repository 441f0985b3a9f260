package appeal

import (
	"context"
	"errors"
	"time"

	"jauap/internal/account"
	"jauap/internal/fault"
	"jauap/internal/keys"
)

// Store keeps appeals. CommitAppeal is all or nothing; it returns a Conflict
// when the appeal is no longer at the version the change was decided on.
type Store interface {
	Appeal(ctx context.Context, scope account.Scope, id ID) (Appeal, error)
	CommitAppeal(ctx context.Context, c Change) (Appeal, error)
	// SubmittedWith finds the appeal that a form's token already made, or a
	// NotFound fault.
	SubmittedWith(ctx context.Context, token string) (Appeal, error)
}

// Options of a desk; all fields are needed.
type Options struct {
	Store Store
	Rules func(context.Context) (Rules, error) // of the moment
	Ring  *keys.Ring
	Now   func() time.Time
}

// A Desk takes orders, decides by the rules and commits. It is the only way
// an appeal changes.
type Desk struct{ o Options }

// New makes a desk. A missing option is a mistake of the wiring.
func New(o Options) (*Desk, error) {
	if o.Store == nil || o.Rules == nil || o.Ring == nil || o.Now == nil {
		return nil, fault.New(fault.Internal, "appeal.desk_incomplete")
	}
	return &Desk{o}, nil
}

// A Receipt is what the applicant takes home. Code opens the appeal's page
// together with the number; it is shown here and never again.
type Receipt struct {
	Appeal Appeal
	Code   string
}

// Submit takes an appeal in. It returns only after everything is on disk.
// The same form sent twice gives the same receipt.
func (d *Desk) Submit(ctx context.Context, who account.Who, draft Draft) (Receipt, error) {
	rules, err := d.o.Rules(ctx)
	if err != nil {
		return Receipt{}, err
	}
	if draft.Key == (keys.Case{}) {
		draft.Key = d.o.Ring.NewCase()
	}
	c, err := rules.Submit(draft, who, d.o.Now())
	if err != nil {
		return Receipt{}, err
	}
	c.Code = d.code(draft.Token)
	a, err := d.o.Store.CommitAppeal(ctx, c)
	if fault.Is(err, fault.Conflict) && draft.Token != "" {
		a, err = d.o.Store.SubmittedWith(ctx, draft.Token)
	}
	return Receipt{Appeal: a, Code: c.Code}, err
}

// Do carries out an order. An order that names no version is tried again
// when somebody was quicker; one that does is refused, because its author
// decided on what she saw.
func (d *Desk) Do(ctx context.Context, who account.Who, id ID, o Order) (Appeal, error) {
	for try := 0; ; try++ {
		a, err := d.try(ctx, who, id, o)
		if o.Version == 0 && try < 3 && Raced(err) {
			continue
		}
		return a, err
	}
}

// Raced tells that somebody was quicker, so that the act is still to be done.
// Every other conflict would only be found again.
func Raced(err error) bool {
	var f *fault.Fault
	return errors.As(err, &f) && f.Key == "appeal.changed_meanwhile"
}

func (d *Desk) try(ctx context.Context, who account.Who, id ID, o Order) (Appeal, error) {
	rules, err := d.o.Rules(ctx)
	if err != nil {
		return Appeal{}, err
	}
	a, err := d.o.Store.Appeal(ctx, who.Scope(), id)
	if err != nil {
		return Appeal{}, err
	}
	c, err := rules.Decide(a, o, who, d.o.Now())
	if err != nil {
		return Appeal{}, err
	}
	return d.o.Store.CommitAppeal(ctx, c)
}
