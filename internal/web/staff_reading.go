package web

import (
	"context"
	"net/http"
	"net/url"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// actRead is where a reader who does not have the case in work says why she
// needs to read it. It stands beside the acts in the address, and is none: it
// changes nothing of the case.
const actRead = "read"

// readQuestions are the questions of that form.
var readQuestions = []string{"why", "words", "look"}

// A veil tells what of a masked case is hidden: the keys of its parts, and the
// events that have words or files. Of a case that is shown whole there is
// none, and it hides nothing.
type veil struct {
	parts  []string
	events map[int64]bool
}

func (v *veil) hides(seq int64) bool { return v != nil && v.events[seq] }

// mask takes everything that was written out of the case, so that no page can
// show it by mistake.
func (o *opened) mask() {
	o.masked = &veil{parts: hiddenParts(o.Case), events: map[int64]bool{}}
	for _, e := range o.Events {
		o.masked.events[e.Seq] = e.Details.Words()
	}
	o.Case = o.Masked()
}

func hiddenParts(c appeal.Case) []string {
	keys := []string{"staff.written", "staff.author", "staff.contacts"}
	if c.Content.PlaceText != "" {
		keys = append(keys, "staff.place_text")
	}
	if len(c.Labels) > 0 {
		keys = append(keys, "staff.labels")
	}
	if c.State == appeal.Answered {
		keys = append(keys, "citizen.answer")
	}
	return keys
}

// unmask looks for what lets its reader see the case whole: that she has it in
// work now, or had it a little while ago, or a reason given within the hour. The reading is on disk before
// anything is shown; when it cannot be written, nothing is.
func (s *Site) unmask(ctx context.Context, o *opened, step bool) error {
	reading, ok, err := s.reasonOf(ctx, *o)
	if err != nil {
		return err
	}
	if !ok {
		o.mask()
		return nil
	}
	o.reason = reading
	return s.record(ctx, o.who, reading.Opened(s.opts.Now(), step))
}

func (s *Site) reasonOf(ctx context.Context, o opened) (appeal.Reading, bool, error) {
	now := s.opts.Now()
	if duty, ok := appeal.OnDuty(o.Appeal, o.who, now); ok {
		return duty, true, nil
	}
	return s.opts.Cases.OpenReading(ctx, o.who, o.ID, now)
}

// record writes the journal. That it failed is told as what it means: the case
// is not shown.
func (s *Site) record(ctx context.Context, who account.Who, r appeal.Reading) error {
	err := s.opts.Cases.Read(ctx, who, r)
	switch {
	case err == nil:
		return nil
	case fault.Is(err, fault.NotFound), fault.Is(err, fault.Gone): // the case left or was erased meanwhile
		return err
	}
	return fault.New(fault.Unavailable, "staff.reading_unwritten").Because(err)
}

// toOpenCase leads from the address of the form, which has no page of its own,
// to the case.
func (s *Site) toOpenCase(w http.ResponseWriter, r *http.Request, _ account.Who) error {
	n, err := appeal.ParseNumber(r.PathValue("number"))
	if err != nil {
		return fault.New(fault.NotFound, "appeal.not_found").Because(err)
	}
	http.Redirect(w, r, In(langOf(r), casePath(n)), http.StatusSeeOther)
	return nil
}

// askToRead takes the reason for which somebody needs to read a case, puts it
// on record and leads to the case, which is open to her for an hour.
func (s *Site) askToRead(w http.ResponseWriter, r *http.Request, who account.Who) error {
	values, err := readSmall(w, r, readQuestions...)
	if err != nil {
		return err
	}
	o, err := s.findCase(r, who)
	if err != nil {
		return err
	}
	if _, open, err := s.reasonOf(r.Context(), o); err != nil || open {
		return s.toCaseAgain(w, r, o, err) // pressed twice
	}
	if values.Get("look") != "" {
		return s.showClosed(w, r, o, values, nil)
	}
	if err := httpd.Paced(r.Context()); err != nil {
		return s.showClosed(w, r, o, values, err)
	}
	reading, err := appeal.AskToRead(o.Appeal, who, appeal.Why(values.Get("why")), values.Get("words"), s.opts.Now())
	if fault.Is(err, fault.Invalid) {
		return s.showClosed(w, r, o, values, err)
	}
	if err == nil {
		err = s.record(r.Context(), who, reading)
	}
	return s.toCaseAgain(w, r, o, err)
}

func (s *Site) toCaseAgain(w http.ResponseWriter, r *http.Request, o opened, err error) error {
	if err == nil {
		http.Redirect(w, r, In(langOf(r), casePath(o.Number())), http.StatusSeeOther)
	}
	return err
}

// showClosed shows a masked case with the form that opens it, and with what
// was wrong with it; what was typed stays.
func (s *Site) showClosed(w http.ResponseWriter, r *http.Request, o opened, values url.Values, wrong error) error {
	o.mask()
	p, err := s.newCasePage(r, o)
	if err != nil {
		return err
	}
	p.Faults = fault.All(wrong)
	p.Closed.Form.Values, p.Closed.Form.Faults = values, p.Faults
	p.Path = actPath(o, actRead)
	p.Again = again{Form: actRead, Name: "look", Value: lookAgain}
	retryAfter(w, p.Faults...)
	status := http.StatusOK
	if wrong != nil {
		status = httpd.Status(wrong)
	}
	return show(r.Context(), w, status, caseView(p))
}
