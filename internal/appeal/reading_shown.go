package appeal

import (
	"slices"

	"jauap/internal/account"
	"jauap/internal/calendar"
	"jauap/internal/directory"
)

// ByDay joins the readings of each person, place, reason and day, the newest
// first: whoever worked on a case from ten to six read it on one day.
func ByDay(list []Reading) []Reading {
	type key struct {
		staff account.StaffID
		role  account.Role
		body  directory.BodyID
		why   Why
		words string
		day   calendar.Day
	}
	at := map[key]int{}
	var days []Reading
	for _, r := range list {
		k := key{r.Staff, r.Role, r.Body, r.Why, r.Words, calendar.Of(r.First)}
		i, ok := at[k]
		if !ok {
			at[k] = len(days)
			days = append(days, r)
			continue
		}
		days[i] = days[i].plus(r)
	}
	slices.SortStableFunc(days, func(a, b Reading) int { return b.Last.Compare(a.Last) })
	return days
}

func (r Reading) plus(o Reading) Reading {
	if o.First.Before(r.First) {
		r.First = o.First
	}
	if o.Last.After(r.Last) {
		r.Last, r.Name = o.Last, o.Name
	}
	r.Times += o.Times
	return r
}

// Masked is the case without a word that anybody wrote in it, without the
// applicant, the files and the key that opens them. The registration card
// stays: kind, states, days, topic, place by the directory, who acted.
func (c Case) Masked() Case {
	m := Case{Appeal: c.Appeal, Content: Content{Accepted: c.Content.Accepted}}
	for _, e := range c.Events {
		e.Details = Details{Name: e.Details.Name, For: e.Details.For, Day: e.Details.Day}
		m.Events = append(m.Events, e)
	}
	return m
}

// Words tells whether an event says anything that Masked hides.
func (d Details) Words() bool { return d.Note != "" || d.Inner != "" || len(d.Files) > 0 }
