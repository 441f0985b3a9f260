package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	notes "golang.org/x/mod/sumdb/note"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// sealing is how tests seal: by the ring of the world.
func sealing(w *dbtest.World) (tlog.Sealing, notes.Verifiers) {
	v, err := notes.NewVerifier(w.Ring.Verifier())
	if err != nil {
		panic(err)
	}
	known := notes.VerifierList(v)
	return tlog.Sealing{
		Before: func(last string, _ tlog.Reader) (tlog.Checkpoint, error) {
			if last == "" {
				return tlog.Checkpoint{Origin: w.Ring.Origin()}, nil
			}
			return tlog.Open(last, known)
		},
		Sign: func(c tlog.Checkpoint) (string, error) { return tlog.Sign(c, w.Ring.Signer()) },
		Now:  w.Clock.Now(), Most: 7,
	}, known
}

// sealAll seals until nothing waits.
func sealAll(t testing.TB, w *dbtest.World) notes.Verifiers {
	t.Helper()
	s, known := sealing(w)
	for {
		done, err := w.Seal(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if done.Note == "" {
			return known
		}
	}
}

// verifyLog looks through the whole log and gives what it was told.
func verifyLog(t testing.TB, w *dbtest.World, known notes.Verifiers) []string {
	t.Helper()
	var told []string
	_, err := w.VerifyLog(t.Context(), known, func(err error) {
		var f *fault.Fault
		if !errors.As(err, &f) {
			t.Errorf("not a fault: %v", err)
			return
		}
		line := f.Key
		for _, arg := range []string{"number", "id", "n"} {
			if v, ok := f.Args[arg]; ok {
				line += fmt.Sprint(" ", v)
			}
		}
		told = append(told, line)
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return told
}

func TestEverySealedLeafHasAProof(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		var ids []appeal.ID
		for range 9 {
			ids = append(ids, line(t, w).Appeal.ID)
		}
		known := sealAll(t, w)
		for _, id := range ids {
			leaves, err := w.Leaves(t.Context(), account.Everything(), id)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range leaves {
				proves(t, w, l, known)
			}
		}
		if told := verifyLog(t, w, known); len(told) > 0 {
			t.Errorf("an untouched log: %v", told)
		}
	})
}

func proves(t *testing.T, w *dbtest.World, l tlog.Placed, known notes.Verifiers) {
	t.Helper()
	signed, err := w.CheckpointOver(t.Context(), l.Index)
	if err != nil || !l.Sealed() {
		t.Fatalf("leaf at %d: %v", l.Index, err)
	}
	c, err := tlog.Open(signed, known)
	if err != nil {
		t.Fatal(err)
	}
	p, err := tlog.Prove(l.Index, c, signed, w.LogTiles(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Check(l.Opening.Entry(l.Statement), known); err != nil {
		t.Errorf("proof of %s event %d: %v", l.Statement.Number, l.Statement.Seq, err)
	}
}

func TestTheTimesOfCheckpointsNeverGoBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		line(t, w)
		known := sealAll(t, w)
		first, _ := w.LastCheckpoint(t.Context())
		w.Clock.Set(w.Clock.Now().Add(-time.Hour))
		line(t, w)
		sealAll(t, w)
		second, _ := w.LastCheckpoint(t.Context())
		a, err1 := tlog.Open(first, known)
		b, err2 := tlog.Open(second, known)
		if err := errors.Join(err1, err2); err != nil || b.At.Before(a.At) || b.Size <= a.Size {
			t.Errorf("after %v came %v (%v)", a, b, err)
		}
	})
}

