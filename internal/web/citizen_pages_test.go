package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/dbtest"
	"jauap/internal/i18n"
)

func TestCitizenPagesSpeakEachLanguageAndKeepThePolicy(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		for _, l := range i18n.Langs() {
			for _, path := range []string{"/", pathWrite, pathFollow, pathAbout, pathReceipt} {
				page := b.get(In(l, path))
				page.wants(t, http.StatusOK)
				if key := missing.FindString(page.plain()); key != "" {
					t.Errorf("%s: the key %s is shown", page.at, key)
				}
				for _, never := range []string{" style=", "<style", "javascript:", " onclick="} {
					if strings.Contains(page.text, never) {
						t.Errorf("%s: the page holds %q", page.at, never)
					}
				}
				r := httptest.NewRequestWithContext(t.Context(), http.MethodHead, In(l, path), nil)
				if head := b.do(r); head.StatusCode != http.StatusOK {
					t.Errorf("HEAD %s: %d", page.at, head.StatusCode)
				}
			}
		}
		for target, want := range map[string]int{"/fr/write": 404, "/kk": 200, "/kk/appeals/moon": 404, "/kk/receipt.txt": 404} {
			if got := b.get(target); got.StatusCode != want {
				t.Errorf("%s: %d, want %d", target, got.StatusCode, want)
			}
		}
	})
}

func TestTheNumberOfAnAppealIsUnderstoodAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		receipt := b.send("/ru/write", written(b.get("/ru/write").hiddenValue("form")))
		number, code := receipt.hiddenValue("number"), receipt.hiddenValue("code")
		say := catalog(t).In(i18n.RU)
		digits := strings.TrimPrefix(number, "ЖТ-")
		for typed, key := range map[string]string{
			"zht " + digits: "",
			"жт" + strings.ReplaceAll(digits, "-", ""): "",
			digits:          "",
			swapped(number): "appeal.number_mistyped",
			"обращение":     "appeal.number_form",
		} {
			page := newBrowser(t, b.site).post("/ru/follow", url.Values{"number": {typed}, "code": {code}})
			if key == "" {
				page.wants(t, http.StatusOK, say.T("citizen.state.submitted"))
				continue
			}
			page.wants(t, http.StatusUnprocessableEntity, say.T(key))
			if !strings.Contains(page.text, `value="`+typed+`"`) {
				t.Errorf("%s is not kept", typed)
			}
		}
		newBrowser(t, b.site).post("/ru/follow", url.Values{"number": {number}}).
			wants(t, http.StatusUnprocessableEntity, say.T("citizen.follow_code_empty"))
	})
}

// The due day is explained on the receipt: the term, its article, the first
// day that counts and each day that does not.
func TestTheReceiptExplainsTheDueDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		w.Clock.Set(dbtest.At("2026-03-20 19:30")) // Friday evening before Nauryz
		b := newBrowser(t, newSite(t, w))
		receipt := b.send("/ru/write", written(b.get("/ru/write").hiddenValue("form")))
		receipt.wants(t, http.StatusOK, "20 марта 2026 года, 19:30", "26 марта 2026 года", "16 апреля 2026 года",
			"после окончания рабочего дня", "15 рабочих дней (ч. 1 ст. 76 АППК)", "28 марта 2026 года: суббота", "ч. 2 ст. 76 АППК")
		if strings.Contains(receipt.text, receipt.hiddenValue("code")+"&") || strings.Contains(receipt.at, "code") {
			t.Error("the code stands in an address")
		}
	})
}

// What the staff keep to themselves is no file of the applicant's.
func TestInnerFilesAreNotTheApplicants(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		receipt := b.send("/kk/write", written(b.get("/kk/write").hiddenValue("form")))
		page := b.post("/kk/follow", url.Values{"number": {receipt.hiddenValue("number")}, "code": {receipt.hiddenValue("code")}})
		id := numberOf(t, receipt.hiddenValue("number")).ID
		inner := blob.Ref{ID: strings.Repeat("ab", 16), Name: "қарар.txt", Type: "text/plain", Size: 1}
		for _, step := range []struct {
			who   account.Who
			order appeal.Order
		}{
			{w.Window, appeal.Order{Act: appeal.ActRegister, Body: w.Akimat.ID}},
			{w.Registrar, appeal.Order{Act: appeal.ActAssign, Executor: w.Executor.ID, Details: appeal.Details{Inner: "Тез!", Files: []blob.Ref{inner}}}},
		} {
			if _, err := w.Desk.Do(t.Context(), step.who, id, step.order); err != nil {
				t.Fatal(err)
			}
		}
		if got := b.get(page.at + "/files/" + inner.ID); got.StatusCode != http.StatusNotFound || strings.Contains(b.get(page.at).text, "Тез!") {
			t.Errorf("status %d", got.StatusCode)
		}
	})
}

// A body that is late is said to be late, and what follows by law.
func TestALateBodyIsSaidToBeLate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		b := newBrowser(t, site)
		receipt := b.send("/en/write", written(b.get("/en/write").hiddenValue("form")))
		w.Clock.Set(dbtest.At("2026-04-20 10:00"))
		page := b.post("/en/follow", url.Values{"number": {receipt.hiddenValue("number")}, "code": {receipt.hiddenValue("code")}})
		page.wants(t, http.StatusOK, "The body is late: the last day for the answer was 10 April 2026.", "art. 91(2)")
		b.get("/en/receipt").wants(t, http.StatusOK, catalog(t).In(i18n.EN).T("citizen.receipt_gone"))
	})
}

// swapped changes the places of the two digits around the last dash but one:
// 2026-00000001-1 becomes 2020-60000001-1.
func swapped(number string) string { return strings.Replace(number, "6-0", "0-6", 1) }
