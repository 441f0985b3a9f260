package web

import (
	"bytes"
	htmltext "html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"jauap/internal/blob"
	"jauap/internal/dbtest"
	"jauap/internal/httpd"
	"jauap/internal/i18n"
	"jauap/internal/receipt"
)

// hands gives papers to the page, as files.
func (b *browser) hands(target string, files map[string]string) seen {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, text := range files {
		part, _ := m.CreateFormFile(name, "түбіртек.txt")
		_, _ = io.WriteString(part, text)
	}
	_ = m.Close()
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, target, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return b.do(r)
}

func paste(text string) url.Values { return url.Values{"text": {text}} }

func TestAReceiptIsCheckedOnThePublicPage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		say := catalog(t).In(i18n.KK)
		site := newSite(t, w)
		b, anybody := newBrowser(t, site), newBrowser(t, site)
		k := b.sends(i18n.KK)
		early := b.get("/kk/receipt.txt").text
		anybody.hands("/kk/verify", map[string]string{"file": early}).wants(t, http.StatusOK, say.T("verify.genuine_waiting"), k.number,
			say.T("verify.log_waits", "promise", w.Clock.Now().Add(24*time.Hour)), say.T("appeal.act.submit"), say.T("verify.outside"))
		sealed := w.Clock.Now()
		seal(t, w)
		w.Clock.Set(sealed.Add(48 * time.Hour))
		b.sends(i18n.KK)
		seal(t, w)
		b.opens(i18n.KK, k)
		late := b.get(k.page + "/receipts/1.txt").text
		for name, page := range map[string]seen{
			"a file": anybody.hands("/kk/verify", map[string]string{"file": late}), "a text": anybody.post("/kk/verify", paste(late)),
			"with LF": anybody.post("/kk/verify", paste(strings.ReplaceAll(late, "\r\n", "\n"))),
			"early":   anybody.post("/kk/verify", paste(early)), // our proof is added: the promise was kept
		} {
			t.Log(name)
			page.wants(t, http.StatusOK, say.T("verify.genuine"), k.number, "10 сәуір",
				say.T("verify.log_has", "at", sealed, "place", "1", "size", "2", "now", w.Clock.Now()))
			if strings.Contains(page.text, "j-verdict__sign--red") || strings.Contains(page.text, k.code) || len(page.Cookies()) > 0 {
				t.Errorf("%s: red, or with the code, or a cookie is set:\n%s", name, page.plain())
			}
			if key := missing.FindString(page.plain()); key != "" {
				t.Errorf("%s: the key %s is shown", name, key)
			}
		}
	})
}

func TestTheCodeOnPaperLeadsToTheCheckAndToTheProof(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		say := catalog(t).In(i18n.RU)
		b := newBrowser(t, newSite(t, w))
		k := b.sends(i18n.RU)
		n := numberOf(t, k.number)
		given, err := attest(t, w).Receipt(t.Context(), scopeOf(n), n.ID, 1, i18n.RU)
		if err != nil {
			t.Fatal(err)
		}
		address := In(i18n.RU, verifyAddress(given.Compact))
		if len("https://jauap.example.kz"+address) > 450 {
			t.Errorf("%d characters are too dense for a printed code", len(address))
		}
		b.get(address).wants(t, http.StatusOK, say.T("verify.genuine_waiting"), k.number)
		seal(t, w)
		page := newBrowser(t, b.site).get(address)
		page.wants(t, http.StatusOK, say.T("verify.genuine"), say.T("verify.give"), say.T("verify.follow"))
		if !strings.Contains(page.text, "/kk"+strings.TrimPrefix(htmltext.EscapeString(address), "/ru")) {
			t.Error("another language forgets the receipt")
		}
		file := b.post("/ru/verify", url.Values{"text": {given.Compact}, "give": {"1"}})
		if f := checked(t, w, file.text); f.Place != 1 || file.Header.Get("Content-Disposition") == "" {
			t.Errorf("place %d, %v", f.Place, file.Header)
		}
		swapped := address[:len(address)-9] + "A" + address[len(address)-8:]
		b.get(swapped).wants(t, http.StatusOK, say.T("verify.false"))
	})
}

