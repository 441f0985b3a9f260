package backup_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"jauap/internal/backup"
	"jauap/internal/blob"
	"jauap/internal/fault"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A pen signs and knows its own signature.
type pen struct {
	note.Signer
	verifier note.Verifier
}

func newPen(t *testing.T) pen {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, "jauap/test")
	must(t, err)
	signer, err := note.NewSigner(secret)
	must(t, err)
	verifier, err := note.NewVerifier(public)
	must(t, err)
	return pen{signer, verifier}
}

// house is a folder of attachments.
func house(t *testing.T, n int) (dir string, ids []string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "files")
	for range n {
		var id [16]byte
		_, _ = rand.Read(id[:])
		ids = append(ids, hex.EncodeToString(id[:]))
		place, _ := blob.Place(ids[len(ids)-1])
		must(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(place)), 0o700))
		must(t, os.WriteFile(filepath.Join(dir, place), []byte("sealed "+ids[len(ids)-1]), 0o600))
	}
	return dir, ids
}

func sound(*backup.Copy) error { return nil }

// made is a finished backup with three attachments.
func made(t *testing.T, p pen) (dir string, ids []string) {
	t.Helper()
	from, ids := house(t, 3)
	dir = filepath.Join(t.TempDir(), "copy")
	f, err := backup.Create(dir)
	must(t, err)
	must(t, os.WriteFile(f.Path(backup.Lite), []byte("a database"), 0o600))
	missing, err := f.Attach(t.Context(), from, ids, nil)
	must(t, err)
	if len(missing) > 0 {
		t.Fatalf("missing %q", missing)
	}
	journal := filepath.Join(t.TempDir(), "journal")
	must(t, os.WriteFile(journal, []byte("erased\n"), 0o600))
	must(t, f.Include(journal, backup.Erased))
	_, err = f.Finish(t.Context(), manifest(), p, p.verifier, sound, nil)
	must(t, err)
	return dir, ids
}

func manifest() backup.Manifest {
	return backup.Manifest{
		Program: "test", At: time.Date(2026, 3, 17, 5, 0, 0, 0, time.UTC), Database: "sqlite", Schema: 7, Key: "0123456789abcdef",
		Counts: backup.Counts{Appeals: 3, Events: 4, Leaves: 4}, Checkpoint: "жазба\n",
	}
}

// inspect reads and checks a backup.
func inspect(t *testing.T, dir string, p pen) (*backup.Copy, error) {
	t.Helper()
	c, err := backup.Read(dir)
	if err != nil {
		return nil, err
	}
	if err := c.Trust(p.verifier); err != nil {
		return nil, err
	}
	return c, c.Verify(t.Context(), nil)
}

func TestABackupSaysWhatIsInIt(t *testing.T) {
	t.Parallel()
	p := newPen(t)
	dir, _ := made(t, p)
	c, err := inspect(t, dir, p)
	must(t, err)
	if c.Attachments != 3 || c.Bytes != 3*39 || len(c.Files) != 3 || c.DatabaseFile() != backup.Lite {
		t.Errorf("manifest %+v", c.Manifest)
	}
	if c.Appeals != 3 || c.Checkpoint != "жазба\n" || c.Size() != 3*39+10+7+c.Files[1].Size {
		t.Errorf("manifest %+v, size %d", c.Manifest, c.Size())
	}
	if info, err := os.Stat(filepath.Join(dir, "manifest")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: others may read the manifest", info, err)
	}
}

func TestTheListIsOneThatSha256sumReads(t *testing.T) {
	t.Parallel()
	dir, ids := made(t, newPen(t))
	body, err := os.ReadFile(filepath.Join(dir, "attachments.sha256"))
	must(t, err)
	lines := strings.Split(strings.TrimSpace(string(body)), "\n")
	if len(lines) != 3 || len(strings.Fields(lines[0])[0]) != 64 || !strings.HasSuffix(lines[0], "  files/"+ids[0][:2]+"/"+ids[0]) {
		t.Errorf("%q", lines)
	}
}

