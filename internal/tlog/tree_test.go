package tlog

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A kept log holds tiles as a database would.
type kept map[TileID][]byte

func (k kept) LogTile(id TileID) ([]byte, error) {
	if data, ok := k[id]; ok {
		return data, nil
	}
	return nil, fmt.Errorf("no tile %v", id)
}

// grow appends entries from the size of the log on, in one sealing.
func (k kept) grow(t testing.TB, size int64, entries [][]byte) *Edge {
	t.Helper()
	have := map[TileID][]byte{}
	for _, id := range EdgeTiles(size) {
		have[id] = k[id]
	}
	e, err := OpenEdge(size, have)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		e.Append(entry)
	}
	changed, bundles := e.Flush()
	for id, data := range changed {
		k[id] = data
	}
	for n, b := range bundles {
		id := TileID{Bundles, n}
		k[id] = append(k[id], b...)
	}
	return e
}

func entries(n int) [][]byte {
	list := make([][]byte, n)
	for i := range list {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8), byte(i >> 16)})
		list[i] = sum[:]
	}
	return list
}

// theirs is the same tree as the library of the Go checksum database has it.
type theirs []tlog.Hash

func (s theirs) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		out[i] = s[x]
	}
	return out, nil
}

func library(t testing.TB, list [][]byte) theirs {
	t.Helper()
	var s theirs
	for i, e := range list {
		hashes, err := tlog.StoredHashes(int64(i), e, s)
		if err != nil {
			t.Fatal(err)
		}
		s = append(s, hashes...)
	}
	return s
}

func TestTheTreeIsTheOneOfRFC6962HoweverItIsSealed(t *testing.T) {
	t.Parallel()
	list := entries(66_000) // past a full tile of the second level
	want := library(t, list)
	log := kept{}
	r := rand.New(rand.NewPCG(1, 2))
	for size := 0; size < len(list); {
		n := min(1+r.IntN(1500), len(list)-size)
		root := log.grow(t, int64(size), list[size:size+n]).Root()
		size += n
		if th, err := tlog.TreeHash(int64(size), want); err != nil || th != root {
			t.Fatalf("head at %d: %v, want %v (%v)", size, root, th, err)
		}
	}
	for id, data := range log {
		if id.Level == Bundles {
			continue
		}
		tile := tlog.Tile{H: Height, L: id.Level, N: id.N, W: len(data) / HashSize}
		if b, err := tlog.ReadTileData(tile, want); err != nil || string(b) != string(data) {
			t.Errorf("tile %v differs (%v)", id, err)
		}
	}
}

func TestAnEmptyTreeHasTheHashOfNothing(t *testing.T) {
	t.Parallel()
	if got := (kept{}).grow(t, 0, nil).Root(); got != Hash(sha256.Sum256(nil)) {
		t.Errorf("head %v", got)
	}
}

// A signer for tests, and who knows its key.
func signer(t testing.TB, name string) (note.Signer, note.Verifiers) {
	t.Helper()
	skey, vkey, err := note.GenerateKey(nil, name)
	if err != nil {
		t.Fatal(err)
	}
	s, err1 := note.NewSigner(skey)
	v, err2 := note.NewVerifier(vkey)
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	return s, note.VerifierList(v)
}

// head signs the checkpoint of the first n entries.
func head(t testing.TB, log kept, n int, s note.Signer) (Checkpoint, string) {
	t.Helper()
	fresh := kept{}
	root := fresh.grow(t, 0, entries(n)).Root()
	c := Checkpoint{Origin: s.Name(), Size: int64(n), Root: root, At: time.Date(2026, 3, 17, 5, 0, 0, 0, time.UTC)}
	text, err := Sign(c, s)
	if err != nil {
		t.Fatal(err)
	}
	return c, text
}

func TestProofsHoldForTheirEntryAndCheckpointOnly(t *testing.T) {
	t.Parallel()
	const n = 700
	list, log := entries(n), kept{}
	log.grow(t, 0, list)
	s, known := signer(t, "witness.example/log")
	for _, size := range []int{1, 2, 255, 256, 257, 511, 512, 513, n} {
		c, text := head(t, log, size, s)
		for _, index := range []int{0, size / 2, size - 1} {
			p, err := Prove(int64(index), c, text, log)
			if err != nil {
				t.Fatal(err)
			}
			back, err := ParseProof(p.Text())
			if err != nil {
				t.Fatalf("proof does not read back: %v", err)
			}
			if got, err := back.Check(list[index], known); err != nil || got != c {
				t.Errorf("%d of %d: %v", index, size, err)
			}
			if _, err := back.Check(list[(index+1)%n], known); !errors.Is(err, ErrNotInLog) {
				t.Errorf("%d of %d holds for another entry: %v", index, size, err)
			}
		}
	}
}