func TestWhatIsWrongWithAReceiptIsSaid(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		say := catalog(t).In(i18n.EN)
		b := newBrowser(t, newSite(t, w))
		k := b.sends(i18n.EN)
		unsealed := b.get("/en/receipt.txt").text
		w.Clock.Set(w.Clock.Now().Add(25 * time.Hour))
		b.post("/en/verify", paste(unsealed)).wants(t, http.StatusOK, say.T("verify.genuine_but"), "the promise is broken")
		seal(t, w)
		b.opens(i18n.EN, k)
		good := b.get(k.page + "/receipts/1.txt").text
		b.post("/en/verify", paste(good)).wants(t, http.StatusOK, say.T("verify.genuine_but"), "60 minutes late")
		signedBy := regexp.MustCompile(`— \S+ `)
		for name, tt := range map[string]struct{ text, want string }{
			"another due day":        {strings.ReplaceAll(good, "2026-04-10", "2026-05-10"), say.T("receipt.changed_facts")},
			"another word":           {strings.Replace(good, "10 April", "11 April", 1), say.T("receipt.changed")},
			"cut off":                {good[:len(good)/2], "cut off"},
			"another proof":          {strings.Replace(good, "index 0", "index 1", 1), "proof"},
			"a key that is not ours": {resigned(t, good), say.T("verify.other_key", "id", "04104108")},
			"a log that is not ours": {signedBy.ReplaceAllString(good, "— other.example/log "), say.T("verify.foreign")},
		} {
			page := b.post("/en/verify", paste(tt.text))
			page.wants(t, http.StatusOK, tt.want)
			if !strings.Contains(page.text, "j-verdict__sign--red") {
				t.Errorf("%s: it looks right", name)
			}
		}
		spoil(t, w, `update log_leaf set leaf_hash = (select hashes from log_tile where level = 0 and n = 0)`)
		b.post("/en/verify", paste(good)).wants(t, http.StatusOK, say.T("verify.genuine_but"), say.T("verify.log_lacks"))
	})
}

// resigned is a receipt whose signature names another key.
func resigned(t *testing.T, good string) string {
	t.Helper()
	i := strings.Index(good, "— ")
	sig := good[i : i+strings.Index(good[i:], "\r\n")]
	name, data, _ := strings.Cut(strings.TrimPrefix(sig, "— "), " ")
	return strings.Replace(good, sig, "— "+name+" BBBB"+data[4:], 1)
}

func TestAnEarlierReceiptShowsThatTheLogWasNotRewritten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		say := catalog(t).In(i18n.EN)
		b := newBrowser(t, newSite(t, w))
		fillLog(t, w, 1, 3)
		checkpoint := b.get(logAt + "checkpoint").text
		k := b.sends(i18n.EN)
		seal(t, w)
		good := b.get(k.page + "/receipts/1.txt").text
		fillLog(t, w, 4, 5)
		for name, old := range map[string]string{"a checkpoint": checkpoint, "a receipt": good} {
			page := b.hands("/en/verify", map[string]string{"file": good, "old_file": old})
			page.wants(t, http.StatusOK, say.T("verify.genuine"), say.T("receipt.followed", "n", 1))
			if strings.Contains(page.text, "j-verdict__sign--red") {
				t.Errorf("%s: red", name)
			}
		}
		other := strings.Replace(checkpoint, "\n3\n", "\n4\n", 1)
		b.post("/en/verify", url.Values{"text": {good}, "old": {other}}).wants(t, http.StatusOK, say.T("verify.genuine_but"), say.T("receipt.checkpoint_changed"))
	})
}