func TestATamperedBackupIsRefused(t *testing.T) {
	t.Parallel()
	flip := func(t *testing.T, path string) {
		body, err := os.ReadFile(path)
		must(t, err)
		body[len(body)/2] ^= 1
		// a file of its own: the house's attachment is not ours to change
		must(t, os.Remove(path))
		must(t, os.WriteFile(path, body, 0o600))
	}
	first := func(dir, name string) string {
		if name != "files" {
			return filepath.Join(dir, name)
		}
		found, _ := filepath.Glob(filepath.Join(dir, "files", "*", "*"))
		return found[0]
	}
	for _, tt := range []struct {
		name   string
		change func(t *testing.T, dir string)
		key    string
	}{
		{"a byte of the database", func(t *testing.T, d string) { flip(t, first(d, backup.Lite)) }, "backup.changed"},
		{"a byte of an attachment", func(t *testing.T, d string) { flip(t, first(d, "files")) }, "backup.changed"},
		{"a byte of the list", func(t *testing.T, d string) { flip(t, first(d, "attachments.sha256")) }, "backup.changed"},
		{"a byte of the journal of erasures", func(t *testing.T, d string) { flip(t, first(d, backup.Erased)) }, "backup.changed"},
		{"a number in the manifest", func(t *testing.T, d string) {
			body, err := os.ReadFile(first(d, "manifest"))
			must(t, err)
			must(t, os.WriteFile(first(d, "manifest"), bytes.Replace(body, []byte(`"appeals": 3`), []byte(`"appeals": 2`), 1), 0o600))
		}, "backup.bad_signature"},
		{"a manifest that is no note", func(t *testing.T, d string) {
			must(t, os.WriteFile(first(d, "manifest"), []byte("{}\n"), 0o600))
		}, "backup.bad_manifest"},
		{"no database", func(t *testing.T, d string) { must(t, os.Remove(first(d, backup.Lite))) }, "backup.missing"},
		{"no attachment", func(t *testing.T, d string) { must(t, os.Remove(first(d, "files"))) }, "backup.missing"},
		{"no list", func(t *testing.T, d string) { must(t, os.Remove(first(d, "attachments.sha256"))) }, "backup.missing"},
		{"no manifest", func(t *testing.T, d string) { must(t, os.Remove(first(d, "manifest"))) }, "backup.no_manifest"},
		{"a manifest signed by a stranger of the same name", func(t *testing.T, d string) {
			other, _ := made(t, newPen(t))
			body, err := os.ReadFile(first(other, "manifest"))
			must(t, err)
			must(t, os.WriteFile(first(d, "manifest"), body, 0o600))
		}, "backup.other_signer"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := newPen(t)
			dir, _ := made(t, p)
			tt.change(t, dir)
			_, err := inspect(t, dir, p)
			var f *fault.Fault
			if !errors.As(err, &f) || f.Key != tt.key {
				t.Errorf("%v, want %s", err, tt.key)
			}
		})
	}
}

func TestAManifestOfANewerProgramIsNotGuessedAt(t *testing.T) {
	t.Parallel()
	p := newPen(t)
	signed, err := note.Sign(&note.Note{Text: "jauap backup v1\n{\"format\":2}\n"}, p)
	must(t, err)
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "manifest"), signed, 0o600))
	if _, err := backup.Read(dir); !isKey(err, "backup.newer") {
		t.Errorf("%v", err)
	}
}

func isKey(err error, key string) bool {
	var f *fault.Fault
	return errors.As(err, &f) && f.Key == key
}

func TestAFolderInUseIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "letter"), []byte("a"), 0o600))
	if _, err := backup.Create(dir); !isKey(err, "backup.not_empty") {
		t.Errorf("%v", err)
	}
	if _, err := backup.Create(filepath.Join(dir, "letter")); !isKey(err, "backup.cannot_write") {
		t.Errorf("a file: %v", err)
	}
}

// A backup that could not be finished leaves nothing, and until the manifest
// has its name it is none.
func TestAHalfBackupIsNone(t *testing.T) {
	t.Parallel()
	p := newPen(t)
	for name, dir := range map[string]string{"a new folder": filepath.Join(t.TempDir(), "new", "copy"), "an empty folder": t.TempDir()} {
		f, err := backup.Create(dir)
		must(t, err)
		must(t, os.WriteFile(f.Path(backup.Lite), []byte("a database"), 0o600))
		_, err = f.Attach(t.Context(), dir, nil, nil)
		must(t, err)
		if _, err := f.Finish(t.Context(), manifest(), p, p.verifier, func(*backup.Copy) error {
			if _, err := backup.Read(dir); !isKey(err, "backup.no_manifest") {
				t.Errorf("%s: while it is looked over: %v", name, err)
			}
			return fs.ErrInvalid
		}, nil); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := backup.Read(dir); !isKey(err, "backup.no_manifest") {
			t.Errorf("%s: %v", name, err)
		}
		must(t, f.Discard())
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s: %v is left", name, left)
		}
	}
}

func TestAMissingAttachmentIsNamedAndTheOthersAreKept(t *testing.T) {
	t.Parallel()
	from, ids := house(t, 3)
	place, _ := blob.Place(ids[1])
	must(t, os.Remove(filepath.Join(from, place)))
	f, err := backup.Create(filepath.Join(t.TempDir(), "copy"))
	must(t, err)
	missing, err := f.Attach(t.Context(), from, ids, nil)
	if diff := cmp.Diff(ids[1:2], missing); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if found, _ := filepath.Glob(f.Path("files/*/*")); len(found) != 2 {
		t.Errorf("%d copied, want 2", len(found))
	}
}

func TestAttachmentsComeBackAllAtOnce(t *testing.T) {
	t.Parallel()
	p := newPen(t)
	dir, ids := made(t, p)
	c, err := inspect(t, dir, p)
	must(t, err)
	to := filepath.Join(t.TempDir(), "files")
	must(t, os.MkdirAll(filepath.Join(to, "tmp"), 0o700))             // a served house had it
	must(t, os.MkdirAll(filepath.Join(to, "restoring", "zz"), 0o700)) // a restore was cut short
	must(t, backup.EmptyFor(to))
	must(t, c.AttachmentsTo(t.Context(), to, func(id string) bool { return id != ids[2] }, nil))
	for i, id := range ids {
		place, _ := blob.Place(id)
		body, err := os.ReadFile(filepath.Join(to, place))
		if erased := i == 2; erased != errors.Is(err, fs.ErrNotExist) || !erased && string(body) != "sealed "+id {
			t.Errorf("%d: %q, %v", i, body, err)
		}
	}
	if _, err := os.Stat(filepath.Join(to, "restoring")); err == nil {
		t.Error("the half is left beside the whole")
	}
	if err := backup.EmptyFor(to); !isKey(err, "backup.files_not_empty") {
		t.Errorf("%v", err)
	}
}
