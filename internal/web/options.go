package web

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/httpd"
	"jauap/internal/i18n"
	"jauap/internal/keys"
	"jauap/internal/tlog"
	"jauap/internal/witness"
)

// Options make a Site. Catalog and Assets are always required; the rest is
// required for the pages that use it, and check says which is missing.
type Options struct {
	Catalog *i18n.Catalog
	Assets  *Assets
	Demo    bool
	Log     *slog.Logger

	Desk     *appeal.Desk
	Cases    Cases
	People   People
	Rules    func(context.Context) (appeal.Rules, error) // of the moment
	Ring     *keys.Ring
	Blobs    *blob.Store
	Witness  Witness         // signs receipts; nil: there are none, and no log
	Tree     Tree            // the log of the witness
	Throttle *httpd.Throttle // wrong passwords
	Codes    *httpd.Throttle // wrong codes, which are much longer than what people remember; nil: Throttle
	Now      func() time.Time
}

// Cases are the reads of appeals, each within a scope.
type Cases interface {
	Case(ctx context.Context, scope account.Scope, id appeal.ID) (appeal.Case, error)
	Queue(ctx context.Context, scope account.Scope, f appeal.Filter) (appeal.Page[appeal.QueueRow], error)
	QueueCounts(ctx context.Context, scope account.Scope, today calendar.Day) (appeal.Counts, error)
	// Read puts a reading of an unmasked case on record.
	Read(ctx context.Context, who account.Who, r appeal.Reading) error
	// OpenReading finds the reason, or the duty that ended, which still opens a
	// case to somebody.
	OpenReading(ctx context.Context, who account.Who, id appeal.ID, now time.Time) (appeal.Reading, bool, error)
	// Readings is the journal of a case: who of staff opened it.
	Readings(ctx context.Context, scope account.Scope, id appeal.ID) ([]appeal.Reading, error)
	// Prove tells who follows an appeal by number and code.
	Prove(ctx context.Context, n appeal.Number, code string) (account.Who, error)
}

// Witness attests what applicants were told.
type Witness interface {
	Receipt(ctx context.Context, scope account.Scope, id appeal.ID, seq int64, lang i18n.Lang) (witness.Given, error)
	// Verifiers are the public keys of the log, the newest last.
	Verifiers(ctx context.Context) ([]string, error)
	// Epoch is how often the log had to begin anew.
	Epoch(ctx context.Context) (int, error)
}

// Tree is the witness log as everybody may read it.
type Tree interface {
	LastCheckpoint(ctx context.Context) (string, error)
	// CheckpointOver is the first checkpoint whose tree holds an index.
	CheckpointOver(ctx context.Context, index int64) (string, error)
	LogTiles(ctx context.Context) tlog.Reader
	LeafPlace(ctx context.Context, o tlog.Owner) (index int64, entry []byte, err error)
}

// People are the staff: signing in, and to whom a case can be given.
type People interface {
	Person(ctx context.Context, id account.StaffID) (account.Person, error)
	PersonByLogin(ctx context.Context, login string) (account.Person, error)
	Session(ctx context.Context, t account.Token, now time.Time) (account.Person, error)
	// SessionHolder tells whose session it is or was.
	SessionHolder(ctx context.Context, t account.Token) (account.StaffID, error)
	StartSession(ctx context.Context, t account.Token, id account.StaffID, now time.Time) error
	EndSession(ctx context.Context, t account.Token) error
	Executors(ctx context.Context, body directory.BodyID) ([]account.Person, error)
}

func (o Options) check() error {
	if o.Catalog == nil || o.Assets == nil {
		return errors.New("web: catalog and assets are required")
	}
	if o.Desk == nil && o.Cases == nil {
		return nil // a site of the layout alone, for its own tests
	}
	if o.Desk == nil || o.Cases == nil || o.People == nil || o.Rules == nil || o.Ring == nil || o.Blobs == nil ||
		o.Throttle == nil || o.Now == nil || (o.Witness == nil) != (o.Tree == nil) {
		return errors.New("web: an option is missing")
	}
	return nil
}

func (o Options) codes() *httpd.Throttle {
	if o.Codes == nil {
		return o.Throttle
	}
	return o.Codes
}
