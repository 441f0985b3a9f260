package cli

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/blob"
	"jauap/internal/dbtest"
	"jauap/internal/seed"
	"jauap/internal/store"
	"jauap/internal/witness"
)

// A sickbed is a house with one appeal, and what a test breaks it with.
type sickbed struct {
	*dbtest.World
	t     *testing.T
	raw   *sql.DB
	files string
	key   string
	env   map[string]string
}

func (s *sickbed) exec(query string, args ...any) {
	s.t.Helper()
	if _, err := s.raw.ExecContext(s.t.Context(), query, args...); err != nil {
		s.t.Fatal(err)
	}
}

// lay puts a healthy house into its bed: everything sealed, a backup made,
// somebody who can sign in.
func lay(t *testing.T, w *dbtest.World) *sickbed {
	t.Helper()
	home := t.TempDir()
	s := &sickbed{World: w, t: t, raw: dbtest.Raw(t, w.URL), files: filepath.Join(home, "files"), key: filepath.Join(home, "house.key")}
	if err := os.WriteFile(s.key, []byte(testKey+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.env = map[string]string{"JAUAP_DB": w.URL, "JAUAP_KEY_FILE": s.key, "JAUAP_FILES": s.files, "JAUAP_LANG": "en"}
	files, err := blob.New(blob.Options{Dir: s.files})
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	c := &counter{w, s.files, files}
	c.take(t, 1)
	if _, err := w.CompactRollups(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.seal()
	if err := w.SetMeta(t.Context(), metaBackup, time.Now().UTC().Format(time.RFC3339)); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *sickbed) change() {
	s.exec(`update appeal_event set due_on = '2030-01-01'`)
	s.exec(`update appeal set due_on = '2030-01-01'`)
}

func (s *sickbed) seal() {
	s.t.Helper()
	w, err := witness.New(witness.Options{Store: s.DB, Ring: s.Ring, Memory: s.key + ".checkpoint", Now: time.Now})
	if err == nil {
		err = w.SealAll(s.t.Context())
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *sickbed) doctor(args ...string) (code int, said string) {
	s.t.Helper()
	code, out, errOut := run(s.t, s.env, "", append([]string{"doctor"}, args...)...)
	return code, out + errOut
}

// attachment is where the one attachment lies.
func (s *sickbed) attachment() string {
	found, err := filepath.Glob(filepath.Join(s.files, "??", "*"))
	if err != nil || len(found) != 1 {
		s.t.Fatal(found, err)
	}
	return found[0]
}

func (s *sickbed) job(state string, age time.Duration) {
	at := time.Now().Add(-age).UTC()
	finalized, ended := "null", state == "discarded"
	if ended {
		finalized = "$3"
	}
	query := `insert into river_job (args, kind, max_attempts, state, scheduled_at, attempted_at, finalized_at, queue, priority)
		values ('{}', 'notify', 25, '` + state + `', $1, $2, ` + finalized + `, 'default', 1)`
	when := any(at)
	if s.Kind() == store.KindLite {
		when = at.Format("2006-01-02 15:04:05.000")
	}
	if ended {
		s.exec(query, when, when, when)
		return
	}
	s.exec(query, when, when)
}

func TestAHealthyHouseIsToldSo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := lay(t, w)
		for _, args := range [][]string{nil, {"--deep"}} {
			code, said := s.doctor(args...)
			if code != exitOK || strings.Contains(said, "✗") || !strings.Contains(said, "Nothing is wrong.") {
				t.Errorf("%v: exit %d:\n%s", args, code, said)
			}
			if compared := strings.Contains(said, "✓ Every record was compared with the witness log"); compared != (args != nil) {
				t.Errorf("%v: %s", args, said)
			}
			for _, line := range strings.Split(said, "\n") {
				if strings.HasPrefix(line, "!") && !strings.Contains(line, "little room") {
					t.Errorf("%v: %s", args, line)
				}
			}
		}
		s.env["JAUAP_LANG"] = "kk"
		if _, said := s.doctor(); !strings.Contains(said, "✓ Кешіккен немесе орындалмай қалған жұмыс жоқ.") {
			t.Error(said)
		}
	})
}

func TestTheDoctorSeesWhatIsBroken(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		on   func(*testing.T, func(*testing.T, *dbtest.World)) // both databases where they differ
		ruin func(s *sickbed)
		args []string
		says string
		code int
	}{
		{"the key is gone", onSQLite, func(s *sickbed) { removeFile(s.t, s.key) }, nil, "✗ The file of the master key", exitFailed},
		{"others may read the key", onSQLite, func(s *sickbed) { chmod(s.t, s.key, 0o644) }, nil, "✗ Others can read the file", exitFailed},
		{"another key", onSQLite, func(s *sickbed) {
			putFile(s.t, s.key, "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n")
		}, nil, "✗ This database is sealed with another master key", exitFailed},
		{"no database", dbtest.Each, func(s *sickbed) { s.env["JAUAP_DB"] = elsewhereThan(s.URL) }, nil, "✗ T", exitFailed},
		{"a database of an older program", dbtest.Each, func(s *sickbed) { s.exec(`delete from goose_db_version where version_id > 1`) }, nil,
			"✗ The version of the database is old: 1", exitFailed},
		{"a database of a newer program", dbtest.Each, func(s *sickbed) { s.exec(`update goose_db_version set version_id = 999 where version_id = 1`) }, nil,
			"✗ The database is newer than the program", exitFailed},
		{"an attachment is lost", dbtest.Each, func(s *sickbed) { removeFile(s.t, s.attachment()) }, nil, "✗ 1 attachment is missing or damaged", exitFailed},
		{"an attachment is damaged", dbtest.Each, func(s *sickbed) { flip(s.t, s.attachment()) }, []string{"--deep"}, "✗ 1 attachment is missing or damaged", exitFailed},
		{"no folder of files", onSQLite, func(s *sickbed) { s.env["JAUAP_FILES"] = s.files + "2" }, nil, "! There is no folder of files yet", exitFailed},
		{"a file in place of the folder", onSQLite, func(s *sickbed) { s.env["JAUAP_FILES"] = s.key }, nil, "is no folder", exitFailed},
		{"a job that nobody takes", dbtest.Each, func(s *sickbed) { s.job("available", time.Hour) }, nil, "✗ 1 job has waited", exitFailed},
		{"a job that never ended", dbtest.Each, func(s *sickbed) { s.job("running", time.Hour) }, nil, "✗ 1 job began and did not end", exitFailed},
		{"a job that failed for good", dbtest.Each, func(s *sickbed) { s.job("discarded", time.Hour) }, nil, "✗ 1 job failed at every try", exitFailed},
		{"a job that will be tried again", dbtest.Each, func(s *sickbed) { s.job("retryable", 0) }, nil, "! 1 job failed and will be tried again", exitOK},
		{"a letter that was refused", dbtest.Each, func(s *sickbed) {
			s.exec(`insert into notice (appeal_id, seq, channel, state, tries, at) values (1, 1, 'email', 'failed', 1, '2026-03-17 05:00:00+00:00')`)
		}, nil, "! The mail server refused 1 letter", exitOK},
		{"a letter that nobody sends", onSQLite, func(s *sickbed) {
			s.exec(`insert into notice (appeal_id, seq, channel, state, tries, at) values (1, 1, 'email', 'held', 1, '2026-03-17 05:00:00+00:00')`)
		}, nil, "! 1 letter was not sent", exitOK},
		{"the clock was set back", dbtest.Each, func(s *sickbed) {
			s.Clock.Set(time.Now().Add(time.Hour))
			s.submit()
		}, nil, "✗ The newest event is of", exitFailed},
		{"counts that nobody adds up", dbtest.Each, func(s *sickbed) {
			s.submit()
			s.seal()
			s.exec(`update goose_db_version set tstamp = '2026-03-01 05:00:00'`)
		}, nil, "! 1 change has not been added", exitOK},
		{"a demo of days long past that was just made", dbtest.Each, func(s *sickbed) {
			s.submit()
			s.seal()
		}, nil, "✓ The counts are added up in time", exitOK},
		{"the memory is gone", dbtest.Each, func(s *sickbed) { removeFile(s.t, s.key+".checkpoint") }, nil, "! The file /", exitOK},
		{"the memory is empty", onSQLite, func(s *sickbed) { putFile(s.t, s.key+".checkpoint", "") }, nil, "! The file /", exitFailed},
		{"the memory of a key in the environment", onSQLite, func(s *sickbed) {
			s.env["JAUAP_KEY"] = testKey
			removeFile(s.t, s.key)
		}, nil, "✓ The witness log has 1 entry", exitOK},
		{"nothing can be remembered", onSQLite, func(s *sickbed) {
			s.env["JAUAP_KEY"], s.env["JAUAP_KEY_FILE"] = testKey, filepath.Join(s.files, "none", "house.key")
		}, nil, "! The folder of the key cannot be written to: /", exitOK},
		{"a leaf that hides from the log", dbtest.Each, func(s *sickbed) {
			s.submit()
			s.exec(`update log_leaf set tree_index = -5 where tree_index is null`)
		}, nil, "✗ 1 event claims a place", exitFailed},
		{"a leaf beyond the log", dbtest.Each, func(s *sickbed) {
			s.submit()
			s.exec(`update log_leaf set tree_index = 7 where tree_index is null`)
		}, nil, "✗ 1 event claims a place", exitFailed},
		{"an event that was changed, when nobody compares", dbtest.Each, (*sickbed).change, nil, "The records were not compared with the witness log: jauap log verify", exitOK},
		{"an event that was changed", dbtest.Each, (*sickbed).change, []string{"--deep"}, "✗ Event 1 of appeal ", exitFailed},
		{"a key that a rotation put aside", dbtest.Each, func(s *sickbed) {
			say(s.t, s.env, "key rotate", exitOK)
			s.exec(`update meta set value = $1 where name = 'ring'`, s.Ring.ID())
		}, nil, "✗ The database still uses an earlier key", exitFailed},
		{"a backup of last week", onSQLite, func(s *sickbed) {
			s.meta(metaBackup, time.Now().Add(-7*24*time.Hour).UTC().Format(time.RFC3339))
		}, nil, "! The last backup is old", exitOK},
		{"no backup at all", onSQLite, func(s *sickbed) { s.exec(`delete from meta where name = $1`, metaBackup) }, nil, "! No backup was made yet", exitOK},
		{"a leaf that waits since today", dbtest.Each, func(s *sickbed) {
			s.Clock.Set(time.Now().Add(-time.Hour))
			s.submit()
		}, nil, "! 1 event has waited for the witness log", exitOK},
		{"a broken promise", dbtest.Each, func(s *sickbed) {
			s.Clock.Set(time.Now().Add(-25 * time.Hour))
			s.submit()
		}, nil, "✗ 1 event has not been in the witness log", exitFailed},
		{"a log that was cut", dbtest.Each, func(s *sickbed) {
			s.exec(`delete from log_checkpoint`)
		}, nil, "✗ The database was replaced by an older copy", exitFailed},
		{"a checkpoint that somebody wrote", onSQLite, func(s *sickbed) { s.exec(`update log_checkpoint set note = 'forged'`) }, nil, "✗ The newest checkpoint in the database is not signed", exitFailed},
		{"an event that vanished", onSQLite, func(s *sickbed) {
			putFile(s.t, s.key+".checkpoint.lost", "2026-03-17T05:00:00Z 7 1 abcd\n")
		}, nil, "event 1 of appeal 7 was deleted behind", exitFailed},
		{"demo accounts among people", onSQLite, func(s *sickbed) { s.exec(`update staff set demo = $1 where login = 'head'`, true) }, nil, "✗ Among the real people there is 1 demo account", exitFailed},
		{"a demo", onSQLite, func(s *sickbed) { s.exec(`update staff set demo = $1`, true) }, nil, "! This is a demo", exitOK},
		{"a password that everybody knows", onSQLite, func(s *sickbed) {
			s.exec(`update staff set password = $1 where login = 'head'`, account.HashPassword(seed.Password))
		}, []string{"--deep"}, "✗ 1 person has the password of the demo", exitFailed},
		{"nobody to sign in", onSQLite, func(s *sickbed) { s.exec(`update staff set locked = $1`, true) }, nil, "! Nobody can sign in", exitOK},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.on(t, func(t *testing.T, w *dbtest.World) {
				s := lay(t, w)
				tt.ruin(s)
				code, said := s.doctor(tt.args...)
				if code != tt.code || !strings.Contains(said, tt.says) {
					t.Errorf("exit %d, want %d and %q:\n%s", code, tt.code, tt.says, said)
				}
			})
		})
	}
}

