package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/fault"
)

var caseKey = bytes.Repeat([]byte{7}, 32)

func newStore(t *testing.T, l Limits) (*Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	s, err := New(Options{Dir: dir, Limits: l})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, dir
}

func put(t *testing.T, s *Store, content []byte, name string) Ref {
	t.Helper()
	ref, err := s.Put(t.Context(), bytes.NewReader(content), name, caseKey)
	if err != nil {
		t.Fatalf("Put %q: %v", name, err)
	}
	return ref
}

// onDisk lists every file below dir.
func onDisk(t *testing.T, dir string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// text of n bytes, the same for the same n.
func textOf(n int) []byte {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('a' + r.IntN(26))
	}
	return b
}

func TestWhatIsPutIsOpened(t *testing.T) {
	t.Parallel()
	s, dir := newStore(t, Limits{})
	for _, n := range []int{1, 100, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize, 200_001} {
		want := textOf(n)
		ref := put(t, s, want, "хат.txt")
		if ref.Size != int64(n) || ref.Type != "text/plain" || ref.Name != "хат.txt" {
			t.Errorf("%d bytes: %+v", n, ref)
		}
		f, err := s.Open(t.Context(), ref, caseKey)
		if err != nil {
			t.Fatalf("%d bytes: %v", n, err)
		}
		if err := iotest.TestReader(f, want); err != nil {
			t.Errorf("%d bytes: %v", n, err)
		}
		f.Close()
	}
	for _, p := range onDisk(t, dir) {
		b, _ := os.ReadFile(p)
		if bytes.Contains(b, textOf(200_001)[:20]) {
			t.Errorf("%s holds plain text", p)
		}
	}
}

func TestHashIsOfThePlainContent(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, Limits{})
	a, b := put(t, s, []byte("abc"), "a.txt"), put(t, s, []byte("abc"), "b.txt")
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; a.Hash != want || b.Hash != want {
		t.Errorf("hashes %s, %s, want %s", a.Hash, b.Hash, want)
	}
	if a.ID == b.ID {
		t.Error("two files share an ID")
	}
}

func TestDamageIsSeenBeforeTheFirstByte(t *testing.T) {
	t.Parallel()
	content := textOf(2*chunkSize + 500)
	for _, tt := range []struct {
		name   string
		damage func(b []byte) []byte
	}{
		{"a flipped bit at the end", func(b []byte) []byte { b[len(b)-1] ^= 1; return b }},
		{"a flipped bit in the middle", func(b []byte) []byte { b[chunkSize] ^= 8; return b }},
		{"another magic", func(b []byte) []byte { b[0] = 'x'; return b }},
		{"the last byte cut off", func(b []byte) []byte { return b[:len(b)-1] }},
		{"the last chunk cut off", func(b []byte) []byte { return b[:len(b)-500-tagSize] }},
		{"two chunks exchanged", func(b []byte) []byte {
			n, c := len(magic), chunkSize+tagSize
			return append(append(append(bytes.Clone(b[:n]), b[n+c:n+2*c]...), b[n:n+c]...), b[n+2*c:]...)
		}},
		{"something appended", func(b []byte) []byte { return append(b, 'x') }},
		{"emptied", func([]byte) []byte { return nil }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, dir := newStore(t, Limits{})
			ref := put(t, s, content, "a.txt")
			p := filepath.Join(dir, place(ref.ID))
			b, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(p, tt.damage(b), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err = s.Open(t.Context(), ref, caseKey)
			wantFault(t, err, fault.Internal, "blob.damaged", "a.txt")
		})
	}
}

// The size of a Ref could be changed with the file; the flag of the last chunk
// still tells.
func TestACutFileWithACutRefIsDamaged(t *testing.T) {
	t.Parallel()
	s, dir := newStore(t, Limits{})
	ref := put(t, s, textOf(2*chunkSize), "a.txt")
	ref.Size = chunkSize
	if err := os.Truncate(filepath.Join(dir, place(ref.ID)), sealedSize(chunkSize)); err != nil {
		t.Fatal(err)
	}
	_, err := s.Open(t.Context(), ref, caseKey)
	wantFault(t, err, fault.Internal, "blob.damaged", "a.txt")
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	s, dir := newStore(t, Limits{})
	a, b := put(t, s, []byte("first"), "a.txt"), put(t, s, []byte("other"), "b.txt")
	_, err := s.Open(t.Context(), a, bytes.Repeat([]byte{8}, 32))
	wantFault(t, err, fault.Internal, "blob.damaged", "a.txt")

	_, err = s.Open(t.Context(), Ref{ID: "../../etc/passwd", Name: "x"}, caseKey)
	wantFault(t, err, fault.NotFound, "blob.not_found", "x")
	_, err = s.Open(t.Context(), Ref{ID: newID(), Name: "x", Size: 1}, caseKey)
	wantFault(t, err, fault.NotFound, "blob.not_found", "x")
	if _, err := s.Open(t.Context(), a, []byte("short")); err == nil {
		t.Error("a short key opens")
	}

	if err := os.Rename(filepath.Join(dir, place(b.ID)), filepath.Join(dir, place(a.ID))); err != nil {
		t.Fatal(err)
	}
	a.Hash, a.Size = b.Hash, b.Size
	_, err = s.Open(t.Context(), a, caseKey)
	wantFault(t, err, fault.Internal, "blob.damaged", "a.txt")
}

