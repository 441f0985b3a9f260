package appeal

import (
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/calendar"
	"jauap/internal/fault"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Received on Friday evening, registered on Monday; then that Monday is
// declared off: the registration moves to Tuesday and the term with it.
func TestADayOffMovesTheRegistrationToo(t *testing.T) {
	t.Parallel()
	rules := testRules(t)
	machine := account.Who{Kind: account.Machine}
	c, err := rules.Submit(Draft{Text: "Жол", Applicant: Applicant{Anonymous: true}}, account.Who{}, at(t, "2026-04-10 20:00"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.After.RegisteredOn, calendar.Date(2026, 4, 13); got != want {
		t.Fatalf("registered %v, want %v", got, want)
	}
	rules.Calendar = rules.Calendar.With([]calendar.Exception{{Day: calendar.Date(2026, 4, 13), Reason: "Бұйрық"}})
	c, err = rules.Decide(c.After, Order{Act: ActRecount}, machine, at(t, "2026-04-11 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.After.RegisteredOn, calendar.Date(2026, 4, 14); got != want {
		t.Errorf("registered %v, want %v", got, want)
	}
	if got, want := c.After.DueOn, calendar.Date(2026, 5, 6); got != want {
		t.Errorf("due %v, want %v", got, want)
	}
	if _, err := rules.Decide(c.After, Order{Act: ActRecount}, machine, at(t, "2026-04-11 10:01")); !fault.Is(err, fault.Conflict) {
		t.Errorf("recounted twice: %v", err)
	}
}

// The registration day may move over New Year; the number stays as given.
func TestANumberKeepsItsYear(t *testing.T) {
	t.Parallel()
	rules := testRules(t)
	c, err := rules.Submit(Draft{Text: "Жол", Applicant: Applicant{Anonymous: true}}, account.Who{}, at(t, "2026-12-30 20:00"))
	if err != nil {
		t.Fatal(err)
	}
	before := c.After.Number()
	rules.Calendar = rules.Calendar.With([]calendar.Exception{{Day: calendar.Date(2026, 12, 31), Reason: "Бұйрық"}})
	c, err = rules.Decide(c.After, Order{Act: ActRecount}, account.Who{Kind: account.Machine}, at(t, "2026-12-30 21:00"))
	if err != nil {
		t.Fatal(err)
	}
	if c.After.RegisteredOn.Year() != 2027 || c.After.Number() != before {
		t.Errorf("registered %v, number %v, want 2027 and %v", c.After.RegisteredOn, c.After.Number(), before)
	}
}
