package keys

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"jauap/internal/fault"
)

func ring(t *testing.T) *Ring {
	t.Helper()
	r, err := New(bytes.Repeat([]byte{7}, Size))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSealedValuesOpenOnlyWithTheirKeyAndLabel(t *testing.T) {
	t.Parallel()
	r := ring(t)
	k := r.NewCase()
	sealed := k.Seal([]byte("жолдың жағдайы"), "content")
	if bytes.Contains(sealed, []byte("жол")) {
		t.Error("the sealed value shows the text")
	}
	got, err := k.Open(sealed, "content")
	if err != nil || string(got) != "жолдың жағдайы" {
		t.Fatalf("Open = %q, %v", got, err)
	}
	if _, err := k.Open(sealed, "event"); err == nil {
		t.Error("opened under another label")
	}
	if _, err := r.NewCase().Open(sealed, "content"); err == nil {
		t.Error("opened with another case's key")
	}
	sealed[len(sealed)-1] ^= 1
	if _, err := k.Open(sealed, "content"); err == nil {
		t.Error("opened after a byte was changed")
	}
}

func TestWrappedKeysComeBackOnlyThroughTheirRing(t *testing.T) {
	t.Parallel()
	r := ring(t)
	k := r.NewCase()
	back, err := r.Unwrap(r.Wrap(k))
	if err != nil || back != k {
		t.Fatalf("Unwrap: %v", err)
	}
	other, err := New(bytes.Repeat([]byte{8}, Size))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Unwrap(r.Wrap(k)); err == nil {
		t.Error("another master key unwrapped the case key")
	}
	if other.ID() == r.ID() {
		t.Error("two master keys share a fingerprint")
	}
}

func TestKeyedHashesSeparateKinds(t *testing.T) {
	t.Parallel()
	r := ring(t)
	if bytes.Equal(r.Hash("iin", "1"), r.Hash("code", "1")) {
		t.Error("one value of two kinds hashes alike")
	}
	if !bytes.Equal(r.Hash("iin", "1"), r.Hash("iin", "1")) {
		t.Error("a hash does not repeat")
	}
}

func TestKeyFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "jauap.key")
	if _, err := Load(path); !fault.Is(err, fault.NotFound) {
		t.Errorf("Load of no file: %v", err)
	}
	made, err := Create(path, "")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Load(path)
	if err != nil || got.ID() != made.ID() {
		t.Fatalf("Load = %v, %v", got, err)
	}
	if _, err := Create(path, ""); err == nil {
		t.Error("Create overwrote a key")
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); !fault.Is(err, fault.Invalid) {
		t.Errorf("a key others may read was accepted: %v", err)
	}
}

func TestAFolderIsNoKeyFile(t *testing.T) {
	t.Parallel()
	var f *fault.Fault
	if _, err := Load(t.TempDir()); !errors.As(err, &f) || f.Key != "keys.no_regular_file" {
		t.Errorf("got %v, want keys.no_regular_file", err)
	}
}
