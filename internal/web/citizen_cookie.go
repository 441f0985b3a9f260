package web

import (
	"net/http"
	"slices"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/httpd"
)

// What a person's device remembers, sealed so that it can be neither read nor
// changed there.
const (
	cookieReceipt = "jauap_receipt"
	cookieMine    = "jauap_mine"

	receiptLabel = "receipt cookie"
	mineLabel    = "my appeals cookie"

	receiptLasts = time.Hour
	mineLasts    = 8 * time.Hour
	mostMine     = 10
)

// A given is a receipt on the device of whoever sent the appeal.
type given struct {
	Number appeal.Number
	Code   string
	Until  time.Time
}

func (s *Site) giveReceipt(w http.ResponseWriter, r *http.Request, receipt appeal.Receipt) error {
	g := given{Number: receipt.Appeal.Number(), Code: receipt.Code, Until: s.opts.Now().Add(receiptLasts)}
	value, err := s.sealed(g, receiptLabel)
	if err == nil {
		setCookie(w, r, cookieReceipt, value, receiptLasts)
	}
	return err
}

func (s *Site) receiptOf(r *http.Request) (given, bool) {
	var g given
	c, err := r.Cookie(cookieReceipt)
	if err != nil || s.unseal(c.Value, receiptLabel, &g) != nil {
		return given{}, false
	}
	return g, s.opts.Now().Before(g.Until)
}

// A mine is an appeal that was opened on this device with its code.
type mine struct {
	Number appeal.Number
	Until  time.Time
}

// mineOf lists the appeals that are open on this device, the last opened
// first.
func (s *Site) mineOf(r *http.Request) []mine {
	var list []mine
	c, err := r.Cookie(cookieMine)
	if err != nil || s.unseal(c.Value, mineLabel, &list) != nil {
		return nil
	}
	now := s.opts.Now()
	return slices.DeleteFunc(list, func(m mine) bool { return !now.Before(m.Until) })
}

// remember opens an appeal on this device.
func (s *Site) remember(w http.ResponseWriter, r *http.Request, n appeal.Number) error {
	list := slices.DeleteFunc(s.mineOf(r), func(m mine) bool { return m.Number == n })
	list = slices.Insert(list, 0, mine{Number: n, Until: s.opts.Now().Add(mineLasts)})
	value, err := s.sealed(list[:min(len(list), mostMine)], mineLabel)
	if err == nil {
		setCookie(w, r, cookieMine, value, mineLasts)
	}
	return err
}

// forget closes all appeals on this device.
func (s *Site) forget(w http.ResponseWriter, r *http.Request) error {
	setCookie(w, r, cookieMine, "", 0)
	setCookie(w, r, cookieReceipt, "", 0)
	http.Redirect(w, r, In(langOf(r), pathFollow), http.StatusSeeOther)
	return nil
}

// An authorFunc answers the applicant of one appeal.
type authorFunc func(w http.ResponseWriter, r *http.Request, who account.Who) error

// author lets in whoever opened the appeal on this device. Others are asked
// for the code; the number they came with is kept.
func (s *Site) author(h authorFunc) httpd.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		n, err := appeal.ParseNumber(r.PathValue("number"))
		if err != nil {
			return errNoPage()
		}
		private(w)
		if !slices.ContainsFunc(s.mineOf(r), func(m mine) bool { return m.Number == n }) {
			http.Redirect(w, r, In(langOf(r), followAddress(n)), http.StatusSeeOther)
			return nil
		}
		return h(w, r, account.Author(int64(n.ID)))
	}
}
