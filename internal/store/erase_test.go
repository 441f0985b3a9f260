package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	notes "golang.org/x/mod/sumdb/note"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/store"
	"jauap/internal/text"
	"jauap/internal/tlog"
)

const article = "Дербес деректер туралы заң, 18-бап"

// deputy adds a second person who decides for the akimat.
func deputy(t testing.TB, w *dbtest.World) account.Who {
	t.Helper()
	id, err := w.AddPerson(t.Context(), account.Who{Kind: account.Operator}, account.Person{
		Login: "deputy", Name: "Орынбасар Сынақов", Password: account.HashPassword(dbtest.Password),
		Seats: []account.Seat{{Body: w.Akimat.ID, Role: account.Deputy}},
	}, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.Person(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return p.Who()
}

// asked brings an erasure as far as the second person's word.
func asked(t testing.TB, w *dbtest.World, second account.Who, id appeal.ID) appeal.Erasure {
	t.Helper()
	a, err := w.Appeal(t.Context(), account.Everything(), id)
	if err != nil {
		t.Fatal(err)
	}
	e, err := appeal.AskErasure(a, w.Head, article, "", w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.AskErasure(t.Context(), a, e); err != nil {
		t.Fatal(err)
	}
	e, err = e.Approve(a, second, w.Clock.Now().Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// erase carries out an erasure and gives its line of the journal.
func erase(t testing.TB, w *dbtest.World, second account.Who, id appeal.ID) (line string, d store.Destroyed) {
	t.Helper()
	d, err := w.Erase(t.Context(), asked(t, w, second, id), func(s string) error { line = s; return nil })
	if err != nil {
		t.Fatal(err)
	}
	return line, d
}

func key(err error) string {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return fmt.Sprint(err)
	}
	return f.Key
}

func TestAnErasedCaseLeavesOnlyItsCardAndItsLeaves(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		second := deputy(t, w)
		r, other := line(t, w), line(t, w)
		id := r.Appeal.ID
		known := sealAll(t, w)
		before, err := w.Leaves(t.Context(), account.Everything(), id)
		if err != nil {
			t.Fatal(err)
		}
		erase(t, w, second, id)
		if told := verifyLog(t, w, known); len(told) > 0 {
			t.Errorf("before sealing: %v", told)
		}
		sealAll(t, w)
		check, err := w.VerifyLog(t.Context(), known, func(err error) { t.Error(err) }, nil)
		if err != nil || check.Erased != 1 || check.Appeals != 2 || check.Unsealed != 0 {
			t.Errorf("%+v, %v; want one erased of two", check, err)
		}
		if _, err := w.Case(t.Context(), w.Head.Scope(), id); key(err) != "appeal.erased" || !fault.Is(err, fault.Gone) {
			t.Errorf("reading it: %v", err)
		}
		if _, err := w.Case(t.Context(), w.Outsider.Scope(), id); !fault.Is(err, fault.NotFound) {
			t.Errorf("an outsider learns of it: %v", err)
		}
		if _, err := w.Prove(t.Context(), r.Appeal.Number(), r.Code); !fault.Is(err, fault.NotFound) {
			t.Errorf("the code still opens it: %v", err)
		}
		stillProved(t, w, id, before, known)
		stillListed(t, w, id, other.Appeal.ID)
		if err := errors.Join(w.VerifyRollups(t.Context()), w.VerifyLeaves(t.Context(), id), w.VerifyLeaves(t.Context(), other.Appeal.ID)); err != nil {
			t.Error(err)
		}
		if _, err := w.Desk.Do(t.Context(), account.Author(int64(id)), id, appeal.Order{Act: appeal.ActRecount}); err == nil {
			t.Error("an erased case was changed")
		}
	})
}

// stillProved compares the leaves with those from before, whose openings are
// in the receipts, and proves each.
func stillProved(t *testing.T, w *dbtest.World, id appeal.ID, before []tlog.Placed, known notes.Verifiers) {
	t.Helper()
	after, err := w.Leaves(t.Context(), account.Everything(), id)
	if err != nil || len(after) != len(before) {
		t.Fatalf("%d leaves, %v; want %d", len(after), err, len(before))
	}
	for i, l := range after {
		if !bytes.Equal(l.Entry, before[i].Entry) || l.Index != before[i].Index || l.Statement != before[i].Statement || l.Blind != nil {
			t.Errorf("leaf %d is another", i+1)
		}
		l.Opening = before[i].Opening
		proves(t, w, l, known)
	}
}

// stillListed looks at the queues and the search.
func stillListed(t *testing.T, w *dbtest.World, id, other appeal.ID) {
	t.Helper()
	page, err := w.Queue(t.Context(), w.Head.Scope(), appeal.Filter{Done: true, Size: 10})
	if err != nil || len(page.Rows) != 2 {
		t.Fatalf("%d finished, %v; want 2", len(page.Rows), err)
	}
	row := page.Rows[1]
	if row.ID != id || row.Erased == nil || row.Erased.Article != article || row.Erased.On.String() != "2026-03-17" || row.Text != "" {
		t.Errorf("the line of the erased case: %+v", row)
	}
	if page.Rows[0].Erased != nil || page.Rows[0].Text == "" {
		t.Errorf("the line of another: %+v", page.Rows[0])
	}
	found, err := w.Queue(t.Context(), w.Head.Scope(), appeal.Filter{Done: true, Size: 10, Words: text.Query("жол")})
	if err != nil || len(found.Rows) != 1 || found.Rows[0].ID != other {
		t.Errorf("found %v, %v; want the other alone", found.Rows, err)
	}
}

func TestWhoMayNotErase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		second := deputy(t, w)
		a := line(t, w).Appeal
		a, _ = w.Appeal(t.Context(), account.Everything(), a.ID)
		e := asked(t, w, second, a.ID)
		again, err := appeal.AskErasure(a, second, article, "", w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.AskErasure(t.Context(), a, again); key(err) != "appeal.erase_asked" {
			t.Errorf("asked twice: %v", err)
		}
		keep := func(string) error { t.Error("the journal was written"); return nil }
		same := e
		same.ApprovedBy = e.AskedBy
		if _, err := w.Erase(t.Context(), same, keep); key(err) != "appeal.erase_moved" {
			t.Errorf("one person twice: %v", err)
		}
		moved := e
		moved.AskedAt = e.AskedAt.Add(-time.Hour)
		if _, err := w.Erase(t.Context(), moved, keep); key(err) != "appeal.erase_moved" {
			t.Errorf("what was approved is not what is asked: %v", err)
		}
		if err := w.CancelErasure(t.Context(), w.Head, a, w.Clock.Now()); err != nil {
			t.Error(err)
		}
		if _, err := w.Erase(t.Context(), e, keep); key(err) != "appeal.erase_moved" {
			t.Errorf("after it was taken back: %v", err)
		}
		again.AskedAt = again.AskedAt.Add(-appeal.ErasureWaits - time.Hour)
		late := again
		late.AskedAt = w.Clock.Now()
		if err := errors.Join(w.AskErasure(t.Context(), a, again), w.AskErasure(t.Context(), a, late)); err != nil {
			t.Errorf("nobody approved in time, asked anew: %v", err)
		}
		failed := errors.New("the disk of the journal is full")
		if late, err = late.Approve(a, w.Head, w.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Erase(t.Context(), late, func(string) error { return failed }); !errors.Is(err, failed) {
			t.Errorf("without a journal: %v", err)
		}
		if _, err := w.Case(t.Context(), account.Everything(), a.ID); err != nil {
			t.Errorf("the case was touched: %v", err)
		}
	})
}

// An administrator with full rights over the database calls tampering an
// erasure, or takes an erasure back.
func TestErasedCoversNoTampering(t *testing.T) {
	t.Parallel()
	const destroy = `update appeal_content set case_key = null, sealed = null where appeal_id = 2;
		update appeal_event set details = null where appeal_id = 2;`
	const claim = `insert into erasure (appeal_id, article, reason, asked_at, asked_by, approved_at, approved_by, house_seq)
		select 2, article, reason, asked_at, asked_by, approved_at, approved_by, house_seq from erasure where appeal_id = 1`
	for _, tt := range []struct{ name, do, want string }{
		{"a key is destroyed", destroy, "store.erased_without_leaf"},
		{"a key is destroyed, and an erasure claimed under another's leaf", destroy + claim, "store.erased_without_leaf"},
		{"a key is destroyed, and a record of the house invented", destroy + claim + `;
			insert into house_event (seq, at, what, said) select 2, at, what, replace(said, 'appeal 1', 'appeal 2') from house_event where seq = 1;
			insert into log_leaf (appeal_id, seq, leaf_hash) select 0, 2, leaf_hash from log_leaf where appeal_id = 0 and seq = 1;
			update erasure set house_seq = 2 where appeal_id = 2`, "store.erased_without_leaf"},
		{"a record of the house changed", `update house_event set said = replace(said, '18-бап', '19-бап')`, "store.erased_without_leaf"},
		{"another approver is named", `update erasure set approved_by = approved_by + 1`, "store.erased_without_leaf"},
		{"the leaf of the erasure deleted", `delete from house_event; delete from log_leaf where appeal_id = 0`, "store.event_lost 0 1"},
		{"a due date of the erased case", `update appeal_event set due_on = '2030-01-01' where appeal_id = 1; update appeal set due_on = '2030-01-01' where appeal_id = 1`, "store.erased_differs"},
		{"a due date of its row", `update appeal set due_on = '2030-01-01' where appeal_id = 1`, "store.row_differs"},
		{"an event of the erased case deleted", `delete from appeal_event where appeal_id = 1 and seq = 5`, "store.erased_differs"},
		{"the erasure taken back", `update appeal_content set case_key = (select c.case_key from appeal_content c where c.appeal_id = 2) where appeal_id = 1`, "store.case_unreadable"},
		{"the erasure forgotten", `delete from erasure`, "store.erased_without_leaf"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
				second := deputy(t, w)
				first := line(t, w)
				line(t, w)
				erase(t, w, second, first.Appeal.ID)
				known := sealAll(t, w)
				if told := verifyLog(t, w, known); len(told) > 0 {
					t.Fatalf("untouched: %v", told)
				}
				for _, statement := range strings.Split(tt.do, ";") {
					if strings.TrimSpace(statement) == "" {
						continue
					}
					if err := w.Exec(t.Context(), statement); err != nil {
						t.Fatal(err)
					}
				}
				told := verifyLog(t, w, known)
				if len(told) == 0 || !strings.HasPrefix(told[0], tt.want) {
					t.Errorf("told %q, want %q", told, tt.want)
				}
			})
		})
	}
}

