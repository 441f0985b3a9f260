package account

import (
	"log/slog"
	"slices"

	"jauap/internal/directory"
)

// A StaffID is the number of a person who works for a body.
type StaffID int64

// A Role is what a seat entitles to. The words are those of the rules of
// registration and of the body's own orders.
type Role string

// The roles.
const (
	Registrar  Role = "registrar"  // accepts, registers, routes
	Head       Role = "head"       // decides for the body
	Deputy     Role = "deputy"     // decides like the head (art. 76(3), 88(2))
	Executor   Role = "executor"   // works the cases given to her
	Controller Role = "controller" // reads the body's cases, changes nothing
	Admin      Role = "admin"      // people and directories, no cases
)

// Roles lists the roles in the order they are offered.
func Roles() []Role {
	return []Role{Registrar, Head, Deputy, Executor, Controller, Admin}
}

// ParseRole reads a role's code.
func ParseRole(s string) (Role, bool) {
	r := Role(s)
	return r, slices.Contains(Roles(), r)
}

// A Seat is a role in a body. Window marks the seats of the single window,
// whose body of appeals is "those that no body has yet".
type Seat struct {
	Body   directory.BodyID
	Unit   directory.UnitID
	Role   Role
	Window bool
}

// A Kind of person or machine that acts.
type Kind string

// The kinds. Applicants act on one appeal only; the machine is the clock and
// the queue; the operator is whoever may run the program's commands.
const (
	Nobody    Kind = ""
	Applicant Kind = "applicant"
	Employee  Kind = "staff"
	Machine   Kind = "machine"
	Operator  Kind = "operator"
)

// Who is the one who reads or acts.
type Who struct {
	Kind   Kind
	ID     StaffID // of an Employee
	Name   string  // of an Employee, as shown to colleagues
	Seats  []Seat
	Appeal int64 // the one appeal an Applicant proved to be theirs
}

// Staff is a signed-in person with her seats.
func Staff(id StaffID, name string, seats ...Seat) Who {
	return Who{Kind: Employee, ID: id, Name: name, Seats: seats}
}

// Author is an applicant who showed the code of the appeal.
func Author(appeal int64) Who { return Who{Kind: Applicant, Appeal: appeal} }

// LogValue keeps names out of the log.
func (w Who) LogValue() slog.Value {
	return slog.GroupValue(slog.String("kind", string(w.Kind)), slog.Int64("id", int64(w.ID)))
}

// Holds tells whether w has one of the roles in the body; body 0 is the
// single window's.
func (w Who) Holds(body directory.BodyID, roles ...Role) bool {
	return slices.ContainsFunc(w.Seats, func(s Seat) bool {
		return s.covers(body) && slices.Contains(roles, s.Role)
	})
}

// HoldsAnywhere tells whether w has the role in any body.
func (w Who) HoldsAnywhere(r Role) bool {
	return slices.ContainsFunc(w.Seats, func(s Seat) bool { return s.Role == r })
}

// covers: the single window keeps the appeals that no body has yet. Those it
// may have been given as a body of its own count too.
func (s Seat) covers(body directory.BodyID) bool {
	return s.Body == body || s.Window && body == 0
}