func TestATreeThatWasChangedGivesNoProof(t *testing.T) {
	t.Parallel()
	log := kept{}
	log.grow(t, 0, entries(600))
	s, _ := signer(t, "witness.example/log")
	c, text := head(t, log, 600, s)
	log[TileID{0, 1}][40] ^= 1
	if _, err := Prove(300, c, text, log); err == nil {
		t.Error("a proof was made of a changed tile")
	}
}

func TestALaterCheckpointFollowsOnlyFromItsOwnPast(t *testing.T) {
	t.Parallel()
	log := kept{}
	log.grow(t, 0, entries(900))
	s, _ := signer(t, "witness.example/log")
	later, _ := head(t, log, 900, s)
	for _, size := range []int{1, 3, 256, 512, 899, 900} {
		earlier, _ := head(t, log, size, s)
		f, err := ProveFollows(int64(size), later, log)
		if err != nil {
			t.Fatal(err)
		}
		back, err := ParseFollows(f.Text())
		if err != nil {
			t.Fatal(err)
		}
		if err := back.Check(earlier, later); err != nil {
			t.Errorf("from %d: %v", size, err)
		}
		forged := earlier
		forged.Root[3] ^= 1
		if err := back.Check(forged, later); !errors.Is(err, ErrFork) {
			t.Errorf("from a forged %d: %v", size, err)
		}
	}
}

func TestAStepIsCheckedWithoutTheEarlierCheckpoint(t *testing.T) {
	t.Parallel()
	log := kept{}
	log.grow(t, 0, entries(900))
	s, _ := signer(t, "witness.example/log")
	later, _ := head(t, log, 900, s)
	for _, size := range []int64{0, 1, 255, 256, 512, 899, 900} {
		f, err := ProveFollows(size, later, log)
		if err != nil || f.Leads(later) != nil {
			t.Fatalf("from %d: %v, %v", size, err, f.Leads(later))
		}
		for name, change := range map[string]func(*Follows){
			"another root":  func(f *Follows) { f.Root[0] ^= 1 },
			"another start": func(f *Follows) { f.Old++ },
			"another end":   func(f *Follows) { f.New++ },
			"a hash more":   func(f *Follows) { f.Hashes = append(f.Hashes[:len(f.Hashes):len(f.Hashes)], Hash{}) },
		} {
			other := f
			change(&other)
			if other.Leads(later) == nil {
				t.Errorf("from %d with %s it still leads", size, name)
			}
		}
	}
	for _, size := range []int64{-1, 901} {
		if _, err := ProveFollows(size, later, log); !errors.Is(err, ErrProof) {
			t.Errorf("from %d: %v", size, err)
		}
	}
}

func TestACheckpointOfAnotherLogDoesNotCount(t *testing.T) {
	t.Parallel()
	s, known := signer(t, "other.example/log")
	c, _ := head(t, kept{}, 5, s)
	c.Origin = "witness.example/log"
	text, err := Sign(c, s)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(text, known); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("got %v", err)
	}
}

func TestTilePaths(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"tile/0/000", "tile/0/x001/x234/067", "tile/1/000.p/17", "tile/entries/x001/000", "tile/entries/255.p/255"} {
		id, width, err := ParseTilePath(strings.TrimPrefix(path, "tile/"))
		if err != nil || id.Path(width) != path {
			t.Errorf("%s reads as %v %d, %v", path, id, width, err)
		}
	}
	for _, path := range []string{"", "0", "0/", "00/000", "0/0", "0/x000/001", "0/1000", "64/000", "-1/000", "0/000.p/256", "0/000.p/0", "0/000.p/01", "0/x001", "0/00a", "x/000", "0/../000"} {
		if id, _, err := ParseTilePath(path); err == nil {
			t.Errorf("%q reads as %v", path, id)
		}
	}
}
