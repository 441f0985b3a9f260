package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// A followPage asks for number and code, and lists what is open here already.
type followPage struct {
	Page
	Form Form
	Mine []Link
}

// followAddress is the form with the number filled in: in Latin letters, so
// that the QR code of it stays small.
func followAddress(n appeal.Number) string { return followNumber(n.String()) }

func followNumber(n string) string {
	latin := strings.NewReplacer("ЖТ", "ZHT", "ЗТ", "ZT").Replace(n)
	return pathFollow + "?number=" + url.QueryEscape(latin)
}

// appealAddress is an appeal's page, without the language.
func appealAddress(n appeal.Number) string { return pathAppeals + url.PathEscape(n.String()) }

func errNoPage() error { return fault.New(fault.NotFound, "httpd.not_found") }

func (s *Site) showFollow(w http.ResponseWriter, r *http.Request) error {
	values := url.Values{}
	if typed := r.URL.Query().Get("number"); typed != "" {
		values.Set("number", typed)
		if n, err := appeal.ParseNumber(typed); err == nil {
			values.Set("number", n.String())
		}
	}
	return s.askCode(w, r, values, nil)
}

func (s *Site) askCode(w http.ResponseWriter, r *http.Request, values url.Values, faults []*fault.Fault) error {
	p := followPage{Page: s.citizenPage(r, "citizen.follow_title")}
	p.Faults = faults
	p.Form = Form{P: p.P, Values: url.Values{"number": values["number"]}, Faults: faults} // never the code
	for _, m := range s.mineOf(r) {
		p.Mine = append(p.Mine, Link{Href: p.To(appealAddress(m.Number)), Text: m.Number.String()})
	}
	status := http.StatusOK
	if len(faults) > 0 {
		status = httpd.Status(faults[0])
	}
	if r.Method == http.MethodPost {
		p.Again = again{Form: "follow", Name: "look", Value: lookAgain}
	}
	retryAfter(w, faults...)
	private(w)
	return show(r.Context(), w, status, followView(p))
}

// sendFollow opens an appeal to whoever has its number and code. Wrong codes
// are answered slower and slower; the owner is never locked out.
func (s *Site) sendFollow(w http.ResponseWriter, r *http.Request) error {
	values, err := readSmall(w, r, "number", "code", "look")
	if err != nil {
		return err
	}
	if values.Get("look") != "" {
		return s.askCode(w, r, values, nil)
	}
	if err := httpd.Paced(r.Context()); err != nil {
		return s.askCode(w, r, values, fault.All(err))
	}
	n, err := s.prove(r, values.Get("number"), values.Get("code"))
	if faults := fault.All(err); len(faults) > 0 && !fault.Is(err, fault.Internal) {
		return s.askCode(w, r, values, s.notNow(r.Context(), "web.error_unavailable_text", faults))
	}
	if err != nil {
		return err
	}
	if err := s.remember(w, r, n); err != nil {
		return err
	}
	http.Redirect(w, r, In(langOf(r), appealAddress(n)), http.StatusSeeOther)
	return nil
}

// prove checks number and code. A number nobody was given is answered like a
// wrong code.
func (s *Site) prove(r *http.Request, number, code string) (appeal.Number, error) {
	n, err := appeal.ParseNumber(number)
	if strings.TrimSpace(code) == "" {
		err = errors.Join(err, fault.New(fault.Invalid, "citizen.follow_code_empty").On("code"))
	}
	if err != nil {
		return n, err
	}
	ctx := r.Context()
	key := httpd.ThrottleKey("follow "+n.String(), httpd.Client(ctx))
	if err := s.opts.codes().Wait(ctx, key); err != nil {
		return n, err
	}
	_, err = s.opts.Cases.Prove(ctx, n, code)
	if fault.Is(err, fault.NotFound) {
		s.opts.codes().Fail(key)
		return n, fault.New(fault.Invalid, "appeal.no_such_number_and_code").On("code")
	}
	if err == nil {
		s.opts.codes().Clear(key)
	}
	return n, err
}
