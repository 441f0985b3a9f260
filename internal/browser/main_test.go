package browser

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jauap/internal/i18n"
)

const assets = "../web/assets"

// A town is the running program with its demo, and a browser to visit it.
type town struct {
	url     string // without the last slash
	chrome  context.Context
	axe     string // the checker of accessibility, a script
	catalog *i18n.Catalog
}

// here is the one town of this run, nil where there is no browser.
var here *town

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if err := missing(); err != nil {
		if os.Getenv("REQUIRE_BROWSER") == "" {
			return m.Run() // every test skips
		}
		fmt.Fprintln(os.Stderr, "browser:", err)
		return 1
	}
	dir, err := os.MkdirTemp("", "jauap-browser-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "browser:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	t, leave, err := found(dir)
	defer leave()
	if err != nil {
		fmt.Fprintln(os.Stderr, "browser:", err)
		return 1
	}
	here = t
	return m.Run()
}

// missing tells what these tests need and this machine does not have.
func missing() error {
	_, err := exec.LookPath("chromium")
	for _, file := range []string{"dist/app.css", "node_modules/axe-core/axe.min.js"} {
		if _, no := os.Stat(filepath.Join(assets, file)); no != nil {
			err = errors.Join(err, fmt.Errorf("%w (make assets)", no))
		}
	}
	return err
}

// found builds the program, serves a fresh demo and starts a browser. leave
// ends all that, also after an error.
func found(dir string) (t *town, leave func(), err error) {
	ctx, stop := context.WithCancel(context.Background())
	leave = stop
	t = &town{}
	if t.catalog, err = i18n.Load(); err != nil {
		return nil, leave, err
	}
	script, err := os.ReadFile(filepath.Join(assets, "node_modules/axe-core/axe.min.js"))
	if err != nil {
		return nil, leave, err
	}
	t.axe = string(script)
	program := filepath.Join(dir, "jauap")
	if out, err := exec.Command("go", "build", "-o", program, "jauap/cmd/jauap").CombinedOutput(); err != nil {
		return nil, leave, fmt.Errorf("build: %w\n%s", err, out)
	}
	var wait func()
	if t.url, wait, err = serve(ctx, program, dir); err != nil {
		return nil, leave, err
	}
	var closed func()
	t.chrome, closed, err = chromium(ctx)
	return t, func() { closed(); stop(); wait() }, err
}

// serve starts the program and gives the address it tells. Its log is shown
// when it ends before that.
func serve(ctx context.Context, program, dir string) (url string, wait func(), err error) {
	cmd := exec.CommandContext(ctx, program, "serve", "--demo", "--lang", "en",
		"--db", "sqlite:"+filepath.Join(dir, "demo.db"), "--listen", "127.0.0.1:0")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	log, err := os.Create(filepath.Join(dir, "serve.log"))
	if err != nil {
		return "", nil, err
	}
	defer log.Close()
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	wait = func() { _ = cmd.Wait() } // it was told to end
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, at, told := strings.Cut(lines.Text(), "http://"); told {
			go func() {
				for lines.Scan() { // nobody reads the sign-ins, and the pipe must not fill
				}
			}()
			return "http://" + strings.TrimSuffix(at, "/"), wait, nil
		}
	}
	wait()
	said, _ := os.ReadFile(log.Name())
	return "", nil, fmt.Errorf("jauap serve ended without an address\n%s", said)
}

func chromium(parent context.Context) (context.Context, context.CancelFunc, error) {
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"),
		chromedp.Flag("no-sandbox", os.Getuid() == 0),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
	)
	with, done := chromedp.NewExecAllocator(parent, flags...)
	ctx, closed := chromedp.NewContext(with)
	return ctx, func() { closed(); done() }, chromedp.Do(ctx)
}

// visit gives the town, or skips where there is no browser.
func visit(t *testing.T) *town {
	t.Helper()
	if here == nil {
		t.Skip(missing())
	}
	return here
}
