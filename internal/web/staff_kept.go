package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/fault"
)

// A keptForm is a form that was sent after its session had ended. It waits,
// sealed, in the sign-in form, and is sent only when its author says so.
type keptForm struct {
	Path   string // with the language
	Values url.Values
	At     time.Time
	By     account.StaffID
}

const (
	keptLabel = "kept form"
	keptLasts = 24 * time.Hour

	// longestKept holds a form of mostTyped, sealed; so much is taken only from
	// a device on which somebody was signed in.
	longestKept = 2 * mostTyped
)

// askToSignIn leads to the sign-in form: with the address of a page, or with
// all that was typed. Files cannot be taken from a stranger; the page that
// follows asks for them again. Words that nobody can be told to have typed are
// not kept: offices share computers.
func (s *Site) askToSignIn(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodPost {
		to := url.Values{"to": {pathOf(r)}}
		http.Redirect(w, r, In(langOf(r), PathSignIn)+"?"+to.Encode(), http.StatusSeeOther)
		return nil
	}
	p := signInPage{Want: pathOf(r), Ended: true}
	by, err := s.heldBy(r)
	if err != nil && !fault.Is(err, fault.Unsigned) {
		return err
	}
	known := err == nil
	values, err := readForm(r, keptAsks(known), nil)
	if err != nil {
		return err
	}
	if known {
		form := keptForm{Path: r.URL.Path, Values: values, At: s.opts.Now(), By: by}
		if p.Kept, err = s.sealed(form, keptLabel); err != nil {
			return err
		}
	}
	d := door{site: s}
	return d.ask(w, r, http.StatusUnauthorized, p)
}

// keptAsks are the questions of all forms of staff; of a stranger's form
// nothing is read.
func keptAsks(known bool) wanted {
	if !known {
		return asks()
	}
	return asks(slices.Concat(actQuestions, intakeFields, readQuestions)...)
}

// heldBy tells whose session it was.
func (s *Site) heldBy(r *http.Request) (account.StaffID, error) {
	token, ok := sessionToken(r)
	if !ok {
		return 0, fault.New(fault.Unsigned, "account.session_over")
	}
	return s.opts.People.SessionHolder(r.Context(), token)
}

// openKept opens a form for the one who typed it, and for nobody else.
func (s *Site) openKept(text string, who account.StaffID) (keptForm, bool) {
	var k keptForm
	if text == "" || s.unseal(text, keptLabel, &k) != nil || k.By != who {
		return keptForm{}, false
	}
	return k, s.opts.Now().Sub(k.At) < keptLasts
}

// A keptPage shows what was typed before the session ended, with one button
// that sends it now.
type keptPage struct {
	Page
	Kept keptForm
	Act  string
	Rows []Row
	Send []string // the files that go with it
	Open bool     // the form can be opened again before it is sent
}

func (s *Site) offerKept(w http.ResponseWriter, r *http.Request, who account.Who, kept keptForm) error {
	p := keptPage{Page: s.staffPage(r, who, ""), Kept: kept}
	p.Title = p.T("staff.kept_title")
	if strings.HasSuffix(kept.Path, pathIntake) {
		p.Act, p.Open = p.T("intake.title"), true
		p.Rows = intakeRows(p.Page, kept.Values)
	}
	parts := strings.Split(strings.Trim(kept.Path, "/"), "/") // kk/cases/NUMBER/ACT
	if len(parts) == 4 {
		p.Act = p.T("staff.do_" + parts[3])
		p.Rows = append(p.Rows, Row{Key: p.T("staff.number"), Text: parts[2]})
	}
	for _, name := range []string{"note", "inner", "outcome", "q", "why", "words"} {
		for _, value := range kept.Values[name] {
			if value == "" {
				continue
			}
			switch name {
			case "outcome":
				value = p.T("appeal.outcome." + value)
			case "why":
				value = p.T("staff.read_why." + value)
			}
			p.Rows = append(p.Rows, Row{Key: p.T("staff.field_" + name), Body: Words(langOfText(value), value)})
		}
	}
	for _, f := range s.keptFiles(who, kept) {
		p.Send = append(p.Send, fileName(p.Page, f))
	}
	_, path, _ := strings.Cut(strings.TrimPrefix(kept.Path, "/"), "/") // without its language
	p.Path = "/" + path
	p.Again = again{Form: "kept", Name: "look", Value: lookAgain}
	w.Header().Set("Cache-Control", "no-store")
	return show(r.Context(), w, http.StatusOK, keptView(p))
}

// keptFiles are the files that were put before the session ended and come
// back with the form.
func (s *Site) keptFiles(who account.Who, kept keptForm) []blob.Ref {
	if l := kept.Values.Get("form"); l != "" {
		p, _ := s.openParcel(l) // what does not open has no files
		p.drop(kept.Values["remove"])
		return p.Files
	}
	parts := strings.Split(strings.Trim(kept.Path, "/"), "/")
	if len(parts) != 4 {
		return nil
	}
	n, err := appeal.ParseNumber(parts[2])
	if err != nil {
		return nil
	}
	var u uploads
	if s.unseal(kept.Values.Get("kept_files"), filesLabel(n.ID, who.ID), &u) != nil || u.tooOld(s.opts.Now()) {
		return nil
	}
	u.drop(kept.Values["drop"])
	return u.Files
}

// hidden lists the values of a form as name and value, in a steady order.
func hidden(values url.Values, except ...string) []Choice {
	var list []Choice
	for name, all := range values {
		for _, v := range all {
			if !slices.Contains(except, name) {
				list = append(list, Choice{Value: v, Text: name})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Choice) int { return strings.Compare(a.Text, b.Text) })
	return list
}

// actOf reads the act of an address; only those of staff have a page.
func actOf(s string) (appeal.Act, bool) {
	acts := []appeal.Act{
		appeal.ActRegister, appeal.ActRoute, appeal.ActRedirect, appeal.ActAssign,
		appeal.ActAnswer, appeal.ActTerminate, appeal.ActWithdraw,
	}
	return appeal.Act(s), slices.Contains(acts, appeal.Act(s))
}
