package web

import (
	"net/http"
	"testing"

	"jauap/internal/dbtest"
	"jauap/internal/i18n"
)

// A receipt is signed and proven anew each time it is looked at: that must
// not cost more than the page of the appeal itself by far.
func BenchmarkPagesOfAnAppeal(b *testing.B) {
	w := dbtest.NewWorld(b, "sqlite:"+b.TempDir()+"/bench.db")
	site := newBrowser(b, newSite(b, w))
	k := site.sends(i18n.KK)
	if err := attest(b, w).SealAll(b.Context()); err != nil {
		b.Fatal(err)
	}
	for name, path := range map[string]string{"appeal": k.page, "receipt": k.page + "/receipts/1", "file": k.page + "/receipts/1.txt", "ticket": "/kk/receipt"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if got := site.get(path); got.StatusCode != http.StatusOK {
					b.Fatal(got.StatusCode)
				}
			}
		})
	}
}
