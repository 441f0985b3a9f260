package web

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// The steps of a form of an act, as its buttons send them. An act that the
// applicant reads or that cannot be undone is shown before it is done.
const (
	stepFind    = "find"    // look a body up
	stepPreview = "preview" // show what will be done
	stepChange  = "change"  // back to the form
	stepSend    = "send"    // do it
)

// actQuestions are the questions of the forms of all acts.
var actQuestions = []string{
	"version", "step", "look", "q", "body", "kind", "topic", "executor", "ground", "no_crime",
	"outcome", "note", "inner", "statement", "kept_files", "drop",
}

// An actPage is the form of one act, or what it will do.
type actPage struct {
	Page
	opened
	uploads  // put with this form so far
	Act      appeal.Act
	Form     Form
	Action   string // whole address of the form
	Home     string // whole address of the case
	Text     string // the appeal, to be read while writing
	Late     string // that the act comes after its limit
	Seen     []Item // what happened since the form was shown
	Gone     bool   // the act is not possible any more
	Kinds    []Choice
	Topics   []Choice
	Bodies   []Choice
	More     bool // more bodies were found than are shown
	People   []Choice
	Grounds  []appeal.Ground
	FileHint string
	Kept     []Choice // all that was typed, for the hidden fields
}

// showAct shows the form of an act. One that is not possible any more leads
// back to the case, which shows what is.
func (s *Site) showAct(w http.ResponseWriter, r *http.Request, who account.Who) error {
	p, err := s.openAct(r, who)
	if err != nil {
		return err
	}
	if p.Gone {
		if err := s.setFlash(w, r, flash{Key: "staff.act_gone", Failed: true}); err != nil {
			return err
		}
		http.Redirect(w, r, p.Home, http.StatusSeeOther)
		return nil
	}
	return s.showForm(w, r, http.StatusOK, p)
}

func (s *Site) openAct(r *http.Request, who account.Who) (actPage, error) {
	act, ok := actOf(r.PathValue("act"))
	if !ok {
		return actPage{}, fault.New(fault.NotFound, "httpd.not_found")
	}
	o, err := s.openCase(r, who, true)
	if err != nil {
		return actPage{}, err
	}
	p := actPage{Page: s.staffPage(r, who, ""), opened: o, Act: act, Gone: !slices.Contains(actsNow(o), act)}
	p.Title = p.T("staff.do_" + string(act))
	p.Wide = true
	p.Path = actPath(o, act)
	p.Back = Link{Href: casePath(o.Number()), Text: o.Number().String()}
	p.Action, p.Home = p.To(p.Path), p.To(casePath(o.Number()))
	p.Form = Form{P: p.P, Values: url.Values{}}
	return p, nil
}

// doAct takes a form: looks a body up, shows what will be done, or does it.
func (s *Site) doAct(w http.ResponseWriter, r *http.Request, who account.Who) error {
	if r.PathValue("act") != string(appeal.ActAnswer) { // the others take no files
		httpd.Limit(w, r, smallForm)
	}
	p, err := s.openAct(r, who)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Unavailable) {
		values, _ := readForm(r, asks(actQuestions...), nil) // the case is gone anyway; what can be read is given back
		return s.giveBack(w, r, values, err)
	}
	if err != nil {
		return err
	}
	if err := s.readAct(r, &p); err != nil {
		return err
	}
	if err := httpd.Paced(r.Context()); err != nil {
		return s.tooFast(w, r, p, err)
	}
	order, err := s.order(r, &p)
	if err != nil && !fault.Is(err, fault.Invalid) {
		return s.giveBack(w, r, p.Form.Values, err)
	}
	switch step := p.step(); {
	case step == stepFind || step == stepChange:
		return s.showForm(w, r, http.StatusOK, p)
	case err == nil && step == stepPreview:
		if _, err = p.rules.Decide(p.Appeal, order, who, s.opts.Now()); err == nil {
			return s.showPreview(w, r, p)
		}
	case err == nil:
		var after appeal.Appeal
		if after, err = s.carryOutOrder(r, &p, order); err == nil {
			return s.acted(w, r, p, after)
		}
	}
	return s.refused(w, r, p, order, err)
}

