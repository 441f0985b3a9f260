package keys

import "testing"

func TestANameTellsItsEpoch(t *testing.T) {
	t.Parallel()
	r := ring(t)
	for n := range 12 {
		s, err := r.SignerOf(n)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := r.EpochOf(s.Name()); got != n || !ok {
			t.Errorf("%s is epoch %d (%v), want %d", s.Name(), got, ok, n)
		}
	}
	for _, other := range []string{"", "other/log", r.Origin() + "/", r.Origin() + "/1", r.Origin() + "/02", r.Origin() + "/x", r.Origin() + "2"} {
		if got, ok := r.EpochOf(other); ok {
			t.Errorf("%q is epoch %d", other, got)
		}
	}
}
