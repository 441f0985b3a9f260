package web

import (
	htmltext "html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/i18n"
	"jauap/internal/receipt"
)

// A kept is what the citizen of a test has after sending an appeal.
type kept struct {
	number, code string
	page         string // address of the appeal
}

// sends writes an appeal and opens it with its code.
func (b *browser) sends(l i18n.Lang) kept {
	b.t.Helper()
	page := b.send(In(l, pathWrite), written(b.get(In(l, pathWrite)).hiddenValue("form")))
	k := kept{number: page.hiddenValue("number"), code: page.hiddenValue("code")}
	k.page = b.opens(l, k)
	return k
}

// opens shows the code again: a device forgets it after some hours.
func (b *browser) opens(l i18n.Lang, k kept) string {
	b.t.Helper()
	return b.post(In(l, pathFollow), url.Values{"number": {k.number}, "code": {k.code}}).at
}

// checked is what the holder of a file finds out without us.
func checked(t *testing.T, w *dbtest.World, file string) receipt.Finding {
	t.Helper()
	keys, err := attest(t, w).Verifiers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	known, err := receipt.ReadKeys(strings.Join(keys, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := receipt.Check(file, receipt.Options{Known: known, Now: w.Clock.Now()})
	if err != nil || !f.Genuine {
		t.Errorf("genuine %v, %v in\n%s", f.Genuine, err, file)
	}
	return f
}

func TestTheTicketCarriesTheSignedReceiptOfTheAcceptance(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		say := catalog(t).In(i18n.KK)
		b := newBrowser(t, newSite(t, w))
		k := b.sends(i18n.KK)
		promise := w.Clock.Now().Add(24 * time.Hour)
		fresh := b.get("/kk/receipt")
		fresh.wants(t, http.StatusOK, k.number, k.code, say.T("verify.ticket_proof"), say.T("verify.state_waiting", "promise", promise), say.T("verify.state_again"))
		if pictures := strings.Count(fresh.text, "data:image/png"); pictures != 2 {
			t.Errorf("%d square codes, want that of the appeal and that of the check", pictures)
		}
		file := b.get("/kk/receipt.txt").text
		cover, signed, _ := strings.Cut(file, "-----BEGIN JAUAP RECEIPT-----")
		if !strings.Contains(cover, k.code) || strings.Contains(signed, k.code) || !strings.Contains(cover, "/kk/verify") || !strings.Contains(cover, k.number) {
			t.Errorf("the code belongs above what is signed, and only there:\n%s", file)
		}
		if f := checked(t, w, file); f.Statement.Number != k.number || f.Sealed() || f.Statement.Due.String() != "2026-04-10" {
			t.Errorf("the file says %+v", f.Statement)
		}
		seal(t, w)
		b.get("/kk/receipt").wants(t, http.StatusOK, say.T("verify.state_sealed", "at", w.Clock.Now(), "place", "1", "size", "1"))
		if f := checked(t, w, b.get("/kk/receipt.txt").text); f.Place != 1 {
			t.Errorf("after sealing the file has place %d", f.Place)
		}
	})
}

func TestTheCodeIsOnlyInWhatIsNotShown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		for _, l := range i18n.Langs() {
			say := catalog(t).In(l)
			b := newBrowser(t, newSite(t, w))
			k := b.sends(l)
			page := b.get(In(l, pathReceipt))
			page.wants(t, http.StatusOK, say.T("citizen.receipt_to_keep"), say.T("citizen.receipt_to_show"), say.T("citizen.receipt_cut"))
			_, off, ok := strings.Cut(page.text, `class="j-printonly j-tearoff"`)
			if !ok || !strings.Contains(off, k.code) {
				t.Errorf("%s: the paper has no part with the code to tear off", l)
			}
			own, show := b.get(In(l, pathTicket)), b.get(In(l, pathToShow))
			if !strings.Contains(own.text, k.code) || !strings.Contains(own.text, say.T("citizen.receipt_file_warning")) {
				t.Errorf("%s: the file with the code does not warn:\n%s", l, own.text)
			}
			if strings.Contains(show.text, k.code) || !strings.Contains(show.text, In(l, pathVerify)) || show.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: the file to show is\n%s", l, show.text)
			}
			checked(t, w, own.text)
			if f := checked(t, w, show.text); f.Statement.Number != k.number || f.Outside != f.Cover {
				t.Errorf("%s: the file to show says %+v", l, f.Statement)
			}
			if a, b := own.Header.Get("Content-Disposition"), show.Header.Get("Content-Disposition"); a == b || a == "" || b == "" {
				t.Errorf("%s: the files are saved as %s and %s", l, a, b)
			}
			newBrowser(t, b.site).get(In(l, pathToShow)).wants(t, http.StatusNotFound)
		}
	})
}

