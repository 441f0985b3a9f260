package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
	"jauap/internal/i18n"
)

// A sheet is one form as somebody might send it, and what must come of it.
type sheet struct {
	name   string
	change url.Values // of the form filled in well
	files  []upload
	status int
	fault  string // key of the message; "" when it is taken in
	args   []any
	field  string // that the message leads to
	kept   string // what must still stand on the page
}

func sheets() []sheet {
	eleven := make([]upload, 11)
	for i := range eleven {
		eleven[i] = upload{"хат.txt", "мәтін"}
	}
	good := upload{"хат.txt", "дәлел"}
	return []sheet{
		{name: "no text", change: url.Values{"text": {" \r\n\t "}}, files: []upload{good}, status: 422, fault: "appeal.text_empty", field: "text", kept: "хат.txt"},
		{name: "only marks that nobody sees", change: url.Values{"text": {"\u200b\u202e\x00"}}, status: 422, fault: "appeal.text_empty", field: "text", kept: "Сынақ Сынақов"},
		{name: "a text of 1 MB", change: url.Values{"text": {strings.Repeat("ә", 1<<19)}}, status: 422, fault: "appeal.text_long",
			args: []any{"n", appeal.MaxText, "have", 1 << 19}, field: "text", kept: strings.Repeat("ә", 1<<19)},
		{name: "HTML and a script", change: url.Values{"text": {`<script>alert(1)</script></textarea><b onclick="x">`}, "iin": {"1"}}, status: 422,
			fault: "appeal.iin_wrong", field: "iin", kept: "&lt;script&gt;alert(1)&lt;/script&gt;&lt;/textarea&gt;"},
		{name: "a wrong digit of the IIN", change: url.Values{"iin": {"850101300123"}}, status: 422, fault: "appeal.iin_wrong", field: "iin", kept: "850101300123"},
		{name: "a wrong digit of the BIN", change: url.Values{"iin": {"850101300123"}, "who": {"company"}}, status: 422, fault: "appeal.bin_wrong", field: "iin", kept: `value="company" checked`},
		{name: "no name and no word of that", change: url.Values{"name": {""}}, status: 422, fault: "appeal.name_or_anonymous", field: "name", kept: "Абай көшесі, 5"},
		{name: "a name of a thousand letters", change: url.Values{"name": {strings.Repeat("а", 1000)}}, status: 422, fault: "appeal.line_long", args: []any{"n", 500}, field: "name", kept: strings.Repeat("а", 1000)},
		{name: "an address that is none", change: url.Values{"email": {"synaq@"}}, status: 422, fault: "appeal.email_wrong", field: "email", kept: "synaq@"},
		{name: "a topic nobody has", change: url.Values{"topic": {"moon"}}, status: 422, fault: "appeal.unknown_topic", field: "topic", kept: "Көше жарығы"},
		{name: "a region nobody has", change: url.Values{"region": {"999999999"}}, status: 422, fault: "appeal.unknown_place", field: "region", kept: "Көше жарығы"},
		{name: "a kind nobody has", change: url.Values{"kind": {"prayer"}}, status: 422, fault: "appeal.choose_kind", field: "kind", kept: "Көше жарығы"},
		{name: "a place of five namesakes", change: url.Values{"region": {""}, "place_text": {"Абай"}}, status: 422, fault: "citizen.place_choose", field: "place", kept: `value="103200000"`},
		{name: "a body of many namesakes", change: url.Values{"body_text": {"Абай"}}, status: 422, fault: "citizen.body_choose", field: "body", kept: "<details class=\"govuk-details\" open"},
		{name: "a body nobody knows", change: url.Values{"body_text": {"Ай әкімшілігі"}}, status: 422, fault: "citizen.body_unknown", field: "body_text", kept: "Ай әкімшілігі"},
		{name: "a lying extension", files: []upload{good, {"сурет.jpg", "бұл сурет емес"}}, status: 422, fault: "blob.lying", args: []any{"name", "сурет.jpg", "really", "txt"}, field: "files", kept: "хат.txt"},
		{name: "a file of no bytes", files: []upload{{"бос.pdf", ""}, good}, status: 422, fault: "blob.empty", args: []any{"name", "бос.pdf"}, field: "files", kept: "хат.txt"},
		{name: "a program", files: []upload{{"a.exe", "MZ\x90\x00\x03"}, good}, status: 422, fault: "blob.type_not_allowed", args: []any{"name", "a.exe"}, field: "files", kept: "хат.txt"},
		{name: "a file too large", files: []upload{{"ұзын.txt", strings.Repeat("а", 1<<20)}, good}, status: 413, fault: "blob.too_large", args: []any{"name", "ұзын.txt", "limit", 1}, field: "files", kept: "хат.txt"},
		{name: "eleven files", files: eleven, status: 422, fault: "blob.too_many", args: []any{"n", 10}, field: "files", kept: "хат.txt"},
		{name: "an unknown place", change: url.Values{"region": {""}, "place_text": {"Айдағы ауыл"}}, status: 200},
		{name: "control marks, direction marks, broken letters and emoji", change: url.Values{"text": {"Су \x00жоқ\u202e 🚱👨‍👩‍👧 \xff\xfe"}}, status: 200},
		{name: "a place chosen among namesakes", change: url.Values{"region": {""}, "place_text": {"Абай"}, "place": {"103200000"}}, status: 200},
		{name: "no name by choice", change: url.Values{"name": {""}, "who": {"anonymous"}}, status: 200},
	}
}

func TestWhatIsWrongIsSaidAndNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		for _, l := range []i18n.Lang{i18n.KK, i18n.RU, i18n.EN} {
			for i, tt := range sheets() {
				b := newBrowser(t, site)
				b.address = fmt.Sprintf("198.51.%d.1:4000", i) // a form without end is another test
				t.Run(string(l)+" "+tt.name, func(t *testing.T) { tt.check(t, b, l) })
			}
		}
	})
}

func (tt sheet) check(t *testing.T, b *browser, l i18n.Lang) {
	v := written(b.get(In(l, pathWrite)).hiddenValue("form"))
	for name, value := range tt.change {
		v[name] = value
	}
	page := b.send(In(l, pathWrite), v, tt.files...)
	say := catalog(t).In(l)
	if tt.fault == "" {
		page.wants(t, http.StatusOK, say.T("citizen.receipt_title"))
		return
	}
	if page.StatusCode != tt.status {
		t.Errorf("status %d, want %d", page.StatusCode, tt.status)
	}
	want := strings.Join(strings.Fields(say.T(tt.fault, tt.args...)), " ")
	if got := page.plain(); strings.Count(got, want) < 2 {
		t.Errorf("the page does not say %q on top and beside the field", want)
	}
	for _, needle := range []string{`href="#` + tt.field + `"`, `id="` + tt.field + `"`, tt.kept} {
		if !strings.Contains(page.text, needle) {
			t.Errorf("the page lacks %.80q", needle)
		}
	}
	if strings.Contains(page.text, "<script>alert") {
		t.Error("a script came through")
	}
}

// What was uploaded with a form that had a fault is there when the form is
// sent again, without the file, and is read back by its owner.
func TestUploadedFilesOutliveAFault(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		v := written(b.get("/kk/write").hiddenValue("form"))
		v.Set("text", "")
		page := b.send("/kk/write", v, upload{"бір.txt", "бірінші"}, upload{"екі.txt", "екінші"})
		var second string
		for _, m := range regexpRemove.FindAllStringSubmatch(page.text, -1) {
			second = m[1]
		}
		v = written(page.hiddenValue("form"))
		v.Set("remove", second)
		receipt := b.send("/kk/write", v)
		opened := b.post("/kk/follow", url.Values{"number": {receipt.hiddenValue("number")}, "code": {receipt.hiddenValue("code")}})
		files := fileSeen.FindAllStringSubmatch(opened.text, -1)
		if len(files) != 1 {
			t.Fatalf("%d files, want the one that was not removed", len(files))
		}
		if got := b.get(files[0][1]).text; got != "бірінші" {
			t.Errorf("the file says %q", got)
		}
	})
}

func TestADoubleClickIsOneAppeal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		v := written(b.get("/ru/write").hiddenValue("form"))
		first := b.send("/ru/write", v, upload{"хат.txt", "дәлел"})
		again := b.send("/ru/write", v, upload{"хат.txt", "дәлел"})
		if a, b := first.hiddenValue("number"), again.hiddenValue("number"); a == "" || a != b {
			t.Errorf("two presses gave %q and %q", a, b)
		}
		if a, b := first.hiddenValue("code"), again.hiddenValue("code"); a != b {
			t.Errorf("two presses gave the codes %q and %q", a, b)
		}
		v.Set("text", "Это уже другое обращение.")
		if other := b.send("/ru/write", v); other.hiddenValue("number") == first.hiddenValue("number") {
			t.Error("another text from the same page was taken for the first one")
		}
		counts, err := w.QueueCounts(t.Context(), w.Window.Scope(), calendar.Of(w.Clock.Now()))
		if err != nil || counts.Open != 2 {
			t.Errorf("%d appeals, %v; want 2", counts.Open, err)
		}
	})
}

// Many wrong codes at once slow their own network down; the owner, elsewhere,
// opens the appeal at once, and from there too a little later.
func TestManyWrongCodesSlowDownAndNeverLockOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		receipt := b.send("/en/write", written(b.get("/en/write").hiddenValue("form")))
		number, code := receipt.hiddenValue("number"), receipt.hiddenValue("code")
		say := catalog(t).In(i18n.EN)
		wrong := url.Values{"number": {number}, "code": {"00000-00000"}}
		for range 3 {
			got := newBrowser(t, b.site).post("/en/follow", wrong)
			got.wants(t, http.StatusUnprocessableEntity, say.T("appeal.no_such_number_and_code"))
			if !strings.Contains(got.text, `value="`+number+`"`) || strings.Contains(got.text, "00000-00000") {
				t.Error("the number is to be kept, the code is not")
			}
		}
		slow := guessAtOnce(t, b.site, wrong, 20)
		if slow == nil || slow.Header.Get("Retry-After") == "" || !strings.Contains(slow.text, number) {
			t.Fatal("nobody was asked to wait")
		}
		owner := newBrowser(t, b.site)
		owner.address = "198.51.100.9:4000"
		owner.post("/en/follow", url.Values{"number": {number}, "code": {code}}).wants(t, http.StatusOK, say.T("citizen.state.submitted"))
	})
}

// guessAtOnce sends guesses together and returns one that was told to wait.
// Those that would stand in the queue are left as soon as one is.
func guessAtOnce(t *testing.T, site http.Handler, guess url.Values, n int) *seen {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	told := make(chan *seen, n)
	for range n {
		go func() {
			r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/en/follow", strings.NewReader(guess.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			got := newBrowser(t, site).do(r)
			if got.StatusCode != http.StatusTooManyRequests {
				told <- nil
				return
			}
			cancel()
			told <- &got
		}()
	}
	var slow *seen
	for range n {
		if got := <-told; got != nil {
			slow = got
		}
	}
	return slow
}

var regexpRemove = regexp.MustCompile(`name="remove" type="checkbox" value="([0-9a-f]+)"`)
