package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/store"
)

// raw opens a database beside the program, as somebody with a console would.
func raw(t *testing.T, dbURL string) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", dbURL
	if file, ok := strings.CutPrefix(dbURL, "sqlite:"); ok {
		driver, dsn = "sqlite", file
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// schema describes every table, column and index of a database.
func schema(t *testing.T, dbURL string) string {
	t.Helper()
	q := `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable from information_schema.columns
		where table_schema = current_schema() union all select indexdef from pg_indexes where schemaname = current_schema() order by 1`
	if strings.HasPrefix(dbURL, "sqlite:") {
		q = `select coalesce(sql, name) from sqlite_master where name not like 'sqlite_%' order by 1`
	}
	all := strings.Join(column(t, raw(t, dbURL), q), "\n")
	return regexp.MustCompile(`t_[a-z0-9]{12}\.`).ReplaceAllString(all, "")
}

func TestAMigratedSchemaEqualsAFreshOne(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, fresh string) {
		dbtest.Open(t, fresh)
		for v := int64(1); v <= store.SchemaVersion(t); v++ {
			old := anotherURL(t, fresh)
			store.MigrateTo(t, old, v)
			dbtest.Open(t, old)
			if diff := cmp.Diff(schema(t, old), schema(t, fresh)); diff != "" {
				t.Errorf("migrated from version %d (-migrated +fresh):\n%s", v, diff)
			}
		}
	})
}

func anotherURL(t *testing.T, like string) string {
	t.Helper()
	if strings.HasPrefix(like, "sqlite:") {
		return "sqlite:" + filepath.Join(t.TempDir(), "old.db")
	}
	return dbtest.PostgresSchema(t)
}

func TestADatabaseOfANewerProgramIsRefusedUntouched(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, dbURL string) {
		dbtest.Open(t, dbURL)
		db := raw(t, dbURL)
		if _, err := db.Exec(`insert into goose_db_version (version_id, is_applied) values (999, true)`); err != nil {
			t.Fatal(err)
		}
		before := schema(t, dbURL)
		_, err := store.Open(context.Background(), dbURL, store.Options{Ring: dbtest.Ring(t)})
		var f *fault.Fault
		if !errors.As(err, &f) || f.Key != "store.newer" {
			t.Errorf("Open: %v, want store.newer", err)
		}
		if diff := cmp.Diff(schema(t, dbURL), before); diff != "" {
			t.Errorf("it was touched:\n%s", diff)
		}
	})
}

func TestAnotherMasterKeyIsRefused(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, dbURL string) {
		dbtest.Open(t, dbURL)
		other, err := keys.New(make([]byte, keys.Size))
		if err != nil {
			t.Fatal(err)
		}
		_, err = store.Open(context.Background(), dbURL, store.Options{Ring: other})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("Open with another key: %v", err)
		}
	})
}

func TestOneSQLiteFileIsServedByOneProcess(t *testing.T) {
	t.Parallel()
	dbURL := "sqlite:" + filepath.Join(t.TempDir(), "a b%20.db") // a name that needs care in a URL
	o := store.Options{Ring: dbtest.Ring(t), Serve: true}
	first, err := store.Open(context.Background(), dbURL, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(context.Background(), dbURL, o); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second server was let in: %v", err)
	}
	o.Serve = false
	second, err := store.Open(context.Background(), dbURL, o)
	if err != nil {
		t.Fatalf("a command beside the server was refused: %v", err)
	}
	_ = second.Close()
	_ = first.Close()
	o.Serve = true
	third, err := store.Open(context.Background(), dbURL, o)
	if err != nil {
		t.Fatalf("after the first server ended: %v", err)
	}
	_ = third.Close()
}

func TestWhatIsNoDatabaseIsSaidSo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, u := range []string{"", "mysql://x", "sqlite:" + dir, "postgres://127.0.0.1:1/none?connect_timeout=1"} {
		t.Run(fmt.Sprintf("%q", strings.ReplaceAll(u, dir, "DIR")), func(t *testing.T) {
			t.Parallel()
			db, err := store.Open(context.Background(), u, store.Options{})
			if err == nil {
				_ = db.Close()
				t.Fatal("it was opened")
			}
			if len(fault.All(err)) == 0 {
				t.Errorf("no fault to tell the operator: %v", err)
			}
		})
	}
}
