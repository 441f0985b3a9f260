package endure

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// TestFullDisk fills up a small disk under the database, SQLite and
// PostgreSQL, and under the attachments. It runs itself once more on such a
// disk.
func TestFullDisk(t *testing.T) {
	disk := os.Getenv("SMALL_DISK")
	if disk == "" {
		onSmallDisk(t, 192)
		return
	}
	t.Run("sqlite", func(t *testing.T) {
		dir := folder(t, disk)
		fillUp(t, dir, newPlace(t, "sqlite:"+filepath.Join(dir, "endure.db")), nothing)
	})
	t.Run("files", func(t *testing.T) {
		p := newPlace(t, "sqlite:"+filepath.Join(t.TempDir(), "endure.db"))
		p.files = folder(t, disk)
		fillUp(t, p.files, p, nothing)
	})
	t.Run("postgres", func(t *testing.T) {
		dir := folder(t, disk)
		c := newCluster(t, dir)
		fillUp(t, dir, newPlace(t, c.url()), func() {
			if !c.running() { // it gave up for want of room; only the operator can start it
				t.Log("the server stopped for want of room and was started again")
				c.start()
			}
		})
	})
}

func nothing() {}

// onSmallDisk runs the test itself beside a disk of so many megabytes.
func onSmallDisk(t *testing.T, megabytes int) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("../../tools/small-disk", strconv.Itoa(megabytes), self, "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=5m")
	out, err := cmd.CombinedOutput()
	t.Logf("%s", tail(string(out)))
	if err != nil {
		t.Fatalf("on a small disk: %v\n%s", err, out)
	}
}

// folder is one of its own on the disk; it is emptied for the next test.
func folder(t *testing.T, disk string) string {
	t.Helper()
	dir, err := os.MkdirTemp(disk, "part.") //nolint:usetesting // on the small disk
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// fillUp takes all room away while people write, and gives it back: then the
// same process goes on.
func fillUp(t *testing.T, dir string, p place, mend func()) {
	t.Helper()
	g, o := serve(t, p), newOffice(p)
	c := newCrowd(t, o, g, 8)
	c.until(20)
	free := ballast(t, dir)
	c.refusals(60)
	if p.files != dir { // letters without files are taken in
		g.becomes(false, 20*time.Second)
	}
	free()
	mend()
	g.becomes(true, startTime)
	c.until(20)
	c.end(p)
}

// ballast keeps the disk full until told to free it.
func ballast(t *testing.T, dir string) (free func()) {
	t.Helper()
	name := filepath.Join(dir, "ballast")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for size := 1 << 20; ; {
			if _, err := f.Write(make([]byte, size)); err == nil {
				continue
			}
			size = 512 // what others give back is taken too
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
		_ = f.Close()
		if err := os.Remove(name); err != nil {
			t.Error(err)
		}
	}
}
