package appeal

import (
	"slices"

	"jauap/internal/account"
)

// A Row of the table: one act, the states it starts from, the roles that may
// do it. An empty To means that the act decides itself where it leads.
type Row struct {
	Act   Act
	From  []State
	To    State
	Roles []account.Role // in the body that has the appeal
	Own   bool           // also the executor it was given to
	Kinds []account.Kind // others than staff: the applicant, the machine
}

// Table is who may do what in which state. Everything not written here is
// not allowed.
func Table() []Row {
	registry := []account.Role{account.Registrar}
	leads := []account.Role{account.Registrar, account.Head, account.Deputy}
	heads := []account.Role{account.Head, account.Deputy}
	open := []State{Submitted, Registered, Routed, Redirected, Assigned}
	held := []State{Routed, Redirected, Assigned}
	return []Row{
		{Act: ActRegister, From: []State{Submitted}, Roles: registry},
		{Act: ActRoute, From: []State{Registered}, To: Routed, Roles: registry},
		{Act: ActRedirect, From: held, To: Redirected, Roles: leads},
		{Act: ActAssign, From: held, To: Assigned, Roles: leads},
		{Act: ActAnswer, From: held, To: Answered, Roles: heads, Own: true},
		// art. 88(2): the head or the deputy; ground 1 also another
		// authorised person, which the rule asks of the ground.
		{Act: ActTerminate, From: held, To: Terminated, Roles: leads},
		// art. 64(9): by the applicant, or by a registrar on the
		// applicant's written statement.
		{Act: ActWithdraw, From: open, To: Withdrawn, Roles: registry, Kinds: []account.Kind{account.Applicant}},
		{Act: ActRate, From: []State{Answered}, To: Answered, Kinds: []account.Kind{account.Applicant}},
		{Act: ActRecount, From: open, Kinds: []account.Kind{account.Machine, account.Operator}},
		{Act: ActLapse, From: open, Kinds: []account.Kind{account.Machine, account.Operator}},
	}
}

// allows tells whether who may do the row's act to a, whatever its state.
func (r Row) allows(a Appeal, who account.Who) bool {
	switch who.Kind {
	case account.Employee:
		return who.Holds(a.Body, r.Roles...) || r.Own && who.ID == a.Executor && who.Holds(a.Body, account.Executor)
	case account.Applicant:
		return slices.Contains(r.Kinds, who.Kind) && who.Appeal == int64(a.ID)
	default:
		return slices.Contains(r.Kinds, who.Kind)
	}
}

// Allowed lists the acts that who may do to a now, in the table's order: the
// buttons of the page are made of it.
func Allowed(a Appeal, who account.Who) []Act {
	var acts []Act
	for _, r := range Table() {
		if slices.Contains(r.From, a.State) && r.allows(a, who) && !(r.Act == ActRate && a.Rating != "") {
			acts = append(acts, r.Act)
		}
	}
	return acts
}

func row(act Act) (Row, bool) {
	rows := Table()
	i := slices.IndexFunc(rows, func(r Row) bool { return r.Act == act })
	if i < 0 {
		return Row{}, false
	}
	return rows[i], true
}
