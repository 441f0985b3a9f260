package browser

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"jauap/internal/i18n"
)

// scriptless is a browser that runs no script of the pages.
func (w *town) scriptless(t *testing.T, l i18n.Lang) *tab {
	t.Helper()
	b := w.open(t, l)
	do(b, "scripts off", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	return b
}

func TestEverythingWorksWithoutScripts(t *testing.T) {
	t.Parallel()
	w := visit(t)
	b := w.scriptless(t, i18n.KK)
	k := b.send(letter{name: "Сынақ Сынақов", topic: "roads.pit", place: "Алматы қаласы", text: "Жолда терең шұңқыр бар. Жөндеп беріңіз."})
	if read[bool](b, "document.querySelector('[data-print]') !== null && !document.querySelector('[data-print]').hidden") {
		t.Fatal("a script has run: this test proves nothing")
	}
	b.openAppeal(k)
	b.see("терең шұңқыр")
}

func TestADoubleClickSendsOneAppeal(t *testing.T) {
	t.Parallel()
	w := visit(t)
	for word, open := range map[string]func(*testing.T, i18n.Lang) *tab{
		"ұршықшы": w.open,       // the script holds the second press
		"тоқымшы": w.scriptless, // the server does
	} {
		t.Run(word, func(t *testing.T) {
			b := open(t, i18n.KK)
			b.enter("/write")
			b.fill(letter{name: "Сынақ Сынақов", topic: "roads.pit", place: "Алматы қаласы", text: "Бұл жолданымды " + word + " жазды."})
			p := b.point(atText, b.say.T("citizen.send"))
			do(b, "double click", chromedp.Steps(chromedp.MouseClickXY(p.X, p.Y), chromedp.MouseClickXY(p.X, p.Y, chromedp.ClickCount(2))))
			do(b, "the receipt", chromedp.WaitVisible(chromedp.CSS(".govuk-panel")))
			w.counts(t, word, 1)
		})
	}
}

// counts expects the single window to find so many appeals with the word.
func (w *town) counts(t *testing.T, word string, want int) {
	t.Helper()
	clerk := w.employee(t, i18n.KK, "window")
	clerk.write("q", word)
	clerk.follow(clerk.say.T("web.filter_apply"))
	if got := read[int](clerk, "document.querySelectorAll('main tbody tr').length"); got != want {
		t.Errorf("%q is in %d appeals, want %d:\n%s", word, got, want, clerk.text("main"))
	}
}

func TestAFaultKeepsWhatWasTypedAndLeadsToIt(t *testing.T) {
	t.Parallel()
	b := visit(t).open(t, i18n.RU)
	b.enter("/write")
	b.fill(letter{name: "Тест Тестов", topic: "roads.pit", place: "город Алматы", files: attachments(t)})
	b.write("email", "тест")
	b.write("iin", "123")
	if status := b.follow(b.say.T("citizen.send")).Status; status != 422 {
		t.Errorf("the form came back with status %d, want 422", status)
	}
	for field, want := range map[string]string{
		"text": "", "topic": "roads.pit", "place_text": "город Алматы", "name": "Тест Тестов", "email": "тест", "iin": "123",
	} {
		if got := read[string](b, "document.getElementById('"+field+"').value"); got != want {
			t.Errorf("%s came back as %q, want %q", field, got, want)
		}
	}
	b.see("photo.png")
	b.see("act.txt")
	if !read[bool](b, "document.activeElement.matches('[data-error-summary]')") {
		t.Error("the list of faults is not what is read first")
	}
	b.faultsLead("text", "email", "iin")
}

// faultsLead presses each line of the list of faults: the cursor must come to
// its field.
func (b *tab) faultsLead(want ...string) {
	b.t.Helper()
	list := read[[]string](b, `[...document.querySelectorAll('[data-error-summary] a')].map(a => a.hash.slice(1))`)
	if got := strings.Join(list, " "); got != strings.Join(want, " ") {
		b.t.Fatalf("the faults are on %q, want %q", got, want)
	}
	for _, field := range list {
		b.hit(b.point(atSelector, `[data-error-summary] a[href="#`+field+`"]`))
		if at := read[string](b, "document.activeElement.id"); at != field {
			b.t.Errorf("the fault of %s leads to %q", field, at)
		}
	}
}
