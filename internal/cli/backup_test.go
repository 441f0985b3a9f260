package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/backup"
	"jauap/internal/blob"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/keys"
	"jauap/internal/store"
	"jauap/internal/witness"
)

// A counter hands out receipts, as the page does, each with an attachment.
type counter struct {
	w     *dbtest.World
	dir   string
	files *blob.Store
}

func newCounter(t *testing.T, w *dbtest.World) *counter {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	files, err := blob.New(blob.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	return &counter{w, dir, files}
}

func (c *counter) submit(ctx context.Context) (appeal.Receipt, error) {
	d := c.w.Draft("Көшеде жарық жоқ " + rand.Text())
	d.Key = c.w.Ring.NewCase()
	ref, err := c.files.Put(ctx, strings.NewReader("Сынақ хаты "+rand.Text()), "хат.txt", d.Key[:])
	if err != nil {
		return appeal.Receipt{}, err
	}
	d.Files = []blob.Ref{ref}
	return c.w.Desk.Submit(ctx, account.Who{}, d)
}

func (c *counter) take(t *testing.T, n int) []appeal.Receipt {
	t.Helper()
	var out []appeal.Receipt
	for range n {
		r, err := c.submit(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// crowd submits from several sides until stop; acknowledged gives what was
// acknowledged so far.
func (c *counter) crowd(t *testing.T, writers int) (acknowledged func() []appeal.Receipt, stop func()) {
	t.Helper()
	var mu sync.Mutex
	var all []appeal.Receipt
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for ctx.Err() == nil {
				r, err := c.submit(context.WithoutCancel(ctx))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				all = append(all, r)
				mu.Unlock()
			}
		})
	}
	return func() []appeal.Receipt { mu.Lock(); defer mu.Unlock(); return append([]appeal.Receipt(nil), all...) },
		func() { cancel(); group.Wait() }
}

// An operatorOf types commands on the database of a world.
func operatorOf(t *testing.T, w *dbtest.World, files string) func(want int, says string, args ...string) string {
	t.Helper()
	environment := map[string]string{"JAUAP_DB": w.URL, "JAUAP_KEY": testKey, "JAUAP_LANG": "ru", "JAUAP_FILES": files,
		"JAUAP_KEY_FILE": filepath.Join(t.TempDir(), "house.key")}
	return typing(t, environment)
}

func typing(t *testing.T, environment map[string]string) func(want int, says string, args ...string) string {
	t.Helper()
	return func(want int, says string, args ...string) string {
		t.Helper()
		code, out, errOut := run(t, environment, "", args...)
		if code != want || !strings.Contains(out+errOut, says) {
			t.Fatalf("%q: exit %d, want %d and %q:\n%s%s", args, code, want, says, out, errOut)
		}
		return out + errOut
	}
}

// emptyPlace is a place for a restore: no file, or a database of its own in
// the server.
func emptyPlace(t *testing.T, dbURL string) (place string) {
	t.Helper()
	if store.KindOf(dbURL) == store.KindLite {
		return "sqlite:" + filepath.Join(t.TempDir(), "new", "restored.db")
	}
	server, err := sql.Open("pgx", dbURL)
	if err != nil {
		t.Fatal(err)
	}
	name := "t_" + strings.ToLower(rand.Text()[:12])
	if _, err := server.ExecContext(t.Context(), `create database `+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := server.Exec(`drop database ` + name + ` with (force)`); err != nil {
			t.Error(err)
		}
		_ = server.Close()
	})
	u, err := url.Parse(dbURL)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// opens fails the test unless a citizen finds her appeal with number and
// code, and her file in it.
func opens(t *testing.T, db *store.DB, files *blob.Store, r appeal.Receipt) {
	t.Helper()
	who, err := db.Prove(t.Context(), r.Appeal.Number(), r.Code)
	if err != nil {
		t.Errorf("%s: number and code do not open it: %v", r.Appeal.Number(), err)
		return
	}
	c, err := db.Case(t.Context(), who.Scope(), r.Appeal.ID)
	if err != nil || len(c.Content.Files) != 1 {
		t.Errorf("%s: %v, files %v", r.Appeal.Number(), err, c.Content.Files)
		return
	}
	f, err := files.Open(t.Context(), c.Content.Files[0], c.Key[:])
	if err != nil {
		t.Errorf("%s: its file does not open: %v", r.Appeal.Number(), err)
		return
	}
	defer f.Close()
	if body, err := io.ReadAll(f); err != nil || !bytes.HasPrefix(body, []byte("Сынақ хаты")) {
		t.Errorf("%s: its file reads %q, %v", r.Appeal.Number(), body, err)
	}
}

// restoredHouse restores a backup and opens what came of it.
func restoredHouse(t *testing.T, dir, dbURL string) (*store.DB, *blob.Store) {
	t.Helper()
	place, files := emptyPlace(t, dbURL), filepath.Join(t.TempDir(), "files")
	typing(t, map[string]string{"JAUAP_DB": place, "JAUAP_KEY": testKey, "JAUAP_LANG": "ru", "JAUAP_KEY_FILE": filepath.Join(t.TempDir(), "house.key")})(
		exitOK, "Восстановлена копия", "restore", dir, "--files", files)
	opened, err := blob.New(blob.Options{Dir: files})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return dbtest.Open(t, place), opened
}

func TestABackupMadeWhileManyWriteHasEveryReceiptOfBefore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCounter(t, w)
		operate := operatorOf(t, w, c.dir)
		acknowledged, stop := c.crowd(t, 8)
		defer stop()
		for len(acknowledged()) < 40 {
			time.Sleep(time.Millisecond)
		}
		before := acknowledged()
		dir := filepath.Join(t.TempDir(), "copy")
		operate(exitOK, "НЕТ: он в переменной JAUAP_KEY", "backup", dir)
		if during := len(acknowledged()) - len(before); during == 0 {
			t.Error("nobody could write while the backup was made")
		}
		stop()
		operate(exitOK, "цела", "backup", "check", dir)
		db, files := restoredHouse(t, dir, w.URL)
		for _, r := range before {
			opens(t, db, files, r)
		}
		checkDefects(t, db)
		if at, err := w.Meta(t.Context(), metaBackup); err != nil || at == "" {
			t.Errorf("when the backup was made is forgotten: %q, %v", at, err)
		}
	})
}

