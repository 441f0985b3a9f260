package web

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"jauap/internal/dbtest"
	own "jauap/internal/tlog"
)

// fillLog puts so many more leaves into the log and seals them.
func fillLog(t *testing.T, w *dbtest.World, from, n int) {
	t.Helper()
	var rows []string
	var args []any
	for i := range n {
		entry := sha256.Sum256([]byte(strconv.Itoa(from + i)))
		rows = append(rows, fmt.Sprintf("(-1, $%d, $%d)", 2*i+1, 2*i+2))
		args = append(args, from+i, entry[:])
	}
	if _, err := dbtest.Raw(t, w.URL).Exec(`insert into log_leaf (appeal_id, seq, leaf_hash) values `+strings.Join(rows, ", "), args...); err != nil {
		t.Fatal(err)
	}
	seal(t, w)
}

func seal(t *testing.T, w *dbtest.World) {
	t.Helper()
	if err := attest(t, w).SealAll(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A stranger reads the log through its addresses, with a library that is not
// ours.
type stranger struct {
	b    *browser
	size int64
}

func (stranger) Height() int                     { return 8 }
func (stranger) SaveTiles([]tlog.Tile, [][]byte) {}
func (s stranger) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range tiles {
		// the same address, but for the height, which tlog-tiles fixes at 8
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		got := s.b.get(logAt + path)
		if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "application/octet-stream" {
			return nil, fmt.Errorf("%s: %d", path, got.StatusCode)
		}
		out = append(out, []byte(got.text))
	}
	return out, nil
}

// head fetches the checkpoint and checks it with the key that is served.
func (s *stranger) head(t *testing.T) tlog.Tree {
	t.Helper()
	keys := strings.Split(strings.TrimSpace(s.b.get(logAt+"key").text), "\n")
	verifier, err := note.NewVerifier(keys[len(keys)-1])
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open([]byte(s.b.get(logAt+"checkpoint").text), note.VerifierList(verifier))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(n.Text, "\n")
	if s.size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || lines[0] != verifier.Name() {
		t.Fatalf("checkpoint %q: %v", n.Text, err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		t.Fatal(err)
	}
	return tlog.Tree{N: s.size, Hash: root}
}

// entry reads an entry out of its bundle.
func (s *stranger) entry(t *testing.T, index int64) []byte {
	t.Helper()
	path := fmt.Sprintf("tile/entries/%03d", index/256)
	if rest := s.size % 256; index/256 == s.size/256 {
		path += fmt.Sprintf(".p/%d", rest)
	}
	b := []byte(s.b.get(logAt + path).text)
	const long = 2 + sha256.Size
	at := index % 256 * long
	if int64(len(b)) < at+long || b[at] != 0 || b[at+1] != sha256.Size {
		t.Fatalf("%s: %d bytes", path, len(b))
	}
	return b[at+2 : at+long]
}

func TestAStrangerCanCheckTheWholeLogThroughItsAddresses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := &stranger{b: newBrowser(t, newSite(t, w))}
		fillLog(t, w, 1, 70)
		old := s.head(t)
		fillLog(t, w, 71, 600)
		tree := s.head(t)
		reader := tlog.TileHashReader(tree, s)
		for _, index := range []int64{0, 69, 255, 256, 511, 512, 669} {
			proof, err := tlog.ProveRecord(tree.N, index, reader)
			if err != nil {
				t.Fatal(err)
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(s.entry(t, index))); err != nil {
				t.Errorf("entry %d: %v", index, err)
			}
		}
		if root, err := tlog.TreeHash(old.N, reader); err != nil || root != old.Hash || old.N != 70 {
			t.Errorf("the tree of %d entries changed: %v", old.N, err)
		}
		s.follows(t, old, tree)
	})
}

// follows checks the proof that is served with the functions of the library.
func (s *stranger) follows(t *testing.T, old, tree tlog.Tree) {
	t.Helper()
	for _, sizes := range [][2]int64{{old.N, tree.N}, {1, old.N}, {100, 300}, {0, 5}, {old.N, old.N}} {
		text := s.b.get(fmt.Sprintf("%sconsistency/%d/%d", logAt, sizes[0], sizes[1])).text
		f, err := own.ParseFollows(text)
		if err != nil || f.Old != sizes[0] || f.New != sizes[1] {
			t.Fatalf("%v: %q, %v", sizes, text, err)
		}
		root, err := tlog.TreeHash(f.New, tlog.TileHashReader(tree, s))
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Leads(own.Checkpoint{Size: f.New, Root: root}); err != nil {
			t.Errorf("%v: %v", sizes, err)
		}
	}
}

func TestTheLogIsServedAsTlogTilesSays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		if got := b.get(logAt + "checkpoint"); got.StatusCode != http.StatusNotFound {
			t.Errorf("an empty log has a checkpoint: %d", got.StatusCode)
		}
		b.get("/kk/log").wants(t, http.StatusOK, catalog(t).In("kk").T("verify.log_empty"))
		fillLog(t, w, 1, 300)
		for path, kept := range map[string]string{
			"checkpoint": keptAMoment, "key": keptAMoment, "tile/0/000": keptForEver, "tile/0/001.p/44": keptForEver,
			"tile/1/000.p/1": keptForEver, "tile/entries/000": keptForEver, "tile/entries/001.p/44": keptForEver,
			"tile/0/001.p/43": keptForEver, // a tree of 299 had it
			"tile/0/000.p/7":  keptForEver, "consistency/3/300": keptForEver, "checkpoint/7": keptForEver,
		} {
			got := b.get(logAt + path)
			if got.StatusCode != http.StatusOK || got.Header.Get("Cache-Control") != kept {
				t.Errorf("%s: %d, kept %q", path, got.StatusCode, got.Header.Get("Cache-Control"))
			}
			if got.Header.Get("Access-Control-Allow-Origin") != "*" || len(got.Cookies()) > 0 {
				t.Errorf("%s: %v", path, got.Header)
			}
		}
		if got := b.get(logAt + "checkpoint"); got.Header.Get("Content-Type") != "text/plain; charset=utf-8" || got.text != b.get(logAt+"checkpoint/300").text {
			t.Errorf("checkpoint: %v", got.Header)
		}
		if full, part := b.get(logAt+"tile/0/000").text, b.get(logAt+"tile/0/000.p/7").text; len(full) != 256*32 || full[:7*32] != part {
			t.Errorf("a tile of %d bytes, a part of %d", len(full), len(part))
		}
		for _, path := range []string{
			"tile/0/001", "tile/0/001.p/45", "tile/0/001.p/0", "tile/0/001.p/256", "tile/0/1", "tile/00/000", "tile/1/000", "tile/64/000",
			"tile/entries/002.p/1", "tile/8/0/000", "tile/-1/000", "consistency/300/3", "consistency/1/301", "consistency/01/2",
			"checkpoint/301", "checkpoint/x", "no", "checkpoint/", "/checkpoint", "tile/../key", "0/checkpoint", "1/checkpoint",
			"2/checkpoint", "2/", "2", "02/checkpoint", "99999999999999999999/key",
		} {
			got := b.get(logAt + path)
			if got.StatusCode != http.StatusNotFound || got.Header.Get("Cache-Control") != "no-store" || got.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
				t.Errorf("%s: %d, %v", path, got.StatusCode, got.Header)
			}
		}
	})
}
