package store_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
)

// TestAQueueMasksWhatWasSealedAsItWasWritten: heads of earlier versions say
// more than a queue may show.
func TestAQueueMasksWhatWasSealedAsItWasWritten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := w.Draft("Жол шұңқыр")
		d.Key = w.Ring.NewCase()
		r, err := w.Desk.Submit(t.Context(), account.Who{}, d)
		if err != nil {
			t.Fatal(err)
		}
		old, err := json.Marshal(map[string]string{"name": "Сынақов Сынақ Серікұлы", "text": "Тел. 8 701 000 00 01, жарық жоқ"})
		if err != nil {
			t.Fatal(err)
		}
		sealed := d.Key.Seal(old, fmt.Sprintf("appeal %d head", r.Appeal.ID))
		if err := w.Exec(t.Context(), `update appeal set head = $1 where appeal_id = $2`, sealed, int64(r.Appeal.ID)); err != nil {
			t.Fatal(err)
		}
		page, err := w.Queue(t.Context(), account.Everything(), appeal.Filter{Size: 10})
		if err != nil || len(page.Rows) != 1 {
			t.Fatalf("%d lines, %v", len(page.Rows), err)
		}
		if got, want := page.Rows[0].Head, (appeal.Head{Name: "Сынақов С. С.", Text: "Тел. •••, жарық жоқ", Masked: true}); got != want {
			t.Errorf("the queue shows %+v, want %+v", got, want)
		}
	})
}
