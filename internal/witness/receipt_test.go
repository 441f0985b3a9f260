package witness_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/directory"
	"jauap/internal/i18n"
	"jauap/internal/receipt"
	"jauap/internal/tlog"
	"jauap/internal/witness"
)

// clerk is a witness that gives receipts.
func clerk(t testing.TB, w *dbtest.World) *witness.Witness {
	t.Helper()
	catalog, err := i18n.Load()
	must(t, err)
	at, err := witness.New(witness.Options{
		Store: w.DB, Ring: w.Ring, Catalog: catalog, Now: w.Clock.Now,
		Directory: func(context.Context) (*directory.Directory, error) { return w.Rules.Directory, nil },
	})
	must(t, err)
	return at
}

func author(a appeal.Appeal) account.Scope { return account.Author(int64(a.ID)).Scope() }

func TestAReceiptIsGivenAtOnceAndProvenLater(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		at, a := clerk(t, w), submit(t, w)
		for _, lang := range i18n.Langs() {
			g, err := at.Receipt(t.Context(), author(a), a.ID, 1, lang)
			must(t, err)
			if g.Index >= 0 || g.Proof != nil || !g.Statement.Promise.Equal(w.Clock.Now().Add(tlog.Promise)) {
				t.Errorf("%s: place %d, promise %v", lang, g.Index, g.Statement.Promise)
			}
			if s := g.Statement; s.Number != a.Number().String() || s.Due != a.DueOn || s.Act != "submit" {
				t.Errorf("%s: it says %+v", lang, s)
			}
		}
		must(t, at.SealAll(t.Context()))
		g, err := at.Receipt(t.Context(), author(a), a.ID, 1, i18n.KK)
		must(t, err)
		known, err := at.Known(t.Context())
		must(t, err)
		if c, err := g.Proof.Check(g.Entry(), known); err != nil || c.Size != 1 {
			t.Errorf("proof under %+v: %v", c, err)
		}
		if back, doc, err := receipt.Parse(g.Text("")); err != nil || doc.Signed != g.Signed || back.Statement != g.Statement {
			t.Errorf("the file does not read back: %v", err)
		}
	})
}

func TestALaterReceiptShowsThatTheLogOnlyGrew(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		at, a := clerk(t, w), submit(t, w)
		must(t, at.SealAll(t.Context()))
		first, err := at.Receipt(t.Context(), author(a), a.ID, 1, i18n.KK)
		must(t, err)
		submit(t, w)
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
		_, err = w.Desk.Do(t.Context(), w.Window, a.ID, appeal.Order{Act: appeal.ActRegister, Body: w.Akimat.ID})
		must(t, err)
		must(t, at.SealAll(t.Context()))
		second, err := at.Receipt(t.Context(), author(a), a.ID, 2, i18n.RU)
		must(t, err)
		if len(second.Follows) != 1 {
			t.Fatalf("%d proofs of growth, want 1", len(second.Follows))
		}
		if err := second.Follows[0].Check(first.Sealed, second.Sealed); err != nil {
			t.Error(err)
		}
	})
}

func TestNoReceiptIsGivenToOthersNorOfWhatWasAltered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		at, a, other := clerk(t, w), submit(t, w), submit(t, w)
		if _, err := at.Receipt(t.Context(), author(other), a.ID, 1, i18n.KK); key(err) != "appeal.not_found" {
			t.Errorf("another applicant: %v", err)
		}
		if _, err := at.Receipt(t.Context(), account.Scope{}, a.ID, 1, i18n.KK); key(err) != "appeal.not_found" {
			t.Errorf("nobody: %v", err)
		}
		for _, seq := range []int64{0, -1, 2} {
			if _, err := at.Receipt(t.Context(), author(a), a.ID, seq, i18n.KK); key(err) != "witness.no_event" {
				t.Errorf("event %d: %v", seq, err)
			}
		}
		exec(t, w, `update appeal_event set due_on = '2030-01-01' where appeal_id = 1`, `update appeal set due_on = '2030-01-01' where appeal_id = 1`)
		if _, err := at.Receipt(t.Context(), author(a), a.ID, 1, i18n.KK); key(err) != "store.leaf_differs" {
			t.Errorf("an altered due day: %v", err)
		}
	})
}

func TestAReceiptHoldsNothingPersonal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := w.Draft("Құпия мәтін туралы")
		d.Applicant = appeal.Applicant{Name: "Сынақ Сынақов", Phone: "+7 700 000 00 00", Email: "synaq@example.kz"}
		r, err := w.Desk.Submit(t.Context(), account.Who{}, d)
		must(t, err)
		g, err := clerk(t, w).Receipt(t.Context(), author(r.Appeal), r.Appeal.ID, 1, i18n.KK)
		must(t, err)
		for _, secret := range []string{"Құпия", "Сынақ", "700", "synaq", r.Code} {
			if strings.Contains(g.Text(""), secret) {
				t.Errorf("it holds %q", secret)
			}
		}
	})
}
