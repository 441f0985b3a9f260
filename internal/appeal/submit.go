package appeal

import (
	"cmp"
	"time"

	"jauap/internal/account"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/text"
)

// Limits of what one appeal may hold, in characters. A longer text is asked
// for as a file: nobody is refused, but a page must stay readable.
const (
	MaxText = 50_000
	maxLine = 500
	// MaxFiles bounds the attachments; how large one may be, blob says.
	MaxFiles = 10
)

// Submit takes an appeal in: registration day, due day and number are
// decided at once by the law (art. 64(3), 76), whoever confirms the card
// later. It returns every fault of the draft at once.
func (r Rules) Submit(d Draft, who account.Who, now time.Time) (Change, error) {
	d = tidy(d)
	if err := r.check(d, now); err != nil {
		return Change{}, err
	}
	now = now.UTC().Truncate(time.Microsecond)
	masked, language, words := text.Read(d.Text)
	e := Event{Seq: 1, Act: ActSubmit, At: now, By: submitter(who), Staff: who.ID}
	if who.Kind == account.Employee {
		e.Details.Name = who.Name
	}
	e.Facts = facts(d, language, now)
	if err := r.admit(d, &e); err != nil {
		return Change{}, err
	}
	c := Change{
		After: Appeal{}.plus(e), Events: []Event{e}, Draft: &d,
		Content: &Content{Text: d.Text, PlaceText: d.PlaceText, Applicant: d.Applicant, Files: d.Files, Accepted: cmp.Or(d.Accepted, e.Details.Name)},
		Head:    headOf(d.Applicant, masked),
		Words:   words,
	}
	c.Jobs = jobs(c)
	return c, nil
}

// Check tells every fault of a draft without taking it in.
func (r Rules) Check(d Draft, now time.Time) error { return r.check(tidy(d), now) }

// admit decides the marks: kind, registration day, edition, due day, and the
// state. What another system registered before comes in registered.
func (r Rules) admit(d Draft, e *Event) error {
	received := e.Facts.ReceivedAt
	edition := r.Law.EditionAt(received, r.Calendar)
	reg := r.Law.Registration(received, edition, r.Calendar)
	e.Article = reg.Article
	e.Facts.Year = reg.On.Year()
	e.Marks = Marks{
		State: Submitted, Kind: d.Kind, Edition: edition, Body: d.Body, Place: d.Place, Topic: d.Topic,
		RegisteredOn: reg.On, ReachedOn: calendar.Of(received),
	}
	if d.Source == FromImport {
		e.Marks.State = imported(d.Body)
	}
	return r.firstTerm(received, e)
}

func imported(body directory.BodyID) State {
	if body == 0 {
		return Registered
	}
	return Routed
}

func facts(d Draft, language text.Lang, now time.Time) *Facts {
	received := d.Received
	if received.IsZero() {
		received = now
	}
	return &Facts{
		Company: d.Applicant.Company, Anonymous: d.Applicant.Anonymous, Source: d.Source,
		Language: string(language), Reader: d.Reader,
		ReceivedAt: received.UTC().Truncate(time.Microsecond), Files: len(d.Files),
		Reachable: d.Applicant.Email != "",
	}
}

// submitter: somebody without a seat who sends an appeal is its applicant.
func submitter(who account.Who) account.Kind {
	if who.Kind == account.Nobody {
		return account.Applicant
	}
	return who.Kind
}
