package seed

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/keys"
)

// Store is where the demo is kept, and asked what is in it already. Meta and
// SetMeta remember a value of the installation by name, "" when there is none.
type Store interface {
	appeal.Store
	AddPerson(ctx context.Context, by account.Who, p account.Person, now time.Time) (account.StaffID, error)
	Person(ctx context.Context, id account.StaffID) (account.Person, error)
	People(ctx context.Context, body directory.BodyID) ([]account.Person, error)
	Queue(ctx context.Context, scope account.Scope, f appeal.Filter) (appeal.Page[appeal.QueueRow], error)
	Meta(ctx context.Context, name string) (string, error)
	SetMeta(ctx context.Context, name, value string) error
}

// Options of a demo; all but Resumed are needed. The directory must have been
// imported: the demo uses the akimats of Almaty and Astana.
type Options struct {
	Store Store
	Rules func(context.Context) (appeal.Rules, error)
	Ring  *keys.Ring
	Now   time.Time // the demo ends here

	Resumed func() // told when a demo that was cut short is taken up; nil: nobody is
}

// A demo is one run: it holds the clock that the desk reads.
type demo struct {
	o      Options
	desk   *appeal.Desk
	clock  time.Time
	today  calendar.Day // the last day
	cal    *calendar.Calendar
	dir    *directory.Directory
	people map[string]account.Who
	made   []appeal.Appeal // by story, as they stand at the clock
}

// Demo fills an empty database and gives the accounts to sign in with. A run
// that was cut short is taken up by the next one, which adds only what is
// missing and ends where the first would have ended, whatever its own Now.
// Any other database with people or appeals in it is a Conflict, InUse, and
// stays as it is.
func Demo(ctx context.Context, o Options) ([]SignIn, error) {
	list, err := stories()
	if err != nil {
		return nil, err
	}
	d, err := begin(ctx, o, len(list))
	if err != nil {
		return nil, err
	}
	if err := d.hire(ctx); err != nil {
		return nil, err
	}
	if err := d.live(ctx, list); err != nil {
		return nil, err
	}
	return SignIns(), o.Store.SetMeta(ctx, markName, markDone)
}

func begin(ctx context.Context, o Options, size int) (*demo, error) {
	if o.Store == nil || o.Rules == nil || o.Ring == nil || o.Now.IsZero() {
		return nil, fault.New(fault.Internal, "seed.incomplete")
	}
	rules, err := o.Rules(ctx)
	if err != nil {
		return nil, err
	}
	at, resumed, err := enter(ctx, o.Store, o.Now, size)
	if err != nil {
		return nil, err
	}
	if resumed && o.Resumed != nil {
		o.Resumed()
	}
	o.Now = at
	d := &demo{
		o: o, clock: at, today: calendar.Of(at), cal: rules.Calendar, dir: rules.Directory,
		people: make(map[string]account.Who),
	}
	d.desk, err = appeal.New(appeal.Options{
		Store: remember(o.Store), Ring: o.Ring, Now: func() time.Time { return d.clock },
		Rules: func(context.Context) (appeal.Rules, error) { return rules, nil },
	})
	return d, err
}

// live goes through all steps in the order of time, so that numbers rise
// with the days. What would happen after now has not happened.
func (d *demo) live(ctx context.Context, list []story) error {
	var steps []step
	for i, s := range list {
		plan := d.plan(i, s)
		// Whatever the hour is, the appeal itself has come already.
		if last := d.o.Now.Add(-time.Duration(len(list)-i) * time.Minute); plan[0].at.After(last) {
			plan[0].at = last
		}
		steps = append(steps, plan...)
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(a.at.UnixNano(), b.at.UnixNano()) })
	d.made = make([]appeal.Appeal, len(list))
	d.clock = steps[0].at
	for _, s := range steps {
		if s.at.After(d.o.Now) {
			break
		}
		if err := d.until(ctx, s.at); err != nil {
			return err
		}
		if err := d.take(ctx, s, list[s.story]); err != nil {
			return fmt.Errorf("demo story %d: %w", s.story, err)
		}
	}
	return d.until(ctx, d.o.Now)
}

// until moves the clock on, and writes the passed terms down at the
// midnights in between.
func (d *demo) until(ctx context.Context, at time.Time) error {
	for day := calendar.Of(d.clock) + 1; day <= calendar.Of(at); day++ {
		y, m, n := day.Date()
		d.clock = time.Date(y, m, n, 0, 0, 0, 0, calendar.Zone())
		for i, a := range d.made {
			if !a.Late(day) || a.Lapsed {
				continue
			}
			lapsed, err := d.desk.Do(ctx, account.Who{Kind: account.Machine}, a.ID, appeal.Order{Act: appeal.ActLapse})
			if err != nil {
				return err
			}
			d.made[i] = lapsed
		}
	}
	d.clock = at
	return nil
}

func (d *demo) take(ctx context.Context, s step, of story) error {
	if s.order.Act == "" {
		r, err := d.desk.Submit(ctx, s.who, of.draft(s.story, d.body(of.addressee())))
		d.made[s.story] = r.Appeal
		return err
	}
	who := s.who
	if s.mine {
		who = account.Author(int64(d.made[s.story].ID))
	}
	a, err := d.desk.Do(ctx, who, d.made[s.story].ID, s.order)
	if err == nil {
		d.made[s.story] = a
	}
	return err
}

// body is the id of a body by code, 0 for "".
func (d *demo) body(code string) directory.BodyID {
	b, _ := d.dir.BodyByCode(code)
	return b.ID
}
