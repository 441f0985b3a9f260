package store

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/directory"
)

// TestQueuesFollowTheirIndexes asks SQLite how it would answer: a page of a
// queue must come straight out of an index, neither scanned nor sorted.
func TestQueuesFollowTheirIndexes(t *testing.T) {
	t.Parallel()
	db, err := Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "plan.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	body := directory.BodyID(5)
	scope := account.Staff(7, "", account.Seat{Body: body, Role: account.Head}, account.Seat{Body: body, Role: account.Executor}).Scope()
	after := &appeal.Cursor{Due: calendar.Date(2026, 4, 1), ID: 9}
	for name, tt := range map[string]struct {
		f    appeal.Filter
		want string
	}{
		"a body's queue":      {appeal.Filter{Body: &body, Size: 50}, "appeal_queue"},
		"its second page":     {appeal.Filter{Body: &body, Size: 50, After: after}, "appeal_queue"},
		"my own cases":        {appeal.Filter{Executor: 7, Size: 50}, "appeal_mine"},
		"what is finished":    {appeal.Filter{Body: &body, Done: true, Size: 50}, "appeal_done"},
		"the finds of a word": {appeal.Filter{Body: &body, Words: [][]string{{"жол"}}, Size: 50}, "appeal_search"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := db.queueQuery(scope, tt.f)
			plan := explained(t, db, q)
			if !strings.Contains(plan, tt.want) || strings.Contains(plan, "SCAN a\n") || strings.Contains(plan, "SCAN a ") {
				t.Errorf("want %s and no scan:\n%s", tt.want, plan)
			}
			if len(tt.f.Words) > 0 && !strings.Contains(plan, "SEARCH a USING INTEGER PRIMARY KEY") {
				t.Errorf("it walks the appeals instead of the finds:\n%s", plan)
			}
			if strings.Contains(plan, "TEMP B-TREE") && len(tt.f.Words) == 0 {
				t.Errorf("it sorts:\n%s", plan)
			}
		})
	}
}

// TestTheLogAndTheJournalFollowTheirIndexes: what is asked every two seconds,
// and at each opening of a case, must not cost more with more stored.
func TestTheLogAndTheJournalFollowTheirIndexes(t *testing.T) {
	t.Parallel()
	db, err := Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "plan.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	scope := account.Staff(7, "", account.Seat{Body: 5, Role: account.Head}).Scope()
	places := newQuery(placeSQL)
	places.args = []any{0, 256}
	for name, tt := range map[string]struct {
		q    *query
		want []string
	}{
		"is a leaf waiting": {newQuery(waitingSQL), []string{"log_leaf_unsealed"}},
		"places for leaves": {places, []string{"log_leaf_unsealed", "SEARCH log_leaf USING PRIMARY KEY"}},
		"who read a case":   {readingsOf(scope, 9), []string{"SEARCH a USING INTEGER PRIMARY KEY", "SEARCH r USING PRIMARY KEY"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := explained(t, db, tt.q)
			for _, want := range tt.want {
				if !strings.Contains(plan, want) {
					t.Errorf("want %s:\n%s", want, plan)
				}
			}
		})
	}
}

func explained(t *testing.T, db *DB, q *query) string {
	t.Helper()
	lines, err := list(context.Background(), db.read, func(s scanner) (string, error) {
		var a, b, c int
		var line string
		return line, s.Scan(&a, &b, &c, &line)
	}, "explain query plan "+q.sql(), q.args...)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n") + "\n"
}
