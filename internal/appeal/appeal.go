package appeal

import (
	"log/slog"
	"time"

	"jauap/internal/account"
	"jauap/internal/blob"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/keys"
	"jauap/internal/law"
)

// An ID is the number of an appeal in the database, from one sequence.
type ID int64

// A State is where an appeal stands. See the drawing in the package comment.
type State string

// The states.
const (
	Submitted  State = "submitted"  // taken in, not yet confirmed by a registrar
	Registered State = "registered" // confirmed, no competent body yet
	Routed     State = "routed"     // with the competent body, no executor yet
	Redirected State = "redirected" // sent on by a body without powers (art. 65)
	Assigned   State = "assigned"   // an executor works on it
	Answered   State = "answered"
	Terminated State = "terminated"
	Withdrawn  State = "withdrawn"
)

// States lists the states in the order an appeal passes them.
func States() []State {
	return []State{Submitted, Registered, Routed, Redirected, Assigned, Answered, Terminated, Withdrawn}
}

// Open tells whether the term still runs in this state.
func (s State) Open() bool {
	return s != "" && s != Answered && s != Terminated && s != Withdrawn
}

// A Source is the way an appeal came in.
type Source string

// The sources.
const (
	FromWeb    Source = "web"
	FromPaper  Source = "paper"
	FromOral   Source = "oral"
	FromPhone  Source = "phone"
	FromEmail  Source = "email"
	FromImport Source = "import"
	FromDemo   Source = "demo"
)

// A Rating is what the applicant says of the answer.
type Rating string

// The ratings.
const (
	Solved Rating = "solved"
	Partly Rating = "partly"
	Not    Rating = "not"
)

// Ratings lists them from best to worst.
func Ratings() []Rating { return []Rating{Solved, Partly, Not} }

// An Outcome is the character of an answer.
type Outcome string

// The outcomes of the registration card.
const (
	Satisfied Outcome = "satisfied"
	Explained Outcome = "explained"
	Refused   Outcome = "refused"
)

// Outcomes lists them as they are offered.
func Outcomes() []Outcome { return []Outcome{Satisfied, Explained, Refused} }

// Facts are said once, when the appeal comes in, and never change.
type Facts struct {
	Company    bool      `json:"company,omitempty"` // from a company (ЗТ) or a person (ЖТ)
	Year       int       `json:"year"`              // of the registration day as counted at receipt; part of the number for ever
	Anonymous  bool      `json:"anonymous,omitempty"`
	Source     Source    `json:"source"`
	Language   string    `json:"language,omitempty"` // of the text: kk, ru, mixed, other
	Reader     string    `json:"reader"`             // the applicant reads kk, ru or en
	ReceivedAt time.Time `json:"received_at"`
	Files      int       `json:"files,omitempty"`
	Reachable  bool      `json:"reachable,omitempty"` // left an address for letters
}

// Marks are what events move: where the appeal stands and until when.
type Marks struct {
	State        State
	Kind         law.Kind
	Edition      law.Edition      // the edition it was registered under
	Body         directory.BodyID // 0: no competent body yet
	Unit         directory.UnitID
	Executor     account.StaffID
	Place        directory.PlaceCode
	Topic        directory.TopicCode
	RegisteredOn calendar.Day // by law, art. 64(3)
	ReachedOn    calendar.Day // day it reached the body that has it now
	CountedFrom  calendar.Day // day the term runs from
	DueOn        calendar.Day
}

// An Appeal is the sum of its events: everything about a case that is not
// personal. Text, names and files are its Content.
type Appeal struct {
	ID      ID
	Version int64     // number of its last event
	LastAt  time.Time // of its last event; zero in lists, which decide nothing
	Facts
	Marks
	ClosedOn calendar.Day
	Outcome  Outcome
	Rating   Rating
	Breaches int  // acts done late so far
	Lapsed   bool // the term passed without an answer, and that was written down and counted
}

// Number is the public number.
func (a Appeal) Number() Number {
	return Number{Company: a.Company, Year: a.Year, ID: a.ID}
}

// Late tells whether the term had passed on a day with the appeal still open.
func (a Appeal) Late(today calendar.Day) bool {
	return a.State.Open() && a.DueOn != 0 && today > a.DueOn
}

// DaysLeft counts calendar days to the due day, negative when it has passed.
func (a Appeal) DaysLeft(today calendar.Day) int { return int(a.DueOn - today) }

// An Applicant is who addresses the state. All of it is personal data, all
// of it may be missing: acceptance is never refused (art. 64(2)).
type Applicant struct {
	Company   bool   `json:"company,omitempty"`
	Anonymous bool   `json:"anonymous,omitempty"`
	Name      string `json:"name,omitempty"`
	IIN       string `json:"iin,omitempty"` // or BIN of a company
	Email     string `json:"email,omitempty"`
	Phone     string `json:"phone,omitempty"`
	Address   string `json:"address,omitempty"`
}

// LogValue keeps personal data out of logs.
func (Applicant) LogValue() slog.Value { return slog.StringValue("•••") }

// A Content is the personal part of a case, sealed at rest.
type Content struct {
	Text      string     `json:"text"`
	PlaceText string     `json:"place_text,omitempty"` // the place in the person's words
	Applicant Applicant  `json:"applicant"`
	Files     []blob.Ref `json:"files,omitempty"`
	Accepted  string     `json:"accepted_by,omitempty"` // who took it in, for the ticket (art. 64(2))
}

// LogValue keeps personal data out of logs.
func (Content) LogValue() slog.Value { return slog.StringValue("•••") }

// A Label is a classification given by another system, kept as it came.
type Label struct{ Name, Value string }

// A Draft is an appeal as a face received it, before anything was decided.
type Draft struct {
	Token     string    // one per form: two clicks are one appeal
	Key       keys.Case `json:"-"`
	Kind      law.Kind
	Text      string
	Topic     directory.TopicCode
	Place     directory.PlaceCode
	PlaceText string
	Body      directory.BodyID // addressee, if the person named one
	Applicant Applicant
	Reader    string // kk, ru, en
	Source    Source
	Files     []blob.Ref
	Received  time.Time // when it came in on paper or elsewhere; zero: now
	Accepted  string    // name and position of who takes it in, for the ticket; "": the name alone
	External  string    // key in the system it comes from: imported once only
	Labels    []Label
}

// LogValue keeps personal data out of logs.
func (Draft) LogValue() slog.Value { return slog.StringValue("•••") }
