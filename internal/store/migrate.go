package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"

	"github.com/pressly/goose/v3"

	"jauap/internal/fault"
	"jauap/internal/jobs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema to the program's version. A database that is
// ahead of the program is refused before anything is touched.
func (db *DB) migrate(ctx context.Context) error {
	list, err := steps(db.d)
	if err != nil {
		return err
	}
	p, err := db.provider(list)
	if err != nil {
		return err
	}
	if err := refuseNewer(ctx, p); err != nil {
		return err
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return fmt.Errorf("schema version: %w", explain(err))
	}
	if err := db.migrateJobs(ctx); err != nil {
		return fmt.Errorf("queue tables: %w", err)
	}
	if !pending {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", explain(err))
	}
	return nil
}

func (db *DB) provider(steps []*goose.Migration) (*goose.Provider, error) {
	d := goose.DialectSQLite3
	if db.d.postgres {
		d = goose.DialectPostgres
	}
	return goose.NewProvider(d, db.write, nil, goose.WithGoMigrations(steps...), goose.WithLogger(goose.NopLogger()))
}

func refuseNewer(ctx context.Context, p *goose.Provider) error {
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("schema version: %w", explain(err))
	}
	if have > want {
		return fault.New(fault.Conflict, "store.newer", "have", have, "want", want)
	}
	return nil
}

func (db *DB) migrateJobs(ctx context.Context) error {
	if db.d.postgres {
		return jobs.MigratePostgres(ctx, db.pool, "")
	}
	return jobs.MigrateLite(ctx, db.write)
}

// steps are the migrations of a dialect, in order. A file is named
// NNNNN_what.sql and is a template over the words of the dialect.
func steps(d dialect) ([]*goose.Migration, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var out []*goose.Migration
	for _, name := range names {
		version, err := goose.NumericComponent(path.Base(name))
		if err != nil {
			return nil, err
		}
		sql, err := render(d, name)
		if err != nil {
			return nil, err
		}
		out = append(out, goose.NewGoMigration(version, &goose.GoFunc{RunTx: run(sql)}, nil))
	}
	return out, nil
}

func run(statements string) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, statements)
		return err
	}
}

// render fills the words of a dialect into one migration.
func render(d dialect, name string) (string, error) {
	t, err := template.ParseFS(migrations, name)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, d.words())
	return b.String(), err
}