func TestThePageOfCheckingAsksAgainForWhatIsNoReceipt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		say := catalog(t).In(i18n.KK)
		b := newBrowser(t, newSite(t, w))
		for name, tt := range map[string]struct {
			text   string
			status int
			want   string
		}{
			"nothing":    {" \n", http.StatusUnprocessableEntity, say.T("verify.nothing")},
			"a letter":   {"Менің жолданымым қайда? <b>Код: abcde-12345</b>", http.StatusUnprocessableEntity, say.T("receipt.none")},
			"too much":   {strings.Repeat("а", longestPaper), http.StatusRequestEntityTooLarge, say.T("verify.too_large", "n", 64)},
			"no letters": {"\xff\xfe\x00", http.StatusUnprocessableEntity, say.T("receipt.not_text")},
		} {
			page := b.post("/kk/verify", paste(tt.text))
			if page.StatusCode != tt.status || !strings.Contains(page.plain(), tt.want) {
				t.Errorf("%s: status %d, want %d and %q", name, page.StatusCode, tt.status, tt.want)
			}
			if name == "a letter" && (!strings.Contains(page.text, "Менің жолданымым қайда? &lt;b&gt;Код: "+covered) || strings.Contains(page.text, "12345")) {
				t.Errorf("what was typed is not kept, or the code is:\n%s", page.text)
			}
		}
		if got := b.hands("/kk/verify", map[string]string{"file": strings.Repeat("x", 2*allPapers)}); got.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("a huge file: %d", got.StatusCode)
		}
	})
}

func TestWhoeverChecksTooFastKeepsWhatWasPasted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		files, err := blob.New(blob.Options{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = files.Close() })
		b := newBrowser(t, siteAtPace(t, w, files, httpd.Pace{Burst: 1, PerSecond: 0.01}))
		b.post("/kk/verify", paste("бірінші"))
		page := b.post("/kk/verify", paste("екінші"))
		if page.StatusCode != http.StatusTooManyRequests || page.Header.Get("Retry-After") == "" || !strings.Contains(page.text, "екінші") {
			t.Errorf("status %d, %v", page.StatusCode, page.Header)
		}
	})
}

// Checking has a budget of its own: whoever uses it up, by form or by address,
// keeps nobody at the same address from writing.
func TestWhoeverChecksTooFastKeepsNobodyFromWriting(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		files, err := blob.New(blob.Options{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = files.Close() })
		b := newBrowser(t, siteAtPace(t, w, files, httpd.Pace{Burst: 2, PerSecond: 0.01}))
		b.post("/kk/verify", paste("бірінші"))
		b.get("/ru/verify?r=JR1.AAAA").wants(t, http.StatusOK)
		for at, want := range map[string]int{"/en/verify?r=JR1.AAAA": http.StatusTooManyRequests, "/en/verify": http.StatusOK, "/en/log": http.StatusOK, "/log/key": http.StatusOK} {
			if got := b.get(at); got.StatusCode != want {
				t.Errorf("%s: %d, want %d", at, got.StatusCode, want)
			}
		}
		if got := b.post("/kk/verify", paste("екінші")); got.StatusCode != http.StatusTooManyRequests {
			t.Errorf("the form: %d", got.StatusCode)
		}
		page := b.send("/kk/write", written(b.get("/kk/write").hiddenValue("form")))
		page.wants(t, http.StatusOK, catalog(t).In(i18n.KK).T("citizen.receipt_title"))
	})
}

