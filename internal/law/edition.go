package law

import "jauap/internal/calendar"

// An edition is one file of editions/: the law between two dates.
type edition struct {
	Edition      Edition                `json:"edition"`
	Source       string                 `json:"source"`
	InForceFrom  calendar.Day           `json:"in_force_from"` // none: chosen by name only
	Note         string                 `json:"note"`
	Registration registering            `json:"registration"`
	Counting     counting               `json:"counting"`
	Terms        []Term                 `json:"terms"`
	Limits       []limit                `json:"limits"`
	Grounds      map[Procedure][]Ground `json:"grounds"`

	byKind map[Kind]*Term
}

// registering is the rule of the day of registration.
type registering struct {
	Article    string  `json:"article"`
	AfterHours string  `json:"after_hours"` // "next_working_day" or "same_day"
	Doubts     []Doubt `json:"doubts"`
}

// counting is the rule of the first and the last day of a term.
type counting struct {
	From           string  `json:"from"`      // "registration" or "receipt"
	FirstDay       string  `json:"first_day"` // "next": day 1 is the day after; "same": the day itself
	Article        string  `json:"article"`
	LastDayArticle string  `json:"last_day_article"`
	Doubts         []Doubt `json:"doubts"`
}

// The words of the data.
const (
	nextWorkingDay   = "next_working_day"
	sameDay          = "same_day"
	fromRegistration = "registration"
	fromReceipt      = "receipt"
	firstNext        = "next"
	firstSame        = "same"
)

func (e *edition) chosenOn(d calendar.Day) bool {
	return !e.InForceFrom.IsZero() && e.InForceFrom <= d
}

// dayBeforeFirst gives the day after which the days of a term are counted.
func (e *edition) dayBeforeFirst(from calendar.Day) calendar.Day {
	if e.Counting.FirstDay == firstSame {
		return from.Add(-1)
	}
	return from
}
