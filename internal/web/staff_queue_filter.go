package web

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/law"
	"jauap/internal/text"
)

// What asked names in an address.
const (
	askTab   = "view"
	askText  = "q"
	askState = "state"
	askKind  = "kind"
	askTopic = "topic"
	askOnly  = "only" // "late", "soon", "free"
	askAfter = "after"
)

// asked is what the address of a queue asks for.
type asked struct {
	Tab, Text, State, Kind, Topic, Only string
	After                               *appeal.Cursor
}

func askedOf(v url.Values) asked {
	return asked{
		Tab: v.Get(askTab), Text: strings.TrimSpace(v.Get(askText)), State: v.Get(askState), Kind: v.Get(askKind),
		Topic: v.Get(askTopic), Only: v.Get(askOnly), After: readCursor(v.Get(askAfter)),
	}
}

// at is the same question on the page that begins after a cursor.
func (a asked) at(c *appeal.Cursor) asked {
	a.After = c
	return a
}

func (a asked) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{
		askTab: a.Tab, askText: a.Text, askState: a.State, askKind: a.Kind, askTopic: a.Topic, askOnly: a.Only,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if a.After != nil {
		v.Set(askAfter, fmt.Sprintf("%d.%d", a.After.Due, a.After.ID))
	}
	return v
}

// readCursor reads "20544.123"; anything else begins at the beginning.
func readCursor(s string) *appeal.Cursor {
	due, id, ok := strings.Cut(s, ".")
	d, err1 := strconv.Atoi(due)
	n, err2 := strconv.ParseInt(id, 10, 64)
	if !ok || err1 != nil || err2 != nil {
		return nil
	}
	return &appeal.Cursor{Due: calendar.Day(d), ID: appeal.ID(n)}
}

// narrowed tells whether anything but the tab was chosen.
func (a asked) narrowed() bool { return a.Text+a.State+a.Kind+a.Topic+a.Only != "" }

// filter narrows a tab by what was asked. A word nobody knows filters
// nothing out: the address was typed by hand.
func (a asked) filter(f appeal.Filter, today calendar.Day) appeal.Filter {
	f.Size, f.After = appeal.PageSize, a.After
	f.Kind, f.Topic = law.Kind(a.Kind), directory.TopicCode(a.Topic)
	if state := appeal.State(a.State); slices.Contains(appeal.States(), state) {
		f.States = []appeal.State{state}
	}
	if a.Text != "" {
		f.Words = text.Query(a.Text)
	}
	switch a.Only {
	case "late":
		f.DueBefore = today
	case "soon":
		f.DueBefore = today.Add(4)
		if f.After == nil && a.Text == "" { // begin behind the late ones
			f.After = &appeal.Cursor{Due: today.Add(-1), ID: math.MaxInt64}
		}
	case "free":
		f.States = []appeal.State{appeal.Submitted, appeal.Registered, appeal.Routed, appeal.Redirected}
	}
	return f
}

func (p queuePage) address(a asked) string {
	if a.Tab == "" {
		a.Tab = p.Tab.Key
	}
	return p.To(pathQueue) + "?" + a.values().Encode()
}

func (p *queuePage) fillFilter(rules appeal.Rules) {
	v := p.Asked.values()
	p.Form = Form{P: p.P, Values: v}
	p.Searched = p.Asked.narrowed()
	all := Choice{Text: p.T("staff.all")}
	p.States, p.Kinds, p.Topics = []Choice{all}, []Choice{all}, append([]Choice{all}, topicChoices(p.Page, rules.Directory)...)
	for _, state := range appeal.States() {
		if state.Open() != p.Tab.Filter.Done {
			p.States = append(p.States, Choice{Value: string(state), Text: stateName(p.Page, state)})
		}
	}
	p.Kinds = append(p.Kinds, kindChoices(p.Page, rules.Law)...)
}

func kindChoices(p Page, code *law.Code) []Choice {
	var list []Choice
	for _, k := range code.Kinds() {
		list = append(list, Choice{Value: string(k.Kind), Text: p.T(k.Kind.Key())})
	}
	return list
}

// topicChoices lists the topics under their areas.
func topicChoices(p Page, d *directory.Directory) []Choice {
	var list []Choice
	for _, area := range d.Topics() {
		name := area.Name.In(p.Lang())
		list = append(list, Choice{Value: string(area.Code), Text: name})
		for _, t := range area.Children {
			list = append(list, Choice{Value: string(t.Code), Text: name + ": " + t.Name.In(p.Lang())})
		}
	}
	return list
}
