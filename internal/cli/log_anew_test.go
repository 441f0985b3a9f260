package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAnOlderCopyIsNotServedBeforeTheLogBeginsAnew(t *testing.T) {
	t.Parallel()
	url, file := imported(t, 5)
	if code, _, errOut := run(t, nil, "", "log", "anew", "--lang", "ru", "--db", url); code != exitUsage || !strings.Contains(errOut, "--yes") {
		t.Errorf("without --yes: exit %d, %s", code, errOut)
	}
	memory := strings.TrimSuffix(file, filepath.Ext(file)) + ".key.checkpoint"
	older, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// two epochs sign a checkpoint; then the older file comes back
	for range 2 {
		if code, _, errOut := run(t, nil, "", "log", "anew", "--yes", "--lang", "ru", "--db", url); code != exitOK {
			t.Fatalf("exit %d: %s", code, errOut)
		}
		sealOnce(t, url)
	}
	if _, err := os.Stat(memory); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(file + suffix)
	}
	if err := os.WriteFile(file, older, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errOut := run(t, nil, "", "serve", "--lang", "ru", "--db", url, "--listen", "127.0.0.1:0"); code != exitFailed || !strings.Contains(errOut, "log anew") {
		t.Errorf("it is served: exit %d, %s", code, errOut)
	}
	if code, out, errOut := run(t, nil, "", "log", "anew", "--yes", "--lang", "ru", "--db", url); code != exitOK || !strings.Contains(out, "Пропущено номеров") {
		t.Errorf("exit %d: %s%s", code, out, errOut)
	}
	if code, out, errOut := run(t, nil, "", "log", "verify", "--lang", "ru", "--db", url); code != exitOK {
		t.Errorf("after that exit %d: %s%s", code, out, errOut)
	}
}

// sealOnce seals what waits, as the serving program would.
func sealOnce(t *testing.T, url string) {
	t.Helper()
	f := databaseFlags{DB: url}
	h, err := f.enter(t.Context(), existing)
	if err != nil {
		t.Fatal(err)
	}
	defer h.db.Close()
	w, err := h.witness(nil, f.memory())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.SealAll(t.Context()); err != nil {
		t.Fatal(err)
	}
}
