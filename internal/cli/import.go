package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/i18n"
	"jauap/internal/inbox"
	"jauap/internal/law"
	"jauap/internal/store"
)

// importCommand takes in the appeals of a file from another system.
type importCommand struct {
	databaseFlags
	File   string   `arg:"" help:"import_file" placeholder:"FILE"`
	Format string   `help:"import_format" placeholder:"jsonl|csv"`
	Map    []string `help:"import_map" placeholder:"FIELD=COLUMN"`
	Label  []string `help:"import_label" placeholder:"COLUMN"`
	From   string   `help:"import_from" placeholder:"NAME"`

	Rejected string `help:"import_rejected" placeholder:"FILE"`
}

// Run imports until the end of the file or until it is told to stop.
func (c *importCommand) Run(e *env) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer context.AfterFunc(ctx, stop)() // a second interrupt ends at once
	source, mapping, err := c.understand(e)
	if err != nil {
		return err
	}
	h, err := c.enter(ctx, creating)
	if err != nil {
		return err
	}
	defer h.db.Close()
	told := newImportProgress(e, source.Size)
	one, err := c.prepare(h, source, mapping, e, told.step)
	if err != nil {
		return err
	}
	before, err := one.Before(ctx)
	if err != nil {
		return err
	}
	if before.Finished {
		fmt.Fprintln(e.out, e.say.T("inbox.already", "n", before.RowsDone))
		return nil
	}
	if err := c.warnEmpty(ctx, h, e); err != nil {
		return err
	}
	told.start(before)
	after, err := one.Run(ctx)
	told.end()
	if errors.Is(err, context.Canceled) {
		return fault.New(fault.Unavailable, "inbox.stopped", "n", after.RowsDone).Because(err)
	}
	if err != nil {
		return err
	}
	return c.report(e, source, mapping, told, after)
}

// understand looks through the file and tells how it was understood, before
// anything is opened or changed.
func (c *importCommand) understand(e *env) (*inbox.Source, *inbox.Mapping, error) {
	format := inbox.Format(strings.ToLower(c.Format))
	if format != "" && format != inbox.JSONL && format != inbox.CSV {
		return nil, nil, wrongUsage{fault.New(fault.Invalid, "inbox.bad_format", "text", c.Format)}
	}
	source, err := inbox.Open(c.File, format)
	if err != nil {
		return nil, nil, err
	}
	mapping, err := source.Mapping(inbox.Wish{Map: c.Map, Label: c.Label, From: c.From})
	if err != nil {
		return nil, nil, wrongUsage{err}
	}
	fmt.Fprintln(e.errOut, e.say.T("inbox.understood", "file", c.File, "format", string(source.Format), "encoding", string(source.Encoding)))
	for _, field := range inbox.Fields() {
		if column := mapping.Columns[field]; column != "" {
			fmt.Fprintf(e.errOut, "  %-9s ← %s\n", field, column)
		}
	}
	for _, l := range mapping.Labels {
		fmt.Fprintf(e.errOut, "  %-9s ← %s\n", "label."+l.Name, l.Column)
	}
	if len(mapping.Left) > 0 {
		fmt.Fprintln(e.errOut, e.say.T("inbox.left", "columns", strings.Join(mapping.Left, ", ")))
	}
	if source.Broken > 0 {
		fmt.Fprintln(e.errOut, e.say.T("inbox.broken", "n", source.Broken))
	}
	return source, mapping, nil
}

func (c *importCommand) prepare(h *house, s *inbox.Source, m *inbox.Mapping, e *env, step func(inbox.Step)) (*inbox.Import, error) {
	kinds, err := kindNames(h.live.law)
	if err != nil {
		return nil, err
	}
	return inbox.New(inbox.Options{
		Source: s, Mapping: m, Ledger: ledger{h.db}, Rules: h.live.Rules, Ring: h.ring, Who: operator(), Now: time.Now,
		Say: e.say.Fault, Kinds: kinds, Progress: step,
		Rejected: c.Rejected,
	})
}

// warnEmpty says that nothing of ours can be recognised without a directory.
func (c *importCommand) warnEmpty(ctx context.Context, h *house, e *env) error {
	rules, err := h.live.Rules(ctx)
	if err == nil && len(rules.Directory.Topics()) == 0 {
		fmt.Fprintln(e.errOut, e.say.T("inbox.no_directory"))
	}
	return err
}

// kindNames are the names of all kinds in all languages.
func kindNames(code *law.Code) (map[string]law.Kind, error) {
	catalog, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	names := make(map[string]law.Kind)
	for _, info := range code.Kinds() {
		for _, lang := range i18n.Langs() {
			names[catalog.In(lang).T(info.Kind.Key())] = info.Kind
		}
	}
	return names, nil
}

// A ledger keeps runs in the store, in the store's own words.
type ledger struct{ db *store.DB }

func (l ledger) ImportRun(ctx context.Context, hash, name string) (inbox.Run, error) {
	r, err := l.db.ImportRun(ctx, hash, name)
	return inbox.Run(r), err
}

func (l ledger) CommitImport(ctx context.Context, r inbox.Run, list []appeal.Change, now time.Time) (inbox.Run, error) {
	after, err := l.db.CommitImport(ctx, store.ImportRun(r), list, now)
	return inbox.Run(after), err
}

// report tells the counts: of the whole file, and the speed of this call.
func (c *importCommand) report(e *env, s *inbox.Source, m *inbox.Mapping, told *importProgress, after inbox.Run) error {
	fmt.Fprintln(e.out, e.say.T("inbox.done", "read", e.say.Number(after.RowsDone), "imported", e.say.Number(after.Imported),
		"rejected", e.say.Number(after.Rejected), "doubles", e.say.Number(after.Doubles)))
	seconds, rate := told.speed(after)
	fmt.Fprintln(e.out, e.say.T("inbox.speed", "seconds", seconds, "n", rate))
	if after.Rejected > 0 {
		fmt.Fprintln(e.out, e.say.T("inbox.see_rejected", "file", c.rejected(s)))
	}
	if after.Doubles > 0 {
		fmt.Fprintln(e.out, e.say.T("inbox.doubles_stay"))
	}
	if after.Doubles > 0 && m.Columns[inbox.External] != "" {
		fmt.Fprintln(e.out, e.say.T("inbox.see_doubles", "from", m.From))
	}
	return nil
}

// rejected is the file that rejected rows go to.
func (c *importCommand) rejected(s *inbox.Source) string {
	if c.Rejected != "" {
		return c.Rejected
	}
	return inbox.RejectedPath(s.Path)
}
