package cli

import (
	"context"
	"path/filepath"
	"syscall"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/fault"
	"jauap/internal/seed"
	"jauap/internal/store"
)

func checkDatabase(_ context.Context, p *patient) ([]finding, error) {
	if p.noDB != nil {
		return told(p.noDB)
	}
	return found(well, "doctor.database", "db", withoutPassword(p.flags.DB)), nil
}

// checkSchema never brings the schema up to date: that is for serve.
func checkSchema(ctx context.Context, p *patient) ([]finding, error) {
	if p.db == nil {
		return nil, nil
	}
	have, want, err := p.db.SchemaVersions(ctx)
	switch {
	case err != nil:
		return nil, err
	case have > want:
		return told(fault.New(fault.Conflict, "store.newer", "have", have, "want", want))
	case have == 0:
		return found(ill, "doctor.schema_none"), nil
	case have < want:
		return found(ill, "doctor.schema_old", "have", have, "want", want), nil
	}
	return found(well, "doctor.schema", "have", have), nil
}

func checkRestored(ctx context.Context, p *patient) ([]finding, error) {
	if half, err := p.db.HalfRestored(ctx); err != nil || !half {
		return nil, err
	}
	return found(ill, "backup.not_restored"), nil
}

func checkIntegrity(ctx context.Context, p *patient) ([]finding, error) {
	if p.db.Kind() == store.KindPostgres {
		return nil, nil
	}
	if err := p.db.QuickCheck(ctx); err != nil {
		return told(err)
	}
	return found(well, "doctor.integrity"), nil
}

// checkDurable: "accepted" is said after the commit, so the commit must be on
// disk.
func checkDurable(ctx context.Context, p *patient) ([]finding, error) {
	loose, err := p.db.Durable(ctx)
	if err != nil {
		return nil, err
	}
	if loose != "" {
		return found(ill, "doctor.not_durable", "setting", loose), nil
	}
	return found(well, "doctor.durable"), nil
}

// The least room that is left alone.
const (
	leastSpace = 1 << 30 // bytes
	leastShare = 10      // percent
)

func checkSpace(_ context.Context, p *patient) ([]finding, error) {
	var out []finding
	dirs := []string{p.files}
	if file, err := store.LiteFile(p.flags.DB); err == nil {
		dirs = []string{filepath.Dir(file)}
		if filepath.Dir(filepath.Clean(p.files)) != filepath.Dir(file) {
			dirs = append(dirs, p.files)
		}
	}
	for _, dir := range dirs {
		free, total, err := p.space(existingParent(dir))
		if err != nil {
			return out, err
		}
		out = append(out, spaceFinding(dir, free, total))
	}
	return out, nil
}

func spaceFinding(dir string, free, total uint64) finding {
	args := []any{"dir", dir, "free", megabytes(int64(free)), "percent", free * 100 / max(total, 1)}
	if free < leastSpace || free*100 < total*leastShare {
		return finding{care, "doctor.space_low", args}
	}
	return finding{well, "doctor.space", args}
}

// existingParent is the folder itself or the nearest one above it.
func existingParent(dir string) string {
	for dir != filepath.Dir(dir) {
		if _, _, err := diskSpace(dir); err == nil {
			return dir
		}
		dir = filepath.Dir(dir)
	}
	return dir
}

// diskSpace is the room on a disk for whoever asks.
func diskSpace(dir string) (free, total uint64, err error) {
	var s syscall.Statfs_t
	err = syscall.Statfs(dir, &s)
	return s.Bavail * uint64(s.Bsize), s.Blocks * uint64(s.Bsize), err
}

// The patience of the doctor.
const (
	lateJob    = 10 * time.Minute
	stuckJob   = 15 * time.Minute // the queue takes it for lost then
	oldBackup  = 24 * time.Hour
	oldDeltas  = 30 * time.Minute // they are added up every five
	clockSlack = 2 * time.Minute
)

