package receipt

import (
	"testing"
	"time"
)

// million builds a log of a million leaves with one receipt in it.
func million(b testing.TB) (Document, Options) {
	b.Helper()
	log := newBook(b, origin, "secret")
	r := given(b, log, 1)
	log.seal(b, start, fill("before", 700_000)...)
	old, oldNote := log.seal(b, start.Add(time.Hour), r.Entry())
	c, signed := log.seal(b, start.Add(2*time.Hour), fill("after", 299_999)...)
	d := Document{Signed: sign(b, log, r), Proof: log.prove(b, 700_000, c, signed)}
	d.Follows = append(d.Follows, log.follows(b, old.Size, c))
	return d, Options{Known: log.keys, Now: start.Add(3 * time.Hour), Old: []Earlier{{"old", oldNote}}}
}

// BenchmarkCheck checks a receipt with its proof in a tree of a million.
func BenchmarkCheck(b *testing.B) {
	d, o := million(b)
	text := d.Text(cover)
	for name, o := range map[string]Options{"alone": {Known: o.Known, Now: o.Now}, "against an earlier checkpoint": o} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if f, err := Check(text, o); err != nil || f.Checkpoint.Size != 1_000_000 {
					b.Fatal(err)
				}
			}
		})
	}
}