func TestACaseThatCameBackIsNamed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		second := deputy(t, w)
		id := line(t, w).Appeal.ID
		db := raw(t, w.URL)
		var wrapped, sealed, head []byte
		if err := db.QueryRow(`select c.case_key, c.sealed, a.head from appeal_content c join appeal a on a.appeal_id = c.appeal_id where a.appeal_id = $1`, int64(id)).Scan(&wrapped, &sealed, &head); err != nil {
			t.Fatal(err)
		}
		details := column2(t, db, `select seq, details from appeal_event where appeal_id = 1 and details is not null`)
		erase(t, w, second, id)
		known := sealAll(t, w)
		if _, err := db.Exec(`update appeal_content set case_key = $1, sealed = $2 where appeal_id = $3`, wrapped, sealed, int64(id)); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(`update appeal set head = $1 where appeal_id = $2`, head, int64(id)); err != nil {
			t.Fatal(err)
		}
		for seq, d := range details {
			if _, err := db.Exec(`update appeal_event set details = $1 where appeal_id = 1 and seq = $2`, d, seq); err != nil {
				t.Fatal(err)
			}
		}
		told := verifyLog(t, w, known)
		if len(told) != 1 || !strings.HasPrefix(told[0], "store.erased_came_back") {
			t.Errorf("told %q", told)
		}
	})
}

