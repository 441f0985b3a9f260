package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"jauap/internal/fault"
)

// A pgTool is one of PostgreSQL's own programs.
type pgTool struct {
	name, path string
	major      int
}

// debianTools is where Debian keeps each version beside the others.
const debianTools = "/usr/lib/postgresql/*/bin"

// findTool finds the program whose version is nearest to the one asked for
// and not older: an older one refuses, a much newer one writes what the
// server does not know.
func findTool(ctx context.Context, name string, atLeast int) (pgTool, error) {
	var found []pgTool
	for _, path := range toolPaths(name) {
		if major := toolVersion(ctx, path); major > 0 {
			found = append(found, pgTool{name, path, major})
		}
	}
	return nearest(found, name, atLeast)
}

func nearest(found []pgTool, name string, atLeast int) (pgTool, error) {
	slices.SortStableFunc(found, func(a, b pgTool) int { return cmp.Compare(a.major, b.major) })
	for _, t := range found {
		if t.major >= atLeast {
			return t, nil
		}
	}
	if len(found) == 0 {
		return pgTool{}, fault.New(fault.NotFound, "store.no_tool", "tool", name, "want", atLeast)
	}
	return pgTool{}, fault.New(fault.Conflict, "store.old_tool", "tool", name, "have", found[len(found)-1].major, "want", atLeast)
}

func toolPaths(name string) []string {
	var paths []string
	if path, err := exec.LookPath(name); err == nil {
		paths = append(paths, path)
	}
	more, _ := filepath.Glob(filepath.Join(debianTools, name)) // only a bad pattern fails
	return append(paths, more...)
}

var toolSays = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// toolVersion asks a program for its major version, 0 when it does not say.
func toolVersion(ctx context.Context, path string) int {
	out, err := exec.CommandContext(ctx, path, "--version").Output()
	m := toolSays.FindSubmatch(out)
	if err != nil || m == nil {
		return 0
	}
	major, _ := strconv.Atoi(string(m[1])) // digits, by the pattern
	return major
}

// run runs the program and gives what it printed. What it complained of is
// in the error: names of tables, never a password.
func (t pgTool) run(ctx context.Context, known []string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, t.path, args...)
	cmd.Env = append(append(withoutOurs(cmd.Environ()), "LC_ALL=C"), known...) // it is read below
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fault.New(fault.Unavailable, "store.tool_failed", "tool", t.name, "why", firstLines(complaint.String())).
			Because(errors.Join(err, ownDiskFull(complaint.String())))
	}
	return out.Bytes(), nil
}

// ownDiskFull tells a program that had no room to write from a server that
// had none, which says ERROR.
func ownDiskFull(complaint string) error {
	if strings.Contains(complaint, "No space left on device") && !strings.Contains(complaint, "ERROR:") {
		return syscall.ENOSPC
	}
	return nil
}

// withoutOurs keeps the master key and the mail password from a program that
// needs neither.
func withoutOurs(environment []string) []string {
	return slices.DeleteFunc(environment, func(s string) bool { return strings.HasPrefix(s, "JAUAP_") })
}

func firstLines(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[:min(len(lines), 3)], " ")
}

// credentials tells a program in its environment where the database is and who
// asks: a command line could be read by anybody on the machine.
func credentials(c *pgx.ConnConfig) []string {
	env := []string{
		"PGHOST=" + c.Host, "PGPORT=" + strconv.Itoa(int(c.Port)), "PGUSER=" + c.User, "PGDATABASE=" + c.Database,
		"PGAPPNAME=jauap backup", "PGTZ=UTC",
	}
	if c.Password != "" {
		env = append(env, "PGPASSWORD="+c.Password)
	}
	u, err := url.Parse(c.ConnString())
	if err != nil {
		return env // not a URL: the rest is in the environment already
	}
	for param, name := range map[string]string{
		"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
		"connect_timeout": "PGCONNECT_TIMEOUT", "passfile": "PGPASSFILE",
	} {
		if value := u.Query().Get(param); value != "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}
