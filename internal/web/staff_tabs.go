package web

import (
	"fmt"
	"slices"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/directory"
)

// The views that need no body.
const (
	tabMine   = "mine"
	tabWindow = "window"
)

// A tab is one view of the cases somebody may see.
type tab struct {
	Key    string // in the address: "mine", "body-7", "window", "done"
	Text   string
	Filter appeal.Filter
}

// tabs are the views of the seats somebody holds.
func tabs(p Page, d *directory.Directory, who account.Who) []tab {
	var list []tab
	seen := map[string]bool{}
	add := func(t tab) {
		if !seen[t.Key] {
			seen[t.Key] = true
			list = append(list, t)
		}
	}
	if who.HoldsAnywhere(account.Executor) {
		add(tab{tabMine, p.T("staff.tab_mine"), appeal.Filter{Executor: who.ID}})
	}
	for _, seat := range who.Seats {
		body := seat.Body
		switch seat.Role {
		case account.Registrar, account.Head, account.Deputy, account.Controller:
			if seat.Window {
				body = 0
				add(tab{tabWindow, p.T("staff.tab_window"), appeal.Filter{Body: &body}})
				continue
			}
			add(tab{fmt.Sprintf("body-%d", body), bodyName(p, d, body), appeal.Filter{Body: &body}})
		}
	}
	if len(list) > 0 {
		add(tab{"done", p.T("staff.tab_done"), appeal.Filter{Done: true}})
	}
	return list
}

func chosenTab(list []tab, key string) tab {
	i := slices.IndexFunc(list, func(t tab) bool { return t.Key == key })
	return list[max(i, 0)]
}

// links are the tabs as ways on; a search goes along, a page does not.
func (p queuePage) links() []Link {
	var list []Link
	for _, t := range p.Tabs {
		a := asked{Tab: t.Key, Text: p.Asked.Text}
		list = append(list, Link{Href: p.address(a), Text: t.Text, Current: t.Key == p.Tab.Key})
	}
	return list
}

// facts are the figures over everything open that the viewer may see.
func (p queuePage) facts(n appeal.Counts) []fact {
	number := func(n int) string {
		if n >= appeal.MostCounted { // counting stops there
			return p.P.Number(appeal.MostCounted) + "+"
		}
		return p.P.Number(int64(n))
	}
	late, soon := Plain, Plain
	if n.Late > 0 {
		late = Late
	}
	if n.Soon > 0 {
		soon = Soon
	}
	list := []fact{
		{p.T("staff.count_late"), number(n.Late), p.address(asked{Only: "late", Tab: p.open()}), late},
		{p.T("staff.count_soon"), number(n.Soon), p.address(asked{Only: "soon", Tab: p.open()}), soon},
		{p.T("staff.count_free"), number(n.Unassigned), p.address(asked{Only: "free", Tab: p.open()}), Plain},
		{p.T("staff.count_open"), number(n.Open), p.address(asked{Tab: p.open()}), Plain},
	}
	if p.Tab.Key == tabMine || p.Tab.Key == tabWindow { // there all have one, or none can
		list = append(list[:2], list[3])
	}
	return list
}

// open is the tab where open cases are: this one, unless it is the finished.
func (p queuePage) open() string {
	if p.Tab.Filter.Done {
		return p.Tabs[0].Key
	}
	return p.Tab.Key
}
