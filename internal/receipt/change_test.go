package receipt

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever is done to one character, the receipt no longer holds.
func TestNoCharacterCanBeChangedUnseen(t *testing.T) {
	t.Parallel()
	s := tell(t)
	for name, d := range map[string]Document{"sealed": s.second, "not sealed": {Signed: s.first.Signed}} {
		whole := plain(d.Text(""))
		if _, err := Check(whole, s.options()); err != nil {
			t.Fatal(err)
		}
		for at, r := range whole[:len(whole)-1] {
			size := utf8.RuneLen(r)
			before, after := whole[:at], whole[at+size:]
			ways := []string{"x", "", string(r + 1), "\n", string(r) + string(r), string(r + 2)}
			for _, other := range ways[at%3*2 : at%3*2+2] {
				if other == string(r) {
					continue
				}
				changed := before + other + after
				if f, err := Check(changed, s.options()); err == nil {
					t.Fatalf("%s: %q at %d (…%s) became %q unseen: %+v", name, r, at, before[max(0, at-20):], other, f)
				}
			}
		}
	}
}

func TestNoByteCanBeChangedUnseen(t *testing.T) {
	t.Parallel()
	s := tell(t)
	whole := []byte(plain(s.second.Text("")))
	for i := range whole[:len(whole)-1] {
		bit := i % 8
		whole[i] ^= 1 << bit
		if _, err := Check(string(whole), s.options()); err == nil {
			t.Fatalf("bit %d of byte %d changed unseen", bit, i)
		}
		whole[i] ^= 1 << bit
	}
}

func TestEveryCutIsSeen(t *testing.T) {
	t.Parallel()
	s := tell(t)
	whole := plain(s.second.Text(""))
	for i := 0; i < len(whole)-1; i += 3 {
		if _, err := Check(whole[:i], s.options()); err == nil {
			t.Fatalf("cut at %d unseen", i)
		}
		if i > 0 {
			if _, err := Check(whole[i:], s.options()); err == nil {
				t.Fatalf("the end from %d passes as a whole", i)
			}
		}
	}
}

func TestLineEndsMayChangeAndNothingElse(t *testing.T) {
	t.Parallel()
	s := tell(t)
	whole := plain(s.second.Text(""))
	for i := range whole {
		if whole[i] != '\n' {
			continue
		}
		if _, err := Check(whole[:i]+"\r"+whole[i:], s.options()); err != nil {
			t.Fatalf("one CRLF at %d: %v", i, err)
		}
	}
}

func TestNoCharacterOfTheShortFormCanBeChangedUnseen(t *testing.T) {
	t.Parallel()
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_ABCDEFGHIJKLMNOP"
	s := tell(t)
	r := s.firstRead
	r.Lines = nil
	short := Document{Signed: sign(t, s.book, r)}.Compact()
	for i := range short {
		some := letters[i%64 : i%64+16]
		if i > len(short)-3 { // where bits are to spare
			some = letters[:64]
		}
		for _, c := range some + ".+/= " {
			if string(c) == short[i:i+1] {
				continue
			}
			if f, err := Check(short[:i]+string(c)+short[i+1:], s.options()); err == nil {
				t.Fatalf("%d: %q became %q unseen: %+v", i, short[i], c, f)
			}
		}
		if _, err := Check(short[:i], s.options()); err == nil {
			t.Fatalf("cut at %d unseen", i)
		}
	}
}

// What a signature covers cannot be carried over to another receipt.
func TestPartsOfTwoReceiptsDoNotMakeOne(t *testing.T) {
	t.Parallel()
	s := tell(t)
	text := func(signed string) (body, sig string) {
		at := strings.LastIndex(signed, "\n\n") + 2
		return signed[:at], signed[at:]
	}
	body1, sig1 := text(s.first.Signed)
	body2, sig2 := text(s.second.Signed)
	for name, d := range map[string]Document{
		"its text under another signature": {Signed: body1 + sig2},
		"and the other way round":          {Signed: body2 + sig1},
		"the proof of another":             {Signed: s.first.Signed, Proof: s.second.Proof},
		"steps of another":                 {Signed: s.first.Signed, Proof: s.first.Proof, Follows: s.second.Follows},
		"steps without a proof":            {Signed: s.second.Signed, Follows: s.second.Follows},
		"two signatures":                   {Signed: body1 + sig1 + sig1},
	} {
		if _, err := Check(d.Text(""), s.options()); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
