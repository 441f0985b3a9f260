package web

import (
	"encoding/base64"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/receipt"
)

// An eventReceiptPage is the signed receipt of one event of an appeal.
type eventReceiptPage struct {
	Page
	signedReceipt
	Number appeal.Number
	Seq    int64
}

// receiptPath is the receipt of an event, without the language.
func receiptPath(n appeal.Number, seq int64) string {
	return appealAddress(n) + "/receipts/" + strconv.FormatInt(seq, 10)
}

// showEventReceipt shows a receipt; with .txt behind its number it is sent as
// a file.
func (s *Site) showEventReceipt(w http.ResponseWriter, r *http.Request, who account.Who) error {
	digits, asFile := strings.CutSuffix(r.PathValue("seq"), ".txt")
	seq, err := strconv.ParseInt(digits, 10, 64)
	n, wrong := appeal.ParseNumber(r.PathValue("number"))
	if err != nil || wrong != nil || s.opts.Witness == nil || strconv.FormatInt(seq, 10) != digits {
		return errNoPage()
	}
	p := eventReceiptPage{Page: s.citizenPage(r, "verify.receipt"), Number: n, Seq: seq}
	p.Back = Link{Href: appealAddress(n), Text: p.T("verify.back")}
	p.signedReceipt, err = s.signedReceipt(r, p.Page, appeal.ID(who.Appeal), seq)
	if err != nil && s.noReceipt(r.Context(), appeal.ID(who.Appeal), seq, err) {
		p.Title = p.T("verify.broken_title")
		return show(r.Context(), w, http.StatusConflict, brokenReceiptView(p))
	}
	if fault.Is(err, fault.NotFound) {
		return errNoPage()
	}
	if err != nil {
		return err
	}
	if asFile {
		return s.sendEventReceipt(w, r, p)
	}
	p.Title = p.T("verify.receipt_title", "act", receipt.Act(p.P, p.Statement.Act))
	return show(r.Context(), w, http.StatusOK, eventReceiptView(p))
}

// sendEventReceipt sends the receipt as a file. The code is not in it: the
// reader has it, and may hand the file on.
func (s *Site) sendEventReceipt(w http.ResponseWriter, r *http.Request, p eventReceiptPage) error {
	sendReceiptFile(w, p.Number.String()+"-"+strconv.FormatInt(p.Seq, 10), p.Text(s.howToCheck(r, p.Page)))
	return nil
}

// howToCheck stands above the signed part of a file.
func (s *Site) howToCheck(r *http.Request, p Page) string {
	return p.T("verify.cover", "url", s.origin(r)+p.To(pathVerify)) + "\n" + p.T("verify.cover_keep")
}

func sendReceiptFile(w http.ResponseWriter, name, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + ".txt"}))
	_, _ = w.Write([]byte(text)) // the reader left: there is nobody to tell
}

// details are what programs compare, for whoever wants to see it.
func (p eventReceiptPage) details() []Row {
	rows := []Row{
		{Key: p.T("verify.detail_log"), Text: p.Origin},
		{Key: p.T("verify.detail_entry"), Text: base64.StdEncoding.EncodeToString(p.Entry())},
	}
	if p.Index >= 0 {
		rows = append(rows, Row{Key: p.T("verify.detail_index"), Text: strconv.FormatInt(p.Index, 10)})
	}
	return rows
}
