package endure

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A cluster is a PostgreSQL of the test's own, to be stopped and filled up.
// Like that of tools/with-postgres it belongs to an unprivileged user and
// writes as carefully as a real one.
type cluster struct {
	t    *testing.T
	bin  string // folder of the server's programs
	dir  string
	port int
}

// newCluster makes and starts one in a folder; it skips where the ordinary
// tests skip PostgreSQL.
func newCluster(t *testing.T, dir string) *cluster {
	t.Helper()
	if os.Getenv("TEST_POSTGRES") == "" {
		if os.Getenv("REQUIRE_POSTGRES") != "" {
			t.Fatal("TEST_POSTGRES names no server, and REQUIRE_POSTGRES asks for one")
		}
		t.Skip("TEST_POSTGRES names no server")
	}
	c := &cluster{t: t, bin: postgresBin(t), dir: dir, port: freePort(t)}
	if os.Getuid() == 0 {
		c.mustRun("chown", "nobody", dir)
	}
	c.must("initdb", "-D", c.data(), "-U", "jauap", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--wal-segsize=1")
	c.start()
	t.Cleanup(func() { _ = c.stop() }) // it may be down already
	return c
}

// clusterDir is a folder that the server's user may reach; t.TempDir is not.
func clusterDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "jauap-cluster.") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (c *cluster) data() string { return filepath.Join(c.dir, "data") }
func (c *cluster) url() string {
	return fmt.Sprintf("postgres://jauap@127.0.0.1:%d/postgres?sslmode=disable", c.port)
}

// postgresBin is the folder of the newest server there is.
func postgresBin(t *testing.T) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is right
	slices.Sort(found)
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		found = append([]string{strings.TrimSpace(string(out))}, found...)
	}
	for _, bin := range slices.Backward(found) {
		if _, err := os.Stat(filepath.Join(bin, "initdb")); err == nil {
			return bin
		}
	}
	t.Fatal("no PostgreSQL server found")
	return ""
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// command runs one of the server's programs as its user.
func (c *cluster) command(name string, args ...string) error {
	line := append([]string{filepath.Join(c.bin, name)}, args...)
	if os.Getuid() == 0 {
		line = append([]string{"runuser", "-u", "nobody", "--"}, line...)
	}
	return c.run(line...)
}

func (c *cluster) run(line ...string) error {
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir = c.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(line, " "), err, out)
	}
	return nil
}

func (c *cluster) must(name string, args ...string) {
	c.t.Helper()
	if err := c.command(name, args...); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cluster) mustRun(line ...string) {
	c.t.Helper()
	if err := c.run(line...); err != nil {
		c.t.Fatal(err)
	}
}

// start starts the server. Its log lies outside the data, which may be full.
func (c *cluster) start() {
	c.t.Helper()
	c.must("pg_ctl", "-D", c.data(), "-l", "/dev/null", "-w", "-t", "60", "-o", fmt.Sprintf(
		"-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c timezone=UTC -c shared_buffers=16MB -c max_wal_size=8MB -c min_wal_size=2MB", c.port), "start")
}

// stop breaks every connection at once and does not finish what was begun.
func (c *cluster) stop() error {
	return c.command("pg_ctl", "-D", c.data(), "-m", "immediate", "-w", "stop")
}

// running tells whether the server lives.
func (c *cluster) running() bool { return c.command("pg_ctl", "-D", c.data(), "status") == nil }
