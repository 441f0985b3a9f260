package web

import (
	"context"
	"log/slog"
	"net/http"
	"slices"

	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// rules gives the rules of the moment. With an error come those last known, if
// any: nothing is decided by them, but a form can be shown again with what was
// typed into it.
func (s *Site) rules(ctx context.Context) (appeal.Rules, error) {
	rules, err := s.opts.Rules(ctx)
	if err == nil {
		s.known.Store(&rules)
	} else if last := s.known.Load(); last != nil {
		rules = *last
	}
	return rules, err
}

// notNow puts another sentence, by its key, for those of the store: they tell
// the operator what to look at, and the operator reads the log.
func (s *Site) notNow(ctx context.Context, key string, faults []*fault.Fault) []*fault.Fault {
	list := slices.Clone(faults)
	for i, f := range faults {
		if f.Kind != fault.Unavailable {
			continue
		}
		if f.Field == "" {
			list[i] = fault.New(fault.Unavailable, key)
		}
		if s.opts.Log != nil {
			s.opts.Log.ErrorContext(ctx, "a form was not taken in",
				slog.String("request", httpd.RequestID(ctx)), slog.Any("error", f))
		}
	}
	return list
}

// giveBackUnread answers staff whose session could not be looked up, and
// gives back what they had typed.
func (s *Site) giveBackUnread(w http.ResponseWriter, r *http.Request, err error) error {
	if r.Method != http.MethodPost || !fault.Is(err, fault.Unavailable) {
		return err
	}
	httpd.Limit(w, r, smallForm)
	values, _ := readForm(r, keptAsks(true), nil) // what can be read is given back
	return s.giveBack(w, r, values, err)
}
