package web

import (
	"bytes"
	"net/http"
	"strings"

	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/receipt"
)

// A verdict is what was found about a receipt, and what our own log says of
// it now.
type verdict struct {
	receipt.Finding
	Log        standing
	Faults     []*fault.Fault // the gravest first
	Body       string         // title, from the directory; "" for none
	unreadable *fault.Fault   // it is no receipt at all
	foreign    bool           // of another site, which may be right about it
}

// judge checks a receipt: what holds by itself, and what the log says now. A
// receipt that came without a proof is checked with the one we have.
func (s *Site) judge(r *http.Request, p Page, given papers) (v verdict, err error) {
	ask, err := s.askLog(r.Context())
	if err != nil {
		return v, err
	}
	claim, document, _ := receipt.Parse(given.Text) // what is wrong with it, Check says
	if v.Log, err = ask.where(claim); err != nil {
		return v, err
	}
	o := receipt.Options{Known: ask.keys, Now: s.opts.Now(), Head: ask.head, Tiles: ask.tiles}
	if v.Log.Proof != nil && document.Proof == nil {
		o.Proof = v.Log.Proof.Text()
	}
	if strings.TrimSpace(given.Old) != "" {
		o.Old = []receipt.Earlier{{Name: p.T("verify.old_name"), Text: given.Old}}
	}
	found, wrong := receipt.Check(given.Text, o)
	v.Finding, v.Faults = found, fault.All(wrong)
	if wrong != nil && len(v.Faults) == 0 {
		return v, wrong
	}
	v.unreadable = noReceiptAtAll(v.Faults)
	v.plainly()
	rules, err := s.opts.Rules(r.Context())
	if err == nil {
		v.Body = bodyNamed(p, rules.Directory, directory.BodyID(v.Statement.Body))
	}
	return v, err
}

// bodyNamed is a body by its full name, also one that is no more.
func bodyNamed(p Page, dir *directory.Directory, id directory.BodyID) string {
	if _, known := dir.Body(id); !known {
		return ""
	}
	return dir.BodyTitle(id).In(p.Lang())
}

// noReceiptAtAll tells what is no receipt from a receipt that is wrong.
func noReceiptAtAll(faults []*fault.Fault) *fault.Fault {
	for _, f := range faults {
		switch f.Key {
		case "receipt.none", "receipt.not_text", "receipt.too_large":
			on := f.On("text")
			on.Kind = fault.Invalid // of the form, and not of the page
			return on
		}
	}
	return nil
}

// plainly puts what is wrong into the words of the page: whoever reads it gave
// no keys, and no files by name.
func (v *verdict) plainly() {
	for i, f := range v.Faults {
		g := *f
		switch f.Key {
		case "receipt.other_log":
			g.Key, v.foreign = "verify.other_log", true
		case "receipt.other_key":
			g.Key = "verify.other_key"
		case "receipt.checkpoint_other_key":
			g.Key = "verify.other_checkpoint"
		case "receipt.old_file":
			g.Key = "verify.old_differs"
		}
		v.Faults[i] = &g
	}
}

// bad tells whether something must not be as it is.
func (v verdict) bad() bool {
	return !v.Genuine || len(v.Faults) > 0 || v.Log.State == absent || v.Log.State == overdue
}

// title is the one sentence that answers.
func (v verdict) title(p Page) string {
	switch {
	case v.foreign:
		return p.T("verify.foreign")
	case !v.Genuine:
		return p.T("verify.false")
	case v.bad():
		return p.T("verify.genuine_but")
	case v.Log.State == waiting:
		return p.T("verify.genuine_waiting")
	}
	return p.T("verify.genuine")
}

func (v verdict) kind() TicketKind {
	switch {
	case v.bad():
		return TicketLate
	case v.Log.State == waiting:
		return TicketSoon
	}
	return TicketDone
}

// logSays is what our log says of a genuine receipt.
func (v verdict) logSays(p Page) string {
	switch v.Log.State {
	case inLog:
		return p.T("verify.log_has", "at", v.Log.Since, "place", p.P.Number(v.Log.Index+1), "size", p.P.Number(v.Log.Head.Size), "now", v.Log.Head.At)
	case waiting:
		return p.T("verify.log_waits", "promise", v.Statement.Promise)
	case overdue:
		return p.T("verify.log_overdue", "promise", v.Statement.Promise)
	}
	return p.T("verify.log_lacks")
}

// provable tells whether we can add a proof that the receipt lacks.
func (v verdict) provable() bool {
	return v.Genuine && v.Log.Proof != nil && v.Proof == nil
}

// facts are what the state said, and to whom it may be held.
func (v verdict) facts(p Page) (rows []Row) {
	for _, line := range v.Told(p.P, v.Body) {
		rows = append(rows, Row{Key: line.Label, Text: line.Value})
	}
	return rows
}

// same tells whether the log holds what the receipt stands for.
func same(entry []byte, r receipt.Receipt) bool { return bytes.Equal(entry, r.Entry()) }
