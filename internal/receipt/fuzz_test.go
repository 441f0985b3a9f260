package receipt

import (
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/fault"
)

// seeds are texts near to a receipt.
func seeds(f *testing.F) story {
	s := tell(f)
	bare := s.firstRead
	bare.Lines = nil
	short := Document{Signed: sign(f, s.book, bare)}
	whole := plain(s.second.Text(""))
	for _, text := range []string{
		"", cover, whole, s.first.Text(cover), short.Text(""), short.Compact(), "https://a.example/?r=" + short.Compact() + "&a=b",
		whole[:len(whole)/2], whole[len(whole)/2:], whole + whole, armorBegin + "\n" + armorEnd, head, s.firstNote,
		strings.Repeat(armorBegin+"\n", 100), strings.Replace(whole, "— ", "— x y\n— ", 1), "JR1." + strings.Repeat("A", 500),
		s.second.Proof.Text(), s.second.Follows[0].Text(), strings.Repeat("\n", 1000),
	} {
		f.Add(text)
	}
	return s
}

func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		r, d, err := Parse(text)
		if err != nil {
			if len(fault.All(err)) == 0 {
				t.Errorf("no fault says what is wrong: %v", err)
			}
			return
		}
		again, back, err := Parse(d.Text(""))
		if err != nil || again.body(nil) != r.body(nil) || back.inner() != d.inner() {
			t.Errorf("%q reads back as %q, %v", d.inner(), back.inner(), err)
		}
	})
}

func FuzzCheck(f *testing.F) {
	s := seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		o := s.with(func(o *Options) { o.Proof, o.Head, o.Old = text, text, []Earlier{{"a", text}} })
		for _, o := range []Options{s.options(), o} {
			found, err := Check(text, o)
			if !found.Genuine && err == nil {
				t.Fatal("not genuine, and nothing is wrong")
			}
			if !found.Genuine {
				continue
			}
			n, err := note.Open([]byte(found.Signed), s.keys)
			if err != nil || !strings.HasSuffix(n.Text, found.block(found.Entry())) {
				t.Errorf("genuine without a signature: %q (%v)", found.Signed, err)
			}
		}
		_, _ = Check(s.second.Text(""), o)
		_, _ = ReadKeys(text)
	})
}
