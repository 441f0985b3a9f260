package web

import (
	"net/http"

	"jauap/internal/account"
	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// Addresses of the pages for those who work for a body, without the language.
const (
	pathQueue  = "/queue"
	pathCases  = "/cases/"
	pathIntake = "/intake"
)

// staffRoutes are the pages of those who work for a body.
func (s *Site) staffRoutes() {
	if s.opts.Desk == nil {
		return // a site of the layout alone
	}
	d := &door{site: s, gate: make(chan struct{}, passwordsAtOnce)}
	s.handle("GET /{lang}"+PathSignIn, d.show)
	s.handleForm("POST /{lang}"+PathSignIn, d.enter)
	s.handle("POST /{lang}"+PathSignOut, d.leave)
	s.handle("GET /{lang}"+pathQueue, s.staff(s.showQueue))
	s.handle("GET /{lang}"+pathCases+"{number}", s.staff(s.showCase))
	s.handle("GET /{lang}"+pathCases+"{number}/files/{id}", s.staff(s.sendCaseFile))
	s.handle("GET /{lang}"+pathCases+"{number}/"+actRead, s.staff(s.toOpenCase))
	s.handleForm("POST /{lang}"+pathCases+"{number}/"+actRead, s.staff(s.askToRead))
	s.handle("GET /{lang}"+pathCases+"{number}/{act}", s.staff(s.showAct))
	s.handleForm("POST /{lang}"+pathCases+"{number}/{act}", s.staff(s.doAct))
	s.handle("GET /{lang}"+pathIntake, s.registrar(s.showIntake))
	s.handleForm("POST /{lang}"+pathIntake, s.registrar(s.takeIn))
	s.handle("GET /{lang}"+pathIntake+"/{number}", s.registrar(s.showTaken))
}

// A staffFunc answers somebody who has signed in.
type staffFunc func(w http.ResponseWriter, r *http.Request, who account.Who) error

// staff lets in only those who have signed in. Others are asked to, and what
// they had typed goes with them. Nothing of it stays in the browser's cache:
// offices share computers.
func (s *Site) staff(h staffFunc) httpd.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		who, err := s.whoIs(r)
		if fault.Is(err, fault.Unsigned) {
			return s.askToSignIn(w, r)
		}
		if err != nil {
			return s.giveBackUnread(w, r, err)
		}
		w.Header().Set("Cache-Control", "no-store")
		return h(w, r, who)
	}
}

// anyPage begins a page for whoever it is: staff keep their way to the queue.
func (s *Site) anyPage(r *http.Request) Page {
	if s.opts.People != nil {
		if who, err := s.whoIs(r); err == nil {
			return s.staffPage(r, who, "")
		}
	}
	if s.opts.Desk == nil {
		return s.page(r, "") // a site of the layout alone
	}
	return s.citizenPage(r, "web.product")
}

// staffPage begins a page for somebody who has signed in.
func (s *Site) staffPage(r *http.Request, who account.Who, title string) Page {
	p := s.page(r, title)
	p.Viewer = Viewer{Name: who.Name, Home: pathQueue}
	p.Nav = []Link{{Href: pathQueue, Text: p.T("staff.queue"), Current: r.URL.Path == p.To(pathQueue)}}
	if who.HoldsAnywhere(account.Registrar) {
		p.Nav = append(p.Nav, Link{Href: pathIntake, Text: p.T("intake.title"), Current: r.URL.Path == p.To(pathIntake)})
	}
	return p
}