func checkJobs(ctx context.Context, p *patient) ([]finding, error) {
	n, err := p.db.JobCounts(ctx, p.now.Add(-lateJob), p.now.Add(-stuckJob))
	if err != nil {
		return nil, err
	}
	var out []finding
	for _, one := range []struct {
		n     int64
		grade grade
		key   string
	}{
		{n.Late, ill, "doctor.jobs_late"}, {n.Stuck, ill, "doctor.jobs_stuck"},
		{n.Discarded, ill, "doctor.jobs_discarded"}, {n.Failed, care, "doctor.jobs_failed"},
	} {
		if one.n > 0 {
			out = append(out, finding{one.grade, one.key, []any{"n", one.n}})
		}
	}
	if len(out) == 0 {
		return found(well, "doctor.jobs"), nil
	}
	return out, nil
}

func checkLetters(ctx context.Context, p *patient) ([]finding, error) {
	n, err := p.db.LetterCounts(ctx)
	if err != nil {
		return nil, err
	}
	var out []finding
	if n := n[appeal.NoticeFailed]; n > 0 {
		out = append(out, finding{care, "doctor.letters_failed", []any{"n", n}})
	}
	if n := n[appeal.NoticeHeld]; n > 0 {
		out = append(out, finding{care, "doctor.letters_held", []any{"n", n}})
	}
	if len(out) == 0 {
		return found(well, "doctor.letters"), nil
	}
	return out, nil
}

// checkClock: an event of the future means that the clock was wrong then, or
// is wrong now.
func checkClock(ctx context.Context, p *patient) ([]finding, error) {
	newest, err := p.db.NewestEvent(ctx)
	if err != nil {
		return nil, err
	}
	if newest.After(p.now.Add(clockSlack)) {
		return found(ill, "doctor.clock", "event", newest, "now", p.now), nil
	}
	return found(well, "doctor.clock_well"), nil
}

func checkCalendar(ctx context.Context, p *patient) ([]finding, error) {
	cal, err := calendar.Kazakhstan()
	if err != nil {
		return nil, err
	}
	year := calendar.Of(p.now).Year()
	for _, y := range []int{year, year + 1} {
		if day := calendar.Date(y, time.July, 1); !cal.Known(day) {
			return found(care, "doctor.calendar_unknown", "year", y), nil
		}
	}
	if cal.Provisional(calendar.Date(year, time.July, 1)) {
		return found(care, "doctor.calendar_provisional", "year", year), nil
	}
	return found(well, "doctor.calendar", "year", year+1), nil
}

func checkDeltas(ctx context.Context, p *patient) ([]finding, error) {
	n, oldest, err := p.db.Deltas(ctx)
	if err != nil {
		return nil, err
	}
	if n > 0 && oldest.Before(p.now.Add(-oldDeltas)) {
		return found(care, "doctor.deltas", "n", n, "since", oldest), nil
	}
	return found(well, "doctor.deltas_well"), nil
}

func checkBackup(ctx context.Context, p *patient) ([]finding, error) {
	mark, err := p.db.Meta(ctx, metaBackup)
	if err != nil {
		return nil, err
	}
	if mark == "" {
		return found(care, "doctor.backup_never"), nil
	}
	at, err := time.Parse(time.RFC3339, mark)
	switch {
	case err != nil:
		return nil, err
	case at.Before(p.now.Add(-oldBackup)):
		return found(care, "doctor.backup_old", "at", at), nil
	}
	return found(well, "doctor.backup", "at", at), nil
}

// checkPeople: somebody must be able to sign in, and nobody with a password
// that everybody knows.
func checkPeople(ctx context.Context, p *patient) ([]finding, error) {
	people, err := p.db.People(ctx, 0)
	if err != nil {
		return nil, err
	}
	var open, demo, known int64
	for _, one := range people {
		switch {
		case one.Locked:
		case one.Demo:
			demo++
		case p.deep && account.MatchPassword(one.Password, seed.Password):
			open++
			known++
		default:
			open++
		}
	}
	return peopleFindings(open, demo, known), nil
}

func peopleFindings(open, demo, known int64) []finding {
	var out []finding
	if known > 0 {
		out = append(out, finding{ill, "doctor.people_demo_password", []any{"n", known}})
	}
	switch {
	case demo > 0 && open > 0:
		out = append(out, finding{ill, "doctor.people_demo", []any{"n", demo}})
	case demo > 0:
		out = append(out, finding{care, "doctor.demo", nil})
	case open == 0:
		out = append(out, finding{care, "doctor.people_none", nil})
	default:
		out = append(out, finding{well, "doctor.people", []any{"n", open}})
	}
	return out
}