// checkDefects compares what was restored with its events and counts.
func checkDefects(t *testing.T, db *store.DB) {
	t.Helper()
	ids, err := db.AppealIDs(t.Context(), 0, 1000)
	if err != nil || len(ids) == 0 {
		t.Fatal(ids, err)
	}
	for _, id := range ids {
		if err := db.VerifyLeaves(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
	if err := db.VerifyRollups(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestAnOlderBackupIsWhole(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCounter(t, w)
		operate := operatorOf(t, w, c.dir)
		older, newer := filepath.Join(t.TempDir(), "older"), filepath.Join(t.TempDir(), "newer")
		before := c.take(t, 3)
		operate(exitOK, "готова", "backup", older)
		after := c.take(t, 2)
		operate(exitOK, "готова", "backup", newer)
		db, files := restoredHouse(t, older, w.URL)
		for _, r := range before {
			opens(t, db, files, r)
		}
		if stats, err := db.Stats(t.Context()); err != nil || stats.Total != 3 {
			t.Errorf("%d appeals, %v; want 3", stats.Total, err)
		}
		if _, err := db.Prove(t.Context(), after[0].Appeal.Number(), after[0].Code); err == nil {
			t.Error("an appeal of after the backup is in it")
		}
		if epoch, err := db.LogEpoch(t.Context()); err != nil || epoch != 1 {
			t.Errorf("epoch %d, %v; want 1", epoch, err)
		}
	})
}

// erased erases a finished case and gives the line of the journal.
func erased(t *testing.T, w *dbtest.World, a appeal.Appeal) (line string) {
	t.Helper()
	deputy, err := w.PersonByLogin(t.Context(), "deputy")
	if err != nil {
		t.Fatal(err)
	}
	e, err := appeal.AskErasure(a, w.Head, "18-бап", "", w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.AskErasure(t.Context(), a, e); err != nil {
		t.Fatal(err)
	}
	if e, err = e.Approve(a, deputy.Who(), w.Clock.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Erase(t.Context(), e, func(s string) error { line = s; return nil }); err != nil {
		t.Fatal(err)
	}
	return line
}

func TestWhatWasErasedDoesNotComeBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCounter(t, w)
		operate := operatorOf(t, w, c.dir)
		a, ref := finished(t, w, c.files)
		kept := c.take(t, 1)[0]
		dir := filepath.Join(t.TempDir(), "copy")
		operate(exitOK, "готова", "backup", dir)
		journal := filepath.Join(t.TempDir(), "journal")
		if err := os.WriteFile(journal, []byte(erased(t, w, a)+"\nv1 cut o"), 0o600); err != nil {
			t.Fatal(err)
		}
		place, files := emptyPlace(t, w.URL), filepath.Join(t.TempDir(), "files")
		operate(exitUsage, "не прочитался", "restore", dir, "--db", place, "--files", files, "--erasures", journal+"2")
		operate(exitOK, "Восстановлена копия", "restore", dir, "--db", place, "--files", files, "--erasures", journal)
		db := dbtest.Open(t, place)
		if _, err := db.Case(t.Context(), account.Everything(), a.ID); !fault.Is(err, fault.Gone) {
			t.Errorf("an erased case came back: %v", err)
		}
		opened, err := blob.New(blob.Options{Dir: files})
		if err != nil {
			t.Fatal(err)
		}
		defer opened.Close()
		opens(t, db, opened, kept)
		lost, _ := blob.Place(ref.ID)
		if _, err := os.Stat(filepath.Join(files, lost)); err == nil {
			t.Error("the file of an erased case came back")
		}
	})
}

// A dump that was loaded and not yet cleansed of what was erased since.
func TestAHalfRestoredDatabaseIsNotOpened(t *testing.T) {
	t.Parallel()
	w := dbtest.NewWorld(t, dbtest.PostgresSchema(t))
	operate := operatorOf(t, w, t.TempDir())
	dir := filepath.Join(t.TempDir(), "copy")
	operate(exitOK, "готова", "backup", dir)
	b, err := backup.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	place := emptyPlace(t, w.URL)
	if err := store.Fill(t.Context(), place, b.Path(backup.Dump), b.Space, b.Tool); err != nil {
		t.Fatal(err)
	}
	operate(exitFailed, "не до конца восстановлена", "log", "verify", "--db", place)
	operate(exitFailed, "не до конца восстановлена", "doctor", "--db", place)
	operate(exitFailed, "не пустое место", "restore", dir, "--db", place, "--files", filepath.Join(t.TempDir(), "files"))
}

// The same backup restored twice signs under two names: neither fork of the
// log can be taken for the other.
func TestEveryReturnToABackupSignsUnderANewName(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, dbURL string) {
		home := t.TempDir()
		key := filepath.Join(home, "house.key")
		operate := typing(t, map[string]string{"JAUAP_DB": dbURL, "JAUAP_KEY_FILE": key, "JAUAP_LANG": "ru", "JAUAP_FILES": filepath.Join(home, "files")})
		operate(exitOK, "органов", "directory", "import")
		dir := filepath.Join(home, "copy")
		operate(exitOK, "НЕТ: он в файле", "backup", dir)
		ring, err := keys.Load(key)
		if err != nil {
			t.Fatal(err)
		}
		for want := 1; want <= 2; want++ {
			place := emptyPlace(t, dbURL)
			operate(exitOK, "Восстановлена копия", "restore", dir, "--db", place, "--files", filepath.Join(t.TempDir(), "files"))
			db, err := store.Open(t.Context(), place, store.Options{Ring: ring})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if epoch, err := db.LogEpoch(t.Context()); err != nil || epoch != want {
				t.Errorf("epoch %d, %v; want %d", epoch, err, want)
			}
			w, err := witness.New(witness.Options{Store: db, Ring: ring, Memory: key + ".checkpoint", Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.SealAll(t.Context()); err != nil {
				t.Errorf("the restored log does not go on: %v", err)
			}
		}
	})
}

func TestARestoreTouchesNothingItShouldNot(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCounter(t, w)
		operate := operatorOf(t, w, c.dir)
		c.take(t, 2)
		dir := filepath.Join(t.TempDir(), "copy")
		operate(exitOK, "готова", "backup", dir)
		place, files := emptyPlace(t, w.URL), filepath.Join(t.TempDir(), "files")

		operate(exitFailed, "не пуста", "backup", dir)
		operate(exitFailed, "не пустое место", "restore", dir, "--files", files)
		operate(exitFailed, "Папка файлов", "restore", dir, "--db", place, "--files", c.dir)
		other := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
		if store.KindOf(w.URL) == store.KindLite {
			other = "postgres://nobody@127.0.0.1:1/none"
		}
		operate(exitUsage, "В копии база "+w.Kind(), "restore", dir, "--db", other, "--files", files)
		foreign := typing(t, map[string]string{"JAUAP_DB": place, "JAUAP_KEY_FILE": filepath.Join(t.TempDir(), "house.key"), "JAUAP_KEY": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=", "JAUAP_LANG": "ru"})
		foreign(exitFailed, "Копию открывает главный ключ "+w.Ring.ID(), "restore", dir, "--files", files)
		foreign(exitFailed, "подписана другим ключом", "backup", "check", dir)
		operate(exitOK, "цела", "backup", "check", dir, "--key", w.Ring.Verifier())
		later, err := w.Ring.VerifierOf(1)
		if err != nil {
			t.Fatal(err)
		}
		published := write(t, filepath.Join(t.TempDir(), "keys"), later+"\n"+w.Ring.Verifier()+"\n")
		operate(exitOK, "цела", "backup", "check", dir, "--key", published)
		operate(exitFailed, "подписана другим ключом", "backup", "check", dir, "--key", keepLog(t).key)
		operate(exitFailed, "В --key нет ни открытого ключа", "backup", "check", dir, "--key", published+"2")

		flip(t, filepath.Join(dir, databaseIn(dir)))
		operate(exitFailed, "изменён или повреждён", "restore", dir, "--db", place, "--files", files)
		operate(exitFailed, "изменён или повреждён", "backup", "check", dir)
		if err := store.EmptyPlace(t.Context(), place, spaceOf(t, dir)); err != nil {
			t.Errorf("the place was touched: %v", err)
		}
		if _, err := os.Stat(files); err == nil {
			t.Error("the folder of files was touched")
		}
	})
}

func databaseIn(dir string) string {
	if _, err := os.Stat(filepath.Join(dir, backup.Dump)); err == nil {
		return backup.Dump
	}
	return backup.Lite
}

func spaceOf(t *testing.T, dir string) string {
	t.Helper()
	b, err := backup.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	return b.Space
}

// flip changes one bit in the middle of a file.
func flip(t *testing.T, path string) {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	body[len(body)/2] ^= 1
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAMissingAttachmentIsToldWithItsAppeal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCounter(t, w)
		operate := operatorOf(t, w, c.dir)
		r := c.take(t, 2)[1]
		held, err := w.Case(t.Context(), account.Everything(), r.Appeal.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.files.Remove(held.Content.Files[0].ID); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), "copy")
		said := operate(exitFailed, r.Appeal.Number().String()+": приложенного", "backup", dir)
		if !strings.Contains(said, "Копия сделана, но 1 файла нет") {
			t.Error(said)
		}
		operate(exitOK, held.Content.Files[0].ID, "backup", "check", dir)
	})
}

