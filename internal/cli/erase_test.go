package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
)

// masterOfTests is the key of dbtest as it stands in the environment.
const masterOfTests = "KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio="

// finished is a withdrawn appeal with a file, and a deputy beside the head.
func finished(t *testing.T, w *dbtest.World, files *blob.Store) (appeal.Appeal, blob.Ref) {
	t.Helper()
	d := w.Draft("Аулада жарық жоқ")
	d.Key = w.Ring.NewCase()
	ref, err := files.Put(t.Context(), strings.NewReader("сурет орнына мәтін"), "жарық.txt", d.Key[:])
	if err != nil {
		t.Fatal(err)
	}
	d.Files, d.Body = []blob.Ref{ref}, w.Akimat.ID
	r, err := w.Desk.Submit(t.Context(), account.Who{}, d)
	if err != nil {
		t.Fatal(err)
	}
	a, err := w.Desk.Do(t.Context(), account.Author(int64(r.Appeal.ID)), r.Appeal.ID, appeal.Order{Act: appeal.ActWithdraw})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.AddPerson(t.Context(), operator(), account.Person{Login: "deputy", Name: "Орынбасар Сынақов",
		Password: account.HashPassword(dbtest.Password), Seats: []account.Seat{{Body: a.Body, Role: account.Deputy}}}, w.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return a, ref
}

func TestTwoPersonsEraseACase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		dir := t.TempDir()
		files, err := blob.New(blob.Options{Dir: filepath.Join(dir, "files")})
		if err != nil {
			t.Fatal(err)
		}
		defer files.Close()
		a, ref := finished(t, w, files)
		key := filepath.Join(dir, "house.key")
		environment := map[string]string{"JAUAP_DB": w.URL, "JAUAP_KEY": masterOfTests, "JAUAP_KEY_FILE": key, "JAUAP_LANG": "ru",
			"JAUAP_FILES": filepath.Join(dir, "files"), "JAUAP_YES": "true", "JAUAP_AS": "deputy"}
		number, right := a.Number().String(), dbtest.Password+"\n"
		say := func(code int, stdin, says string, args ...string) {
			t.Helper()
			got, out, errOut := run(t, environment, stdin, append([]string{"erase"}, args...)...)
			if got != code || !strings.Contains(out+errOut, says) {
				t.Errorf("%s: exit %d, want %d and %q:\n%s%s", strings.Join(args, " "), got, code, says, out, errOut)
			}
		}
		ask := []string{"ask", number, "--as", "head", "--password-stdin", "--article"}
		say(exitUsage, "", "--as", "ask", number)
		say(exitUsage, "", "--password-stdin", "ask", number, "--as", "head", "--article", "x")
		say(exitFailed, "басқа сөз 123\n", "Неверный логин или пароль", append(ask, "ст. 18")...)
		say(exitFailed, right, "Неверный логин или пароль", "ask", number, "--as", "nobody", "--password-stdin", "--article", "ст. 18")
		say(exitUsage, right, "--article", append(ask, "")...)
		say(exitFailed, right, "решают только руководитель", "ask", number, "--as", "registrar", "--password-stdin", "--article", "ст. 18")
		say(exitFailed, right, "не нашлось", "ask", number, "--as", "outsider", "--password-stdin", "--article", "ст. 18")
		say(exitOK, right, "Записано: удалить обращение "+number, append(ask, "ст. 18")...)
		say(exitFailed, right, "уже попросили", append(ask, "ст. 18")...)
		say(exitOK, right, "Просьба отозвана", "cancel", number, "--as", "deputy", "--password-stdin")
		say(exitFailed, right, "никто не просил", "approve", number, "--as", "deputy", "--password-stdin", "--yes")
		say(exitOK, right, "Записано", append(ask, "ст. 18")...)
		say(exitOK, "", "просят удалить", "list")
		say(exitFailed, right, "Вы сами просили", "approve", number, "--as", "head", "--password-stdin", "--yes")
		say(exitFailed, right+"ЖТ-1\n", "Ничего не удалено", "approve", number, "--as", "deputy", "--password-stdin")
		if _, err := os.Stat(key + erasedSuffix); err == nil {
			t.Error("the journal was begun before anything was erased")
		}
		lock(t, w, "deputy", true)
		say(exitFailed, right, "Ваш вход закрыт", "approve", number, "--as", "deputy", "--password-stdin", "--yes")
		lock(t, w, "deputy", false)
		say(exitOK, right+number+"\n", "Исчезнут: текст", "approve", number, "--as", "deputy", "--password-stdin")
		say(exitFailed, right, "удалено по закону", "approve", number, "--as", "deputy", "--password-stdin", "--yes")
		say(exitOK, "", "удалено: ", "list")
		if _, err := w.Case(t.Context(), account.Everything(), a.ID); !fault.Is(err, fault.Gone) {
			t.Errorf("the case: %v", err)
		}
		place, _ := blob.Place(ref.ID)
		if _, err := os.Stat(filepath.Join(dir, "files", place)); !os.IsNotExist(err) {
			t.Errorf("the attachment: %v", err)
		}
		lines, err := wholeLines(key + erasedSuffix)
		if err != nil || !strings.HasPrefix(lines[0], "v1 1 "+number+" ") {
			t.Errorf("the journal: %q, %v", lines, err)
		}
	})
}

func lock(t *testing.T, w *dbtest.World, login string, locked bool) {
	t.Helper()
	p, err := w.PersonByLogin(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.SetLocked(t.Context(), operator(), p.ID, locked, w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
}

func TestAKilledErasureIsFinishedByTheNextCommand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		dir := t.TempDir()
		files, err := blob.New(blob.Options{Dir: filepath.Join(dir, "files")})
		if err != nil {
			t.Fatal(err)
		}
		defer files.Close()
		a, _ := finished(t, w, files)
		deputy, err := w.PersonByLogin(t.Context(), "deputy")
		if err != nil {
			t.Fatal(err)
		}
		asked, err := appeal.AskErasure(a, w.Head, "18-бап", "", w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.AskErasure(t.Context(), a, asked); err != nil {
			t.Fatal(err)
		}
		approved, err := asked.Approve(a, deputy.Who(), w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		journal := filepath.Join(dir, "house.key"+erasedSuffix)
		if err := os.WriteFile(journal, []byte("v1 half a li"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = w.Erase(t.Context(), approved, func(line string) error {
			if err := appendLine(journal, line); err != nil {
				t.Error(err)
			}
			return os.ErrProcessDone // killed here
		})
		if err == nil {
			t.Fatal("it was not killed")
		}
		environment := map[string]string{"JAUAP_DB": w.URL, "JAUAP_KEY": masterOfTests, "JAUAP_KEY_FILE": filepath.Join(dir, "house.key"), "JAUAP_LANG": "ru"}
		for _, says := range []string{"повторно удалено обращений: 1", "удалено: "} {
			if code, out, errOut := run(t, environment, "", "erase", "list"); code != exitOK || !strings.Contains(out, says) {
				t.Errorf("exit %d, want %q:\n%s%s", code, says, out, errOut)
			}
		}
		if err := w.VerifyLeaves(t.Context(), a.ID); err != nil {
			t.Error(err)
		}
	})
}

func TestAJournalThatCannotBeWrittenErasesNothing(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "none", "house.key.erased")
	if err := appendLine(file, "x"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("no folder: %v", err)
	}
}
