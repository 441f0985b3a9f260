package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/witness"
)

// A signedReceipt is what the witness gives of one event, ready for a page.
type signedReceipt struct {
	witness.Given
	QR      string // picture that leads to its checking
	Overdue bool   // promised to be in the log by now, and is not
}

// signedReceipt asks the witness for the receipt of an event of the reader's
// own appeal, in the language of the page.
func (s *Site) signedReceipt(r *http.Request, p Page, id appeal.ID, seq int64) (signedReceipt, error) {
	scope := account.Author(int64(id)).Scope()
	given, err := s.opts.Witness.Receipt(r.Context(), scope, id, seq, p.Lang())
	if err != nil {
		return signedReceipt{}, err
	}
	sr := signedReceipt{Given: given, Overdue: given.Index < 0 && s.opts.Now().After(given.Statement.Promise)}
	sr.QR, err = picture(s.origin(r) + p.To(verifyAddress(given.Compact)))
	return sr, err
}

// state says where the receipt stands in the log.
func (sr signedReceipt) state(p Page) string {
	switch {
	case sr.Index >= 0:
		return p.T("verify.state_sealed", "at", sr.Sealed.At, "place", p.P.Number(sr.Index+1), "size", p.P.Number(sr.Sealed.Size))
	case sr.Overdue:
		return p.T("verify.state_overdue", "promise", sr.Statement.Promise)
	}
	return p.T("verify.state_waiting", "promise", sr.Statement.Promise)
}

// kind is the colour of the same.
func (sr signedReceipt) kind() TicketKind {
	switch {
	case sr.Index >= 0:
		return TicketDone
	case sr.Overdue:
		return TicketLate
	}
	return TicketSoon
}

// rows are the words that were signed.
func (sr signedReceipt) rows() []Row {
	var rows []Row
	for _, line := range sr.Lines {
		if key, value, ok := strings.Cut(line, ": "); ok {
			rows = append(rows, Row{Key: key, Text: value})
		}
	}
	return rows
}

// noReceipt notes why the witness gave none, and tells whether the record
// does not match the log: that is for people to look into, at once.
func (s *Site) noReceipt(ctx context.Context, id appeal.ID, seq int64, err error) (differs bool) {
	differs = isFaultKey(err, "store.leaf_differs")
	if s.opts.Log != nil && !errors.Is(err, context.Canceled) && !fault.Is(err, fault.NotFound) {
		s.opts.Log.ErrorContext(ctx, "no receipt", slog.Int64("appeal", int64(id)), slog.Int64("event", seq),
			slog.Bool("record_differs_from_log", differs), slog.Any("error", err))
	}
	return differs
}

func isFaultKey(err error, key string) bool {
	for _, f := range fault.All(err) {
		if f.Key == key {
			return true
		}
	}
	return false
}
