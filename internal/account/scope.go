package account

import (
	"slices"

	"jauap/internal/directory"
)

// A Scope says which appeals a reader may see. It can only be made here, so
// a forgotten scope is the zero scope, and the zero scope sees nothing.
type Scope struct {
	all      bool
	bodies   []directory.BodyID
	executor StaffID
	desks    []directory.BodyID // where she is an executor now
	appeal   int64
}

// Everything is the scope of the program itself: jobs, statistics, the
// commands of the operator. No face may use it.
func Everything() Scope { return Scope{all: true} }

// Scope is what w may see.
func (w Who) Scope() Scope {
	switch w.Kind {
	case Machine, Operator:
		return Everything()
	case Applicant:
		return Scope{appeal: w.Appeal}
	case Employee:
		return w.staffScope()
	default:
		return Scope{}
	}
}

// staffScope: registrars, heads, deputies and controllers see the body's
// appeals, executors those given to them in the body they work in now,
// administrators none.
func (w Who) staffScope() Scope {
	s := Scope{}
	for _, seat := range w.Seats {
		switch seat.Role {
		case Registrar, Head, Deputy, Controller:
			s.bodies = append(s.bodies, seat.Body)
			if seat.Window {
				s.bodies = append(s.bodies, 0)
			}
		case Executor:
			s.executor = w.ID
			s.desks = append(s.desks, seat.Body)
		}
	}
	slices.Sort(s.bodies)
	s.bodies = slices.Compact(s.bodies)
	slices.Sort(s.desks)
	s.desks = slices.Compact(s.desks)
	return s
}

// All tells whether the scope sees everything.
func (s Scope) All() bool { return s.all }

// Bodies are the bodies whose appeals are seen; 0 stands for "no body yet".
func (s Scope) Bodies() []directory.BodyID { return slices.Clone(s.bodies) }

// Executor is the person whose own cases are seen, or 0.
func (s Scope) Executor() StaffID { return s.executor }

// Desks are the bodies in which Executor works.
func (s Scope) Desks() []directory.BodyID { return slices.Clone(s.desks) }

// Appeal is the one appeal an applicant sees, or 0.
func (s Scope) Appeal() int64 { return s.appeal }

// Sees tells whether the scope covers an appeal with these marks. It is the
// same rule that the store writes into its queries.
func (s Scope) Sees(appeal int64, body directory.BodyID, executor StaffID) bool {
	return s.all ||
		s.appeal != 0 && s.appeal == appeal ||
		s.executor != 0 && s.executor == executor && slices.Contains(s.desks, body) ||
		slices.Contains(s.bodies, body)
}
