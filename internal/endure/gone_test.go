package endure

import (
	"path/filepath"
	"testing"
	"time"
)

// TestPostgresIsGoneAndComesBack stops the server under load: people get a
// clear page, the watcher a red light; when the server is back, so is the
// program, without a restart.
func TestPostgresIsGoneAndComesBack(t *testing.T) {
	t.Parallel()
	c := newCluster(t, clusterDir(t))
	p := newPlace(t, c.url())
	g, o := serve(t, p), newOffice(p)
	g.becomes(true, startTime)
	c2 := newCrowd(t, o, g, 8)
	c2.until(20)
	if err := c.stop(); err != nil {
		t.Fatal(err)
	}
	g.becomes(false, 10*time.Second)
	c2.refusals(8)
	c.start()
	g.becomes(true, 30*time.Second)
	c2.until(20)
	c2.end(p)
}

// TestSQLiteIsHeldByAnother lets another process hold the write lock longer
// than anybody waits for it.
func TestSQLiteIsHeldByAnother(t *testing.T) {
	t.Parallel()
	p := newPlace(t, "sqlite:"+filepath.Join(t.TempDir(), "endure.db"))
	g, o := serve(t, p), newOffice(p)
	c := newCrowd(t, o, g, 8)
	c.until(20)
	conn, err := p.records(t).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), "begin immediate"); err != nil {
		t.Fatal(err)
	}
	c.refusals(8)
	g.becomes(false, 30*time.Second)
	if _, err := conn.ExecContext(t.Context(), "rollback"); err != nil {
		t.Fatal(err)
	}
	g.becomes(true, 40*time.Second)
	c.until(20)
	c.end(p)
}
