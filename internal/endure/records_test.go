package endure

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the drivers that count
	_ "modernc.org/sqlite"
)

// records opens the database beside the program, only to count.
func (p place) records(t *testing.T) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", p.db
	if file, ok := strings.CutPrefix(p.db, "sqlite:"); ok {
		driver, dsn = "sqlite", "file:"+file+"?_pragma=busy_timeout(15000)"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// count asks for one number.
func count(t *testing.T, db *sql.DB, query string) int {
	t.Helper()
	var n int
	if err := db.QueryRowContext(context.Background(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// noHalves complains of anything that lies in the database without what
// belongs to it, and asks the program itself for the sums and the leaves.
func noHalves(t *testing.T, p place) {
	t.Helper()
	db := p.records(t)
	for what, query := range map[string]string{
		"an appeal without its text": `select count(*) from appeal a where not exists
			(select 1 from appeal_content c where c.appeal_id = a.appeal_id)`,
		"an appeal without the event of its version": `select count(*) from appeal a where not exists
			(select 1 from appeal_event e where e.appeal_id = a.appeal_id and e.seq = a.version)`,
		"an event without a leaf": `select count(*) from appeal_event e where not exists
			(select 1 from log_leaf l where l.appeal_id = e.appeal_id and l.seq = e.seq)`,
		"an event without its appeal": `select count(*) from appeal_event e where not exists
			(select 1 from appeal a where a.appeal_id = e.appeal_id)`,
		"a form without its appeal": `select count(*) from submitted_token s where not exists
			(select 1 from appeal a where a.appeal_id = s.appeal_id)`,
		"a gap between events": `select count(*) from (select appeal_id from appeal_event
			group by appeal_id having count(*) <> max(seq)) g`,
	} {
		if n := count(t, db, query); n != 0 {
			t.Errorf("%s: %d times", what, n)
		}
	}
	for _, command := range checks(t, p) {
		if out, err := p.jauap(t, "", command...); err != nil {
			t.Errorf("jauap %v: %v\n%s", command, err, out)
		}
	}
}

// checks are the commands that compare the database with itself. Each is
// asked for only when the program has it.
func checks(t *testing.T, p place) (list [][]string) {
	t.Helper()
	help, err := p.jauap(t, "", "--help")
	if err != nil {
		t.Fatalf("%v\n%s", err, help)
	}
	for _, command := range [][]string{{"log", "verify"}, {"rollup", "verify"}} {
		if strings.Contains(help, "\n  "+strings.Join(command, " ")+" ") {
			list = append(list, command)
		}
	}
	if !slices.ContainsFunc(list, func(c []string) bool { return c[0] == "log" }) {
		t.Fatalf("the program has no command that checks its database:\n%s", help)
	}
	return list
}

// onlyThese complains unless each letter became one appeal and nothing else
// did.
func onlyThese(t *testing.T, p place, letters []*letter) {
	t.Helper()
	numbers := map[string]bool{}
	for _, l := range letters {
		if l.number == "" {
			t.Errorf("a letter was never looked at: %s", l.text)
		}
		numbers[l.number] = true
	}
	if have := count(t, p.records(t), `select count(*) from appeal`); have != len(letters) || len(numbers) != len(letters) {
		t.Errorf("%d letters have %d numbers and became %d appeals", len(letters), len(numbers), have)
	}
}
