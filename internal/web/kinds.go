package web

import "github.com/a-h/templ"

// attributes are those that any kind of field may have.
func (f Field) attributes() templ.Attributes {
	a := templ.Attributes{}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("aria-describedby", f.describedBy())
	set("inputmode", f.Mode)
	set("autocomplete", f.Autocomplete)
	if f.fault() != "" {
		a["aria-invalid"] = "true"
	}
	if f.NoDraft {
		a["data-no-draft"] = true
	}
	if f.Mode == "numeric" || f.NoDraft {
		a["spellcheck"] = "false"
	}
	return a
}

// A ButtonKind is how much a button weighs.
type ButtonKind string

// The kinds. A page has one Sun or one Main, seldom more.
const (
	Main   ButtonKind = ""
	Second ButtonKind = "govuk-button--secondary"
	Danger ButtonKind = "govuk-button--warning" // cannot be taken back
	Sun    ButtonKind = "j-button--sun"         // the one thing to do, on a dark band
)

func (k ButtonKind) class() string {
	if k == Main {
		return "govuk-button"
	}
	return "govuk-button " + string(k)
}

// A TagKind is what a tag's colour says. The words say it too: colour alone
// never does.
type TagKind string

// The kinds.
const (
	Plain TagKind = ""
	Open  TagKind = "govuk-tag--teal"   // in work
	Soon  TagKind = "govuk-tag--yellow" // needs attention
	Late  TagKind = "govuk-tag--red"    // overdue
	Burns TagKind = "govuk-tag--solid"  // overdue and nobody works on it
	Done  TagKind = "govuk-tag--green"  // answered, solved
)

// A TicketKind is the colour of a panel's edge.
type TicketKind string

// The kinds.
const (
	TicketPlain TicketKind = "grey"
	TicketOpen  TicketKind = "blue"
	TicketSoon  TicketKind = "yellow"
	TicketLate  TicketKind = "red"
	TicketDone  TicketKind = "green"
)

// A Row is one line of a summary list.
type Row struct {
	Key    string
	Text   string
	Body   templ.Component // instead of Text
	Action Link            // "change"; Href is a whole address
}

// An Item is one event on a timeline.
type Item struct {
	Title string
	When  string // in words: p.P.Time(t)
	Stamp string // for machines: RFC 3339 or a day
	By    string // who, or ""
	Now   bool   // the present state
	Body  templ.Component
}

// A Column is the head of one column of a table.
type Column struct {
	Text  string
	Right bool // figures
}

// A Cell is one cell of a table. The first of a row is its header.
type Cell struct {
	Text string
	Body templ.Component // instead of Text
}

// An Action is a card that leads somewhere. Href is a whole address.
type Action struct {
	Href string
	Text string
	Note string
}

// A Fact is a large figure with its name.
type Fact struct {
	Name string
	Text string
}
