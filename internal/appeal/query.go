package appeal

import (
	"jauap/internal/account"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/keys"
	"jauap/internal/law"
	"jauap/internal/text"
)

// PageSize is how many lines a page of a queue has.
const PageSize = 50

// A Filter narrows a queue. Open appeals come soonest due first; finished
// ones and finds come newest first.
type Filter struct {
	Done      bool
	Body      *directory.BodyID // a body of the scope; 0 in it: no body yet
	Executor  account.StaffID
	States    []State
	Kind      law.Kind
	Topic     directory.TopicCode
	DueBefore calendar.Day
	Words     [][]string // from text.Query: of each group one must occur
	After     *Cursor
	Size      int
}

// A Cursor is the last line of the page before.
type Cursor struct {
	Due calendar.Day
	ID  ID
}

// A Page is some lines and where the next ones begin; Next is nil at the end.
type Page[T any] struct {
	Rows []T
	Next *Cursor
}

// Counts are the figures over a queue, each exact below MostCounted.
type Counts struct{ Open, Late, Soon, Unassigned int }

// MostCounted is where counting stops: "1 000 or more" says enough.
const MostCounted = 1000

// Plus adds the figures of another part of the queue.
func (c Counts) Plus(d Counts) Counts {
	return Counts{c.Open + d.Open, c.Late + d.Late, c.Soon + d.Soon, c.Unassigned + d.Unassigned}
}

// A Case is an appeal with everything in it, opened for a reader of a scope.
type Case struct {
	Appeal
	Key     keys.Case
	Content Content
	Events  []Event
	Labels  []Label
}

// A Head is what a queue shows of a case, sealed apart from the content so
// that a page of fifty need not open fifty texts. Fifty cases on a screen are
// read by whoever stands beside it, so it is masked: for knowing a case again
// its beginning is enough, and initials for recognising who calls.
type Head struct {
	Name   string `json:"name,omitempty"` // surname and initials; a company's whole
	Text   string `json:"text"`
	Masked bool   `json:"masked,omitempty"` // not yet in heads that were sealed before this mark was
}

// headRunes is how much of the text a queue shows.
const headRunes = 160

func headOf(a Applicant, masked string) Head {
	return Head{Name: callerName(a.Company, a.Name), Text: text.Truncate(text.CleanLine(masked), headRunes), Masked: true}
}

// Mask masks a head that was sealed as it was written.
func (h Head) Mask(company bool) Head {
	if h.Masked {
		return h
	}
	masked, _ := text.Mask(h.Text)
	return Head{Name: callerName(company, h.Name), Text: masked, Masked: true}
}

// callerName is as little of a name as still lets a clerk recognise who
// calls. The name of a company is nobody's secret.
func callerName(company bool, name string) string {
	if company {
		return name
	}
	return text.Initials(name)
}

// A QueueRow is one line of a queue.
type QueueRow struct {
	Appeal
	Head
	Erased *Erased // nil: there is a case to read
}
