package cli

import (
	"bufio"
	"bytes"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"jauap/internal/dbtest"
	"jauap/internal/seed"
)

func serveDemo(t *testing.T, dbURL string) *exec.Cmd {
	t.Helper()
	return jauap(t, "serve", "--demo", "--db", dbURL, "--listen", "127.0.0.1:0", "--files", t.TempDir())
}

func TestAKilledDemoIsFinishedByTheNextStart(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, dbURL string) {
		db := dbtest.Open(t, dbURL)
		first := serveDemo(t, dbURL)
		var said bytes.Buffer
		first.Stderr = &said
		if err := first.Start(); err != nil {
			t.Fatal(err)
		}
		for end := time.Now().Add(time.Minute); held(t, db) == 0 && time.Now().Before(end); time.Sleep(time.Millisecond) {
		}
		if err := first.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = first.Wait()
		if n := held(t, db); n == 0 || n == 60 {
			t.Fatalf("%d appeals after the kill: nothing was interrupted: %s", n, said.String())
		}
		if out := started(t, dbURL); !strings.Contains(out, "cut short last time") {
			t.Errorf("the second start does not say that it goes on:\n%s", out)
		}
		people, err := db.People(t.Context(), 0)
		if n := held(t, db); n != 60 || err != nil || len(people) != len(seed.SignIns()) {
			t.Errorf("%d appeals, %d people, %v; want 60 and %d", n, len(people), err, len(seed.SignIns()))
		}
		if err := db.VerifyRollups(t.Context()); err != nil {
			t.Error(err)
		}
		if out := started(t, dbURL); strings.Contains(out, "cut short") || held(t, db) != 60 {
			t.Errorf("the third start: %d appeals:\n%s", held(t, db), out)
		}
	})
}

// started serves a demo until the pages are there, stops it, and gives what
// it said so far.
func started(t *testing.T, dbURL string) string {
	t.Helper()
	c := serveDemo(t, dbURL)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errOut, said bytes.Buffer
	c.Stderr = &errOut
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "http://") {
			_ = c.Process.Signal(syscall.SIGTERM)
		}
	}
	if err := c.Wait(); err != nil {
		t.Fatalf("it did not serve: %v\n%s%s", err, said.String(), errOut.String())
	}
	return said.String()
}
