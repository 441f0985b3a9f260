package witness_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/store"
	"jauap/internal/tlog"
	"jauap/internal/witness"
)

// attest makes a witness over a world, with its memory in a file.
func attest(t testing.TB, w *dbtest.World, memory string) *witness.Witness {
	t.Helper()
	at, err := witness.New(witness.Options{Store: w.DB, Ring: w.Ring, Memory: memory, Now: w.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func submit(t testing.TB, w *dbtest.World) appeal.Appeal {
	t.Helper()
	r, err := w.Desk.Submit(t.Context(), account.Who{}, w.Draft("Көшеде жарық жоқ"))
	if err != nil {
		t.Fatal(err)
	}
	return r.Appeal
}

func key(err error) string {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Key
	}
	return ""
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func exec(t testing.TB, w *dbtest.World, statements ...string) {
	t.Helper()
	db := dbtest.Raw(t, w.URL)
	for _, s := range statements {
		_, err := db.Exec(s)
		must(t, err)
	}
}

// cut takes the database back to before its last checkpoint, as an older copy
// of it would be.
func cut(t testing.TB, w *dbtest.World, size string) {
	t.Helper()
	exec(t, w,
		`delete from log_checkpoint where size > `+size,
		`delete from log_leaf where tree_index >= `+size,
	)
}

func TestADatabaseReplacedByAnOlderCopyIsNotSealed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		memory := filepath.Join(t.TempDir(), "checkpoint")
		submit(t, w)
		must(t, attest(t, w, memory).SealAll(t.Context()))
		submit(t, w)
		must(t, attest(t, w, memory).SealAll(t.Context()))
		cut(t, w, "1")
		submit(t, w)
		at := attest(t, w, memory)
		if err := at.SealAll(t.Context()); key(err) != "witness.rolled_back" {
			t.Errorf("sealing: %v, want witness.rolled_back", err)
		}
		if _, err := at.Look(t.Context()); key(err) != "witness.rolled_back" {
			t.Errorf("looking only: %v, want witness.rolled_back", err)
		}
	})
}

func TestALogThatWasRewrittenIsNotSealedOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		memory := filepath.Join(t.TempDir(), "checkpoint")
		submit(t, w)
		submit(t, w)
		must(t, attest(t, w, memory).SealAll(t.Context()))
		signed, err := os.ReadFile(memory)
		must(t, err)
		// another history under the same key, as a stolen copy of the program could make
		exec(t, w, `delete from log_checkpoint`, `delete from log_tile`, `delete from log_bundle`, `update log_leaf set tree_index = null`,
			`insert into log_leaf (appeal_id, seq, leaf_hash) select -1, 1, leaf_hash from log_leaf where appeal_id = 2`)
		must(t, attest(t, w, filepath.Join(t.TempDir(), "other")).SealAll(t.Context()))
		must(t, os.WriteFile(memory, signed, 0o600))
		submit(t, w)
		if err := attest(t, w, memory).SealAll(t.Context()); key(err) != "witness.forked" {
			t.Errorf("got %v, want witness.forked", err)
		}
	})
}

func TestACheckpointOfAnotherKeyStopsTheSealing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		submit(t, w)
		at := attest(t, w, "")
		must(t, at.SealAll(t.Context()))
		exec(t, w, `update log_checkpoint set note = replace(note, 'time 2026', 'time 2025')`)
		submit(t, w)
		if err := attest(t, w, "").SealAll(t.Context()); key(err) != "witness.forged" {
			t.Errorf("got %v, want witness.forged", err)
		}
	})
}

func TestAnEventDeletedBeforeItIsSealedIsNoticed(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, dbURL string) {
		pending := new(tlog.Pending)
		w := dbtest.NewWorldWith(t, dbURL, store.Options{Pending: pending})
		memory := filepath.Join(t.TempDir(), "checkpoint")
		at, err := witness.New(witness.Options{Store: w.DB, Ring: w.Ring, Memory: memory, Pending: pending, Now: w.Clock.Now})
		must(t, err)
		kept, gone := submit(t, w), submit(t, w)
		exec(t, w, `delete from log_leaf where appeal_id = 2`, `delete from appeal_event where appeal_id = 2`, `delete from appeal where appeal_id = 2`)
		w.Clock.Set(w.Clock.Now().Add(time.Minute))
		must(t, at.SealAll(t.Context()))
		b, err := os.ReadFile(witness.LostFile(memory))
		must(t, err)
		if lines := strings.Split(strings.TrimSpace(string(b)), "\n"); len(lines) != 1 || !strings.Contains(lines[0], " 2 1 ") || gone.ID != 2 || kept.ID != 1 {
			t.Errorf("noted %q, want event 1 of appeal 2 alone", b)
		}
		must(t, at.SealAll(t.Context()))
		if again, _ := os.ReadFile(witness.LostFile(memory)); string(again) != string(b) {
			t.Errorf("noted twice: %q", again)
		}
	})
}

func TestARestoredLogBeginsANewEpochUnderAnotherName(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		submit(t, w)
		at := attest(t, w, "")
		must(t, at.SealAll(t.Context()))
		must(t, w.BeginEpoch(t.Context(), "backup 2026-03-16\n", w.Clock.Now()))
		must(t, attest(t, w, "").SealAll(t.Context()))
		keys, err := at.Verifiers(t.Context())
		must(t, err)
		known, err := at.Known(t.Context())
		must(t, err)
		last, err := w.LastCheckpoint(t.Context())
		must(t, err)
		c, err := tlog.Open(last, known)
		if err != nil || len(keys) != 2 || c.Origin != w.Ring.Origin()+"/2" || c.Size != 2 {
			t.Errorf("%d keys, checkpoint %+v, %v", len(keys), c, err)
		}
		troubles := 0
		_, err = w.VerifyLog(t.Context(), known, func(err error) { troubles++; t.Log(err) }, nil)
		if err != nil || troubles > 0 {
			t.Errorf("%d troubles, %v", troubles, err)
		}
	})
}

func TestARestoreThatTheProgramDidNotWriteBeginsNoEpoch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		submit(t, w)
		exec(t, w, `insert into house_event (seq, at, what, said) values (1, '2026-03-17 05:00:00+00:00', 'restore', 'x')`,
			`insert into log_leaf (appeal_id, seq, leaf_hash) select 0, 1, leaf_hash from log_leaf where appeal_id = 1 and seq = 1`)
		if n, err := w.LogEpoch(t.Context()); n != 0 || err != nil {
			t.Errorf("epoch %d, %v", n, err)
		}
	})
}
