package browser

import (
	"testing"

	"jauap/internal/i18n"
)

// TestReading walks the access journal in every language: a controller sees a
// case masked, says why she needs it, reads it; the applicant sees that.
func TestReading(t *testing.T) {
	t.Parallel()
	w := visit(t)
	for _, l := range i18n.Langs() {
		t.Run(string(l), func(t *testing.T) {
			t.Parallel()
			citizen := w.open(t, l)
			k := citizen.send(letters[l])
			citizen.openAppeal(k)
			citizen.see(citizen.say.T("citizen.readers_none"))
			citizen.look("readers-none")
			w.toAnswer(t, l, k.number)

			controller := w.employee(t, l, "controller")
			controller.readsWithAReason(k.number, letters[l].text)
			citizen.openAppeal(k)
			citizen.see(reasonText)
			citizen.see("Демо Бақылаушықызы")
			citizen.see(citizen.say.T("citizen.read_duty.executor"))
			citizen.press(citizen.say.T("citizen.readers_not"))
			citizen.look("readers")
		})
	}
}

const reasonText = "Сынақ сұрауы, №5"

// readsWithAReason opens a case that is not one's own to work on.
func (b *tab) readsWithAReason(number, text string) {
	b.t.Helper()
	b.take(number)
	b.hides(text)
	b.see(b.say.T("staff.masked"))
	b.look("case-masked")
	b.follow(b.say.T("staff.do_read"))
	b.see(b.say.T("appeal.choose_why"))
	b.press(b.say.T("staff.read_why.other"))
	b.follow(b.say.T("staff.do_read"))
	b.see(b.say.T("appeal.why_words_empty"))
	b.look("case-masked-faults")
	b.write("words", reasonText)
	b.follow(b.say.T("staff.do_read"))
	if at := b.path(); at != "/cases/"+number {
		b.t.Fatalf("the reason leads to %s:\n%s", at, b.text("main"))
	}
	b.see(text)
	b.look("case-reason")
}

// hides fails when the page says what it must not.
func (b *tab) hides(words string) {
	b.t.Helper()
	if page := b.text("main"); says(page, words) {
		b.t.Errorf("%s says %q:\n%s", b.path(), words, page)
	}
}
