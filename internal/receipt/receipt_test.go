package receipt

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/fault"
	"jauap/internal/i18n"
)

const cover = "Жолданымның нөмірі: ЖТ-2026-00000018-3\nҚұпия коды: AAAA-BBBB-CC"

func TestADocumentReadsBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	s := tell(t)
	bare := s.firstRead
	bare.Lines, bare.Statement.Registered, bare.Statement.Due, bare.Statement.Body, bare.Lang = nil, 0, 0, 0, i18n.EN
	spaced := s.firstRead
	spaced.Lines = []string{"", "a", "", "b", ""}
	for _, tt := range []struct {
		name string
		r    Receipt
		d    Document
	}{
		{"before sealing", s.firstRead, Document{Signed: s.first.Signed}},
		{"with a proof", s.firstRead, s.first},
		{"with what it follows from", s.lastRead, s.second},
		{"without words, days and body", bare, Document{Signed: sign(t, s.book, bare)}},
		{"with empty lines", spaced, Document{Signed: sign(t, s.book, spaced)}},
	} {
		for _, above := range []string{"", cover} {
			text := tt.d.Text(above)
			for how, text := range map[string]string{
				"as written": text, "with LF": strings.ReplaceAll(text, "\r\n", "\n"), "without a mark": strings.TrimPrefix(text, byteOrder),
				"pasted": "\n\nкөшірме:\n" + strings.ReplaceAll(strings.TrimPrefix(text, byteOrder), "\r\n", "\n") + "\n\n",
			} {
				r, d, err := Parse(text)
				if diff := cmp.Diff(tt.r, r); err != nil || diff != "" {
					t.Errorf("%s, %s: %v\n%s", tt.name, how, err, diff)
				}
				if diff := cmp.Diff(tt.d, d); diff != "" {
					t.Errorf("%s, %s: %s", tt.name, how, diff)
				}
				if f, err := Check(text, s.options()); err != nil || !f.Genuine || f.Sealed() != (tt.d.Proof != nil) {
					t.Errorf("%s, %s: genuine %v, %v", tt.name, how, f.Genuine, err)
				}
			}
		}
	}
}

func TestTheFileOpensInEveryEditor(t *testing.T) {
	t.Parallel()
	text := tell(t).second.Text(cover)
	if !strings.HasPrefix(text, byteOrder+"Жолданымның нөмірі") || !strings.HasSuffix(text, armorEnd+"\r\n") {
		t.Errorf("begins %.60q", text)
	}
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Error("line ends are mixed")
	}
	again := Document{Signed: tell(t).second.Signed}.Text(strings.ReplaceAll(cover, "\n", "\r\n"))
	if strings.Contains(again, "\r\r") {
		t.Error("a cover with CRLF doubles its line ends")
	}
}

func TestNothingIsSignedThatNobodyCouldReadBack(t *testing.T) {
	t.Parallel()
	b := newBook(t, origin, "secret")
	for name, change := range map[string]func(*Receipt){
		"a line that ends the armor":      func(r *Receipt) { r.Lines = []string{armorEnd} },
		"a line that begins a block":      func(r *Receipt) { r.Lines = []string{"a", head} },
		"a line that looks signed":        func(r *Receipt) { r.Lines = []string{"— a b"} },
		"two lines in one":                func(r *Receipt) { r.Lines = []string{"a\nb"} },
		"a control character":             func(r *Receipt) { r.Lines = []string{"a\x1b[2Jb"} },
		"a character that turns the text": func(r *Receipt) { r.Lines = []string{"a\u202eb"} },
		"a number in two lines":           func(r *Receipt) { r.Statement.Number = "1\nevent 2" },
		"no opening":                      func(r *Receipt) { r.Opening.Blind = nil },
		"another language":                func(r *Receipt) { r.Lang = "de" },
		"another log":                     func(r *Receipt) { r.Origin = "other.example/log" },
		"broken letters":                  func(r *Receipt) { r.Lines = []string{"a\xff"} },
	} {
		r := given(t, b, 1)
		change(&r)
		if text, err := Sign(r, b.signer); err == nil {
			t.Errorf("%s was signed:\n%s", name, text)
		}
	}
}

