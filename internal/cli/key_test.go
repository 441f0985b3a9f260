package cli

import (
	"database/sql"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/account"
	"jauap/internal/dbtest"
	"jauap/internal/keys"
	"jauap/internal/store"
)

// aKey is a place for a key file and how the program is told of it.
func aKey(t *testing.T, url string) (path string, environment map[string]string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "jauap.key")
	return path, map[string]string{"JAUAP_DB": url, "JAUAP_KEY_FILE": path, "JAUAP_LANG": "ru"}
}

// say types one line and looks at what is answered.
func say(t *testing.T, environment map[string]string, typed string, wantCode int, want ...string) string {
	t.Helper()
	code, out, errOut := run(t, environment, "", strings.Split(typed, " ")...)
	if code != wantCode {
		t.Errorf("%s: exit %d, want %d:\n%s%s", typed, code, wantCode, out, errOut)
	}
	for _, w := range want {
		if !strings.Contains(out+errOut, w) {
			t.Errorf("%s: want %q:\n%s%s", typed, w, out, errOut)
		}
	}
	return out
}

func keepText(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAKeyIsMadeWithoutADatabase(t *testing.T) {
	t.Parallel()
	path, environment := aKey(t, "sqlite:"+filepath.Join(t.TempDir(), "none.db"))
	say(t, environment, "key init --origin a+b", exitFailed, "не годится как имя журнала")
	say(t, environment, "key verifier", exitFailed, "не найден")
	say(t, environment, "key init --origin otinish.example.kz/log", exitOK, "отпечаток", "otinish.example.kz/log+", "отдельно")
	out := say(t, environment, "key verifier", exitOK)
	if v, err := note.NewVerifier(strings.TrimSpace(out)); err != nil || v.Name() != "otinish.example.kz/log" {
		t.Errorf("%q is no verifier: %v", out, err)
	}
	say(t, environment, "key init", exitFailed, "уже есть")
	say(t, environment, "key check", exitFailed, "Отпечаток", "none.db")
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	say(t, environment, "key check", exitFailed, "chmod 600")
}

func TestAKeyOfTheEnvironmentGoesIntoAFileBeforeItIsRotated(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		path, environment := aKey(t, w.URL)
		environment["JAUAP_KEY"] = testKey
		say(t, environment, "key rotate", exitFailed, "jauap key init --from-env")
		say(t, environment, "key rotate --prepare", exitFailed, "jauap key init --from-env")
		say(t, environment, "key check", exitOK, "JAUAP_KEY", w.Ring.ID(), "всё в порядке")
		say(t, environment, "key init", exitUsage, "--from-env")
		say(t, environment, "key init --from-env --origin x", exitUsage, "вместе не указывают")
		say(t, environment, "key init --from-env", exitOK, w.Ring.ID(), w.Ring.Verifier())
		delete(environment, "JAUAP_KEY")
		say(t, environment, "key init --from-env", exitUsage, "пуста")
		say(t, environment, "key rotate", exitOK, path+"."+w.Ring.ID()+".old")
		say(t, environment, "key check --all", exitOK, "всё в порядке")
	})
}

func TestRotateAndCheckFromTheCommandLine(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		path, environment := aKey(t, w.URL)
		keepText(t, path, testKey+"\n")
		for range 3 {
			if _, err := w.Desk.Submit(t.Context(), account.Who{}, w.Draft("Көше жарығы жоқ")); err != nil {
				t.Fatal(err)
			}
		}
		say(t, environment, "key check --all", exitOK, "Закрыто ключом "+w.Ring.ID()+": 3", "Опробованы ключи 3 обращений")
		say(t, environment, "key rotate --prepare", exitOK, "пока не используется")
		say(t, environment, "key check", exitOK, "Следующий ключ готов", "всё в порядке")
		ring, err := keys.Load(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := ring.Turn(ring.ID()); err != nil { // a rotation cut short
			t.Fatal(err)
		}
		say(t, environment, "key check", exitFailed, "jauap key rotate", "С ключом 1 неполадка")
		say(t, environment, "key rotate", exitOK, "теперь "+ring.ID(), "ключи 3 обращений", ".old")
		say(t, environment, "key check --all", exitOK, "Закрыто ключом "+ring.ID()+": 3", "прежний ключ", "всё в порядке")
	})
}

func TestKeyCheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		path, environment := aKey(t, w.URL)
		keepText(t, path, base64.StdEncoding.EncodeToString(make([]byte, keys.Size)))
		say(t, environment, "key check", exitFailed, w.Ring.ID(), "другим главным ключом")
		keepText(t, path, testKey)
		for range 2 {
			if _, err := w.Desk.Submit(t.Context(), account.Who{}, w.Draft("Көше жарығы жоқ")); err != nil {
				t.Fatal(err)
			}
		}
		spoil(t, w, `update appeal_content set case_key = sealed where appeal_id = 1`)
		say(t, environment, "key check", exitFailed, "внутренний номер: 1", "С ключом 1 неполадка")
		spoil(t, w, `update appeal_content set ring = '0123456789abcdef' where appeal_id = 1`)
		say(t, environment, "key check --all", exitFailed, "Ключа 0123456789abcdef нет", "С ключом 2 неполадки")
		say(t, environment, "key rotate", exitFailed, "внутренний номер: 1", "теперь ")
	})
}

func TestADatabaseFromBeforeARotationIsNotServedUntilItsKeysAreWrappedAnew(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		path, environment := aKey(t, w.URL)
		keepText(t, path, testKey)
		say(t, environment, "key rotate", exitOK)
		spoil(t, w, `update meta set value = '`+w.Ring.ID()+`' where name = 'ring'`) // as an older backup has it
		say(t, environment, "serve --listen 127.0.0.1:0", exitFailed, w.Ring.ID(), "jauap key rotate")
		say(t, environment, "key check", exitFailed, w.Ring.ID(), "jauap key rotate")
		say(t, environment, "key rotate", exitOK)
		say(t, environment, "key check", exitOK, "всё в порядке")
	})
}

func TestAKeyCheckTiesNoDatabaseToItsKey(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		db, err := store.Open(t.Context(), url, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		_ = db.Close()
		_, first := aKey(t, url)
		_, second := aKey(t, url)
		for _, environment := range []map[string]string{first, second} {
			say(t, environment, "key init", exitOK)
			say(t, environment, "key check", exitOK, "ещё нет ключа")
		}
		say(t, second, "directory import", exitOK) // this ties it
		say(t, first, "key check", exitFailed, "другим главным ключом")
		say(t, second, "key check", exitOK, "всё в порядке")
	})
}

// spoil changes the database behind the program's back.
func spoil(t *testing.T, w *dbtest.World, statement string) {
	t.Helper()
	driver, source := "pgx", w.URL
	if file, ok := strings.CutPrefix(w.URL, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+file+"?_pragma=busy_timeout(15000)"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
