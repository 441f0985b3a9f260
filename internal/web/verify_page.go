package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"jauap/internal/fault"
	"jauap/internal/httpd"
	"jauap/internal/receipt"
)

// A verifyPage checks a receipt for whoever has no program to do it.
type verifyPage struct {
	Page
	Form    Form
	Verdict *verdict // nil: nothing was given yet
	Keys    string   // of the log, a line each
	LogAt   string   // address of the log
}

// verifyAddress is the page with a receipt in its short form.
func verifyAddress(compact string) string { return pathVerify + "?r=" + url.QueryEscape(compact) }

// verifyRoutes are for everybody: no session, and nothing is kept.
func (s *Site) verifyRoutes() {
	if s.opts.Witness == nil {
		return
	}
	s.handle("GET /{lang}"+pathVerify, s.showVerify)
	s.handleForm("POST /{lang}"+pathVerify, s.sendVerify)
}

// Budget tells from which budget of its client a request is taken: checking
// receipts has one of its own, by form and by address, so that whoever checks
// many keeps nobody at that address from writing or signing in.
func (s *Site) Budget(r *http.Request) string {
	if r.URL.Path != In(langOf(r), pathVerify) {
		return httpd.FormBudget(r)
	}
	if httpd.FormBudget(r) == "" && r.URL.Query().Get("r") == "" {
		return ""
	}
	return "verify"
}

// showVerify asks for a receipt, or checks the one of a QR code.
func (s *Site) showVerify(w http.ResponseWriter, r *http.Request) error {
	given := r.URL.Query().Get("r")
	if given == "" {
		return s.answerVerify(w, r, papers{}, nil)
	}
	return s.check(w, r, papers{Text: given})
}

// sendVerify checks what was typed, pasted or uploaded.
func (s *Site) sendVerify(w http.ResponseWriter, r *http.Request) error {
	given, err := readPapers(w, r)
	if err == nil {
		err = httpd.Paced(r.Context())
	}
	if err != nil {
		return s.answerVerify(w, r, given, err)
	}
	if given.Give {
		return s.giveProven(w, r, given)
	}
	return s.check(w, r, given)
}

func (s *Site) check(w http.ResponseWriter, r *http.Request, given papers) error {
	if strings.TrimSpace(given.Text) == "" {
		return s.answerVerify(w, r, given, fault.New(fault.Invalid, "verify.nothing").On("text"))
	}
	v, err := s.judge(r, s.page(r, ""), given)
	if err != nil {
		return err
	}
	if v.unreadable != nil {
		return s.answerVerify(w, r, given, v.unreadable)
	}
	return s.showVerdict(w, r, given, &v, nil)
}

// answerVerify shows the form, again if something was wrong with it.
func (s *Site) answerVerify(w http.ResponseWriter, r *http.Request, given papers, err error) error {
	faults := fault.All(err)
	if err != nil && len(faults) == 0 {
		return err
	}
	return s.showVerdict(w, r, given, nil, faults)
}

// giveProven sends a receipt back with the proof that it came without.
func (s *Site) giveProven(w http.ResponseWriter, r *http.Request, given papers) error {
	p := s.page(r, "")
	v, err := s.judge(r, p, given)
	if err != nil {
		return err
	}
	if !v.provable() {
		return s.check(w, r, given)
	}
	private(w)
	document := receipt.Document{Signed: v.Signed, Proof: v.Log.Proof}
	sendReceiptFile(w, v.Statement.Number+"-"+strconv.FormatInt(v.Statement.Seq, 10), document.Text(s.howToCheck(r, p)))
	return nil
}

func (s *Site) showVerdict(w http.ResponseWriter, r *http.Request, given papers, v *verdict, faults []*fault.Fault) error {
	p := verifyPage{Page: s.citizenPage(r, "verify.title"), Verdict: v}
	var err error
	if p.LogAt, _, err = s.logAddress(r); err != nil {
		return err
	}
	keys, err := s.opts.Witness.Verifiers(r.Context())
	if err != nil {
		return err
	}
	p.Keys, p.Faults = strings.Join(keys, "\n"), faults
	p.Form = Form{P: p.P, Values: given.shown(v), Faults: faults}
	if r.URL.Query().Get("r") != "" {
		p.Path = verifyAddress(p.Form.Values.Get("text"))
	}
	if r.Method == http.MethodPost {
		p.Again = again{Form: "verify", Name: "look", Value: lookAgain}
	}
	status := http.StatusOK
	if len(faults) > 0 {
		status = httpd.Status(faults[0])
	}
	retryAfter(w, faults...)
	private(w)
	return show(r.Context(), w, status, verifyView(p))
}