// A backup that is killed at any moment is none, or it is whole.
func TestAKilledBackupIsNone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCounter(t, w)
		operate := operatorOf(t, w, c.dir)
		c.take(t, 30)
		for i, wait := range []time.Duration{5, 40, 80, 130, 200, 400} {
			dir := filepath.Join(t.TempDir(), "copy")
			p := jauap(t, "backup", dir, "--db", w.URL, "--files", c.dir)
			if err := p.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(wait * time.Millisecond)
			_ = p.Process.Kill()
			_ = p.Wait()
			if _, err := backup.Read(dir); err != nil {
				operate(exitFailed, "резервной копии нет", "restore", dir, "--db", emptyPlace(t, w.URL))
				continue
			}
			t.Logf("try %d: it was quicker", i)
			operate(exitOK, "цела", "backup", "check", dir)
		}
	})
}

// A restore that is killed at any moment leaves nothing that could be served,
// or all of it.
func TestAKilledRestoreServesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		c := newCounter(t, w)
		operate := operatorOf(t, w, c.dir)
		c.take(t, 30)
		dir := filepath.Join(t.TempDir(), "copy")
		operate(exitOK, "готова", "backup", dir)
		for _, wait := range []time.Duration{10, 120, 250, 400, 700} {
			place, files := emptyPlace(t, w.URL), filepath.Join(t.TempDir(), "files")
			p := jauap(t, "restore", dir, "--db", place, "--files", files)
			if err := p.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(wait * time.Millisecond)
			_ = p.Process.Kill()
			_ = p.Wait()
			if err := store.EmptyPlace(t.Context(), place, spaceOf(t, dir)); err == nil {
				continue
			}
			code, out, errOut := run(t, map[string]string{"JAUAP_DB": place, "JAUAP_KEY": testKey, "JAUAP_KEY_FILE": filepath.Join(t.TempDir(), "house.key")}, "", "log", "verify", "--lang", "en")
			if code == exitOK && !strings.Contains(out, "30") {
				t.Errorf("after %d ms: half a house is open: %s%s", wait, out, errOut)
			}
		}
	})
}
