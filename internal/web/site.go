package web

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/a-h/templ"

	"jauap/internal/appeal"
	"jauap/internal/httpd"
	"jauap/internal/i18n"
)

// Addresses that the layout itself leads to, without the language.
const (
	PathSignIn  = "/sign-in"
	PathSignOut = "/sign-out"
)

// A Site is all the pages. It is an http.Handler.
type Site struct {
	opts  Options
	mux   *http.ServeMux
	log   *http.ServeMux               // for programs; nil: there is no log
	known atomic.Pointer[appeal.Rules] // those last read
}

// New makes the site and its routes.
func New(o Options) (*Site, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	s := &Site{opts: o, mux: http.NewServeMux()}
	s.routes()
	return s, nil
}

// routes is the readable list of every address.
func (s *Site) routes() {
	s.handle("GET /{$}", s.chooseLanguage)
	s.citizenRoutes()
	s.staffRoutes()
	s.verifyRoutes()
	s.logRoutes()
	s.handle("/", s.noSuchPage)
}

// ServeHTTP answers a request. Assets and the log stand beside the routes,
// because "/{lang}/…" and "/assets/…" would contend for the same addresses.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, assetsAt) {
		r.Pattern = assetsAt
		s.opts.Assets.ServeHTTP(w, r)
		return
	}
	if s.isLog(r.URL.Path) {
		s.serveLog(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// handle adds a route. A {lang} that is none of ours is no page.
func (s *Site) handle(pattern string, h httpd.HandlerFunc) {
	s.mux.Handle(pattern, httpd.Wrap(ours(h), s.ShowError))
}

// handleForm adds a route of a form that shows itself again when it came
// faster than the pace allows.
func (s *Site) handleForm(pattern string, h httpd.HandlerFunc) {
	s.mux.Handle(pattern, httpd.WrapForm(ours(h), s.ShowError))
}

func ours(h httpd.HandlerFunc) httpd.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		if l := r.PathValue("lang"); l != "" && l != string(langOf(r)) {
			return errNoPage()
		}
		return h(w, r)
	}
}

// page begins the page of a request; the caller adds what is its own.
func (s *Site) page(r *http.Request, title string) Page {
	l := langOf(r)
	return Page{
		Title:  title,
		P:      s.opts.Catalog.In(l),
		Path:   pathOf(r),
		Assets: s.opts.Assets,
		Demo:   s.opts.Demo,

		Witnessed: s.opts.Witness != nil,
	}
}

// show renders a component to a buffer and sends it whole, so that a fault on
// the way is a fault page and never half a page.
func show(ctx context.Context, w http.ResponseWriter, status int, c templ.Component) error {
	buf := templ.GetBuffer()
	defer templ.ReleaseBuffer(buf)
	// A page is written even when its time is over: then it is the one that says so.
	if err := c.Render(context.WithoutCancel(ctx), buf); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(buf.Bytes()) // of a reader who left nobody need be told
	return nil
}

// ShowError shows an error as a page in the reader's language. It is the
// httpd.ErrorFunc of the whole program.
func (s *Site) ShowError(w http.ResponseWriter, r *http.Request, err error) {
	status := httpd.Status(err)
	e := s.newErrorPage(r, status, httpd.RequestID(r.Context()), err)
	if show(r.Context(), w, status, errorView(e)) != nil {
		http.Error(w, e.Title, status)
	}
}

// chooseLanguage leads the bare address to the reader's language.
func (s *Site) chooseLanguage(w http.ResponseWriter, r *http.Request) error {
	w.Header().Add("Vary", "Accept-Language")
	http.Redirect(w, r, In(langOf(r), "/"), http.StatusSeeOther)
	return nil
}

// langOf is the language in the address, or else the first of ours that the
// browser asks for, or else Kazakh.
func langOf(r *http.Request) i18n.Lang {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if l, ok := i18n.ParseLang(first); ok && first == string(l) {
		return l
	}
	for asked := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(asked), ";")
		if l, ok := i18n.ParseLang(tag); ok {
			return l
		}
	}
	return i18n.KK
}

// pathOf is the path of a request without its language, with the query of a
// GET: where the language switch leads.
func pathOf(r *http.Request) string {
	path := r.URL.EscapedPath()
	if l := string(langOf(r)); path == "/"+l || strings.HasPrefix(path, "/"+l+"/") {
		path = path[len(l)+1:]
	}
	if path == "" {
		path = "/"
	}
	if r.Method == http.MethodGet && r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	return path
}