func TestOnlyWhatIsSignedIsShownAgain(t *testing.T) {
	t.Parallel()
	signed := paperBegin + "\nx\n" + paperEnd
	short := "https://a.kz/kk/verify?r=JR1." + strings.Repeat("ABCDE-12345-_x", 20)
	hash := "root K/abcde12345+2mfuGN5nYrBzYqzqJ6Gm6aK8wH3cB3uJ4s="
	for name, tt := range map[string]struct{ give, want string }{
		"a whole file":          {"\ufeffКод: ABCDE-12345\r\n\r\n" + paperBegin + "\r\nx\r\n" + paperEnd + "\r\nABCDE-12345", signed},
		"without an end":        {"ABCDE-12345\n" + paperBegin + "\nx", paperBegin + "\nx"},
		"ends swapped":          {paperEnd + "\n" + paperBegin + "\nABCDE-12345", paperBegin + "\n" + covered},
		"within what is":        {paperBegin + "\nКод: ABCDE12345\nregistered 2026-03-17\n" + paperEnd, paperBegin + "\nКод: " + covered + "\nregistered 2026-03-17\n" + paperEnd},
		"a short form":          {short, short},
		"a hash":                {hash, hash},
		"a number":              {"ЖТ-2026-00000001-1", "ЖТ-2026-00000001-1"},
		"a bare code":           {"abcde-12345", covered},
		"without a dash":        {"код=abcde12345.", "код=" + covered + "."},
		"with a space":          {"код (ABCDE 12345)", "код (" + covered + ")"},
		"with a long dash":      {"ABCDE – 12345", covered},
		"with Cyrillic letters": {"АВСDЕ-1234О", covered},
		"in an address":         {"https://a.kz/kk/verify?r=ABCDE-12345&a=b", "https://a.kz/kk/verify?r=" + covered + "&a=b"},
		"after a short word":    {"Kod-a ABCDE-12345 1", "Kod-a " + covered + " 1"},
		"a sentence":            {"Менің жолданымым қайда? Сәлеметсіз бе, қандай жаңалық бар?", "Менің жолданымым қайда? Сәлеметсіз бе, қандай жаңалық бар?"},
	} {
		if got := withoutCode(tt.give); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	if _, _, err := receipt.Parse(paperBegin); err == nil || !strings.Contains(err.Error(), "no_end") {
		t.Errorf("receipts begin otherwise: %v", err)
	}
}

func TestThePageOfCheckingNeverRepeatsTheCode(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		k := b.sends(i18n.EN)
		file, bare := b.get("/en/receipt.txt").text, strings.ReplaceAll(k.code, "-", "")
		within := strings.Replace(file, "\r\nevent 1", "\r\n"+bare+"\r\nevent 1", 1)
		for name, text := range map[string]string{
			"the file with the code": file, "the code": k.code, "without its dash": bare, "in small letters": "code " + strings.ToLower(k.code),
			"within what is signed": within, "with blanks": strings.ReplaceAll(file, "\r\n", " \r\n"), "half a file": file[:strings.Index(file, "blind")],
		} {
			for how, page := range map[string]seen{
				"pasted": b.post("/en/verify", url.Values{"text": {text}, "old": {text}}), "in the address": b.get("/en" + verifyAddress(text)),
				"as a file": b.hands("/en/verify", map[string]string{"file": text}),
			} {
				if low := strings.ToUpper(page.text); strings.Contains(low, bare) || strings.Contains(low, k.code) {
					t.Errorf("%s, %s: the code is repeated:\n%s", name, how, page.plain())
				}
			}
		}
		genuine := b.post("/en/verify", paste(strings.ReplaceAll(file, "\r\n", " \r\n")))
		genuine.wants(t, http.StatusOK, catalog(t).In(i18n.EN).T("verify.genuine_waiting"))
		seal(t, w)
		given := b.post("/en/verify", url.Values{"text": {strings.ReplaceAll(file, "\r\n", " \r\n")}, "give": {"1"}})
		if f := checked(t, w, given.text); f.Place != 1 {
			t.Errorf("place %d", f.Place)
		}
	})
}

// TestNoFaultOfAReceiptSpeaksOfFlags: the page shows these sentences too.
func TestNoFaultOfAReceiptSpeaksOfFlags(t *testing.T) {
	t.Parallel()
	c := catalog(t)
	for _, key := range c.Keys() {
		if !strings.HasPrefix(key, "receipt.") {
			continue
		}
		for _, lang := range i18n.Langs() {
			if said := c.In(lang).T(key); strings.Contains(strings.ReplaceAll(said, "-----", ""), "--") {
				t.Errorf("%s in %s: %s", key, lang, said)
			}
		}
	}
}