func column2(t *testing.T, db *sql.DB, query string) map[int64][]byte {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[int64][]byte{}
	for rows.Next() {
		var seq int64
		var b []byte
		if err := rows.Scan(&seq, &b); err != nil {
			t.Fatal(err)
		}
		out[seq] = b
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// secrets are bytes of a case that must not outlive it.
func secrets(t *testing.T, db *sql.DB, id appeal.ID) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for name, query := range map[string]string{
		"the wrapped key": `select case_key from appeal_content where appeal_id = $1`,
		"the text":        `select sealed from appeal_content where appeal_id = $1`,
		"the head":        `select head from appeal where appeal_id = $1`,
		"the code":        `select code_hash from appeal where appeal_id = $1`,
		"the answer":      `select details from appeal_event where appeal_id = $1 and act = 'answer'`,
		"the token":       `select token_hash from submitted_token where appeal_id = $1`,
		"the iin":         `select iin_hash from applicant_hash where appeal_id = $1`,
	} {
		var b []byte
		if err := db.QueryRow(query, int64(id)).Scan(&b); err != nil || len(b) < 28 {
			t.Fatalf("%s: %d bytes, %v", name, len(b), err)
		}
		out[name] = b[:28]
	}
	return out
}

func TestNoByteOfAnErasedCaseIsLeft(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		second := deputy(t, w)
		for range 5 {
			line(t, w)
		}
		d := w.Draft("Қарабарақ ауылындағы көпір сынды " + strings.Repeat("ұзын мәтін ", 900))
		d.Applicant = appeal.Applicant{Name: "Сынақ Сынақов", IIN: "000101500001"}
		d.External, d.Labels = "ext-7", []appeal.Label{{Name: "санат", Value: "Қарабарақ"}}
		r, err := w.Desk.Submit(t.Context(), account.Who{}, d)
		if err != nil {
			t.Fatal(err)
		}
		id := r.Appeal.ID
		finish(t, w, id)
		for range 20 {
			line(t, w)
		}
		db := raw(t, w.URL)
		all := secrets(t, db, id)
		all["the words"] = []byte("қарабарақ")
		all["the label"] = []byte("Қарабарақ")
		all["the external key"] = []byte("ext-7")
		where := files(t, w, db)
		if bytes.Contains(where(), all["the wrapped key"]) == false {
			t.Fatal("the search finds nothing even before")
		}
		erase(t, w, second, id)
		if !strings.HasPrefix(w.URL, "sqlite:") {
			vacuumFull(t, db, func() bool {
				return !bytes.Contains(where(), all["the wrapped key"]) && !bytes.Contains(where(), all["the answer"])
			})
		}
		left := where()
		for name, b := range all {
			if bytes.Contains(left, b) {
				t.Errorf("%s is still in the files (%s)", name, hex.EncodeToString(b))
			}
		}
		if fresh := importAgain(t, w, d); fresh != 0 {
			t.Errorf("an import brought it back")
		}
	})
}

