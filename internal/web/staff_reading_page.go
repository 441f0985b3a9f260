package web

import (
	"context"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/text"
)

// A closed is what a masked case shows instead of its words: that they are
// hidden, and the form that opens them.
type closed struct {
	Address string // whole address of the form; "": the case is not masked
	Form    Form
	Hidden  []Row
	Whys    []Choice
}

// close fills in what a masked case shows in place of what it hides.
func (p *casePage) close(o opened) {
	p.Closed = closed{Address: p.To(actPath(o, actRead)), Form: Form{P: p.P}}
	hidden := p.T("staff.hidden")
	for _, key := range o.masked.parts {
		p.Closed.Hidden = append(p.Closed.Hidden, Row{Key: p.T(key), Text: hidden})
	}
	if o.Files > 0 {
		p.Closed.Hidden = append(p.Closed.Hidden, Row{Key: p.T("staff.files"), Text: p.T("staff.hidden_files", "n", o.Files)})
	}
	for _, why := range appeal.Whys() {
		p.Closed.Whys = append(p.Closed.Whys, Choice{Value: string(why), Text: p.T("staff.read_why." + string(why))})
	}
}

// openedWords say until when a case is open to those who do not have it in
// work: for the reason they gave, or since their duty ended.
func openedWords(p Page, o opened, now time.Time) string {
	if _, duty := appeal.OnDuty(o.Appeal, o.who, now); duty {
		return ""
	}
	clock := o.reason.Until().In(calendar.Zone()).Format("15:04")
	if o.reason.Why == appeal.Duty {
		return p.T("staff.open_after_duty", "clock", clock)
	}
	why := p.T("staff.read_why." + string(o.reason.Why))
	if o.reason.Words != "" {
		why = o.reason.Words
	}
	return p.T("staff.open_until", "clock", clock, "why", why)
}

// fillReaders adds the journal for those who watch over the body's work: the
// same that the applicant sees. Over a masked case the words in it are masked.
func (s *Site) fillReaders(ctx context.Context, p *casePage, o opened) error {
	if !o.who.Holds(o.Body, account.Head, account.Deputy, account.Controller) {
		return nil
	}
	list, err := s.opts.Cases.Readings(ctx, o.who.Scope(), o.ID)
	if err != nil {
		return err
	}
	for i := range list {
		if o.masked != nil {
			list[i].Words, _ = text.Mask(list[i].Words)
		}
	}
	p.Readers = readersOf(p.Page, o.rules.Directory, list)
	p.Readers.Intro = p.T("staff.readers_text")
	return nil
}
