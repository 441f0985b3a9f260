package web

import (
	"net/http"
	"net/url"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// A takenPage gives the clerk the ticket to hand over, once. After that it
// only says so: the code belongs to the applicant.
type takenPage struct {
	Page
	Number string
	Ticket receiptPage // in the language the applicant reads
	Fresh  bool        // the code is shown now
	Next   string      // address of the next form
	Case   string      // address of the case, "" when the clerk may not see it
}

// What the clerk's browser carries from the form to the ticket. The cookies
// of the citizen's side stay as they are: a clerk may also be a citizen.
const (
	cookieTaken = "jauap_taken"
	takenLabel  = "taken cookie"
	takenLasts  = 10 * time.Minute
)

// A handout is the number and code of an appeal a clerk has just taken in.
type handout struct {
	Number appeal.Number
	Code   string
	Staff  account.StaffID
	Until  time.Time
}

func takenPath(n appeal.Number) string { return pathIntake + "/" + url.PathEscape(n.String()) }

func (s *Site) handOver(w http.ResponseWriter, r *http.Request, who account.Who, receipt appeal.Receipt) error {
	t := handout{Number: receipt.Appeal.Number(), Code: receipt.Code, Staff: who.ID, Until: s.opts.Now().Add(takenLasts)}
	value, err := s.sealed(t, takenLabel)
	if err == nil {
		setCookie(w, r, cookieTaken, value, takenLasts)
	}
	return err
}

// takenNow is the ticket that this clerk was just given, and forgets it.
func (s *Site) takenNow(w http.ResponseWriter, r *http.Request, who account.Who, n appeal.Number) (handout, bool) {
	var t handout
	c, err := r.Cookie(cookieTaken)
	if err != nil || s.unseal(c.Value, takenLabel, &t) != nil || t.Number != n || t.Staff != who.ID {
		return handout{}, false
	}
	setCookie(w, r, cookieTaken, "", 0)
	return t, s.opts.Now().Before(t.Until)
}

// showTaken shows the ticket, or that it was shown. A number that was never
// given and one of another body look the same.
func (s *Site) showTaken(w http.ResponseWriter, r *http.Request, who account.Who) error {
	n, err := appeal.ParseNumber(r.PathValue("number"))
	if err != nil {
		return errNoPage()
	}
	p := takenPage{Page: s.staffPage(r, who, ""), Number: n.String()}
	p.Title, p.Next = p.T("intake.shown"), p.To(pathIntake)
	c, err := s.opts.Cases.Case(r.Context(), who.Scope(), n.ID)
	switch {
	case err == nil && c.Number() == n:
		p.Case = p.To(casePath(n))
	case err != nil && !fault.Is(err, fault.NotFound):
		return err
	}
	if t, ok := s.takenNow(w, r, who, n); ok {
		if err := s.fillTaken(r, &p, t); err != nil {
			return err
		}
	}
	return show(r.Context(), w, http.StatusOK, takenView(p))
}

// fillTaken makes the ticket in the applicant's language, whatever the
// clerk's is. The next appeal most often comes the same way.
func (s *Site) fillTaken(r *http.Request, p *takenPage, t handout) error {
	p.Title, p.Fresh = p.T("intake.taken"), true
	who := account.Author(int64(t.Number.ID))
	c, err := s.opts.Cases.Case(r.Context(), who.Scope(), t.Number.ID)
	if err != nil {
		return err
	}
	p.Next += "?" + url.Values{"source": {string(c.Source)}}.Encode()
	p.Ticket = receiptPage{Page: p.Page, Code: t.Code}
	p.Ticket.P = s.opts.Catalog.In(readerLang(c.Reader))
	p.Ticket.Title = p.Ticket.T("citizen.receipt_title")
	return s.fillReceipt(r, &p.Ticket, t.Number)
}