// vacuumFull does what the manual says for those who must be sure of the
// disk, until it is done: rows that an older transaction of anybody on the
// server may still see are kept so long.
func vacuumFull(t *testing.T, db *sql.DB, done func() bool) {
	t.Helper()
	for range 60 {
		for _, table := range []string{"appeal", "appeal_content", "appeal_event", "appeal_search", "submitted_token", "applicant_hash", "external_id", "appeal_label"} {
			if _, err := db.Exec(`vacuum full ` + table); err != nil {
				t.Fatal(err)
			}
		}
		if done() {
			return
		}
		time.Sleep(time.Second)
	}
}

// finish takes an appeal from its first word to the answer.
func finish(t *testing.T, w *dbtest.World, id appeal.ID) {
	t.Helper()
	for _, step := range []struct {
		who account.Who
		o   appeal.Order
	}{
		{w.Window, appeal.Order{Act: appeal.ActRegister, Body: w.Akimat.ID}},
		{w.Registrar, appeal.Order{Act: appeal.ActAssign, Executor: w.Executor.ID, For: w.Executor.Name}},
		{w.Executor, appeal.Order{Act: appeal.ActAnswer, Outcome: appeal.Satisfied, Details: appeal.Details{Note: "Көпір жөнделді."}}},
	} {
		if _, err := w.Desk.Do(t.Context(), step.who, id, step.o); err != nil {
			t.Fatalf("%s: %v", step.o.Act, err)
		}
	}
}

