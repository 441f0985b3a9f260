package web

import (
	"jauap/internal/fault"
	"jauap/internal/i18n"
)

// A Page is what every page tells the layout. Page structs of their own embed
// it.
type Page struct {
	Title  string         // in the reader's language, without the product's name
	P      i18n.Printer   // writes in the reader's language
	Path   string         // without the language: "/follow"; the query may follow
	Nav    []Link         // the main sections; Href without the language
	Back   Link           // shown above the page when Href is set
	Viewer Viewer         // zero when nobody has signed in
	Faults []*fault.Fault // what was wrong with the form; the layout lists them
	Assets *Assets
	Demo   bool // nothing written here is real
	Wide   bool // tables of staff: 1280 instead of 1020 px
	Again  again
	Bare   bool // the page brings its own containers: the first page's bands

	Witnessed bool // receipts are signed here, and there is a log
}

// A Viewer is the person who reads a page, as the header shows them.
type Viewer struct {
	Name string // "" when nobody has signed in
	Home string // path of their first page, without the language: "/queue"
}

// An again makes the language switch send a form that is being filled in, so
// that what was typed and uploaded comes back in the other language. The zero
// again makes links.
type again struct {
	Form  string // id of the form
	Name  string // what the switch sends with it: only show it again
	Value string
	Enter Choice // Text and Value of the form's own first button, which Enter presses
}

// lookAgain asks to show a form again with its faults, and to do nothing.
const lookAgain = "again"

// SignedIn tells whether there is somebody.
func (v Viewer) SignedIn() bool { return v.Name != "" }

// A Link is a way on: an address and its words.
type Link struct {
	Href    string
	Text    string
	Current bool // the page that is shown now
}

// T gives the words of a key in the reader's language.
func (p Page) T(key string, args ...any) string { return p.P.T(key, args...) }

// Lang tells the page's language, Kazakh when none was set.
func (p Page) Lang() i18n.Lang {
	if l := p.P.Lang(); l != "" {
		return l
	}
	return i18n.KK
}

// To gives the address of a path in the page's language: To("/follow") is
// "/kk/follow".
func (p Page) To(path string) string { return In(p.Lang(), path) }

// In gives the address of a path in a language.
func In(l i18n.Lang, path string) string {
	if path == "" {
		path = "/"
	}
	return "/" + string(l) + path
}

// heading is the document's title: a failed form says so first, because it is
// the first thing that a screen reader reads out.
func (p Page) heading() string {
	key := "web.title"
	if len(p.Faults) > 0 {
		key = "web.title_fault"
	}
	if p.Title == "" {
		return p.T("web.product")
	}
	return p.T(key, "title", p.Title)
}

// langName is a language's name in that language, as its speakers look for it.
func langName(l i18n.Lang) string {
	switch l {
	case i18n.RU:
		return "Русский"
	case i18n.EN:
		return "English"
	}
	return "Қазақша"
}