// onSQLite is for what the database has no part in.
func onSQLite(t *testing.T, f func(*testing.T, *dbtest.World)) {
	t.Helper()
	f(t, dbtest.NewWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db")))
}

func TestTheDoctorChangesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		s := lay(t, w)
		s.exec(`delete from goose_db_version where version_id > 1`)
		s.doctor("--deep")
		var newest int64
		if err := s.raw.QueryRowContext(t.Context(), `select max(version_id) from goose_db_version`).Scan(&newest); err != nil || newest != 1 {
			t.Errorf("version %d, %v: the doctor migrated", newest, err)
		}
	})
}

func TestADamagedFileIsSeen(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	s := lay(t, w)
	for i := range 300 { // enough pages to hit one
		s.exec(`insert into import_run (file_hash, name, rows_done, imported, rejected, doubles, finished, updated_at)
			values ($1, $2, 0, 0, 0, 0, false, '2026-03-17 05:00:00+00:00')`, i, strings.Repeat("x", 500))
	}
	s.exec(`pragma wal_checkpoint(truncate)`)
	_ = w.Close()
	file := strings.TrimPrefix(w.URL, "sqlite:")
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	copy(body[len(body)-8192:], make([]byte, 4096))
	putFile(t, file, string(body))
	if code, said := s.doctor(); code != exitFailed || !strings.Contains(said, "✗ The database is damaged") {
		t.Errorf("exit %d:\n%s", code, said)
	}
}

