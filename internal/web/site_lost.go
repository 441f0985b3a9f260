package web

import (
	"net/http"
	"slices"
	"strings"

	"jauap/internal/httpd"
	"jauap/internal/i18n"
)

// noSuchPage answers what no route does: an address with one slash too many
// is led on, one that is used in another way says in which.
func (s *Site) noSuchPage(w http.ResponseWriter, r *http.Request) error {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if l, ok := i18n.ParseLang(first); r.URL.Path != "/" && (!ok || first != string(l)) {
		return errNoPage()
	}
	if ways := s.ways(r, r.URL.Path); len(ways) > 0 {
		w.Header().Set("Allow", strings.Join(ways, ", "))
		e := s.newErrorPage(r, http.StatusMethodNotAllowed, httpd.RequestID(r.Context()), nil)
		e.Title, e.hint = e.T("web.error_method"), "web.error_method_text"
		e.Path = "/" // the language switch would only open it wrongly again
		return show(r.Context(), w, e.Status, errorView(e))
	}
	short := strings.TrimRight(r.URL.Path, "/")
	if short != r.URL.Path && slices.Contains(s.ways(r, short), r.Method) && r.Method == http.MethodGet {
		u := *r.URL
		u.Path, u.RawPath = short, strings.TrimRight(u.RawPath, "/")
		http.Redirect(w, r, u.RequestURI(), http.StatusSeeOther)
		return nil
	}
	return errNoPage()
}

// ways lists the methods that a path has a route for.
func (s *Site) ways(r *http.Request, path string) []string {
	var list []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost} {
		asked := r.Clone(r.Context())
		asked.Method, asked.URL.Path, asked.URL.RawPath = method, path, ""
		if _, pattern := s.mux.Handler(asked); pattern != "" && pattern != "/" {
			list = append(list, method)
		}
	}
	return list
}