// An administrator with full rights over the database alters something; want
// is how the first thing told begins.
func TestWhatIsAlteredBehindTheProgramsBackIsNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, do, want string
	}{
		{"a due date of the row", `update appeal set due_on = '2030-01-01' where appeal_id = 2`, "store.row_differs"},
		{"a due date of an event", `update appeal_event set due_on = '2030-01-01' where appeal_id = 2 and seq = 3`, "store.leaf_differs"},
		{"both, and it all adds up", `update appeal_event set due_on = '2030-01-01' where appeal_id = 2; update appeal set due_on = '2030-01-01' where appeal_id = 2`, "store.leaf_differs"},
		{"an event deleted", `delete from appeal_event where appeal_id = 2 and seq = 5`, "store.leaf_differs"},
		{"an event deleted with its leaf", `delete from appeal_event where appeal_id = 2 and seq = 5; delete from log_leaf where appeal_id = 2 and seq = 5;
			update appeal set version = 4, rating = '' where appeal_id = 2`, "store.event_lost 2 5"},
		{"an appeal deleted whole", `delete from appeal where appeal_id = 2; delete from appeal_event where appeal_id = 2; delete from log_leaf where appeal_id = 2;
			delete from appeal_content where appeal_id = 2`, "store.event_lost 2 1"},
		{"an appeal deleted, its leaves left", `delete from appeal where appeal_id = 2; delete from appeal_event where appeal_id = 2`, "store.appeal_lost 2"},
		{"an unsealed leaf deleted", `delete from log_leaf where appeal_id = 4 and seq = 2`, "store.leaf_differs"},
		{"texts of two cases swapped", `update appeal_content set case_key = (select b.case_key from appeal_content b where b.appeal_id = 5 - appeal_content.appeal_id),
			sealed = (select b.sealed from appeal_content b where b.appeal_id = 5 - appeal_content.appeal_id) where appeal_id in (2, 3)`, "store.case_unreadable"},
		{"a leaf hash", `update log_leaf set leaf_hash = (select leaf_hash from log_leaf l where l.appeal_id = 3 and l.seq = 1) where appeal_id = 2 and seq = 1`, "store.entry_differs 2 1"},
		{"two leaves changed places", `update log_leaf set tree_index = 900 where tree_index = 3; update log_leaf set tree_index = 3 where tree_index = 4;
			update log_leaf set tree_index = 4 where tree_index = 900`, "store.entry_differs"},
		{"the tiles", `update log_tile set hashes = (select entries from log_bundle where n = 0) where level = 0 and n = 0`, "store.tile_differs"},
		{"the entries", `update log_bundle set entries = (select hashes from log_tile where level = 0 and n = 0) where n = 0`, "store.head_differs"},
		{"a checkpoint", `update log_checkpoint set note = replace(note, 'time 2026', 'time 2025')`, "store.checkpoint_forged"},
		{"the size of a checkpoint", `update log_checkpoint set size = 3 where size = 7`, "store.checkpoint_forged 3"},
		{"the promise of a leaf", `update log_leaf set known_at = '2030-01-01 00:00:00+00:00' where appeal_id = 2 and seq = 1`, "store.leaf_differs"},
		{"a day of the calendar", `insert into calendar_exception (day, working, reason) values ('2026-03-30', false, 'x')`, "store.calendar_differs"},
		{"whether an appeal is open", `update appeal set open = true where appeal_id = 2`, "store.row_differs"},
		{"what a queue shows", `update appeal set head = (select head from appeal a where a.appeal_id = 3) where appeal_id = 2`, "store.case_unreadable"},
		{"the newest checkpoint taken away", `delete from log_checkpoint where size = (select max(size) from log_checkpoint)`, "store.entry_differs"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
				for range 3 {
					line(t, w)
				}
				known := sealAll(t, w)
				line(t, w) // not sealed
				for _, statement := range strings.Split(tt.do, ";") {
					if err := w.Exec(t.Context(), statement); err != nil {
						t.Fatal(err)
					}
				}
				told := verifyLog(t, w, known)
				if len(told) == 0 || !strings.HasPrefix(told[0], tt.want) {
					t.Errorf("told %q, want %q", told, tt.want)
				}
			})
		})
	}
}

func TestATreeThatWasChangedIsNotSealedOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		line(t, w)
		sealAll(t, w)
		line(t, w)
		if err := w.Exec(t.Context(), `update log_tile set hashes = (select entries from log_bundle where n = 0) where level = 0 and n = 0`); err != nil {
			t.Fatal(err)
		}
		s, _ := sealing(w)
		if done, err := w.Seal(context.Background(), s); err == nil {
			t.Errorf("%d leaves were sealed over a changed tree", len(done.Leaves))
		}
	})
}

func TestBytesThatAreNoTextRaiseNoAlarm(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := w.Draft("Мәтін")
		d.Accepted, d.PlaceText = "Сынақ \xff\xfe", "жер \xc3"
		r, err := w.Desk.Submit(t.Context(), account.Who{}, d)
		if err != nil {
			t.Fatal(err)
		}
		registrar := w.Window
		registrar.Name = "Терезе \xf0\x28"
		if _, err := w.Desk.Do(t.Context(), registrar, r.Appeal.ID, appeal.Order{Act: appeal.ActRegister, Body: w.Akimat.ID}); err != nil {
			t.Fatal(err)
		}
		if told := verifyLog(t, w, sealAll(t, w)); len(told) > 0 {
			t.Errorf("told %v", told)
		}
	})
}

// While people work and the log is sealed, what looks through it finds
// nothing wrong, and every receipt can be made.
func TestNothingIsWrongWhileItMoves(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx, stop := context.WithTimeout(t.Context(), 3*time.Second)
		defer stop()
		var work sync.WaitGroup
		for range 4 {
			work.Go(func() {
				for ctx.Err() == nil {
					line(t, w)
				}
			})
		}
		work.Go(func() {
			for ctx.Err() == nil {
				sealAll(t, w)
				time.Sleep(5 * time.Millisecond)
			}
		})
		_, known := sealing(w)
		for looks := 0; ctx.Err() == nil; looks++ {
			if told := verifyLog(t, w, known); len(told) > 0 {
				t.Errorf("look %d: %v", looks, told)
			}
			if _, err := w.Leaves(t.Context(), account.Everything(), appeal.ID(1+looks%9)); err != nil && !fault.Is(err, fault.NotFound) {
				t.Errorf("leaves: %v", err)
			}
		}
		work.Wait()
	})
}
