package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"jauap/internal/calendar"
)

// PostgreSQL takes many rows fastest as columns: one short statement for any
// number of rows, planned once for each connection.

// bulkSQL is the insert of columns into "table (a, b)", remembered.
func (t *tx) bulkSQL(ctx context.Context, into string) (string, error) {
	if known, ok := t.db.bulk.Load(into); ok {
		return known.(string), nil
	}
	table, columns, _ := strings.Cut(strings.TrimSuffix(into, ")"), " (")
	var arrays string
	err := t.QueryRowContext(ctx, `select string_agg('$' || c.n || '::' || format_type(a.atttypid, a.atttypmod) || '[]', ', ' order by c.n)
		from regexp_split_to_table($2, ',\s*') with ordinality c (name, n)
		join pg_attribute a on a.attrelid = $1::regclass and a.attname = c.name`, table, columns).Scan(&arrays)
	if err != nil {
		return "", fmt.Errorf("columns of %s: %w", table, explain(err))
	}
	sql := "insert into " + into + " select * from unnest(" + arrays + ")"
	t.db.bulk.Store(into, sql)
	return sql, nil
}

// pgColumns turns rows into columns, days into dates.
func pgColumns(rows [][]any) []any {
	columns := make([]any, len(rows[0]))
	for c := range columns {
		column := make(pgtype.FlatArray[any], len(rows))
		for r, row := range rows {
			column[r] = pgValue(row[c])
		}
		columns[c] = column
	}
	return columns
}

// pgValue is a value as the driver wants it; a day that is not set is null.
func pgValue(v any) any {
	day, ok := v.(calendar.Day)
	switch {
	case !ok:
		return v
	case day.IsZero():
		return nil
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
