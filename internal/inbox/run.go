package inbox

import (
	"context"
	"path/filepath"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/law"
)

// A Run is how far a file was imported.
type Run struct {
	FileHash                              string // of the file and how it is understood
	Name                                  string
	RowsDone, Imported, Rejected, Doubles int64
	Finished                              bool
}

// A Ledger remembers runs. CommitImport makes changes and progress true
// together or not at all, and leaves out what was imported before. A run that
// somebody else carried on meanwhile is a Conflict.
type Ledger interface {
	ImportRun(ctx context.Context, hash, name string) (Run, error)
	CommitImport(ctx context.Context, r Run, list []appeal.Change, now time.Time) (Run, error)
}

// A Step is told after each batch: the run so far, and how many bytes of the
// file it has passed.
type Step struct {
	Run   Run
	Bytes int64
}

// Options of an import. Batch, Progress and Kinds may be left out.
type Options struct {
	Source   *Source
	Mapping  *Mapping
	Ledger   Ledger
	Rules    func(context.Context) (appeal.Rules, error)
	Ring     *keys.Ring
	Who      account.Who
	Now      func() time.Time
	Say      func(error) string // a fault in the operator's words
	Kinds    map[string]law.Kind
	Progress func(Step)
	Batch    int // rows of one transaction; 0 is 500

	Rejected string // the file of rejected rows; "" is RejectedPath
}

const (
	usualBatch = 500
	runLength  = 12 // hex digits by which rejected rows know their run
	tries      = 3  // of one batch, when somebody else imports the same rows
)

// An Import carries one file into the database.
type Import struct {
	o    Options
	hash string
}

// New makes an import. A missing option is a mistake of the wiring.
func New(o Options) (*Import, error) {
	if o.Source == nil || o.Mapping == nil || o.Ledger == nil || o.Rules == nil || o.Ring == nil || o.Now == nil || o.Say == nil {
		return nil, fault.New(fault.Internal, "inbox.incomplete")
	}
	if o.Batch == 0 {
		o.Batch = usualBatch
	}
	if o.Rejected == "" {
		o.Rejected = RejectedPath(o.Source.Path)
	}
	if o.Progress == nil {
		o.Progress = func(Step) {}
	}
	return &Import{o: o, hash: o.Mapping.fingerprint(o.Source)}, nil
}

// Before tells how far the file was imported by earlier calls.
func (i *Import) Before(ctx context.Context) (Run, error) {
	return i.o.Ledger.ImportRun(ctx, i.hash, clean(filepath.Base(i.o.Source.Path)))
}

// Run imports what is left of the file. When ctx ends it stops behind the
// batch in hand with the error of ctx; the next call goes on there. A
// finished file stays as it is, and a file that is being imported already is
// a Conflict.
func (i *Import) Run(ctx context.Context) (Run, error) {
	claimed, err := i.o.Source.claim()
	if err != nil {
		return Run{}, err
	}
	defer claimed.Close()
	run, err := i.Before(ctx)
	if err != nil || run.Finished {
		return run, err
	}
	rejected, err := openRejects(i.o.Rejected, i.hash[:runLength], run.RowsDone)
	if err != nil {
		return run, err
	}
	defer rejected.close()
	st, err := i.o.Source.rows()
	if err != nil {
		return run, err
	}
	defer st.file.Close()
	for range run.RowsDone {
		if _, err := st.rows.next(); err != nil {
			return run, i.o.Source.unreadable(err)
		}
	}
	return i.carry(ctx, st, run, rejected)
}

// carry commits the batches of the line in the order of the file.
func (i *Import) carry(ctx context.Context, st *stream, run Run, rejected *rejects) (Run, error) {
	l := i.start(ctx, st)
	defer l.stop()
	for b := range l.ordered {
		d := <-b.decided
		if ctx.Err() != nil {
			return run, ctx.Err()
		}
		if d.err != nil {
			return run, d.err
		}
		if err := rejected.write(d.rejected); err != nil {
			return run, err
		}
		next := run
		next.RowsDone += int64(len(b.rows))
		next.Rejected += int64(len(d.rejected))
		next.Finished = b.last
		after, err := i.commit(ctx, next, d.changes)
		if err != nil {
			return run, err
		}
		run = after
		i.o.Progress(Step{Run: run, Bytes: b.bytes})
	}
	if run.Finished {
		return run, nil
	}
	return run, ctx.Err()
}

// commit does not stop in the middle when ctx ends. A Conflict means that
// somebody imported one of the rows at this moment: they count as doubles
// when asked again.
func (i *Import) commit(ctx context.Context, run Run, list []appeal.Change) (after Run, err error) {
	for range tries {
		after, err = i.o.Ledger.CommitImport(context.WithoutCancel(ctx), run, list, i.o.Now())
		if !fault.Is(err, fault.Conflict) {
			break
		}
	}
	return after, err
}
