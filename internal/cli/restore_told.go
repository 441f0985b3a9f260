package cli

import (
	"os"
	"slices"
	"strings"

	"jauap/internal/backup"
	"jauap/internal/fault"
)

// A journal of erasures is a place where one was looked for.
type journal struct {
	path  string
	lines []string // nil: there is none
}

// erasures gathers what was erased by law: in the house of the backup, in the
// house of the key since then, and in a file that somebody kept.
func (c *restoreCommand) erasures(b *backup.Copy) ([]journal, error) {
	paths := []string{c.keyFile() + erasedSuffix, b.Path(backup.Erased)}
	if c.Erasures != "" {
		if _, err := os.Stat(c.Erasures); err != nil {
			return nil, wrongUsage{fault.New(fault.Invalid, "backup.unreadable", "name", c.Erasures).Because(err)}
		}
		paths = append(paths, c.Erasures)
	}
	var all []journal
	for _, path := range paths {
		lines, err := wholeLines(path)
		if err != nil {
			return nil, fault.New(fault.Invalid, "backup.unreadable", "name", path).Because(err)
		}
		all = append(all, journal{path, lines})
	}
	if !b.Has(backup.Erased) {
		all[1].lines = nil // whatever lies there was not signed
	}
	return all, nil
}

// lines are those of all journals, each once and no empty one.
func (r *restoring) lines() []string {
	var lines []string
	for _, j := range r.journals {
		lines = append(lines, j.lines...)
	}
	return once(lines)
}

// once keeps the first of equal lines, and no empty one.
func once(lines []string) []string {
	seen := map[string]bool{"": true}
	return slices.DeleteFunc(lines, func(line string) bool {
		was := seen[line]
		seen[line] = true
		return was
	})
}

// report tells what came of it, and what is left to do.
func (r *restoring) report(e *env) {
	e.tell("backup.restored", "at", r.At, "db", withoutPassword(r.url), "files", r.files)
	e.tellCounts(r.Manifest)
	var places []string
	for _, j := range r.journals {
		place := j.path
		if j.lines == nil {
			place = e.say.T("backup.journal_none", "file", j.path)
		}
		places = append(places, place)
	}
	e.tell("backup.erasures_again", "count", e.say.Number(int64(r.erased)), "places", strings.Join(places, ", "))
	e.tell("backup.numbers_left_out", "count", e.say.Number(r.skipped))
	if r.Key != "" && !r.ring.Wraps(r.Key) {
		e.tell("backup.rotate_then_serve", "key", r.Key)
		return
	}
	e.tell("backup.then_serve")
}
