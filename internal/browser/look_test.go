package browser

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// shots is the folder for pictures of the pages, "" for none.
var shots = os.Getenv("JAUAP_SHOTS")

// look checks the page on the screen at the width of a desk, of a phone and
// of the narrowest phone, and photographs it when asked.
func (b *tab) look(name string) {
	b.t.Helper()
	for _, pixels := range []int64{1280, 360, 320} {
		b.width(pixels)
		where := name + " at " + strconv.FormatInt(pixels, 10)
		for _, wrong := range append(b.misfits(), b.bareWords()...) {
			b.t.Errorf("%s: %s", where, wrong)
		}
		b.photograph(name, pixels)
		if pixels == 320 {
			continue
		}
		for _, wrong := range b.barriers() {
			b.t.Errorf("%s: %s", where, wrong)
		}
	}
	b.width(1280)
}

// misfits lists what does not fit: the page scrolls sideways, a target is
// smaller than a fingertip (WCAG 2.5.8), the language is not the page's. A
// link inside a sentence may be as tall as its letters; axe sees to those.
func (b *tab) misfits() []string {
	b.t.Helper()
	return read[[]string](b, `(lang => {
		const root = document.documentElement, wrong = [];
		if (root.lang !== lang) wrong.push('the language is ' + root.lang);
		if (root.scrollWidth > innerWidth) {
			const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1);
			wrong.push('scrolls sideways, ' + root.scrollWidth + ' px: ' + wide.slice(-2).map(e => e.outerHTML.slice(0, 200)).join(' | '));
		}
		for (const e of document.querySelectorAll('a, button, input, select, textarea, summary')) {
			if (e.type === 'hidden' || !e.checkVisibility() || e.matches('.govuk-skip-link, [aria-hidden="true"][tabindex="-1"]')) continue;
			if (e.matches('a') && getComputedStyle(e).display === 'inline') continue;
			const r = e.getBoundingClientRect();
			if (r.width < 24 || r.height < 24) wrong.push('too small, ' + r.width.toFixed(1) + '×' + r.height.toFixed(1) + ': ' + e.outerHTML.slice(0, 200));
		}
		return wrong;
	})('`+string(b.say.Lang())+`')`)
}

var hole = regexp.MustCompile(`\{[a-z_]+\}`)

// bareWords lists what a reader should never see: the key of a message, the
// name of an argument that nobody gave.
func (b *tab) bareWords() []string {
	b.t.Helper()
	said := read[string](b, `[document.title, document.body.innerText, ...[...document.querySelectorAll('[alt], [aria-label], [title], [placeholder]')]
		.flatMap(e => ['alt', 'aria-label', 'title', 'placeholder'].map(a => e.getAttribute(a) || ''))].join(' ')`)
	keys := b.town.catalog.Keys()
	wrong := hole.FindAllString(said, -1)
	for word := range strings.FieldsSeq(said) {
		if _, known := slices.BinarySearch(keys, strings.Trim(word, ".,:;()«»“”\"")); known {
			wrong = append(wrong, "a bare key: "+word)
		}
	}
	return wrong
}

// barriers lists what shuts people out, as axe-core finds it. The policy of
// the pages forbids foreign scripts; this one comes in as a developer's.
func (b *tab) barriers() []string {
	b.t.Helper()
	if !read[bool](b, "typeof axe === 'object'") {
		do(b, "axe", chromedp.Evaluate[chromedp.Void](b.town.axe))
	}
	return read[[]string](b, `axe.run(document, {
		runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}, resultTypes: ['violations'], preload: false,
	}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.failureSummary.replace(/\s+/g, ' ') + ' ' + n.html.slice(0, 200))))`)
}

func (b *tab) photograph(name string, pixels int64) {
	b.t.Helper()
	if shots == "" {
		return
	}
	picture := do(b, "photograph", chromedp.FullScreenshot(100))
	file := name + "-" + string(b.say.Lang()) + "-" + strconv.FormatInt(pixels, 10) + ".png"
	if err := os.MkdirAll(shots, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(shots, file), picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// A page made badly on purpose: a look that finds nothing wrong with it is
// blind.
func TestALookSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := visit(t)
	b := w.open(t, "kk")
	b.enter("/about")
	spoil, _ := json.Marshal(`<p style="width:2000px">citizen.send {day}</p><button></button><img src="x"><span style="color:#bbb">pale</span>`)
	read[bool](b, `(() => { document.documentElement.lang = 'ru'; document.querySelector('main').innerHTML = `+string(spoil)+`;
		const small = document.querySelector('main button'); small.style.width = small.style.height = '9px'; small.style.padding = 0;
		document.querySelector('main p').style.width = '2000px'; document.querySelector('main span').style.color = '#bbb'; return true })()`)
	said := strings.Join(slices.Concat(b.misfits(), b.bareWords(), b.barriers()), "\n")
	for _, want := range []string{"the language is ru", "scrolls sideways", "too small", "{day}", "citizen.send", "button-name", "image-alt", "color-contrast"} {
		if !strings.Contains(said, want) {
			t.Errorf("nobody sees %q in\n%s", want, said)
		}
	}
}
