package web

import "net/http"

// Addresses of the pages for everybody, without the language.
const (
	pathWrite   = "/write"
	pathReceipt = "/receipt"
	pathTicket  = pathReceipt + ".txt"      // with the code
	pathToShow  = pathReceipt + "/show.txt" // without it
	pathFollow  = "/follow"
	pathForget  = "/forget"
	pathAbout   = "/about"
	pathAppeals = "/appeals/"
	pathVerify  = "/verify"
	pathLog     = "/log"
)

// citizenRoutes are the pages for whoever writes to the state.
func (s *Site) citizenRoutes() {
	if s.opts.Desk == nil {
		return // a site of the layout alone
	}
	s.handle("GET /{lang}", s.addSlash)
	s.handle("GET /{lang}/{$}", s.showHome)
	s.handle("GET /{lang}"+pathAbout, s.showAbout)
	s.handle("GET /{lang}"+pathWrite, s.showWrite)
	s.handleForm("POST /{lang}"+pathWrite, s.sendWrite)
	s.handle("GET /{lang}"+pathReceipt, s.showReceipt)
	s.handle("GET /{lang}"+pathTicket, s.sendTicket)
	s.handle("GET /{lang}"+pathToShow, s.sendReceiptToShow)
	s.handle("GET /{lang}"+pathFollow, s.showFollow)
	s.handleForm("POST /{lang}"+pathFollow, s.sendFollow)
	s.handle("POST /{lang}"+pathForget, s.forget)
	s.handle("GET /{lang}"+pathAppeals+"{number}", s.author(s.showAppeal))
	s.handle("GET /{lang}"+pathAppeals+"{number}/files/{id}", s.author(s.sendOwnFile))
	s.handle("GET /{lang}"+pathAppeals+"{number}/receipts/{seq}", s.author(s.showEventReceipt))
	s.handle("GET /{lang}"+pathAppeals+"{number}/withdraw", s.author(s.askWithdraw))
	s.handle("POST /{lang}"+pathAppeals+"{number}/withdraw", s.author(s.withdraw))
	s.handle("POST /{lang}"+pathAppeals+"{number}/rate", s.author(s.rate))
}

// citizenPage begins a page for everybody. A member of staff who looks at it
// stays signed in.
func (s *Site) citizenPage(r *http.Request, titleKey string) Page {
	p := s.page(r, "")
	p.Title = p.T(titleKey)
	for _, link := range []Link{
		{Href: pathWrite, Text: p.T("citizen.nav_write")},
		{Href: pathFollow, Text: p.T("citizen.nav_follow")},
		{Href: pathAbout, Text: p.T("citizen.nav_about")},
	} {
		link.Current = r.URL.Path == p.To(link.Href)
		p.Nav = append(p.Nav, link)
	}
	if who, err := s.whoIs(r); err == nil {
		p.Viewer = Viewer{Name: who.Name, Home: pathQueue}
	}
	return p
}

// private keeps a page with personal data out of every cache.
func private(w http.ResponseWriter) { w.Header().Set("Cache-Control", "no-store") }

// addSlash leads /kk to /kk/.
func (s *Site) addSlash(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, In(langOf(r), "/"), http.StatusSeeOther)
	return nil
}
