package seed

import (
	"context"
	"errors"
	"strings"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// The mark of a demo in the database: the moment it began, so that one that
// was cut short is lived through to the same end, and then that it is done.
const (
	markName  = "demo"
	markBegun = "begun "
	markDone  = "done"
)

// InUse tells that Demo left a database alone because it is in use, be it as
// a demo that is done.
func InUse(err error) bool {
	var f *fault.Fault
	return errors.As(err, &f) && f.Key == "seed.not_empty"
}

// enter claims an empty database for a demo of now, or gives the moment when
// a demo began that was cut short. Any other database is in use.
func enter(ctx context.Context, s Store, now time.Time, size int) (at time.Time, resumed bool, err error) {
	mark, err := s.Meta(ctx, markName)
	if err != nil {
		return now, false, err
	}
	if since, begun := strings.CutPrefix(mark, markBegun); begun {
		if at, err = time.Parse(time.RFC3339Nano, since); err != nil {
			return now, false, err
		}
		return at, true, onlyDemo(ctx, s, size)
	}
	if err := onlyDemo(ctx, s, 0); err != nil {
		return now, false, err
	}
	return now, false, s.SetMeta(ctx, markName, markBegun+now.UTC().Format(time.RFC3339Nano))
}

// onlyDemo refuses a database with anything in it but demo people and some
// demo appeals. With none allowed it must be empty.
func onlyDemo(ctx context.Context, s Store, appeals int) error {
	people, err := s.People(ctx, 0)
	if err != nil {
		return err
	}
	for _, p := range people {
		if !p.Demo || appeals == 0 {
			return fault.New(fault.Conflict, "seed.not_empty")
		}
	}
	for _, done := range []bool{false, true} {
		page, err := s.Queue(ctx, account.Everything(), appeal.Filter{Done: done, Size: appeals + 1})
		if err != nil {
			return err
		}
		for i, row := range page.Rows {
			if row.Source != appeal.FromDemo || i == appeals {
				return fault.New(fault.Conflict, "seed.not_empty")
			}
		}
	}
	return nil
}
