package work

import (
	"context"
	"log/slog"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/calendar"
	"jauap/internal/fault"
	"jauap/internal/i18n"
	"jauap/internal/jobs"
	"jauap/internal/notify"
)

// Store is what the handlers read and note down.
type Store interface {
	Notices
	Terms
	Chores
}

// Notices are letters and the cases they tell of.
type Notices interface {
	Case(ctx context.Context, scope account.Scope, id appeal.ID) (appeal.Case, error)
	BeginNotice(ctx context.Context, id appeal.ID, seq int64, channel string, now time.Time) (bool, error)
	EndNotice(ctx context.Context, id appeal.ID, seq int64, channel string, s appeal.NoticeState, now time.Time) error
}

// Terms finds the open appeals whose terms need a look.
type Terms interface {
	OpenOver(ctx context.Context, first, last calendar.Day, after appeal.ID, limit int) ([]appeal.ID, error)
	Passed(ctx context.Context, today calendar.Day, after appeal.Cursor, limit int) ([]appeal.Cursor, error)
}

// Chores keep the database small.
type Chores interface {
	CompactRollups(ctx context.Context) (int64, error)
	SweepSessions(ctx context.Context, now time.Time) error
	BlobKnown(ctx context.Context, blobID string) (bool, error)
}

// Options of the work. Desk, Store, Rules, Blobs and Catalog are required.
type Options struct {
	Desk    *appeal.Desk
	Store   Store
	Rules   func(context.Context) (appeal.Rules, error) // of the moment
	Blobs   *blob.Store
	Catalog *i18n.Catalog

	Mailer    *notify.Mailer // nil: no letters are sent, they are noted as held
	PublicURL string         // the address people see, for links in letters
	Renew     func()         // lets Rules and Desk forget what they remember; nil: they remember nothing
	Log       *slog.Logger   // nil: silence
	Now       func() time.Time
}

// Work holds the handlers.
type Work struct{ o Options }

// New checks the options.
func New(o Options) (*Work, error) {
	if o.Desk == nil || o.Store == nil || o.Rules == nil || o.Blobs == nil || o.Catalog == nil {
		return nil, fault.New(fault.Internal, "work.incomplete")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Renew == nil {
		o.Renew = func() {}
	}
	return &Work{o}, nil
}

// Handlers are what the queue calls.
func (w *Work) Handlers() jobs.Handlers {
	return jobs.Handlers{Notify: w.notify, Recount: w.recount, Lapse: w.lapse, Compact: w.compact, Sweep: w.sweep}
}

// machine is who acts when nobody does.
func machine() account.Who { return account.Who{Kind: account.Machine} }