func TestLittleRoomIsACare(t *testing.T) {
	t.Parallel()
	const gib = 1 << 30
	for _, tt := range []struct {
		name        string
		free, total uint64
		want        grade
	}{
		{"plenty", 500 * gib, 1000 * gib, well},
		{"a small disk that is half empty", 3 * gib / 2, 3 * gib, well},
		{"less than a tenth", 90 * gib, 1000 * gib, care},
		{"less than a gibibyte", gib - 1, 2 * gib, care},
		{"a disk that tells nothing", 0, 0, care},
	} {
		if got := spaceFinding("/x", tt.free, tt.total); got.grade != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got.grade, tt.want)
		}
	}
}

func (s *sickbed) submit() {
	s.t.Helper()
	if _, err := s.Desk.Submit(s.t.Context(), account.Who{}, s.Draft("Жарық жоқ")); err != nil {
		s.t.Fatal(err)
	}
}

func (s *sickbed) meta(name, value string) {
	s.t.Helper()
	if err := s.SetMeta(s.t.Context(), name, value); err != nil {
		s.t.Fatal(err)
	}
}

func removeFile(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func putFile(t *testing.T, path, body string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
}

// elsewhereThan is a database that is not there.
func elsewhereThan(dbURL string) string {
	if store.KindOf(dbURL) == store.KindLite {
		return dbURL + ".none"
	}
	return "postgres://nobody:nothing@127.0.0.1:1/none"
}
