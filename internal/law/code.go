package law

import (
	"slices"
	"strings"

	"jauap/internal/calendar"
	"jauap/internal/fault"
)

// A Kind is what the person asks for: "application", "complaint",
// "request.lawyer". The list is data.
type Kind string

// Key is the message with the kind's name.
func (k Kind) Key() string { return "law.kind_" + string(k) }

// The kinds that every person may send.
const (
	Application Kind = "application"
	Complaint   Kind = "complaint"
	Request     Kind = "request"
	Proposal    Kind = "proposal"
	Message     Kind = "message"
	Response    Kind = "response"
)

// An Edition is the law as it stood at a time: "kz-2026".
type Edition string

// Key is the message that says when the edition holds.
func (e Edition) Key() string { return "law.edition_" + string(e) }

// The editions of the embedded data.
const (
	KZ2021      Edition = "kz-2021"
	KZ2026      Edition = "kz-2026"
	Product2022 Edition = "product-2022"
)

// A Procedure is the way a kind is handled.
type Procedure string

// The three procedures of the Code: section 3 at large, chapter 12, chapters
// 13 to 15.
const (
	Ordinary   Procedure = "ordinary"
	Simplified Procedure = "simplified"
	Complaints Procedure = "complaint"
)

// A Doubt names what is not settled by the texts the data were written from.
type Doubt string

// Key is the message that says what is not settled.
func (d Doubt) Key() string { return "law.doubt_" + string(d) }

// The doubts that the data name.
const (
	DoubtDays       Doubt = "days"        // the number of days
	DoubtFirstDay   Doubt = "first_day"   // whether the first day counts
	DoubtLastDay    Doubt = "last_day"    // whether a last day off moves
	DoubtAfterHours Doubt = "after_hours" // whether an evening counts as the next day
	DoubtDeciders   Doubt = "deciders"    // who decides
	DoubtGrounds    Doubt = "grounds"     // the wording of the ground
)

// KindInfo is one kind on the list.
type KindInfo struct {
	Kind      Kind      `json:"kind"`
	Procedure Procedure `json:"procedure"`
	Citizen   bool      `json:"citizen"` // offered to everybody on the form
}

// A Code is the law of all editions. It never changes and may be shared.
type Code struct {
	kinds    []KindInfo
	editions []*edition // those chosen by date first, oldest first
}

// Kinds lists the kinds in the order they are offered.
func (c *Code) Kinds() []KindInfo { return slices.Clone(c.kinds) }

// Kind finds a kind on the list.
func (c *Code) Kind(k Kind) (KindInfo, bool) {
	for _, info := range c.kinds {
		if info.Kind == k {
			return info, true
		}
	}
	return KindInfo{}, false
}

// Editions lists the editions, those chosen by date first.
func (c *Code) Editions() []Edition {
	names := make([]Edition, len(c.editions))
	for i, e := range c.editions {
		names[i] = e.Edition
	}
	return names
}

// EditionOn gives the edition in force on d. Before the first one (the Code
// began on 1 July 2021) it gives the first: InForce tells the difference.
func (c *Code) EditionOn(d calendar.Day) Edition {
	found := c.editions[0].Edition
	for _, e := range c.editions {
		if e.chosenOn(d) {
			found = e.Edition
		}
	}
	return found
}

// InForce tells whether any law of the data was in force on d.
func (c *Code) InForce(d calendar.Day) bool { return c.editions[0].chosenOn(d) }

// edition finds an edition, or says that there is none.
func (c *Code) edition(name Edition) (*edition, error) {
	for _, e := range c.editions {
		if e.Edition == name {
			return e, nil
		}
	}
	var names []string
	for _, e := range c.editions {
		names = append(names, string(e.Edition))
	}
	return nil, fault.New(fault.Invalid, "law.unknown_edition", "edition", string(name), "list", strings.Join(names, ", "))
}

// OfCode tells an article of the Code ("76(1)") from the message key of
// another source ("law.source_product_2022").
func OfCode(article string) bool { return !strings.HasPrefix(article, "law.source_") }
