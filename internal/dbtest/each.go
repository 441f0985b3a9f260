package dbtest

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes schemas

	"jauap/internal/keys"
	"jauap/internal/store"
)

// Each runs f on SQLite and on PostgreSQL, in parallel with other tests.
func Each(t *testing.T, f func(t *testing.T, w *World)) {
	t.Helper()
	EachURL(t, func(t *testing.T, dbURL string) { f(t, NewWorld(t, dbURL)) })
}

// EachURL gives the URL of an empty database of each kind.
func EachURL(t *testing.T, f func(t *testing.T, dbURL string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		f(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		f(t, PostgresSchema(t))
	})
}

// PostgresSchema makes a fresh schema and returns a URL whose connections
// live in it. The schema is dropped after the test.
func PostgresSchema(t testing.TB) string {
	t.Helper()
	server := os.Getenv("TEST_POSTGRES")
	if server == "" {
		if os.Getenv("REQUIRE_POSTGRES") != "" {
			t.Fatal("TEST_POSTGRES names no server, and REQUIRE_POSTGRES asks for one")
		}
		t.Skip("TEST_POSTGRES names no server")
	}
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := schemaName()
	if _, err := db.Exec(`drop schema if exists "` + name + `" cascade; create schema "` + name + `"`); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec(`drop schema "` + name + `" cascade`); err != nil {
			t.Error(err)
		}
		_ = db.Close()
	})
	return withSchema(t, server, name)
}

func withSchema(t testing.TB, server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

// schemaName is short: channels of the queue carry it, and PostgreSQL allows
// them 63 bytes.
func schemaName() string { return "t_" + strings.ToLower(rand.Text()[:12]) }

// Ring is a master key for tests.
func Ring(t testing.TB) *keys.Ring {
	t.Helper()
	ring, err := keys.New(bytes.Repeat([]byte{42}, keys.Size))
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

// Open opens a store for a test and closes it after.
func Open(t testing.TB, dbURL string) *store.DB {
	t.Helper()
	return openWith(t, dbURL, store.Options{})
}

func openWith(t testing.TB, dbURL string, o store.Options) *store.DB {
	t.Helper()
	o.Ring, o.Conns = Ring(t), 16
	db, err := store.Open(context.Background(), dbURL, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// Raw opens a database beside the program, as an administrator with full
// rights over it would.
func Raw(t testing.TB, dbURL string) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", dbURL
	if file, ok := strings.CutPrefix(dbURL, "sqlite:"); ok {
		driver, dsn = "sqlite", file+"?_pragma=busy_timeout(15000)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}
