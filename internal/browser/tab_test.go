package browser

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"jauap/internal/i18n"
)

// patience is how long one step may take before the test gives up.
const patience = 30 * time.Second

// A tab is one person's browser: a profile of its own, no cookies at first.
type tab struct {
	t    *testing.T
	ctx  context.Context
	town *town
	say  i18n.Printer
}

func (w *town) open(t *testing.T, l i18n.Lang) *tab {
	t.Helper()
	ctx, closed := chromedp.NewContext(w.chrome, chromedp.WithNewBrowserContext())
	t.Cleanup(closed)
	b := &tab{t: t, ctx: ctx, town: w, say: w.catalog.In(l)}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	b.width(1280)
	return b
}

// do runs one step and gives up loudly.
func do[T any](b *tab, what string, a chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
	return v
}

func (b *tab) width(pixels int64) {
	b.t.Helper()
	var opts []chromedp.EmulateViewportOption
	if pixels < 600 {
		opts = append(opts, chromedp.EmulateTouch)
	}
	do(b, "width", chromedp.EmulateViewport(pixels, 800, opts...))
}

// read evaluates an expression in the page.
func read[T any](b *tab, expression string) T {
	b.t.Helper()
	return do(b, expression, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// enter opens an address under the tab's language and gives the status.
func (b *tab) enter(path string) int64 {
	b.t.Helper()
	at := b.town.url + "/" + string(b.say.Lang()) + path
	return do(b, at, chromedp.NavigateResponse(at)).Status
}

func (b *tab) path() string {
	b.t.Helper()
	path := read[string](b, "decodeURIComponent(location.pathname)")
	return strings.TrimPrefix(path, "/"+string(b.say.Lang()))
}

// A point is the middle of something in the page.
type point struct{ X, Y float64 }

// atText finds a link, a button or a label by the words on it, in the main
// part of the page before its frame.
const atText = `(said => {
	const plain = s => s.replace(/\s+/g, ' ').trim();
	const shown = e => e.checkVisibility() && e.getClientRects().length > 0;
	const all = [document.querySelector('main'), document].flatMap(part => [...part.querySelectorAll('a, button, summary, label')]);
	return all.filter(shown).find(e => plain(e.innerText) === plain(said));
})`

const atSelector = `(selector => document.querySelector(selector))`

// point scrolls something into view as a reader would, and gives its middle.
func (b *tab) point(find, what string) point {
	b.t.Helper()
	name, err := json.Marshal(what)
	if err != nil {
		b.t.Fatal(err)
	}
	p := read[*point](b, `(() => {
		const e = `+find+`(`+string(name)+`);
		if (!e) return null;
		e.scrollIntoView({block: 'center', behavior: 'instant'});
		const r = e.getClientRects()[0];
		return {X: r.x + r.width / 2, Y: r.y + r.height / 2};
	})()`)
	if p == nil {
		b.t.Fatalf("nothing says %q on %s:\n%s", what, b.path(), read[string](b, "document.body.innerText"))
	}
	return *p
}

func (b *tab) press(text string) { b.t.Helper(); b.hit(b.point(atText, text)) }

func (b *tab) hit(p point) {
	b.t.Helper()
	do(b, "click", chromedp.MouseClickXY(p.X, p.Y))
}

// follow presses a link or a button by its words and waits for the page that
// comes.
func (b *tab) follow(text string) *network.Response {
	b.t.Helper()
	return b.arrive(text, b.point(atText, text))
}

// followTo is follow for a link known by where it leads.
func (b *tab) followTo(end string) *network.Response {
	b.t.Helper()
	return b.arrive(end, b.point(atSelector, `main a[href$="`+end+`"]`))
}

func (b *tab) arrive(what string, p point) *network.Response {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	r, err := chromedp.RunResponse(ctx, chromedp.MouseClickXY(p.X, p.Y))
	if err != nil {
		b.t.Fatalf("press %q: %v", what, err)
	}
	return r
}

// write puts the cursor into a field and types over what stands there.
func (b *tab) write(field, text string) {
	b.t.Helper()
	b.hit(b.point(atSelector, "#"+field))
	read[bool](b, `(() => { document.activeElement.select(); return true })()`)
	if at := read[string](b, "document.activeElement.id"); at != field {
		b.t.Fatalf("the cursor is in %q, want %q", at, field)
	}
	do(b, "type", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}))
}

// choose picks an option of a list by its value, as the keyboard would.
func (b *tab) choose(field, value string) {
	b.t.Helper()
	got := read[string](b, `(e => {
		e.value = '`+value+`';
		for (const kind of ['input', 'change']) e.dispatchEvent(new Event(kind, {bubbles: true}));
		return e.value;
	})(document.getElementById('`+field+`'))`)
	if got != value {
		b.t.Fatalf("%s offers no %q", field, value)
	}
}

func (b *tab) attach(paths ...string) {
	b.t.Helper()
	do(b, "attach", chromedp.SetUploadFiles(chromedp.ID("files"), paths))
}

func (b *tab) text(selector string) string {
	b.t.Helper()
	return read[string](b, `(document.querySelector('`+selector+`') || {innerText: ''}).innerText`)
}

// see fails unless the main part of the page says so.
func (b *tab) see(words string) {
	b.t.Helper()
	if page := b.text("main"); !says(page, words) {
		b.t.Errorf("%s does not say %q:\n%s", b.path(), words, page)
	}
}

// says compares without regard to how the lines are broken.
func says(page, words string) bool {
	plain := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	return strings.Contains(plain(page), plain(words))
}