func TestNothingIsLeftOfAFailedPut(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection lost")
	for _, tt := range []struct {
		name string
		r    io.Reader
		want error
	}{
		{"before the first byte", iotest.ErrReader(broken), broken},
		{"in the head", io.MultiReader(strings.NewReader("abc"), iotest.ErrReader(broken)), broken},
		{"later", io.MultiReader(bytes.NewReader(textOf(3*chunkSize)), iotest.ErrReader(broken)), broken},
		{"at the end of a chunk", io.MultiReader(bytes.NewReader(textOf(chunkSize)), iotest.ErrReader(broken)), broken},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, dir := newStore(t, Limits{})
			if _, err := s.Put(t.Context(), tt.r, "a.txt", caseKey); !errors.Is(err, tt.want) {
				t.Errorf("Put: %v, want %v", err, tt.want)
			}
			if left := onDisk(t, dir); left != nil {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

func TestPutStopsWhenNobodyWaits(t *testing.T) {
	t.Parallel()
	s, dir := newStore(t, Limits{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, bytes.NewReader(textOf(10)), "a.txt", caseKey); !errors.Is(err, context.Canceled) {
		t.Errorf("Put: %v", err)
	}
	if _, err := s.Put(t.Context(), strings.NewReader("a"), "a.txt", nil); err == nil {
		t.Error("Put without a key succeeds")
	}
	if left := onDisk(t, dir); left != nil {
		t.Errorf("left behind: %q", left)
	}
}

func TestManyPutAtOnce(t *testing.T) {
	t.Parallel()
	s, dir := newStore(t, Limits{})
	var wg sync.WaitGroup
	refs := make([]Ref, 40)
	for i := range refs {
		wg.Go(func() {
			var err error
			if refs[i], err = s.Put(t.Context(), bytes.NewReader(textOf(1000+i)), "a.txt", caseKey); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i, ref := range refs {
		f, err := s.Open(t.Context(), ref, caseKey)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f)
		f.Close()
		if err != nil || !bytes.Equal(got, textOf(1000+i)) {
			t.Errorf("file %d: %d bytes, %v", i, len(got), err)
		}
	}
	if got := len(onDisk(t, dir)); got != len(refs) {
		t.Errorf("%d files on disk, want %d", got, len(refs))
	}
}

// Not parallel: it counts what the whole process allocates.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	s, _ := newStore(t, Limits{})
	r := io.LimitReader(endless{}, 20<<20)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	ref, err := s.Put(t.Context(), r, "long.txt", caseKey)
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Open(t.Context(), ref, caseKey)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := io.Copy(io.Discard, f); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 2<<20 {
		t.Errorf("%d bytes allocated for 20 MB", got)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestRemoveAndSweep(t *testing.T) {
	t.Parallel()
	s, dir := newStore(t, Limits{})
	now := time.Now()
	kept, orphan, fresh, gone := put(t, s, []byte("1"), "a"), put(t, s, []byte("2"), "b"), put(t, s, []byte("3"), "c"), put(t, s, []byte("4"), "d")
	half := filepath.Join(dir, unfinished, newID())
	if err := os.WriteFile(half, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	old := now.Add(-48 * time.Hour)
	for _, p := range []string{half, filepath.Join(dir, place(kept.ID)), filepath.Join(dir, place(orphan.ID))} {
		if err := os.Chtimes(p, old, old); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := s.Remove(gone.ID); err != nil {
			t.Error(err)
		}
	}
	if err := s.Remove("../x"); !fault.Is(err, fault.NotFound) {
		t.Errorf("Remove of a path: %v", err)
	}
	n, err := s.Sweep(now.Add(-24*time.Hour), func(id string) bool { return id == kept.ID })
	if err != nil || n != 2 {
		t.Errorf("Sweep removed %d, %v, want 2", n, err)
	}
	got := map[string]bool{}
	for _, p := range onDisk(t, dir) {
		got[filepath.Base(p)] = true
	}
	if d := cmp.Diff(map[string]bool{kept.ID: true, fresh.ID: true}, got); d != "" {
		t.Error(d)
	}
}

func TestNewNeedsADirectory(t *testing.T) {
	t.Parallel()
	if _, err := New(Options{}); err == nil {
		t.Error("New without a directory succeeds")
	}
}

func wantFault(t *testing.T, err error, kind fault.Kind, key, name string) {
	t.Helper()
	list := fault.All(err)
	if len(list) != 1 || list[0].Kind != kind || list[0].Key != key || list[0].Args["name"] != name {
		t.Errorf("got %v (%v), want %s %s for %q", err, list, kind, key, name)
	}
}

func TestCleanName(t *testing.T) {
	t.Parallel()
	long := cleanName(strings.Repeat("ұ", 300) + ".JPG")
	if n := utf8.RuneCountInString(long); n != 120 || !strings.HasSuffix(long, "ұ.JPG") {
		t.Errorf("%d characters: %q", n, long)
	}
	for _, tt := range []struct{ name, in, want string }{
		{"folders go", `..\..\etc/passwd`, "passwd"},
		{"controls and direction marks go", "счёт\u202egpj\x00\n.exe", "счётgpj.exe"},
		{"signs that file systems refuse", `a<b>:"c"?.pdf`, "a_b___c__.pdf"},
		{"hidden files are not hidden", ".htaccess", "htaccess"},
		{"nothing is file", "../", "file"},
		{"spaces are single", " менің   хатым .txt ", "менің хатым .txt"},
		{"broken bytes go", "a\xff.txt", "a.txt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := cleanName(tt.in); got != tt.want {
				t.Errorf("cleanName(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}
