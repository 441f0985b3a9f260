package endure

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A desk is one registrar of the single window and the head of a body, with
// their sessions, which outlive every death of the program.
type desk struct {
	o            *office
	window, head string // cookies
	body         string // the head's, as forms name it
	next         int    // the letter to work on
}

// An act is an order of staff and how often its words must be read after it.
type act struct {
	*letter
	name, cookie string
	form         url.Values
	acknowledged bool
}

const (
	password = "құпия сөз 123"
	body     = "akimat.750000000"
)

func newDesk(t *testing.T, p place, o *office, at string) *desk {
	t.Helper()
	for _, who := range [][3]string{{"window", "registry", "registrar"}, {"head", body, "head"}} {
		out, err := p.jauap(t, password+"\n", "staff", "add", who[0], "--name", "Сынақ Қызметкер", "--body", who[1], "--role", who[2], "--password-stdin")
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	id := count(t, p.records(t), `select body_id from body where code = '`+body+`'`)
	return &desk{o: o, body: strconv.Itoa(id), window: signIn(t, o, at, "window"), head: signIn(t, o, at, "head")}
}

func signIn(t *testing.T, o *office, at, login string) string {
	t.Helper()
	form := url.Values{"login": {login}, "password": {password}}.Encode()
	p, err := o.do(http.MethodPost, at+"/kk/sign-in", "", "application/x-www-form-urlencoded", strings.NewReader(form))
	if err != nil || p.cookie("jauap_staff") == "" {
		t.Fatalf("signing in: status %d, %v: %s", p.status, err, p.plain())
	}
	return "jauap_staff=" + p.cookie("jauap_staff")
}

// work registers letters of earlier rounds and answers them, until the
// program is dead. It gives the acts whose form was sent, and what a living
// program refused.
func (d *desk) work(ctx context.Context, at string, letters []*letter) (acts []*act, err error) {
	for d.next < len(letters) && ctx.Err() == nil {
		l := letters[d.next]
		d.next++ // whatever becomes of it: what was begun is settled after the death
		for _, order := range d.orders(l) {
			if err := d.open(at, order); err != nil {
				return acts, unlessDead(err)
			}
			acts = append(acts, order)
			if err := d.send(at, order); err != nil {
				return acts, unlessDead(err)
			}
		}
	}
	return acts, nil
}

// unlessDead is nil for what a dead program answers.
func unlessDead(err error) error {
	if err == nil || errors.Is(err, errNoAnswer) {
		return nil
	}
	return err
}

func (d *desk) orders(l *letter) []*act {
	return []*act{
		{letter: l, name: "register", cookie: d.window, form: url.Values{"kind": {"application"}, "body": {d.body}}},
		{letter: l, name: "answer", cookie: d.head, form: url.Values{
			"outcome": {"satisfied"}, "note": {"Жарық қосылды. " + l.number + " жауабы."},
		}},
	}
}

var versionOnPage = regexp.MustCompile(`name="version" value="([0-9]+)"`)

func (a *act) address(at string) string {
	return at + "/kk/cases/" + url.PathEscape(a.number) + "/" + a.name
}

// open reads the form of the act, for the version it shows.
func (d *desk) open(at string, a *act) error {
	p, err := d.o.get(a.address(at), a.cookie)
	if err != nil {
		return fmt.Errorf("%w: %w", errNoAnswer, err)
	}
	m := versionOnPage.FindStringSubmatch(p.body)
	if m == nil {
		return fmt.Errorf("the form of %s came with status %d: %s", a.name, p.status, p.plain())
	}
	a.form.Set("version", m[1])
	return nil
}

func (d *desk) post(at string, a *act, form url.Values) (page, error) {
	p, err := d.o.do(http.MethodPost, a.address(at), a.cookie, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
	if err != nil {
		err = fmt.Errorf("%w: %w", errNoAnswer, err)
	}
	return p, err
}

// send gives the order.
func (d *desk) send(at string, a *act) error {
	a.form.Set("step", "send")
	p, err := d.post(at, a, a.form)
	if err != nil {
		return err
	}
	if p.status != http.StatusSeeOther {
		return fmt.Errorf("%s answered %d: %s", a.name, p.status, p.plain())
	}
	a.acknowledged = true
	return nil
}

// settle sends an act of unknown fate once more and looks whether what was
// ordered is done, once.
func (d *desk) settle(t *testing.T, at string, a *act) {
	t.Helper()
	if !a.acknowledged {
		if err := d.send(at, a); err != nil && !d.gone(at, a) {
			t.Fatalf("%s of %s sent once more: %v", a.name, a.number, err)
		}
	}
	if a.name != "answer" {
		return
	}
	p, _ := d.o.open(t, at, a.letter)
	if n := strings.Count(p.plain(), a.form.Get("note")); n != 1 {
		t.Fatalf("the answer to %s is read %d times: %s", a.number, n, p.plain())
	}
}

// gone tells that a case was registered and left the window: whoever sends the
// form again finds no case there.
func (d *desk) gone(at string, a *act) bool {
	p, err := d.o.get(at+"/kk/cases/"+url.PathEscape(a.number), d.head)
	return err == nil && a.name == "register" && p.status == http.StatusOK
}
