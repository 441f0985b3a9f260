package law

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

//go:embed editions/*.json
var embedded embed.FS

// Kazakhstan reads the embedded law. The error names the file and what is
// wrong with it.
func Kazakhstan() (*Code, error) {
	c, err := load(embedded)
	if err != nil {
		return nil, fmt.Errorf("law of Kazakhstan: %w", err)
	}
	return c, nil
}

const kindsFile = "editions/kinds.json"

func load(files fs.FS) (*Code, error) {
	c := &Code{}
	if err := readJSON(files, kindsFile, &c.kinds); err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "editions/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if name == kindsFile {
			continue
		}
		e, err := c.readEdition(files, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path.Base(name), err)
		}
		c.editions = append(c.editions, e)
	}
	slices.SortStableFunc(c.editions, byDate)
	if len(c.editions) == 0 || c.editions[0].InForceFrom.IsZero() {
		return nil, errors.New("no edition has in_force_from")
	}
	return c, nil
}

// byDate puts the editions chosen by date first, the oldest at the head.
func byDate(a, b *edition) int {
	if a.InForceFrom.IsZero() != b.InForceFrom.IsZero() {
		return cmp.Compare(b.InForceFrom, a.InForceFrom)
	}
	return cmp.Compare(a.InForceFrom, b.InForceFrom)
}

// readJSON refuses fields it does not know: a misspelled name in a rule must
// not become a rule left out.
func readJSON(files fs.FS, name string, into any) error {
	body, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", path.Base(name), err)
	}
	return nil
}

func (c *Code) readEdition(files fs.FS, name string) (*edition, error) {
	e := &edition{byKind: make(map[Kind]*Term)}
	if err := readJSON(files, name, e); err != nil {
		return nil, err
	}
	if err := e.checkCounting(); err != nil {
		return nil, err
	}
	for i := range e.Terms {
		if err := e.addTerm(c, &e.Terms[i]); err != nil {
			return nil, err
		}
	}
	for _, info := range c.kinds {
		if e.byKind[info.Kind] == nil {
			return nil, fmt.Errorf("no term for %q", info.Kind)
		}
	}
	return e, errors.Join(e.checkLimits(), e.checkGrounds())
}

func (e *edition) checkCounting() error {
	r, n := e.Registration, e.Counting
	return errors.Join(
		word("edition", string(e.Edition)),
		word("registration article", r.Article),
		word("counting article", n.Article),
		word("last_day_article", n.LastDayArticle),
		word("after_hours", r.AfterHours, nextWorkingDay, sameDay),
		word("counting from", n.From, fromRegistration, fromReceipt),
		word("first_day", n.FirstDay, firstNext, firstSame),
	)
}

// word checks that got is there, and one of want when there is a choice.
func word(what, got string, want ...string) error {
	if got == "" || len(want) > 0 && !slices.Contains(want, got) {
		return fmt.Errorf("%s: got %q, want one of %q", what, got, want)
	}
	return nil
}

func (e *edition) addTerm(c *Code, t *Term) error {
	if _, known := c.Kind(t.Kind); !known {
		return fmt.Errorf("a term for %q, which is no kind", t.Kind)
	}
	if e.byKind[t.Kind] != nil {
		return fmt.Errorf("two terms for %q", t.Kind)
	}
	if t.Days < 1 {
		return fmt.Errorf("term of %q: %d days", t.Kind, t.Days)
	}
	t.From = cmp.Or(t.From, e.Counting.From)
	t.Edition, t.Unsure = e.Edition, len(t.Doubts) > 0
	t.prepare(e)
	e.byKind[t.Kind] = t
	return errors.Join(
		word("article of "+string(t.Kind), t.Article),
		word("unit of "+string(t.Kind), string(t.Unit), string(WorkingDays), string(CalendarDays)),
		word("from of "+string(t.Kind), t.From, fromRegistration, fromReceipt),
	)
}

func (e *edition) checkLimits() error {
	var wrong []error
	if !slices.ContainsFunc(e.Limits, func(l limit) bool { return l.Name == Redirect }) {
		wrong = append(wrong, errors.New("no limit to redirect"))
	}
	for _, l := range e.Limits {
		if l.Count < 1 {
			wrong = append(wrong, fmt.Errorf("limit %q: count %d", l.Name, l.Count))
		}
		wrong = append(wrong,
			word("name of a limit", string(l.Name)),
			word("article of limit "+string(l.Name), l.Article),
			word("unit of limit "+string(l.Name), string(l.Unit), string(WorkingDays), string(CalendarDays), string(Months)))
	}
	return errors.Join(wrong...)
}

func (e *edition) checkGrounds() error {
	var wrong []error
	for p, grounds := range e.Grounds {
		wrong = append(wrong, word("procedure", string(p), string(Ordinary), string(Simplified), string(Complaints)))
		for i := range grounds {
			g := &grounds[i]
			g.Unsure = len(g.Doubts) > 0
			wrong = append(wrong, word("code of a ground", g.Code), word("article of "+g.Code, g.Article))
			if len(g.Deciders) == 0 {
				wrong = append(wrong, fmt.Errorf("nobody decides on %q", g.Code))
			}
		}
	}
	return errors.Join(wrong...)
}
