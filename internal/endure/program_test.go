package endure

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"jauap/internal/dbtest"
	"jauap/internal/keys"
	"jauap/internal/receipt"
)

func TestMain(m *testing.M) { os.Exit(inFolder(m.Run)) }

// inFolder runs the tests with a folder for the program, unless a test runs
// itself once more and has one.
func inFolder(run func() int) int {
	if os.Getenv(folderName) != "" {
		return run()
	}
	dir, err := os.MkdirTemp("", "jauap-endure.")
	if err == nil {
		defer os.RemoveAll(dir)
		err = os.Setenv(folderName, dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "endure:", err)
		return 1
	}
	return run()
}

const folderName = "JAUAP_ENDURE_DIR"

func binary() string { return filepath.Join(os.Getenv(folderName), "jauap") }

// build builds the program once, as it is delivered: without the race
// detector, for the processes are many and the moments short.
var build = sync.OnceValues(func() ([]byte, error) {
	if _, err := os.Stat(binary()); err == nil {
		return nil, nil
	}
	cmd := exec.Command("go", "build", "-o", binary(), "jauap/cmd/jauap")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	return cmd.CombinedOutput()
})

// A place is what outlives the process: database, key and files.
type place struct {
	db    string // URL
	dir   string // of the key and, unless told otherwise, of everything
	files string
	log   string       // public key of the witness log
	known receipt.Keys // the same, ready to check receipts
}

// newPlace is a place with a key of its own.
func newPlace(t *testing.T, dbURL string) place {
	t.Helper()
	if out, err := build(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p := place{db: dbURL, dir: t.TempDir()}
	p.files = filepath.Join(p.dir, "files")
	ring, err := keys.Create(p.key(), "")
	if err != nil {
		t.Fatal(err)
	}
	p.log = ring.Verifier()
	if p.known, err = receipt.ReadKeys(p.log); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p place) key() string { return filepath.Join(p.dir, "jauap.key") }

// each runs f in a place of each kind. Its tests take turns: each asks for
// the whole machine.
func each(t *testing.T, f func(t *testing.T, p place)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		f(t, newPlace(t, "sqlite:"+filepath.Join(t.TempDir(), "endure.db")))
	})
	t.Run("postgres", func(t *testing.T) { f(t, newPlace(t, dbtest.PostgresSchema(t))) })
}

// A program is jauap serving, as a process.
type program struct {
	t     *testing.T
	at    string // http://127.0.0.1:…
	cmd   *exec.Cmd
	log   *output
	ended chan struct{}
}

// An output is what a process wrote so far.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) { o.mu.Lock(); defer o.mu.Unlock(); return o.b.Write(p) }
func (o *output) String() string              { o.mu.Lock(); defer o.mu.Unlock(); return o.b.String() }

var serving = regexp.MustCompile(`http://[0-9.:]+`)

// startTime is generous: the machine may be busy with other tests.
const startTime = time.Minute

// serve starts the program and waits until it is ready.
func serve(t *testing.T, p place) *program {
	t.Helper()
	g := &program{t: t, log: &output{}, ended: make(chan struct{})}
	g.cmd = exec.Command(binary(), "serve", "--db", p.db, "--key-file", p.key(), "--files", p.files,
		"--listen", "127.0.0.1:0", "--trust-proxy", "127.0.0.0/8", "--lang", "en")
	g.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	g.cmd.Stderr = g.log
	out, err := g.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := g.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.kill)
	address := make(chan string, 1)
	go g.watch(out, address)
	select {
	case g.at = <-address:
	case <-g.ended:
		t.Fatalf("the program did not start:\n%s", g.log)
	case <-time.After(startTime):
		t.Fatalf("the program did not start in time:\n%s", g.log)
	}
	return g
}

// watch reads what the program says until it ends; the first address in it
// is where it serves.
func (g *program) watch(out io.Reader, address chan<- string) {
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if at := serving.FindString(lines.Text()); at != "" {
			select {
			case address <- strings.TrimSuffix(at, "/"):
			default:
			}
		}
	}
	_ = g.cmd.Wait() // how it ended is asked of it by running
	close(g.ended)
}

// kill ends the program at once, as a power cut would.
func (g *program) kill() {
	_ = syscall.Kill(-g.cmd.Process.Pid, syscall.SIGKILL) // gone already: as well
	<-g.ended
}

// mustRun complains when the program ended by itself.
func (g *program) mustRun() {
	g.t.Helper()
	select {
	case <-g.ended:
		g.t.Fatalf("the program ended by itself:\n%s", tail(g.log.String()))
	default:
	}
}

// tail is the end of what the program said, and before it what it could not
// name: status 500 says nothing to anybody else.
func tail(s string) string {
	var unnamed strings.Builder
	for line := range strings.Lines(s) {
		if strings.Contains(line, "status=500") && unnamed.Len() < 2000 {
			unnamed.WriteString(line)
		}
	}
	return unnamed.String() + s[max(0, len(s)-4000):]
}

// ready asks the program whether it can work.
func (g *program) ready() bool {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, g.at+"/readyz", nil)
	if err != nil {
		g.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// becomes waits until the program is ready, or is not.
func (g *program) becomes(ready bool, within time.Duration) {
	g.t.Helper()
	for end := time.Now().Add(within); g.ready() != ready; {
		g.mustRun()
		if time.Now().After(end) {
			g.t.Fatalf("ready is not %v after %v:\n%s", ready, within, tail(g.log.String()))
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// jauap runs another command of the program on a place.
func (p place) jauap(t *testing.T, input string, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary(), args...)
	cmd.Env = append(os.Environ(), "JAUAP_DB="+p.db, "JAUAP_KEY_FILE="+p.key(), "JAUAP_LANG=en")
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	return string(out), err
}
