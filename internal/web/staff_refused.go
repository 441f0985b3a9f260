package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// acted leads on after an act was done: to the case, or to the queue when the
// case has left for another body.
func (s *Site) acted(w http.ResponseWriter, r *http.Request, p actPage, after appeal.Appeal) error {
	if err := s.setFlash(w, r, flash{Key: "staff.done_" + string(p.Act), Number: p.Number().String()}); err != nil {
		return err
	}
	to := p.Home
	if !p.who.Scope().Sees(int64(after.ID), after.Body, after.Executor) {
		to = p.To(pathQueue)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// refused shows the form again with what was wrong. When somebody was
// quicker it also shows what they did; the text typed stays in any case.
func (s *Site) refused(w http.ResponseWriter, r *http.Request, p actPage, order appeal.Order, err error) error {
	switch fault.KindOf(err) {
	case fault.Invalid:
		p.Form.Faults = fault.All(err)
		return s.showForm(w, r, httpd.Status(err), p)
	case fault.Conflict:
		if p, err2 := s.openAgain(r, p); err2 != nil {
			return s.giveBack(w, r, p.Form.Values, errors.Join(err2, err))
		} else if p.twice(order) {
			return s.acted(w, r, p, p.Appeal)
		} else {
			p.Form.Faults = fault.All(err)
			return s.showForm(w, r, httpd.Status(err), p)
		}
	case fault.Forbidden, fault.Unavailable:
		return s.giveBack(w, r, p.Form.Values, err)
	}
	return err
}

// tooFast shows the form again when it came faster than the pace allows, and
// does nothing else.
func (s *Site) tooFast(w http.ResponseWriter, r *http.Request, p actPage, err error) error {
	retryAfter(w, fault.All(err)...)
	p.Form.Faults = fault.All(err)
	return s.showForm(w, r, httpd.Status(err), p)
}

// retryAfter tells machines when to come again.
func retryAfter(w http.ResponseWriter, faults ...*fault.Fault) {
	for _, f := range faults {
		httpd.RetryAfter(w, f)
	}
}

// giveBack shows why an order was not taken, and the text that was typed for
// it: whoever lost a case meanwhile does not lose their words.
func (s *Site) giveBack(w http.ResponseWriter, r *http.Request, values url.Values, err error) error {
	typed := typedIn(values)
	if typed == "" {
		return err
	}
	httpd.RetryAfter(w, err)
	e := s.newErrorPage(r, httpd.Status(err), httpd.RequestID(r.Context()), err)
	return show(r.Context(), w, e.Status, givenBackView(e, typed))
}

// typedIn is all the text of a form.
func typedIn(values url.Values) string {
	return strings.TrimSpace(values.Get("note") + "\n\n" + values.Get("inner") + "\n\n" + values.Get("text"))
}

// openAgain reads the case anew and tells what happened since the form was
// shown.
func (s *Site) openAgain(r *http.Request, p actPage) (actPage, error) {
	again, err := s.openAct(r, p.who)
	if err != nil {
		return p, err
	}
	shown := version(p.Form.Values)
	again.Form, again.uploads = p.Form, p.uploads
	var since []appeal.Event
	for _, e := range again.Events {
		if shown != 0 && e.Seq > shown {
			since = append(since, e)
		}
	}
	again.Seen = history(again.Page, again.opened, since)
	return again, nil
}

// twice tells whether the order is already done by the same person: the
// button was pressed twice.
func (p actPage) twice(o appeal.Order) bool {
	last := p.last
	d := last.Details
	return o.Version != 0 && last.Seq == o.Version+1 && last.Act == o.Act && last.By == account.Employee &&
		last.Staff == p.who.ID && d.Note == o.Details.Note && d.Inner == o.Details.Inner &&
		(o.Body == 0 || o.Body == last.Marks.Body) && (o.Executor == 0 || o.Executor == last.Marks.Executor)
}

func version(v url.Values) int64 {
	n, err := strconv.ParseInt(v.Get("version"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
