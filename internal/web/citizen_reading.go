package web

import (
	"context"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/directory"
)

// readersSeen is how many readings stand open on a page; the others unfold.
const readersSeen = 5

// A readers is the journal of a case in words, the newest first.
type readers struct {
	Intro  string
	Shown  []Item
	Folded []Item
}

// A readerWords is what the journal says beneath a name.
type readerWords struct {
	Why, Words, Times string
}

// fillOwnReaders adds the journal to the applicant's page.
func (s *Site) fillOwnReaders(ctx context.Context, p *appealPage, who account.Who) error {
	list, err := s.opts.Cases.Readings(ctx, who.Scope(), p.Case.ID)
	if err != nil {
		return err
	}
	p.Readers = *readersOf(p.Page, p.Rules.Directory, list)
	p.Readers.Intro = p.T("citizen.readers_text")
	return nil
}

// readersOf puts a journal into words, joined by day.
func readersOf(p Page, d *directory.Directory, list []appeal.Reading) *readers {
	var r readers
	for i, one := range appeal.ByDay(list) {
		item := readerItem(p, d, one)
		if i < readersSeen {
			r.Shown = append(r.Shown, item)
		} else {
			r.Folded = append(r.Folded, item)
		}
	}
	return &r
}

func readerItem(p Page, d *directory.Directory, r appeal.Reading) Item {
	name := r.Name
	if name == "" {
		name = p.T("staff.by_staff")
	}
	body, _ := d.Body(r.Body)
	return Item{
		Title: name, When: readWhen(p, r), Stamp: r.First.Format(time.RFC3339),
		By: p.T("citizen.reader_by", "role", p.T("account.role."+string(r.Role)), "body", body.Short.In(p.Lang())),
		Body: readerView(readerWords{
			Why: readWhy(p, r), Words: r.Words, Times: p.T("citizen.reader_times", "n", r.Times),
		}),
	}
}

// readWhen is the day with its hours: «17 наурыз, 10:02–11:40».
func readWhen(p Page, r appeal.Reading) string {
	clock := func(t time.Time) string { return t.In(calendar.Zone()).Format("15:04") }
	first, last := clock(r.First), clock(r.Last)
	switch {
	case calendar.Of(r.First) != calendar.Of(r.Last):
		return p.P.Time(r.First) + " – " + p.P.Time(r.Last)
	case first != last:
		first += "–" + last
	}
	return p.T("i18n.time", "day", p.P.Day(calendar.Of(r.First)), "clock", first)
}

// readWhy says why in a sentence: what the duty is, or the reason given.
func readWhy(p Page, r appeal.Reading) string {
	if r.Why == appeal.Duty {
		return p.T("citizen.read_duty." + string(r.Role))
	}
	return p.T("citizen.read_why." + string(r.Why))
}
