package web

import (
	"net/http"
	"strings"

	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// An errorPage is a failure shown to a person.
type errorPage struct {
	Page
	Status    int
	RequestID string
	Way       Link // a whole address that leads back to work; zero is the first page
	err       error
	hint      string // key of the explanation, "" when the fault says all
}

// errorKey names the title; with "_text" it names the explanation.
func errorKey(k fault.Kind) string {
	switch k {
	case fault.NotFound, fault.Gone, fault.Forbidden, fault.Unsigned, fault.TooMany,
		fault.TooLarge, fault.Conflict, fault.Invalid, fault.Unavailable:
		return "web.error_" + string(k)
	}
	return "web.error_internal"
}

// errorWords are the keys of the title and of the explanation of a fault.
// Most faults share those of their kind; some need their own.
func errorWords(err error) (title, hint string) {
	title = errorKey(fault.KindOf(err))
	key := ""
	if f := fault.All(err); len(f) > 0 {
		key = f[0].Key
	}
	switch key {
	case "httpd.cross_origin", "web.too_many_answers": // they say what to do
		return "web.error_invalid", ""
	case "httpd.timeout":
		return title, ""
	case "appeal.not_found":
		return "web.error_no_case", "web.error_no_case_text"
	case "blob.not_found":
		return "web.error_no_file", "web.error_no_file_text"
	case "staff.reading_unwritten":
		return title, key
	case "appeal.rated_already":
		return title, "web.error_rated_text"
	case "appeal.wrong_state":
		return title, "web.error_wrong_state_text"
	}
	return title, title + "_text"
}

// newErrorPage fills a page with a failure.
func (s *Site) newErrorPage(r *http.Request, status int, id string, err error) errorPage {
	e := errorPage{Page: s.anyPage(r), Status: status, RequestID: id, err: err}
	var title string
	title, e.hint = errorWords(err)
	e.Title = e.T(title)
	e.Way = e.wayBack(r)
	return e
}

// wayBack leads an applicant to the appeal, staff to the queue, others to the
// first page.
func (e errorPage) wayBack(r *http.Request) Link {
	rest, ok := strings.CutPrefix(r.URL.Path, e.To(pathAppeals))
	if number, act, more := strings.Cut(rest, "/"); ok && more && act != "" {
		if n, err := appeal.ParseNumber(number); err == nil {
			return Link{Href: e.To(appealAddress(n)), Text: e.T("web.error_to_appeal")}
		}
	}
	if e.Viewer.SignedIn() {
		return Link{Href: e.To(pathQueue), Text: e.T("web.error_to_queue")}
	}
	return Link{Href: e.To("/"), Text: e.T("web.error_home")}
}

// said is the sentence of the fault itself, "" when it adds nothing: our own
// failures, a database that does not answer (its sentence is the operator's),
// and the plain «no such page» that the title already says.
func (e errorPage) said() string {
	switch fault.KindOf(e.err) {
	case "", fault.Internal, fault.NotFound, fault.Unsigned, fault.Unavailable:
		return ""
	}
	return e.P.Fault(e.err)
}

// text explains the failure and what to do.
func (e errorPage) text() string {
	if e.hint == "" {
		return ""
	}
	return e.T(e.hint)
}
