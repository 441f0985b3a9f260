package keys

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"jauap/internal/fault"
)

func load(t *testing.T, path string) *Ring {
	t.Helper()
	r, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestALiveRingFollowsItsFileThroughARotation(t *testing.T) {
	t.Parallel()
	operator, path := newFile(t, "")
	serving, first := load(t, path), operator.ID()
	k := serving.NewCase()
	before, form := serving.Wrap(k), serving.Seal([]byte("пішін"), "form")
	must(t, operator.Turn(first))
	second := operator.ID()
	if second == first {
		t.Fatal("Turn left the master")
	}
	if got, err := serving.Unwrap(operator.Wrap(k)); err != nil || got != k {
		t.Errorf("the serving ring does not open what the new master wrapped: %v", err)
	}
	if got := serving.ID(); got != second {
		t.Errorf("the serving ring stays with %s, want %s", got, second)
	}
	files, err := operator.Retire()
	if want := []string{path + "." + first + ".old"}; err != nil || !slices.Equal(files, want) {
		t.Fatalf("Retire = %v, %v, want %v", files, err, want)
	}
	if _, err := load(t, path).Unwrap(before); err == nil {
		t.Error("the new file alone still opens what the old master wrapped")
	}
	if got, err := load(t, files[0]).Unwrap(before); err != nil || got != k {
		t.Errorf("the side file does not open what its master wrapped: %v", err)
	}
	if got, err := serving.Open(form, "form"); err != nil || string(got) != "пішін" {
		t.Errorf("a form that was out during the rotation is lost: %v", err)
	}
	if _, err := serving.WrapFor(first, k); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a retired master wraps: %v", err)
	}
}

func TestTurningAgainFromThePastDoesNothing(t *testing.T) {
	t.Parallel()
	r, _ := newFile(t, "")
	first := r.ID()
	must(t, r.Turn(first))
	second := r.ID()
	must(t, r.Turn(first))
	if r.ID() != second {
		t.Error("it turned twice")
	}
}

func TestAPreparedMasterOpensAndWrapsBeforeItIsTurnedTo(t *testing.T) {
	t.Parallel()
	r, path := newFile(t, "")
	next, err := r.Prepare()
	must(t, err)
	if again, err := r.Prepare(); err != nil || again != next {
		t.Errorf("Prepare again = %s, %v, want %s", again, err, next)
	}
	copied := filepath.Join(t.TempDir(), "copy.key")
	must(t, os.WriteFile(copied, []byte(read(t, path)), 0o600))
	other := load(t, copied)
	must(t, r.Turn(r.ID()))
	if r.ID() != next {
		t.Errorf("Turn took %s, want the prepared %s", r.ID(), next)
	}
	k := r.NewCase()
	if got, err := other.Unwrap(r.Wrap(k)); err != nil || got != k {
		t.Errorf("the copy does not open: %v", err)
	}
	wrapped, err := other.WrapFor(next, k)
	must(t, err)
	if got, err := r.Unwrap(wrapped); err != nil || got != k {
		t.Errorf("what the copy wraps does not open: %v", err)
	}
}

func TestHashAndLogKeysOutliveARotation(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "old.key")
	must(t, os.WriteFile(path, []byte("KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=\n"), 0o600))
	before, r := load(t, path), load(t, path)
	must(t, r.Turn(r.ID()))
	_, err := r.Retire()
	must(t, err)
	after := load(t, path)
	if after.Verifier() != before.Verifier() || string(after.Hash("iin", "1")) != string(before.Hash("iin", "1")) ||
		string(after.Salt("1")) != string(before.Salt("1")) || after.ID() == before.ID() {
		t.Error("the rotation changed more than the master")
	}
}