func TestTheTicketIsGivenAlsoWhenTheWitnessGivesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		say := catalog(t).In(i18n.RU)
		b := newBrowser(t, newSite(t, w))
		k := b.sends(i18n.RU)
		spoil(t, w, `delete from log_leaf`)
		b.get("/ru/receipt").wants(t, http.StatusOK, k.number, k.code, say.T("verify.broken_text"))
		if file := b.get("/ru/receipt.txt").text; !strings.Contains(file, k.code) || strings.Contains(file, "BEGIN JAUAP") {
			t.Errorf("the file is %q", file)
		}
		b.get("/ru/receipt/show.txt").wants(t, http.StatusNotFound)
		if strings.Contains(b.get("/ru/receipt").text, "show.txt") {
			t.Error("the page leads to a receipt that is not there")
		}
	})
}

// spoil does what an administrator of the database could.
func spoil(t *testing.T, w *dbtest.World, statement string) {
	t.Helper()
	res, err := dbtest.Raw(t, w.URL).Exec(statement)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("%s: %d rows, %v", statement, n, err)
	}
}

var receiptSeen = regexp.MustCompile(`href="([^"]*/receipts/\d+)"`)

func (s seen) receipts() (list []string) {
	for _, m := range receiptSeen.FindAllStringSubmatch(s.text, -1) {
		list = append(list, htmltext.UnescapeString(m[1]))
	}
	return list
}

func TestEveryStepOfAnAppealHasAReceipt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		say := catalog(t).In(i18n.RU)
		b := newBrowser(t, newSite(t, w))
		k := b.sends(i18n.RU)
		seal(t, w)
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
		work(t, w, numberOf(t, k.number).ID, "Лампы заменены.")
		links := b.get(k.page).receipts() // the newest first
		if len(links) != 4 {
			t.Fatalf("%d receipts of 4 steps: %v", len(links), links)
		}
		b.get(links[0]).wants(t, http.StatusOK, say.T("appeal.act.answer"), k.number, say.T("verify.state_again"))
		seal(t, w)
		page := b.get(links[0])
		page.wants(t, http.StatusOK, say.T("verify.state_sealed", "at", w.Clock.Now(), "place", "4", "size", "4"), say.T("verify.detail_checkpoint"), say.T("verify.qr_note"))
		if key := missing.FindString(page.plain()); key != "" || strings.Contains(page.text, k.code) {
			t.Errorf("shown: %q, or the code", key)
		}
		file := b.get(links[0] + ".txt")
		if file.Header.Get("Content-Disposition") == "" || file.Header.Get("Cache-Control") != "no-store" || strings.Contains(file.text, k.code) {
			t.Errorf("the file came with %v", file.Header)
		}
		if f := checked(t, w, file.text); f.Place != 4 || len(f.Follows) != 1 || f.Statement.Seq != 4 {
			t.Errorf("place %d, followed %d, event %d", f.Place, len(f.Follows), f.Statement.Seq)
		}
		for path, want := range map[string]int{"/receipts/5": 404, "/receipts/0": 404, "/receipts/x": 404, "/receipts/5.txt": 404, "/receipts/-1": 404, "/receipts/01": 404, "/receipts/01.txt": 404, "/receipts/+1": 404} {
			if got := b.get(k.page + path); got.StatusCode != want {
				t.Errorf("%s: %d, want %d", path, got.StatusCode, want)
			}
		}
		for _, path := range []string{links[0], links[0] + ".txt"} {
			newBrowser(t, b.site).get(path).wants(t, http.StatusOK, say.T("citizen.follow_title"))
		}
	})
}

func TestARecordThatWasAlteredGetsNoReceipt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		k := b.sends(i18n.EN)
		seal(t, w)
		spoil(t, w, `update appeal_event set due_on = '2026-05-10'`)
		say := catalog(t).In(i18n.EN)
		for _, path := range []string{"/receipts/1", "/receipts/1.txt"} {
			b.get(k.page+path).wants(t, http.StatusConflict, say.T("verify.broken_title"), say.T("verify.broken_text"))
		}
	})
}

func scopeOf(n appeal.Number) account.Scope { return account.Author(int64(n.ID)).Scope() }
