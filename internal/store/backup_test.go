package store_test

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"jauap/internal/account"
	"jauap/internal/dbtest"
	"jauap/internal/store"
)

func TestTheProgramNearestToTheServerIsTaken(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		atLeast int
		have    []int
		want    int
		says    string
	}{
		{"the very same", 15, []int{17, 15, 14}, 15, ""},
		{"the nearest newer", 15, []int{18, 16, 14}, 16, ""},
		{"only older ones", 16, []int{14, 15}, 0, "store.old_tool"},
		{"none", 16, nil, 0, "store.no_tool"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := store.NearestTool(tt.atLeast, tt.have...)
			if got != tt.want || tt.says == "" && err != nil || tt.says != "" && (err == nil || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("%d, %v; want %d %s", got, err, tt.want, tt.says)
			}
		})
	}
}

// A command line is read by anybody on the machine, and pg_dump has no
// business with our keys.
func TestPgDumpIsToldNoSecretItDoesNotNeed(t *testing.T) {
	dbURL := dbtest.PostgresSchema(t)
	db := dbtest.Open(t, dbURL)
	spy := t.TempDir()
	seen := filepath.Join(spy, "seen")
	genuine, err := exec.LookPath("pg_dump")
	if err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\n[ \"$1\" = --version ] || { echo \"$@\" >" + seen + ".args; env >" + seen + ".env; }\nexec " + genuine + " \"$@\"\n"
	if err := os.WriteFile(filepath.Join(spy, "pg_dump"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", spy+":"+os.Getenv("PATH"))
	t.Setenv("JAUAP_KEY", "the master key")
	if _, err := db.Copy(t.Context(), filepath.Join(spy, "dump"), nil); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(dbURL)
	if err != nil {
		t.Fatal(err)
	}
	password, _ := u.User.Password()
	args, err := os.ReadFile(seen + ".args")
	if err != nil || strings.Contains(string(args), password) {
		t.Errorf("the password is on the command line: %v, %s", err, args)
	}
	env, err := os.ReadFile(seen + ".env")
	if err != nil || !strings.Contains(string(env), "PGPASSWORD="+password) || strings.Contains(string(env), "the master key") {
		t.Errorf("environment: %v, %s", err, env)
	}
	if info, err := os.Stat(filepath.Join(spy, "dump")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the dump: %v, %v", info, err)
	}
}

// A program that stands in for pg_dump and complains as it would.
func TestAFullDiskIsKnownFromWhatPgDumpSays(t *testing.T) {
	dbURL := dbtest.PostgresSchema(t)
	db := dbtest.Open(t, dbURL)
	stage := t.TempDir()
	genuine, err := exec.LookPath("pg_dump")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", stage+":"+os.Getenv("PATH"))
	for _, tt := range []struct {
		complaint string
		full      bool
	}{
		{"pg_dump: error: could not write to file: No space left on device", true},
		{`pg_dump: error: ERROR:  could not write to file "base/pgsql_tmp": No space left on device`, false}, // the server's own disk
		{"pg_dump: error: connection lost", false},
	} {
		script := "#!/bin/sh\n[ \"$1\" = --version ] && exec " + genuine + " --version\necho '" + tt.complaint + "' >&2; exit 1\n"
		if err := os.WriteFile(filepath.Join(stage, "pg_dump"), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := db.Copy(t.Context(), filepath.Join(t.TempDir(), "dump"), nil)
		if store.Full(err) != tt.full || err == nil {
			t.Errorf("%s: %v", tt.complaint, err)
		}
	}
}

func TestAFullSQLiteFileIsAFullDisk(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "small.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(t.Context(), `pragma max_page_count = 2; create table a (b text); create table c (d text)`)
	if !store.Full(err) {
		t.Errorf("a file that may not grow: %v", err)
	}
	if _, err := db.ExecContext(t.Context(), `nonsense`); err == nil || store.Full(err) {
		t.Errorf("another error: %v", err)
	}
}

// While a copy of many pages is made, in several steps, others write: it has
// all of the moment it began, and nothing later.
func TestACopyIsOneMoment(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		for range 30 {
			if _, err := w.Desk.Submit(t.Context(), account.Who{}, w.Draft(strings.Repeat("Жол жөнделсін. ", 600))); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		var writers sync.WaitGroup
		for range 4 {
			writers.Go(func() {
				for ctx.Err() == nil {
					if _, err := w.Desk.Submit(context.WithoutCancel(ctx), account.Who{}, w.Draft("Су жоқ")); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		defer writers.Wait()
		defer stop()
		for range 5 {
			file := filepath.Join(t.TempDir(), "copy")
			c, err := w.Copy(t.Context(), file, nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.Appeals < 30 || c.Appeals != c.Events || c.Events != c.Leaves || c.Ring != w.Ring.ID() || c.Kind != w.Kind() {
				t.Errorf("%+v: not of one moment", c)
			}
			if err := store.CheckCopy(t.Context(), c.Kind, file, c.Tool); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestADamagedCopyIsSeen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		if _, err := w.Desk.Submit(t.Context(), account.Who{}, w.Draft("Су жоқ")); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "copy")
		c, err := w.Copy(t.Context(), file, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		from := len(body) / 2 / 4096 * 4096
		if c.Kind == store.KindPostgres {
			from = 6 // its list of contents stands first
		}
		for i := from; i < from+4096 && i < len(body); i++ {
			body[i] = 0xff
		}
		if err := os.WriteFile(file, body, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := store.CheckCopy(t.Context(), c.Kind, file, c.Tool); err == nil {
			t.Error("a damaged copy passes")
		}
		if left, err := filepath.Glob(file + "-*"); err != nil || len(left) > 0 {
			t.Errorf("%v, %v: looking at a copy wrote beside it", left, err)
		}
	})
}
