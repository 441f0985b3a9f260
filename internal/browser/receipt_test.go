package browser

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"jauap/internal/i18n"
)

// TestAReceiptIsTakenHomeAndCheckedByAStranger: the citizen downloads the
// receipt of a step, hands it on, and somebody without an account checks it;
// without scripts too.
func TestAReceiptIsTakenHomeAndCheckedByAStranger(t *testing.T) {
	t.Parallel()
	w := visit(t)
	for _, l := range i18n.Langs() {
		t.Run(string(l), func(t *testing.T) {
			t.Parallel()
			citizen := w.open(t, l)
			k := citizen.send(letters[l])
			citizen.fitsOnePage("receipt-paper")
			citizen.openAppeal(k)
			citizen.followTo("/receipts/1")
			citizen.sealed()
			citizen.look("event-receipt")
			citizen.fitsOnePage("event-receipt-paper")
			paper := citizen.download("/receipts/1.txt")

			stranger := w.scriptless(t, l)
			stranger.checks("file", paper)
			stranger.see(stranger.say.T("verify.genuine"))
			stranger.see(k.number)

			other := w.open(t, l)
			other.checks("file", paper)
			other.look("verify-genuine")
			other.checks("file", forged(t, paper))
			other.see(other.say.T("verify.false"))
			other.look("verify-false")
			other.enter("/verify")
			other.press(other.say.T("verify.old_summary"))
			other.give("file", paper)
			other.give("old_file", paper)
			other.follow(other.say.T("verify.check"))
			other.see(other.say.T("receipt.followed", "n", 1))
			other.look("verify-old")
		})
	}
}

// sealed waits until the log has the receipt on the screen, as a reader does:
// by asking again.
func (b *tab) sealed() {
	b.t.Helper()
	for range 20 {
		if !says(b.text("main"), b.say.T("verify.state_again")) {
			return
		}
		do(b, "a moment", chromedp.Sleep(500*time.Millisecond))
		b.follow(b.say.T("verify.state_again"))
	}
	b.t.Fatalf("the receipt is not sealed:\n%s", b.text("main"))
}

// download saves what a link of the page leads to, with the cookies of the
// browser: the policy of the pages lets no script fetch it.
func (b *tab) download(end string) (file string) {
	b.t.Helper()
	at := read[string](b, `document.querySelector('main a[href$="`+end+`"]').href`)
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, at, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range do(b, "cookies", chromedp.Action[[]*network.Cookie](func(ctx context.Context, t *chromedp.Target) ([]*network.Cookie, error) {
		got, err := cdp.Call(ctx, t, network.GetCookies, network.GetCookiesParams{})
		if err != nil {
			return nil, err
		}
		return got.Cookies, nil
	})) {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		b.t.Fatalf("%s: %d, %v", at, res.StatusCode, err)
	}
	file = filepath.Join(b.t.TempDir(), "receipt.txt")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		b.t.Fatal(err)
	}
	return file
}

// checks gives a file to the page that checks receipts.
func (b *tab) checks(field, file string) {
	b.t.Helper()
	b.enter("/verify")
	b.give(field, file)
	b.follow(b.say.T("verify.check"))
}

func (b *tab) give(field, file string) {
	b.t.Helper()
	do(b, "attach", chromedp.SetUploadFiles(chromedp.ID(field), []string{file}))
}

// forged is a receipt with another due day.
func forged(t *testing.T, paper string) string {
	t.Helper()
	b, err := os.ReadFile(paper)
	if err != nil {
		t.Fatal(err)
	}
	changed := regexp.MustCompile(`(?m)^due \d{4}`).ReplaceAll(b, []byte("due 2031"))
	if bytes.Equal(changed, b) {
		t.Fatalf("no due day in\n%s", b)
	}
	file := filepath.Join(t.TempDir(), "forged.txt")
	if err := os.WriteFile(file, changed, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// fitsOnePage prints the page on the screen: a receipt is one sheet of A4.
func (b *tab) fitsOnePage(name string) {
	b.t.Helper()
	paper := do(b, "print", chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPreferCSSPageSize()))
	if pages := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(paper, -1)); pages != 1 {
		b.t.Errorf("%s in %s is printed on %d pages", name, b.say.Lang(), pages)
	}
	if shots == "" {
		return
	}
	file := name + "-" + string(b.say.Lang()) + ".pdf"
	if err := os.MkdirAll(shots, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(shots, file), paper, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
