package browser

import (
	"strings"
	"testing"

	"jauap/internal/i18n"
	"jauap/internal/seed"
)

// A ticket is what the citizen keeps.
type ticket struct{ number, code, due string }

// A letter is what a citizen types. The name is a plain invention.
type letter struct {
	name, text, place, topic string
	files                    []string
}

// send fills the form and gives what the receipt says.
func (b *tab) send(l letter) ticket {
	b.t.Helper()
	if status := b.enter("/"); status != 200 {
		b.t.Fatalf("home: %d", status)
	}
	b.follow(b.say.T("citizen.home_write"))
	b.fill(l)
	b.follow(b.say.T("citizen.send"))
	return b.receipt()
}

func (b *tab) fill(l letter) {
	b.t.Helper()
	b.write("text", l.text)
	b.choose("topic", l.topic)
	b.write("place_text", l.place)
	b.write("name", l.name)
	if len(l.files) > 0 {
		b.attach(l.files...)
	}
}

// receipt reads the ticket off the page as a person would write it down.
func (b *tab) receipt() ticket {
	b.t.Helper()
	if at := b.path(); at != "/receipt" {
		b.t.Fatalf("sent, and came to %s:\n%s", at, b.text("main"))
	}
	said := read[[]string](b, `[...document.querySelectorAll('.govuk-panel .j-number')].map(e => e.innerText.trim())`)
	if len(said) < 2 {
		b.t.Fatalf("the receipt says %q, want a number and a code:\n%s", said, b.text("main"))
	}
	due := read[string](b, `(label => ([...document.querySelectorAll('dt')].find(e => e.innerText.trim() === label) || {nextElementSibling: {innerText: ''}}).nextElementSibling.innerText)("`+b.say.T("citizen.receipt_due")+`")`)
	return ticket{said[0], said[1], strings.TrimSpace(due)}
}

// openAppeal finds the appeal by number and code, from the first page on.
func (b *tab) openAppeal(k ticket) {
	b.t.Helper()
	b.enter("/")
	b.follow(b.say.T("citizen.home_follow"))
	b.write("number", k.number)
	b.write("code", k.code)
	b.follow(b.say.T("citizen.follow_open"))
	if at := b.path(); at != "/appeals/"+k.number {
		b.t.Fatalf("number and code lead to %s:\n%s", at, b.text("main"))
	}
}

// employee opens a browser and signs a demo person in.
func (w *town) employee(t *testing.T, l i18n.Lang, login string) *tab {
	t.Helper()
	b := w.open(t, l)
	b.enter("/sign-in")
	b.write("login", login)
	b.write("password", seed.Password)
	b.follow(b.say.T("staff.enter"))
	if at := b.path(); at != "/queue" {
		t.Fatalf("%s signed in and came to %s:\n%s", login, at, b.text("main"))
	}
	return b
}

// take opens a case from the queue by its number.
func (b *tab) take(number string) {
	b.t.Helper()
	b.enter("/queue")
	b.write("q", number)
	b.follow(b.say.T("web.filter_apply"))
	if at := b.path(); at != "/cases/"+number { // a whole number opens its case at once
		b.t.Fatalf("%s leads to %s:\n%s", number, at, b.text("main"))
	}
}

// act opens the form of an act of the case on the screen.
func (b *tab) act(name string) {
	b.t.Helper()
	b.followTo("/" + name)
}

// done presses the button of the form and expects to hear that it worked.
func (b *tab) done(button, news, number string) {
	b.t.Helper()
	b.follow(b.say.T(button))
	b.see(b.say.T(news, "number", number))
}
