package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

// An Inserter writes jobs inside a transaction of the caller.
type Inserter struct {
	lite *river.Client[*sql.Tx]
	pg   *river.Client[pgx.Tx]
}

// NewInserter makes an inserter for PostgreSQL or for SQLite.
func NewInserter(postgres bool) (*Inserter, error) {
	cfg := &river.Config{Logger: quiet()}
	if postgres {
		c, err := river.NewClient(riverpgxv5.New(nil), cfg)
		return &Inserter{pg: c}, err
	}
	c, err := river.NewClient(riversqlite.New(nil), cfg)
	return &Inserter{lite: c}, err
}

// Lite inserts in a SQLite transaction.
func (in *Inserter) Lite(ctx context.Context, tx *sql.Tx, list []river.JobArgs) error {
	_, err := in.lite.InsertManyTx(ctx, tx, params(list))
	return wrapInsert(err)
}

// Postgres inserts on the connection whose transaction the caller holds; it
// neither commits nor rolls back.
func (in *Inserter) Postgres(ctx context.Context, conn *pgx.Conn, list []river.JobArgs) error {
	_, err := in.pg.InsertManyTx(ctx, borrowedTx{conn}, params(list))
	return wrapInsert(err)
}

func wrapInsert(err error) error {
	if err != nil {
		return fmt.Errorf("insert jobs: %w", err)
	}
	return nil
}

func params(list []river.JobArgs) []river.InsertManyParams {
	out := make([]river.InsertManyParams, len(list))
	for i, args := range list {
		out[i] = river.InsertManyParams{Args: args, InsertOpts: waiting(args)}
	}
	return out
}

// settle is how long a recount waits: what was decided by the calendar of a
// moment ago, in any process, is on disk by then.
const settle = 10 * time.Second

func waiting(args river.JobArgs) *river.InsertOpts {
	if r, ok := args.(Recount); ok {
		return &river.InsertOpts{ScheduledAt: time.UnixMicro(r.Version).Add(settle)}
	}
	return nil
}

// Handlers are what runs. Each may run twice for one job.
type Handlers struct {
	Notify  func(context.Context, Notify) error
	Recount func(context.Context, Recount) error
	Lapse   func(context.Context) error
	Compact func(context.Context) error
	Sweep   func(context.Context) error
}

// Every tells how often the clock calls a handler.
const (
	everyLapse   = time.Hour
	everyCompact = 5 * time.Minute
	everySweep   = time.Hour
)

func workers(h Handlers, log *slog.Logger) *river.Workers {
	w := river.NewWorkers()
	add(w, log, h.Notify)
	add(w, log, h.Recount)
	add(w, log, func(ctx context.Context, _ Lapse) error { return h.Lapse(ctx) })
	add(w, log, func(ctx context.Context, _ Compact) error { return h.Compact(ctx) })
	add(w, log, func(ctx context.Context, _ Sweep) error { return h.Sweep(ctx) })
	return w
}

// add lets a handler work its kind. What it could not do is logged here: the
// queue only remembers it.
func add[T river.JobArgs](w *river.Workers, log *slog.Logger, handle func(context.Context, T) error) {
	river.AddWorker(w, river.WorkFunc(func(ctx context.Context, j *river.Job[T]) error {
		err := handle(ctx, j.Args)
		if err != nil {
			log.WarnContext(ctx, "job failed", slog.String("job", j.Kind), slog.Int64("id", j.ID),
				slog.Int("attempt", j.Attempt), slog.Any("error", err))
		}
		return err
	}))
}

const (
	jobTime = 10 * time.Minute
	// deadAfter is when a running job is taken for lost with its process, and
	// is tried again. Until then a chore of the clock keeps its place.
	deadAfter = 15 * time.Minute
)

func config(h Handlers, log *slog.Logger) *river.Config {
	return &river.Config{
		Logger: slog.New(warnings{log.Handler()}), Workers: workers(h, log),
		Queues:       map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 4, FetchCooldown: 50 * time.Millisecond}},
		PeriodicJobs: periodic(),
		JobTimeout:   jobTime, RescueStuckJobsAfter: deadAfter,
	}
}

func periodic() []*river.PeriodicJob {
	at := func(every time.Duration, args river.JobArgs) *river.PeriodicJob {
		return river.NewPeriodicJob(river.PeriodicInterval(every),
			func() (river.JobArgs, *river.InsertOpts) { return args, nil }, &river.PeriodicJobOpts{RunOnStart: true})
	}
	return []*river.PeriodicJob{at(everyLapse, Lapse{}), at(everyCompact, Compact{}), at(everySweep, Sweep{})}
}

// RunLite works the queue of a SQLite database until ctx ends.
func RunLite(ctx context.Context, db *sql.DB, h Handlers, log *slog.Logger) error {
	c, err := river.NewClient(riversqlite.New(db), config(h, log))
	if err != nil {
		return err
	}
	return run(ctx, c)
}

// RunPostgres works the queue of a PostgreSQL database until ctx ends.
func RunPostgres(ctx context.Context, pool *pgxpool.Pool, h Handlers, log *slog.Logger) error {
	c, err := river.NewClient(riverpgxv5.New(pool), config(h, log))
	if err != nil {
		return err
	}
	return run(ctx, c)
}

// run starts the client and, when ctx ends, lets running jobs finish.
func run[T any](ctx context.Context, c *river.Client[T]) error {
	if err := c.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start queue: %w", err)
	}
	<-ctx.Done()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return c.Stop(stop)
}

// MigrateLite brings the queue's tables up to date.
func MigrateLite(ctx context.Context, db *sql.DB) error {
	m, err := rivermigrate.New(riversqlite.New(db), &rivermigrate.Config{Logger: quiet()})
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// MigratePostgres brings the queue's tables up to date.
func MigratePostgres(ctx context.Context, pool *pgxpool.Pool, schema string) error {
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: quiet(), Schema: schema})
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// quiet: what the queue tells while inserting and migrating is told by the
// caller in our own words.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