// carryOutOrder does an act, when all the files that go with it are there. One
// that is not possible any more is left to the rules to refuse: its case may be
// masked, and a masked case opens no files.
func (s *Site) carryOutOrder(r *http.Request, p *actPage, o appeal.Order) (appeal.Appeal, error) {
	if p.Gone {
		return s.opts.Desk.Do(r.Context(), p.who, p.ID, o)
	}
	err := s.openUploads(r.Context(), &p.uploads, p.Key[:], func(blob.Ref, io.Reader) error { return nil })
	if err != nil {
		return appeal.Appeal{}, err
	}
	return s.opts.Desk.Do(r.Context(), p.who, p.ID, o)
}

// step is what the button asked for. Whoever searched for a body and pressed
// another button is shown what was found; an act that is read by the
// applicant is shown before it is done, unless it was already.
func (p actPage) step() string {
	v := p.Form.Values
	if v.Get("look") != "" {
		return stepChange
	}
	if p.needsBody() && v.Get("body") == "" && v.Get("q") != "" {
		return stepFind
	}
	switch step := v.Get("step"); step {
	case stepFind, stepPreview, stepChange, stepSend:
		return step
	}
	return stepPreview
}

// twoSteps tells whether the act is shown before it is done.
func (p actPage) twoSteps() bool {
	return p.Act == appeal.ActAnswer || p.Act == appeal.ActTerminate || p.Act == appeal.ActWithdraw
}

func (p actPage) needsBody() bool { return p.Act == appeal.ActRoute || p.Act == appeal.ActRedirect }

// readAct reads the form; files of an answer are put under the key of the
// case at once, and come back sealed with the form.
func (s *Site) readAct(r *http.Request, p *actPage) error {
	var added []blob.Ref
	var faults []*fault.Fault
	values, err := readForm(r, asks(actQuestions...), func(_ url.Values, name string, file io.Reader) error {
		if p.Act != appeal.ActAnswer || p.Gone {
			return nil
		}
		ref, err := s.opts.Blobs.Put(r.Context(), file, name, p.Key[:])
		switch {
		case fault.Is(err, fault.Internal):
			return err
		case err != nil:
			faults = append(faults, fault.All(err)[0].On("files"))
		default:
			added = append(added, ref)
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.Form.Values, p.Form.Faults = values, append(s.reopenFiles(p, values), faults...)
	for _, ref := range added {
		p.add(ref, s.opts.Now())
	}
	if len(p.Files) > appeal.MaxFiles {
		p.Files = p.Files[:appeal.MaxFiles]
		p.Form.Faults = append(p.Form.Faults, fault.New(fault.Invalid, "blob.too_many", "n", appeal.MaxFiles).On("files"))
	}
	return nil
}

// reopenFiles opens the files that came back with the form. Those of another
// person or case, and those that may be swept before the answer is sent, are
// asked for again.
func (s *Site) reopenFiles(p *actPage, values url.Values) []*fault.Fault {
	sealed := values.Get("kept_files")
	if sealed == "" {
		return nil
	}
	if err := s.unseal(sealed, p.filesLabel(), &p.uploads); err != nil || p.tooOld(s.opts.Now()) {
		p.uploads = uploads{}
		return []*fault.Fault{filesAgain()}
	}
	p.drop(values["drop"])
	return nil
}

// filesLabel binds sealed files to the case and to the person.
func (p actPage) filesLabel() string { return filesLabel(p.ID, p.who.ID) }

func filesLabel(id appeal.ID, who account.StaffID) string {
	return fmt.Sprintf("answer files %d %d", id, who)
}
