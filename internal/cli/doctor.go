package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/store"
)

// doctorCommand looks at everything the house stands on, and changes nothing.
type doctorCommand struct {
	databaseFlags
	Files string `help:"serve_files" placeholder:"DIR"`
	Deep  bool   `help:"doctor_deep"`
}

// A grade is how bad a finding is.
type grade string

// The grades, as they are printed. Only an ill house is an exit code.
const (
	well grade = "✓"
	care grade = "!"
	ill  grade = "✗"
)

// A finding is one line: what is so, and if it is not well, what to do.
type finding struct {
	grade grade
	key   string
	args  []any
}

// A patient is the house as the doctor meets it.
type patient struct {
	flags  databaseFlags
	files  string
	deep   bool
	now    time.Time
	ring   *keys.Ring
	noRing error
	db     *store.DB // nil when it cannot be asked
	noDB   error
	space  func(dir string) (free, total uint64, err error)
	tell   func(store.LogCheck) // how far the reading of the log has come
}

// A check looks at one thing. An error is a thing it could not see, and is
// told as such.
type check struct {
	of   string // what it looks at, a message key
	look func(context.Context, *patient) ([]finding, error)
}

// checks are asked in this order. Those in the second list need a database
// of the program's own version.
func checks() (always, inside []check) {
	return []check{
			{"doctor.of_key", checkKey}, {"doctor.of_database", checkDatabase}, {"doctor.of_schema", checkSchema},
			{"doctor.of_space", checkSpace}, {"doctor.of_files", checkFilesDir}, {"doctor.of_calendar", checkCalendar},
		}, []check{
			{"doctor.of_key", checkOwner}, {"doctor.of_database", checkRestored}, {"doctor.of_database", checkIntegrity},
			{"doctor.of_database", checkDurable}, {"doctor.of_files", checkAttachments}, {"doctor.of_backup", checkBackup},
			{"doctor.of_jobs", checkJobs}, {"doctor.of_letters", checkLetters}, {"doctor.of_counts", checkDeltas},
			{"doctor.of_clock", checkClock}, {"doctor.of_log", checkLeaves}, {"doctor.of_log", checkAstray},
			{"doctor.of_log", checkHead}, {"doctor.of_log", checkMemory}, {"doctor.of_log", checkRecords}, {"doctor.of_people", checkPeople},
		}
}

// Run tells what is unhealthy and what to do.
func (c *doctorCommand) Run(e *env) error {
	return untilInterrupted(func(ctx context.Context) error {
		p := c.admit(ctx)
		if p.db != nil {
			defer p.db.Close()
		}
		p.tell = e.everySecond()
		bad := examine(ctx, e, p)
		if !c.Deep {
			e.tell("doctor.not_compared")
		}
		if bad > 0 {
			return fault.New(fault.Conflict, "doctor.ill", "n", bad)
		}
		e.tell("doctor.done")
		return nil
	})
}

// admit opens what can be opened.
func (c *doctorCommand) admit(ctx context.Context) *patient {
	p := &patient{flags: c.databaseFlags, files: filesDir(c.DB, c.Files), deep: c.Deep, now: time.Now(), space: diskSpace}
	p.ring, p.noRing = c.knownRing()
	if p.noDB = c.there(); p.noDB == nil {
		p.db, p.noDB = store.Look(ctx, c.DB, store.Options{Ring: p.ring})
	}
	return p
}

// examine prints a line for each finding and counts the ill ones.
func examine(ctx context.Context, e *env, p *patient) (bad int) {
	always, inside := checks()
	for _, c := range always {
		bad += c.tell(ctx, e, p)
	}
	if !p.current(ctx) {
		return bad
	}
	for _, c := range inside {
		bad += c.tell(ctx, e, p)
	}
	return bad
}

func (c check) tell(ctx context.Context, e *env, p *patient) (bad int) {
	found, err := c.look(ctx, p)
	if err != nil {
		found = append(found, finding{ill, "doctor.unseen", []any{"what", e.say.T(c.of), "why", e.sentence(err)}})
	}
	for _, f := range found {
		fmt.Fprintln(e.out, string(f.grade), e.say.T(f.key, f.args...))
		if f.grade == ill {
			bad++
		}
	}
	return bad
}

// current tells whether the database can be asked at all.
func (p *patient) current(ctx context.Context) bool {
	if p.db == nil {
		return false
	}
	have, want, err := p.db.SchemaVersions(ctx)
	return err == nil && have == want
}

func found(g grade, key string, args ...any) []finding { return []finding{{g, key, args}} }

// told is a finding in the words of a fault.
func told(err error) ([]finding, error) {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return nil, err
	}
	var args []any
	for name, value := range f.Args {
		args = append(args, name, value)
	}
	return found(ill, f.Key, args...), nil
}

func checkKey(_ context.Context, p *patient) ([]finding, error) {
	switch {
	case p.noRing != nil:
		return told(p.noRing)
	case p.flags.Key != "":
		return found(well, "doctor.key_environment", "id", p.ring.ID()), nil
	}
	return found(well, "doctor.key", "file", p.flags.keyFile(), "id", p.ring.ID()), nil
}

// checkOwner compares the key with the database.
func checkOwner(ctx context.Context, p *patient) ([]finding, error) {
	owner, err := p.db.Meta(ctx, "ring")
	if err != nil || p.ring == nil {
		return nil, err
	}
	switch {
	case owner == "":
		return found(care, "doctor.no_owner"), nil
	case !p.ring.Has(owner):
		return told(fault.New(fault.Conflict, "store.other_key", "have", p.ring.ID(), "want", owner))
	case !p.ring.Wraps(owner):
		return found(ill, "doctor.owner_put_aside", "id", owner), nil
	case owner != p.ring.ID():
		return found(care, "doctor.owner_unfinished", "id", owner), nil
	}
	return found(well, "doctor.owner", "id", owner), nil
}

// owns tells whether the key at hand opens what is in the database.
func (p *patient) owns(ctx context.Context) (bool, error) {
	if p.ring == nil {
		return false, nil
	}
	owner, err := p.db.Meta(ctx, "ring")
	return err == nil && owner != "" && p.ring.Has(owner), err
}
