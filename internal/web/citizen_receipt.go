package web

import (
	"fmt"
	"mime"
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
	Case   appeal.Case
	Rules  appeal.Rules
	Code   string
	Why    reckoning
	Danger bool
	QR     string // address of the picture
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
	p.QR, err = picture(s.origin(r) + p.To(followAddress(p.Case.Number())))
	return err
}

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

// sendReceiptText is the receipt as a file, for a device that cannot print.
func (s *Site) sendReceiptText(w http.ResponseWriter, r *http.Request) error {
	private(w)
	p, ok, err := s.receipt(r)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.NotFound, "httpd.not_found")
	}
	number := p.Case.Number()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": number.String() + ".txt"}))
	_, _ = w.Write([]byte(p.text(s.origin(r) + p.To(pathFollow))))
	return nil
}

// text is the receipt in plain lines. The mark at its beginning tells old
// programs that the letters are UTF-8.
func (p receiptPage) text(follow string) string {
	var b strings.Builder
	line := func(key, value string) { fmt.Fprintf(&b, "%s: %s\r\n", key, value) }
	b.WriteString("\ufeff" + p.Title + "\r\n\r\n")
	line(p.T("citizen.receipt_number"), p.Case.Number().String())
	line(p.T("citizen.receipt_code"), p.Code)
	for _, row := range p.lines() {
		line(row.Key, row.Text)
	}
	b.WriteString("\r\n" + p.T("citizen.receipt_keep") + "\r\n")
	line(p.T("citizen.receipt_where"), follow)
	return b.String()
}