func TestARetiredMasterIsRecalledByItsFingerprint(t *testing.T) {
	t.Parallel()
	r, path := newFile(t, "")
	first, k := r.ID(), r.NewCase()
	wrapped := r.Wrap(k)
	must(t, r.Turn(first))
	files, err := r.Retire()
	must(t, err)
	later := load(t, path)
	if !later.Has(first) || later.Wraps(first) {
		t.Errorf("Has = %v, Wraps = %v, want true and false", later.Has(first), later.Wraps(first))
	}
	if got, err := later.Unwrap(wrapped); err != nil || got != k {
		t.Errorf("it does not open: %v", err)
	}
	s, err := later.Standing()
	if err != nil || !slices.Equal(s.Retired, []string{first}) {
		t.Errorf("Standing = %+v, %v", s, err)
	}
	must(t, os.Remove(files[0]))
	if gone := load(t, path); gone.Has(first) || gone.Has("../../etc/passwd") {
		t.Error("a master that is nowhere is had")
	}
}

func TestAKilledRetirementIsDoneAgain(t *testing.T) {
	t.Parallel()
	r, path := newFile(t, "")
	first := r.ID()
	must(t, r.Turn(first))
	turned := read(t, path)
	_, err := r.Retire()
	must(t, err)
	must(t, os.WriteFile(path, []byte(turned), 0o600))      // as if killed before the main file
	must(t, os.WriteFile(path+".new", []byte("ma"), 0o600)) // and in the middle of it
	again := load(t, path)
	if files, err := again.Retire(); err != nil || len(files) != 1 {
		t.Errorf("Retire = %v, %v", files, err)
	}
	if strings.Contains(read(t, path), "older") {
		t.Error("the older master is still in the file")
	}
	if _, err := os.Stat(path + ".new"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a half-written file stays: %v", err)
	}
}

func TestAFileOfAnotherHouseIsNotTakenOver(t *testing.T) {
	t.Parallel()
	r, path := newFile(t, "")
	_, strange := newFile(t, "")
	k, id := r.NewCase(), r.ID()
	wrapped := r.Wrap(k)
	must(t, os.WriteFile(path, []byte(read(t, strange)), 0o600))
	if err := r.Reload(); !hasKey(err, "keys.other_file") {
		t.Errorf("Reload: %v", err)
	}
	if err := r.Turn(id); !hasKey(err, "keys.other_file") {
		t.Errorf("Turn: %v", err)
	}
	if got, err := r.Unwrap(wrapped); err != nil || got != k || r.ID() != id {
		t.Errorf("the ring changed: %v", err)
	}
}

func TestAKeyOfTheEnvironmentCannotRotateUntilItIsKept(t *testing.T) {
	t.Parallel()
	r := ring(t)
	if err := r.Turn(r.ID()); !hasKey(err, "keys.no_file_to_rotate") {
		t.Errorf("Turn: %v", err)
	}
	path := filepath.Join(t.TempDir(), "jauap.key")
	kept, err := Keep(path, "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=")
	must(t, err)
	if kept.ID() != r.ID() || kept.Verifier() != r.Verifier() {
		t.Error("another key was kept")
	}
	must(t, kept.Turn(kept.ID()))
}

func TestOnlyItsOwnerReadsWhatARotationWrites(t *testing.T) {
	t.Parallel()
	r, path := newFile(t, "")
	must(t, r.Turn(r.ID()))
	files, err := r.Retire()
	must(t, err)
	for _, f := range append(files, path) {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f, info.Mode(), err)
		}
	}
}

func TestManyUseARingWhileItRotates(t *testing.T) {
	t.Parallel()
	operator, path := newFile(t, "")
	serving := load(t, path)
	stop := make(chan struct{})
	var users sync.WaitGroup
	for range 8 {
		users.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				k := serving.NewCase()
				if got, err := operator.Unwrap(serving.Wrap(k)); err != nil || got != k {
					t.Errorf("Unwrap: %v", err)
					return
				}
				if got, err := serving.Unwrap(operator.Wrap(k)); err != nil || got != k {
					t.Errorf("Unwrap: %v", err)
					return
				}
			}
		})
	}
	for range 5 {
		if err := operator.Turn(operator.ID()); err != nil {
			t.Error(err)
		}
		if _, err := operator.Retire(); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	users.Wait()
}