func TestTheShortFormIsShortAndWhole(t *testing.T) {
	t.Parallel()
	s := tell(t)
	r := s.firstRead
	r.Lines = nil
	d := Document{Signed: sign(t, s.book, r)}
	short := d.Compact()
	if len(short) == 0 || len(short) > 450 {
		t.Fatalf("%d characters: %s", len(short), short)
	}
	for _, text := range []string{short, "https://jauap.example/kk/verify?r=" + short, "https://jauap.example/kk/verify?r=" + short + "&x=1#y", "  " + short + "\r\n"} {
		got, _, err := Parse(text)
		if diff := cmp.Diff(r, got); err != nil || diff != "" {
			t.Errorf("%.40s: %v\n%s", text, err, diff)
		}
		if f, err := Check(text, s.options()); err != nil || !f.Genuine || !f.Compact || f.Signed != d.Signed {
			t.Errorf("%.40s: %+v, %v", text, f, err)
		}
	}
	if got := s.first.Compact(); got != "" {
		t.Errorf("a receipt with words was shortened: %s", got)
	}
	if got := (Document{Signed: "anything"}).Compact(); got != "" {
		t.Errorf("anything was shortened: %s", got)
	}
}

func TestTextsThatAreNoReceiptSaySo(t *testing.T) {
	t.Parallel()
	s := tell(t)
	whole := plain(s.second.Text(cover))
	lines := strings.Split(whole, "\n")
	without := func(start string) string {
		var kept []string
		for _, l := range lines {
			if !strings.HasPrefix(l, start) {
				kept = append(kept, l)
			}
		}
		return strings.Join(kept, "\n")
	}
	for _, tt := range []struct{ name, text, key string }{
		{"nothing", "", "receipt.none"},
		{"a letter", "Сәлеметсіз бе!\n", "receipt.none"},
		{"cut off", whole[:len(whole)/2], "receipt.no_end"},
		{"its end only", whole[len(whole)/2:], "receipt.no_begin"},
		{"doubled", whole + whole, "receipt.several"},
		{"two", whole + s.first.Text(""), "receipt.several"},
		{"one in the other", strings.Replace(whole, head+"\n", plain(s.first.Text(""))[3:]+head+"\n", 1), "receipt.several"},
		{"turned round", armorEnd + "\n" + armorBegin + "\n", "receipt.no_end"},
		{"empty", armorBegin + "\n" + armorEnd + "\n", "receipt.no_block"},
		{"no block", without(head), "receipt.no_block"},
		{"no signature", strings.Replace(whole, "\n— ", "\n- ", 1), "receipt.no_signature"},
		{"a lost line", without("due "), "receipt.bad_line"},
		{"a lost proof head", without("c2sp.org"), "receipt.bad_proof"},
		{"proofs that follow nothing", without("index "), "receipt.bad_proof"},
		{"hidden characters", strings.Replace(whole, "number", "num\u202eber", 1), "receipt.hidden"},
		{"old line ends", strings.Replace(whole, "number", "\rnumber", 1), "receipt.hidden"},
		{"no UTF-8", "\xff\xfe" + whole, "receipt.not_text"},
		{"too much", strings.Repeat("a", MaxSize+1), "receipt.too_large"},
		{"a short form cut off", "JR1.AAAA", "receipt.bad_compact"},
		{"two short forms", "JR1.AAAA JR1.AAAA", "receipt.none"},
	} {
		if f, err := Check(tt.text, s.options()); f.Genuine || firstKey(err) != tt.key {
			t.Errorf("%s: genuine %v, %v, want %s", tt.name, f.Genuine, err, tt.key)
		}
	}
}

// firstKey names the gravest fault.
func firstKey(err error) string {
	if list := fault.All(err); len(list) > 0 {
		return list[0].Key
	}
	return ""
}
