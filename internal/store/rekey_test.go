package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/store"
)

// A keyed world has its key in a file, and two processes that loaded it: one
// that serves and one that an operator started.
type keyed struct {
	*dbtest.World
	file     string
	operator *store.DB
	desk     *appeal.Desk // of the one that serves
}

func eachKeyed(t *testing.T, f func(t *testing.T, k *keyed)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) { f(t, newKeyed(t, w)) })
}

func newKeyed(t *testing.T, w *dbtest.World) *keyed {
	t.Helper()
	k := &keyed{World: w, file: filepath.Join(t.TempDir(), "jauap.key")}
	// the key of dbtest in the form of one line, as files were at first
	k.keep(t, "KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=\n")
	k.operator, _ = k.process(t)
	db, ring := k.process(t)
	k.desk = k.deskOf(t, db, ring)
	return k
}

func (k *keyed) keep(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(k.file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (k *keyed) text(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(k.file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// process loads the file and opens the database, as a new process does.
func (k *keyed) process(t *testing.T) (*store.DB, *keys.Ring) {
	t.Helper()
	ring, err := keys.Load(k.file)
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), k.URL, store.Options{Ring: ring})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db, ring
}

func (k *keyed) deskOf(t *testing.T, db *store.DB, ring *keys.Ring) *appeal.Desk {
	t.Helper()
	desk, err := appeal.New(appeal.Options{
		Store: db, Ring: ring, Now: k.Clock.Now,
		Rules: func(context.Context) (appeal.Rules, error) { return k.Rules, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return desk
}

func (k *keyed) submit(t *testing.T, desk *appeal.Desk, n int) (ids []appeal.ID) {
	t.Helper()
	for range n {
		r, err := desk.Submit(t.Context(), account.Who{}, k.Draft("Көше жарығы жоқ"))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.Appeal.ID)
	}
	return ids
}

func (k *keyed) rotate(t *testing.T, db *store.DB) store.Rotation {
	t.Helper()
	r, err := db.Rotate(t.Context(), account.Who{Kind: account.Operator}, k.Clock.Now(), func(int64) {})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// allReadable opens the database with the key file alone and reads all cases.
func (k *keyed) allReadable(t *testing.T, ids []appeal.ID, side []string) {
	t.Helper()
	for _, f := range side {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
	db, ring := k.process(t)
	for _, id := range ids {
		if _, err := db.Case(t.Context(), account.Everything(), id); err != nil {
			t.Errorf("case %d: %v", id, err)
		}
	}
	got, err := db.RingCounts(t.Context())
	want := []store.RingCount{{Ring: ring.ID(), Cases: int64(len(ids))}}
	if diff := cmp.Diff(got, want); err != nil || diff != "" {
		t.Errorf("%v, masters and their cases: %s", err, diff)
	}
	if named, err := db.Meta(t.Context(), "ring"); err != nil || named != ring.ID() {
		t.Errorf("the database names %s, %v, want %s", named, err, ring.ID())
	}
}

func TestRotationWhileEightWritersSubmit(t *testing.T) {
	t.Parallel()
	eachKeyed(t, func(t *testing.T, k *keyed) {
		var mu sync.Mutex
		ids := k.submit(t, k.desk, 300)
		var ended atomic.Bool
		var rest sync.WaitGroup
		for range 8 {
			rest.Go(func() {
				for last := false; !last; {
					last = ended.Load() // one more after the end
					r, err := k.desk.Submit(context.Background(), account.Who{}, k.Draft("Көше жарығы жоқ"))
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					ids = append(ids, r.Appeal.ID)
					mu.Unlock()
				}
			})
		}
		var side []string
		for range 3 {
			r, err := k.operator.Rotate(t.Context(), account.Who{Kind: account.Operator}, k.Clock.Now(), func(int64) {})
			if err != nil {
				t.Error(err)
			}
			side = append(side, r.Files...)
		}
		ended.Store(true)
		rest.Wait()
		if len(side) != 3 {
			t.Errorf("%d masters were put aside, want 3", len(side))
		}
		k.allReadable(t, ids, side)
	})
}

func TestARotationKilledAfterAnyStepGoesOn(t *testing.T) {
	t.Parallel()
	stop := errors.New("killed")
	for _, tt := range []struct {
		name string
		kill func(t *testing.T, k *keyed)
	}{
		{"after the next master was prepared", func(t *testing.T, k *keyed) {
			_, ring := k.process(t)
			if _, err := ring.Prepare(); err != nil {
				t.Fatal(err)
			}
		}},
		{"after the file turned", func(t *testing.T, k *keyed) {
			_, ring := k.process(t)
			if err := ring.Turn(ring.ID()); err != nil {
				t.Fatal(err)
			}
		}},
		{"after the first batch", func(t *testing.T, k *keyed) {
			ctx, cancel := context.WithCancelCause(t.Context())
			_, err := k.operator.Rotate(ctx, account.Who{Kind: account.Operator}, k.Clock.Now(), func(int64) { cancel(stop) })
			if err == nil {
				t.Fatal("it was not killed")
			}
		}},
		{"before the older master left the file", func(t *testing.T, k *keyed) {
			var turned string
			if _, err := k.operator.Rotate(t.Context(), account.Who{Kind: account.Operator}, k.Clock.Now(), func(int64) { turned = k.text(t) }); err != nil {
				t.Fatal(err)
			}
			k.keep(t, turned)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			eachKeyed(t, func(t *testing.T, k *keyed) {
				_, first := k.process(t)
				ids := k.submit(t, k.desk, 300)
				tt.kill(t, k)
				ids = append(ids, k.submit(t, k.desk, 1)...) // serving goes on between
				db, _ := k.process(t)
				r := k.rotate(t, db)
				if want := []string{k.file + "." + first.ID() + ".old"}; !cmp.Equal(r.Files, want) {
					t.Errorf("put aside %v, want %v: one rotation, not two", r.Files, want)
				}
				k.allReadable(t, ids, r.Files)
			})
		})
	}
}

func TestAMachineWithoutTheNewMasterIsRefusedAndOneThatWasPreparedIsNot(t *testing.T) {
	t.Parallel()
	eachKeyed(t, func(t *testing.T, k *keyed) {
		_, ring := k.process(t)
		if _, err := ring.Prepare(); err != nil {
			t.Fatal(err)
		}
		prepared, err := keys.Parse(k.text(t)) // a copy, as another machine has it
		if err != nil {
			t.Fatal(err)
		}
		db, err := store.Open(t.Context(), k.URL, store.Options{Ring: prepared})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		ids := k.submit(t, k.Desk, 3) // with the master only
		r := k.rotate(t, k.operator)
		ids = append(ids, k.submit(t, k.deskOf(t, db, prepared), 3)...)
		if _, err := k.Desk.Submit(t.Context(), account.Who{}, k.Draft("Көше жарығы жоқ")); !fault.Is(err, fault.Unavailable) {
			t.Errorf("a commit with the old master: %v, want it refused", err)
		}
		k.allReadable(t, ids, r.Files)
	})
}

func TestARestoredBackupOpensWithTheMasterBesideTheFileAndIsWrappedAnew(t *testing.T) {
	t.Parallel()
	eachKeyed(t, func(t *testing.T, k *keyed) {
		_, first := k.process(t)
		ids := k.submit(t, k.desk, 3)
		old, err := k.operator.WrappedKeys(t.Context(), 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		k.rotate(t, k.operator)
		for _, o := range old { // the rows as a backup has them
			err = errors.Join(err, k.Exec(t.Context(), `update appeal_content set ring = $2, case_key = $3 where appeal_id = $1`, int64(o.Appeal), o.Ring, o.Key))
		}
		if err := errors.Join(err, k.Exec(t.Context(), `update meta set value = $1 where name = 'ring'`, first.ID())); err != nil {
			t.Fatal(err)
		}
		db, ring := k.process(t)
		if _, err := db.Case(t.Context(), account.Everything(), ids[0]); err != nil {
			t.Errorf("a case of the backup: %v", err)
		}
		if _, err := k.deskOf(t, db, ring).Submit(t.Context(), account.Who{}, k.Draft("Көше жарығы жоқ")); !fault.Is(err, fault.Unavailable) {
			t.Errorf("a commit with a retired master: %v, want it refused", err)
		}
		if r := k.rotate(t, db); r.Ring != ring.ID() || r.Cases != 3 {
			t.Errorf("Rotate = %+v, want 3 cases back at %s", r, ring.ID())
		}
		ids = append(ids, k.submit(t, k.deskOf(t, db, ring), 1)...)
		k.allReadable(t, ids, []string{k.file + "." + first.ID() + ".old"})
	})
}

func TestRotationLeavesErasedCasesErasedAndNamesDamagedOnes(t *testing.T) {
	t.Parallel()
	eachKeyed(t, func(t *testing.T, k *keyed) {
		ids := k.submit(t, k.desk, 4)
		erase, damage := int64(ids[1]), int64(ids[2])
		if err := errors.Join(
			k.Exec(t.Context(), `update appeal_content set case_key = null, sealed = null where appeal_id = $1`, erase),
			k.Exec(t.Context(), `update appeal_content set case_key = $2 where appeal_id = $1`, damage, []byte("no key at all, but long enough")),
		); err != nil {
			t.Fatal(err)
		}
		r := k.rotate(t, k.operator)
		if !cmp.Equal(r.Stuck, []appeal.ID{ids[2]}) {
			t.Errorf("stuck are %v, want %v", r.Stuck, ids[2])
		}
		sample, err := k.operator.SampleKeys(t.Context(), 10)
		if err != nil || len(sample) != 3 {
			t.Fatalf("sample of %d keys, %v, want 3", len(sample), err)
		}
		for _, s := range sample {
			if s.Appeal == ids[1] || s.Appeal != ids[2] && s.Ring != r.Ring {
				t.Errorf("case %d is wrapped by %s", s.Appeal, s.Ring)
			}
		}
	})
}

func TestAFileThatMissedARotationIsRefused(t *testing.T) {
	t.Parallel()
	eachKeyed(t, func(t *testing.T, k *keyed) {
		elsewhere := &keyed{World: k.World, file: filepath.Join(t.TempDir(), "jauap.key")} // another machine
		elsewhere.keep(t, k.text(t))
		db, ring := elsewhere.process(t)
		ids := k.submit(t, k.desk, 3)
		r := k.rotate(t, k.operator)
		var f *fault.Fault
		_, err := db.Rotate(t.Context(), account.Who{Kind: account.Operator}, k.Clock.Now(), func(int64) {})
		if !errors.As(err, &f) || f.Key != "store.other_key" {
			t.Errorf("Rotate with the file of before: %v, want store.other_key", err)
		}
		if _, err := store.Open(t.Context(), k.URL, store.Options{Ring: ring}); !errors.As(err, &f) || f.Key != "store.other_key" {
			t.Errorf("Open with the file of before: %v, want store.other_key", err)
		}
		k.allReadable(t, ids, r.Files)
	})
}

// TestACommitOnItsWayIsWaitedFor stops a commit after it has wrapped with the
// old master and before it is true, and rotates meanwhile. On SQLite nobody
// else writes while a commit does.
func TestACommitOnItsWayIsWaitedFor(t *testing.T) {
	t.Parallel()
	k := newKeyed(t, dbtest.NewWorld(t, dbtest.PostgresSchema(t)))
	ids := k.submit(t, k.desk, 3)
	raw, err := sql.Open("pgx", k.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	rival, err := raw.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	d := k.Draft("Көше жарығы жоқ")
	// whoever writes this token too waits for the rival to end
	if _, err := rival.ExecContext(t.Context(), `insert into submitted_token (token_hash, appeal_id) values ($1, 99)`, k.Ring.Hash("form token", d.Token)); err != nil {
		t.Fatal(err)
	}
	var submitted, rotated sync.WaitGroup
	submitted.Go(func() {
		r, err := k.desk.Submit(context.Background(), account.Who{}, d)
		if err != nil {
			t.Error(err)
		}
		ids = append(ids, r.Appeal.ID)
	})
	const waits = `select count(*) from pg_locks l join pg_class c on c.oid = 'submitted_token'::regclass
		where not l.granted and l.locktype = 'transactionid' and l.pid in (select pid from pg_locks where relation = c.oid)`
	await(t, raw, waits)
	var r store.Rotation
	var ended atomic.Bool
	rotated.Go(func() {
		defer ended.Store(true)
		var err error
		if r, err = k.operator.Rotate(t.Context(), account.Who{Kind: account.Operator}, k.Clock.Now(), func(int64) {}); err != nil {
			t.Error(err)
		}
	})
	await(t, raw, `select count(*) from pg_locks where not granted and locktype = 'advisory' and objid = hashtext(current_schema())::bigint & 4294967295`, &ended)
	if err := rival.Rollback(); err != nil {
		t.Fatal(err)
	}
	submitted.Wait()
	rotated.Wait()
	k.allReadable(t, ids, r.Files)
}

// await asks until something is counted, or one of the others has happened.
func await(t *testing.T, db *sql.DB, count string, or ...*atomic.Bool) {
	t.Helper()
	for range 1000 {
		var n int
		if err := db.QueryRowContext(t.Context(), count).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n > 0 || slices.ContainsFunc(or, func(b *atomic.Bool) bool { return b.Load() }) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never: %s", count)
}