// files reads the files in which the database keeps its tables.
func files(t *testing.T, w *dbtest.World, db *sql.DB) func() []byte {
	t.Helper()
	if file, ok := strings.CutPrefix(w.URL, "sqlite:"); ok {
		return func() []byte {
			all, err := os.ReadFile(file)
			log, _ := os.ReadFile(file + "-wal")
			if err != nil {
				t.Fatal(err)
			}
			return append(all, log...)
		}
	}
	return func() []byte {
		if _, err := db.Exec(`checkpoint`); err != nil {
			t.Fatal(err)
		}
		var all []byte
		rows, err := db.Query(`select pg_read_binary_file(pg_relation_filepath(c.oid)) from pg_class c
			where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'i', 't')
			union all select pg_read_binary_file(pg_relation_filepath(c.reltoastrelid)) from pg_class c
			where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.reltoastrelid <> 0`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var b []byte
			if err := rows.Scan(&b); err != nil {
				t.Fatal(err)
			}
			all = append(all, b...)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return all
	}
}

func importAgain(t *testing.T, w *dbtest.World, d appeal.Draft) int64 {
	t.Helper()
	d.Token, d.Source = "", appeal.FromImport
	d.Key = w.Ring.NewCase()
	c, err := w.Rules.Submit(d, account.Who{Kind: account.Operator}, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.CommitImport(t.Context(), store.ImportRun{FileHash: "x", Name: "x", RowsDone: 1}, []appeal.Change{c}, w.Clock.Now())
	if err != nil || r.Doubles+r.Imported != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	return r.Imported
}

func TestAnErasureIsDoneAgainAfterARestore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		second := deputy(t, w)
		r := line(t, w)
		id := r.Appeal.ID
		var journal string
		killed := errors.New("killed")
		if _, err := w.Erase(t.Context(), asked(t, w, second, id), func(s string) error { journal = s; return killed }); !errors.Is(err, killed) {
			t.Fatal(err)
		}
		if _, err := w.Case(t.Context(), account.Everything(), id); err != nil {
			t.Fatalf("killed before the commit, the case is there: %v", err)
		}
		cut, changed := journal[:len(journal)-3], strings.Replace(journal, "v1 1 ", "v1 2 ", 1)
		for _, bad := range []string{cut, changed, "v1", journal + "0"} {
			if n, err := w.ReplayErasures(t.Context(), []string{journal, bad}, w.Clock.Now()); key(err) != "store.erasure_line" || n != 0 {
				t.Errorf("%q: %d, %v", bad, n, err)
			}
		}
		if _, err := w.Case(t.Context(), account.Everything(), id); err != nil {
			t.Fatalf("a forged journal erased something: %v", err)
		}
		for i, want := range []int{1, 0} {
			n, err := w.ReplayErasures(t.Context(), []string{journal, "", journal}, w.Clock.Now().Add(time.Hour))
			if err != nil || n != want {
				t.Errorf("replay %d: %d, %v; want %d", i+1, n, err, want)
			}
		}
		if _, err := w.Case(t.Context(), account.Everything(), id); !fault.Is(err, fault.Gone) {
			t.Errorf("after the replay: %v", err)
		}
		if told := verifyLog(t, w, sealAll(t, w)); len(told) > 0 {
			t.Errorf("the log: %v", told)
		}
	})
}

// In a backup from before its answer the case is still in work, and its
// number may belong to somebody else, or to nobody yet.
func TestAReplayErasesThatCaseAndNoOther(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, dbURL string) {
		w := dbtest.NewWorld(t, dbURL)
		second := deputy(t, w)
		first := line(t, w)
		journal, _ := erase(t, w, second, first.Appeal.ID)

		stranger := dbtest.NewWorld(t, anotherURL(t, dbURL))
		if n, err := stranger.ReplayErasures(t.Context(), []string{journal}, w.Clock.Now()); err != nil || n != 0 {
			t.Errorf("an empty house: %d, %v", n, err)
		}
		other := line(t, stranger)
		if n, err := stranger.ReplayErasures(t.Context(), []string{journal}, w.Clock.Now()); err != nil || n != 0 {
			t.Errorf("another case of the number: %d, %v", n, err)
		}
		if _, err := stranger.Case(t.Context(), account.Everything(), other.Appeal.ID); err != nil {
			t.Error(err)
		}
	})
}

func TestACaseInWorkOfAnOldBackupIsErasedAndTroublesNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		second := deputy(t, w)
		r := line(t, w)
		var journal string
		_, _ = w.Erase(t.Context(), asked(t, w, second, r.Appeal.ID), func(s string) error { journal = s; return context.Canceled })
		back := []string{`delete from appeal_event where appeal_id = 1 and seq >= 4`, `delete from log_leaf where appeal_id = 1 and seq >= 4`,
			`delete from erasure`, `delete from rollup_delta`,
			`update appeal set version = 3, state = 'assigned', open = true, outcome = '', rating = '', closed_on = null where appeal_id = 1`}
		for _, statement := range back {
			if err := w.Exec(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := w.ReplayErasures(t.Context(), []string{journal}, w.Clock.Now()); err != nil || n != 1 {
			t.Fatalf("%d, %v", n, err)
		}
		if err := w.VerifyLeaves(t.Context(), r.Appeal.ID); err != nil {
			t.Error(err)
		}
		late, err := w.Passed(t.Context(), calendar.Date(2030, 1, 1), appeal.Cursor{}, 10)
		if err != nil || len(late) != 0 {
			t.Errorf("the clock still asks for it: %v, %v", late, err)
		}
		counts, err := w.QueueCounts(t.Context(), w.Head.Scope(), r.Appeal.RegisteredOn)
		if err != nil || counts.Open != 0 {
			t.Errorf("a queue still has it: %+v, %v", counts, err)
		}
	})
}
