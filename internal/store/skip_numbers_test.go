package store_test

import (
	"testing"

	"jauap/internal/account"
	"jauap/internal/dbtest"
)

func TestSkippedNumbersAreGivenToNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		next := func() int64 {
			t.Helper()
			r, err := w.Desk.Submit(t.Context(), account.Who{}, w.Draft("Су жоқ"))
			if err != nil {
				t.Fatal(err)
			}
			return int64(r.Appeal.ID)
		}
		for _, skip := range []int64{5, 1, 10_000} { // the first before any number was given
			if err := w.SkipNumbers(t.Context(), skip); err != nil {
				t.Fatal(err)
			}
			last := next()
			if err := w.SkipNumbers(t.Context(), skip); err != nil {
				t.Fatal(err)
			}
			if got := next(); got != last+skip+1 {
				t.Errorf("after %d, %d left out: %d", last, skip, got)
			}
		}
	})
}
