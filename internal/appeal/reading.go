package appeal

import (
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jauap/internal/account"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/text"
)

// A Why is the reason for which somebody of staff reads an unmasked case.
type Why string

// The reasons. Duty is never asked for: it follows from what the reader may
// do to the case now.
const (
	Duty      Why = "duty"
	Oversight Why = "oversight" // of the answer's quality and of the terms
	Again     Why = "again"     // the applicant has asked again
	Dispute   Why = "dispute"   // a file for a complaint or a court
	Study     Why = "study"     // analysis, statistics
	OtherWhy  Why = "other"     // said in the reader's own words
)

// Whys lists the reasons that a reader may choose.
func Whys() []Why { return []Why{Oversight, Again, Dispute, Study, OtherWhy} }

const (
	// ReadingLasts is how long a case stays open to a reader who said why, and
	// to one whose duty ended, counted from the end of the last clock hour in
	// which she opened it on duty: whoever answers may look at what she sent.
	ReadingLasts = time.Hour
	// MaxWhyWords is how long a reason in the reader's own words may be, in
	// characters. The applicant reads it.
	MaxWhyWords = 300
)

// A Reading says that somebody of staff opened an unmasked case: one for each
// person, reason and hour, however often the page was loaded in it.
type Reading struct {
	Appeal      ID
	Staff       account.StaffID
	Name        string           // as of then: people leave and change their names
	Role        account.Role     // that let her see the case
	Body        directory.BodyID // where she held it
	Why         Why
	Words       string    // of OtherWhy
	Since       time.Time // begins the hour: by the clock of duty, else when the reason was given
	First, Last time.Time
	Times       int  // 0: the reason was given and the case not yet opened
	Step        bool // on its way to the journal: the next step of a form, counted only when the hour has none yet
}

// LogValue keeps names and words out of logs.
func (Reading) LogValue() slog.Value { return slog.StringValue("•••") }

// OnDuty gives the reading of a person who has the case in work: some act of
// the table is hers in its present state. Nothing is asked of her.
func OnDuty(a Appeal, who account.Who, now time.Time) (Reading, bool) {
	seat, ok := seatOf(who, func(one account.Who) bool { return len(Allowed(a, one)) > 0 })
	return reading(a, who, seat, Duty, now.Truncate(ReadingLasts)), ok
}

// AskToRead gives the reading of a person who sees the case without having it
// in work, and who says why she must read it. It has not happened yet: its
// Times are 0.
func AskToRead(a Appeal, who account.Who, why Why, words string, now time.Time) (Reading, error) {
	seat, ok := seatOf(who, func(one account.Who) bool { return one.Scope().Sees(int64(a.ID), a.Body, a.Executor) })
	if !ok {
		return Reading{}, fault.New(fault.Forbidden, "appeal.not_yours", "number", a.Number())
	}
	if !slices.Contains(Whys(), why) {
		return Reading{}, fault.New(fault.Invalid, "appeal.choose_why").On("why")
	}
	r := reading(a, who, seat, why, now)
	if why != OtherWhy {
		return r, nil
	}
	r.Words = strings.TrimSpace(text.CleanLine(words))
	switch n := utf8.RuneCountInString(r.Words); {
	case n == 0:
		return r, fault.New(fault.Invalid, "appeal.why_words_empty").On("words")
	case n > MaxWhyWords:
		return r, fault.New(fault.Invalid, "appeal.why_words_long", "n", MaxWhyWords, "have", n).On("words")
	}
	return r, nil
}

func reading(a Appeal, who account.Who, seat account.Seat, why Why, since time.Time) Reading {
	since = since.UTC().Truncate(time.Microsecond)
	return Reading{
		Appeal: a.ID, Staff: who.ID, Name: who.Name, Role: seat.Role, Body: seat.Body, Why: why,
		Since: since, First: since, Last: since,
	}
}

// seatOf finds the first seat, in the order of roles, that fits by itself. The
// machine and the operator hold none.
func seatOf(who account.Who, fits func(account.Who) bool) (account.Seat, bool) {
	if who.Kind != account.Employee {
		return account.Seat{}, false
	}
	for _, role := range account.Roles() {
		for _, seat := range who.Seats {
			if seat.Role == role && fits(account.Staff(who.ID, who.Name, seat)) {
				return seat, true
			}
		}
	}
	return account.Seat{}, false
}

// Opened is the reading as it happens once at a moment: what a page adds to
// the journal before it is shown. The next step of a form that lies open is
// no new opening: filling in one answer must not look like ten readings.
func (r Reading) Opened(now time.Time, step bool) Reading {
	r.First, r.Last, r.Times, r.Step = now, now, 1, step
	return r
}

// Until is the moment from which a reading no longer opens the case. A reading
// of duty belongs to a clock hour, and later openings do not move it: duty that
// ended runs out.
func (r Reading) Until() time.Time {
	if r.Why == Duty {
		return r.Since.Add(2 * ReadingLasts)
	}
	return r.Since.Add(ReadingLasts)
}

// Holds tells whether a reading on record still opens the case to its reader.
// A clock that was set back asks again.
func (r Reading) Holds(now time.Time) bool {
	return !now.Before(r.Since) && now.Before(r.Until())
}
