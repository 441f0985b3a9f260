package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// A receiptPage is the ticket of art. 64(2), with the code beside it.
type receiptPage struct {
	Page
	Case    appeal.Case
	Rules   appeal.Rules
	Code    string
	Why     reckoning
	Danger  bool
	QR      string         // picture that leads to the appeal
	Signed  *signedReceipt // nil: the witness gave none
	Differs bool           // because the record does not match the log
}

func (s *Site) showReceipt(w http.ResponseWriter, r *http.Request) error {
	private(w)
	p, ok, err := s.receipt(r)
	if err != nil {
		return err
	}
	if !ok {
		gone := s.citizenPage(r, "citizen.receipt_gone")
		return show(r.Context(), w, http.StatusOK, receiptGoneView(gone))
	}
	return show(r.Context(), w, http.StatusOK, receiptView(p))
}

// receipt reads the receipt this device was given, if it was.
func (s *Site) receipt(r *http.Request) (receiptPage, bool, error) {
	g, ok := s.receiptOf(r)
	if !ok {
		return receiptPage{}, false, nil
	}
	p := receiptPage{Page: s.citizenPage(r, "citizen.receipt_title"), Code: g.Code}
	err := s.fillReceipt(r, &p, g.Number)
	return p, true, err
}

func (s *Site) fillReceipt(r *http.Request, p *receiptPage, n appeal.Number) error {
	ctx := r.Context()
	var err error
	if p.Rules, err = s.opts.Rules(ctx); err != nil {
		return err
	}
	who := account.Author(int64(n.ID))
	if p.Case, err = s.opts.Cases.Case(ctx, who.Scope(), n.ID); err != nil {
		return err
	}
	topic, _ := p.Rules.Directory.Topic(p.Case.Topic)
	p.Danger = topic.Danger
	if p.Why, err = reckon(p.Page, p.Rules, p.Case.Appeal); err != nil {
		return err
	}
	s.fillSigned(r, p)
	p.QR, err = picture(s.origin(r) + p.To(followAddress(p.Case.Number())))
	return err
}

// fillSigned adds the signed receipt of the acceptance. The ticket is given
// without it too: the law asks for it, and only here stands the code.
func (s *Site) fillSigned(r *http.Request, p *receiptPage) {
	if s.opts.Witness == nil {
		return
	}
	signed, err := s.signedReceipt(r, p.Page, p.Case.ID, firstEvent)
	if err != nil {
		p.Differs = s.noReceipt(r.Context(), p.Case.ID, firstEvent, err)
		return
	}
	p.Signed = &signed
}

// firstEvent is the number of a case's first event.
const firstEvent = 1

// origin is the site's own address, as the reader sees it.
func (s *Site) origin(r *http.Request) string {
	if httpd.Secure(r.Context()) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// lines are the ticket: names and values, the same on the page and in the
// file.
func (p receiptPage) lines() []Row {
	c := p.Case
	rows := []Row{
		{Key: p.T("citizen.receipt_received"), Text: p.P.Time(c.ReceivedAt)},
		{Key: p.T("citizen.receipt_registered"), Text: p.P.Day(c.RegisteredOn)},
		{Key: p.T("citizen.receipt_due"), Text: p.P.Day(c.DueOn)},
		{Key: p.T("citizen.receipt_kind"), Text: p.T(c.Kind.Key())},
	}
	if t, ok := p.Rules.Directory.Topic(c.Topic); ok {
		rows = append(rows, Row{Key: p.T("citizen.receipt_topic"), Text: t.Name.In(p.Lang())})
	}
	rows = append(rows,
		Row{Key: p.T("citizen.receipt_body"), Text: bodyTitle(p.Page, p.Rules.Directory, c.Body)},
		Row{Key: p.T("citizen.receipt_accepted"), Text: acceptedBy(p.Page, c.Content)},
	)
	if n := len(c.Content.Files); n > 0 {
		rows = append(rows, Row{Key: p.T("citizen.receipt_files"), Text: strconv.Itoa(n)})
	}
	return rows
}

// acceptedBy is who took the appeal in (art. 64(2)).
func acceptedBy(p Page, c appeal.Content) string {
	if c.Accepted != "" {
		return c.Accepted
	}
	return p.T("citizen.receipt_accepted_site")
}

// bodyTitle is a body by its full name; 0 is none yet.
func bodyTitle(p Page, dir *directory.Directory, id directory.BodyID) string {
	if id == 0 {
		return p.T("citizen.receipt_body_none")
	}
	return dir.BodyTitle(id).In(p.Lang())
}

// sendTicket sends the ticket with the code as a file, for a device that
// cannot print.
func (s *Site) sendTicket(w http.ResponseWriter, r *http.Request) error {
	p, err := s.receiptAgain(w, r)
	if err != nil {
		return err
	}
	name := p.Case.Number().String() + "-" + p.T("citizen.receipt_file_name")
	sendReceiptFile(w, name, p.file(s.origin(r)+p.To(pathFollow), s.howToCheck(r, p.Page)))
	return nil
}

// sendReceiptToShow sends what may be handed on: the signed receipt alone.
func (s *Site) sendReceiptToShow(w http.ResponseWriter, r *http.Request) error {
	p, err := s.receiptAgain(w, r)
	if err != nil {
		return err
	}
	if p.Signed == nil {
		return errNoPage()
	}
	sendReceiptFile(w, p.Case.Number().String()+"-"+strconv.Itoa(firstEvent), p.Signed.Text(s.howToCheck(r, p.Page)))
	return nil
}

// receiptAgain reads the receipt of this device for a file.
func (s *Site) receiptAgain(w http.ResponseWriter, r *http.Request) (receiptPage, error) {
	private(w)
	p, ok, err := s.receipt(r)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "httpd.not_found")
	}
	return p, err
}

// file is the ticket, which nobody signs because the code is in it, and below
// it the signed receipt.
func (p receiptPage) file(follow, check string) string {
	cover := p.cover(follow)
	if p.Signed == nil {
		return "\ufeff" + strings.ReplaceAll(cover, "\n", "\r\n")
	}
	return p.Signed.Text(cover + "\n" + check)
}

// cover is the ticket in plain lines.
func (p receiptPage) cover(follow string) string {
	var b strings.Builder
	line := func(key, value string) { fmt.Fprintf(&b, "%s: %s\n", key, value) }
	b.WriteString(p.Title + "\n\n" + p.T("citizen.receipt_file_warning") + "\n\n")
	line(p.T("citizen.receipt_number"), p.Case.Number().String())
	line(p.T("citizen.receipt_code"), p.Code)
	for _, row := range p.lines() {
		line(row.Key, row.Text)
	}
	b.WriteString("\n" + p.T("citizen.receipt_keep") + "\n")
	line(p.T("citizen.receipt_where"), follow)
	return b.String()
}
