package store

import (
	"context"
	"testing"
)

// SchemaVersion is the version of the newest migration.
func SchemaVersion(t *testing.T) int64 {
	t.Helper()
	list, err := steps(dialect{})
	if err != nil {
		t.Fatal(err)
	}
	return list[len(list)-1].Version
}

// MigrateTo makes a database of an older version.
func MigrateTo(t *testing.T, dbURL string, version int64) {
	t.Helper()
	ctx := context.Background()
	db, err := connect(ctx, dbURL, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	list, err := steps(db.d)
	if err != nil {
		t.Fatal(err)
	}
	p, err := db.provider(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.migrateJobs(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(ctx, version); err != nil {
		t.Fatal(err)
	}
}

// Exec runs a statement of a benchmark on the writing connection.
func (db *DB) Exec(ctx context.Context, query string, args ...any) error {
	_, err := db.write.ExecContext(ctx, query, args...)
	return err
}
