package law

import (
	"jauap/internal/calendar"
	"jauap/internal/fault"
)

// A LimitName names a time that the law sets besides the term itself.
type LimitName string

// The limits that the data know. Not every edition has each: what we could
// not read we did not invent.
const (
	Redirect             LimitName = "redirect"              // from receipt, to pass it on
	Return               LimitName = "return"                // to give it back with reasons
	TerminationNotice    LimitName = "termination_notice"    // from the decision, to tell the participant
	Extension            LimitName = "extension"             // from the decision, the longest extension
	ExtensionNotice      LimitName = "extension_notice"      // from the decision, to tell the participant
	HearingObjection     LimitName = "hearing_objection"     // from the preliminary decision
	ComplaintForward     LimitName = "complaint_forward"     // from receipt, to the reviewing body with the file
	Complain             LimitName = "complain"              // from knowing of the act
	ComplainUninstructed LimitName = "complain_uninstructed" // the same, when the act did not say how to complain
	Suit                 LimitName = "suit"                  // from service of the decision on the complaint
	PetitionPublication  LimitName = "petition_publication"  // from the decision
)

// limit is a limit in the data.
type limit struct {
	Name    LimitName `json:"name"`
	Count   int       `json:"count"`
	Unit    Unit      `json:"unit"`
	Article string    `json:"article"`
	Moves   bool      `json:"moves"` // a last day off moves to the next working day
	Doubts  []Doubt   `json:"doubts"`
}

// A Limit is the last day of a time the law sets, with its article.
type Limit struct {
	By      calendar.Day
	Article string
	Skipped []calendar.Skip
	Unsure  bool
	Doubts  []Doubt
}

// Limit counts a limit from a day, which itself is not counted. An edition
// that does not set it is fault.Invalid "law.unknown_limit".
func (c *Code) Limit(name LimitName, e Edition, from calendar.Day, cal *calendar.Calendar) (Limit, error) {
	ed, err := c.edition(e)
	if err != nil {
		return Limit{}, err
	}
	for _, l := range ed.Limits {
		if l.Name == name {
			return l.from(from, cal), nil
		}
	}
	return Limit{}, fault.New(fault.Invalid, "law.unknown_limit", "limit", string(name), "edition", string(e))
}

func (l limit) from(day calendar.Day, cal *calendar.Calendar) Limit {
	out := Limit{Article: l.Article, Doubts: l.Doubts, Unsure: len(l.Doubts) > 0}
	if l.Unit == WorkingDays {
		out.By = cal.AddWorking(day, l.Count)
		out.Skipped = cal.Skipped(day, out.By)
		return out
	}
	last := day.Add(l.Count)
	if l.Unit == Months {
		last = day.AddMonths(l.Count)
	}
	out.By = last
	if l.Moves {
		out.By = cal.NextWorking(last)
		out.Skipped = cal.Skipped(last.Add(-1), out.By)
	}
	return out
}

// RedirectBy gives the last day on which a body without powers passes an
// appeal on: three working days from receipt, the applicant told at the same
// time (art. 65(1)). Every edition has this limit; for an edition that is not
// in the data the limit is empty.
func (c *Code) RedirectBy(e Edition, received calendar.Day, cal *calendar.Calendar) Limit {
	l, err := c.Limit(Redirect, e, received, cal)
	if err != nil { // only an unknown edition: load refuses one without the limit
		return Limit{}
	}
	return l
}
