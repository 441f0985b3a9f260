package bench

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/dbtest"
	"jauap/internal/tlog"
	"jauap/internal/witness"
)

// TestWitness seals a million leaves (JAUAP_BENCH_LEAVES), then makes and
// checks proofs from all over the tree.
func TestWitness(t *testing.T) {
	if os.Getenv("JAUAP_BENCH") == "" {
		t.Skip("JAUAP_BENCH is not set")
	}
	leaves := 1_000_000
	if s := os.Getenv("JAUAP_BENCH_LEAVES"); s != "" {
		var err error
		if leaves, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("sqlite", func(t *testing.T) { sealMany(t, "sqlite:"+filepath.Join(t.TempDir(), "log.db"), leaves) })
	t.Run("postgres", func(t *testing.T) { sealMany(t, dbtest.PostgresSchema(t), leaves) })
}

func sealMany(t *testing.T, dbURL string, leaves int) {
	w := dbtest.NewWorld(t, dbURL)
	waiting(t, dbURL, leaves)
	at, err := witness.New(witness.Options{Store: w.DB, Ring: w.Ring, Now: w.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := at.SealAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	rate := float64(leaves) / time.Since(begun).Seconds()
	known, err := at.Known(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	proving, checking := proofs(t, w, known, leaves)
	t.Logf("%d leaves: sealed %.0f/s; proof median %v, p99 %v; verification median %v, p99 %v", leaves, rate,
		at50(proving), at99(proving), at50(checking), at99(checking))
	if rate < 20_000 || at50(proving) > 5*time.Millisecond || at50(checking) > time.Millisecond {
		t.Errorf("wanted 20 000 leaves/s, a proof in 5 ms, verification in 1 ms")
	}
}

// waiting puts leaves into the log as commits would.
func waiting(t *testing.T, dbURL string, n int) {
	t.Helper()
	q := `insert into log_leaf (appeal_id, seq, leaf_hash) select i, 1, sha256(i::text::bytea) from generate_series(1, ` + strconv.Itoa(n) + `) i`
	if strings.HasPrefix(dbURL, "sqlite:") {
		q = `insert into log_leaf (appeal_id, seq, leaf_hash) with recursive c(i) as (select 1 union all select i + 1 from c where i < ` +
			strconv.Itoa(n) + `) select i, 1, randomblob(32) from c`
	}
	if _, err := dbtest.Raw(t, dbURL).Exec(q); err != nil {
		t.Fatal(err)
	}
}

// proofs makes and checks a proof of a thousand leaves.
func proofs(t *testing.T, w *dbtest.World, known note.Verifiers, leaves int) (proving, checking []time.Duration) {
	t.Helper()
	const tries = 1000
	for i := range tries {
		owner := tlog.Owner{Appeal: int64(1 + i*(leaves/tries)), Seq: 1}
		begun := time.Now()
		index, entry, err := w.LeafPlace(t.Context(), owner)
		if err != nil {
			t.Fatal(err)
		}
		p := proofAt(t, w, known, index)
		proving = append(proving, time.Since(begun))
		begun = time.Now()
		if _, err := p.Check(entry, known); err != nil {
			t.Fatal(err)
		}
		checking = append(checking, time.Since(begun))
	}
	return proving, checking
}

func proofAt(t *testing.T, w *dbtest.World, known note.Verifiers, index int64) tlog.Proof {
	t.Helper()
	signed, err := w.LastCheckpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c, err := tlog.Open(signed, known)
	if err != nil {
		t.Fatal(err)
	}
	p, err := tlog.Prove(index, c, signed, w.LogTiles(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func at50(list []time.Duration) time.Duration { return at(list, 50) }
func at99(list []time.Duration) time.Duration { return at(list, 99) }

func at(list []time.Duration, percent int) time.Duration {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)*percent/100]
}
