package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/witness"
)

// sealed seals what waits, as a server would, and remembers it beside a key.
func sealed(t *testing.T, w *dbtest.World, key string) {
	t.Helper()
	at, err := witness.New(witness.Options{Store: w.DB, Ring: w.Ring, Memory: key + ".checkpoint", Now: w.Clock.Now})
	if err == nil {
		err = at.SealAll(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// inPlace is a world over a database that was restored from its backup.
func inPlace(t *testing.T, w *dbtest.World, place string) *dbtest.World {
	t.Helper()
	out := &dbtest.World{DB: dbtest.Open(t, place), URL: place, Ring: w.Ring, Clock: w.Clock, Rules: w.Rules}
	var err error
	out.Desk, err = appeal.New(appeal.Options{Store: out.DB, Ring: w.Ring, Now: w.Clock.Now,
		Rules: func(context.Context) (appeal.Rules, error) { return w.Rules, nil }})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A house that went back to a backup twice, and each time forgot whom it gave
// which number.
func TestNoNumberIsGivenTwiceAfterARestore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		home := t.TempDir()
		key, c := filepath.Join(home, "house.key"), newCounter(t, w)
		operate := typing(t, map[string]string{"JAUAP_DB": w.URL, "JAUAP_KEY": testKey, "JAUAP_KEY_FILE": key, "JAUAP_LANG": "ru", "JAUAP_FILES": c.dir})
		given := map[int64]string{}
		take := func(c *counter, house string) {
			t.Helper()
			for _, r := range c.take(t, 3) {
				id := int64(r.Appeal.ID)
				if before := given[id]; before != "" {
					t.Errorf("number %d was given %s and %s", id, before, house)
				}
				given[id] = house
			}
			sealed(t, c.w, key)
		}
		take(c, "before the backup")
		dir := filepath.Join(home, "copy")
		operate(exitOK, "готова", "backup", dir)
		take(c, "after it")
		for n := range 2 {
			place, files := emptyPlace(t, w.URL), filepath.Join(t.TempDir(), "files")
			said := operate(exitOK, "Пропущено номеров: ", "restore", dir, "--db", place, "--files", files)
			if want := fmt.Sprintf("Пропущено номеров: %s", strconv.Itoa(15*(n+1))); !strings.Contains(said, want) {
				t.Errorf("want %q:\n%s", want, said)
			}
			restored := newCounter(t, inPlace(t, w, place))
			take(restored, fmt.Sprintf("by house %d", n+1))
		}
	})
}

func TestHowManyNumbersAreLeftOut(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		signed   int64
		since    time.Duration
		restores int
		want     int64
	}{
		{"at once", 0, 0, 0, 15_000},
		{"a clock that was set back", 0, -time.Hour, 0, 15_000},
		{"a day later", 0, 24 * time.Hour, 0, 10_000 + 25*5_000},
		{"an import of a million", 1_000_000, time.Hour, 0, 1_010_000},
		{"a memory of an older log", -7, 0, -2, 15_000},
		{"the third time", 0, 0, 2, 45_000},
	} {
		if got := leftOut(tt.signed, tt.since, tt.restores); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestARestoreAcrossARotationSaysWhatToDo(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, dbURL string) {
		home := t.TempDir()
		environment := map[string]string{"JAUAP_DB": dbURL, "JAUAP_KEY_FILE": filepath.Join(home, "house.key"), "JAUAP_LANG": "ru",
			"JAUAP_FILES": filepath.Join(home, "files")}
		operate := typing(t, environment)
		operate(exitOK, "органов", "directory", "import")
		dir := filepath.Join(home, "copy")
		operate(exitOK, "готова", "backup", dir)
		operate(exitOK, "теперь", "key", "rotate")
		place := emptyPlace(t, dbURL)
		said := operate(exitOK, "Сначала выполните jauap key rotate", "restore", dir, "--db", place, "--files", filepath.Join(home, "files2"))
		if strings.Contains(said, "Теперь запустите") {
			t.Error(said)
		}
		environment["JAUAP_DB"] = place
		operate(exitFailed, "✗ База пользуется прежним ключом", "doctor")
		operate(exitFailed, "jauap key rotate", "serve", "--listen", "127.0.0.1:0")
		operate(exitOK, "теперь", "key", "rotate")
		if said := operate(exitOK, "✓ База принадлежит этому ключу", "doctor"); strings.Contains(said, "✗") {
			t.Error(said)
		}
		// the keys of both names of the log
		operate(exitOK, "/2+", "key", "check")
		if out := operate(exitOK, "/2+", "key", "verifier"); strings.Count(out, "\n") != 2 || strings.Contains(out, "только первый") {
			t.Errorf("both keys and no more: %s", out)
		}
		environment["JAUAP_DB"] = elsewhereThan(dbURL)
		if out := operate(exitOK, "только первый ключ", "key", "verifier"); strings.Contains(out, "/2+") {
			t.Error(out)
		}
	})
}

func TestARestoreSaysWhereItLookedForErasures(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		home := t.TempDir()
		key, c := filepath.Join(home, "house.key"), newCounter(t, w)
		operate := typing(t, map[string]string{"JAUAP_DB": w.URL, "JAUAP_KEY": testKey, "JAUAP_KEY_FILE": key, "JAUAP_LANG": "en", "JAUAP_FILES": c.dir})
		a, _ := finished(t, w, c.files)
		dir := filepath.Join(home, "copy")
		operate(exitOK, "made", "backup", dir)
		restore := func(says string, args ...string) {
			t.Helper()
			operate(exitOK, says, append([]string{"restore", dir, "--db", emptyPlace(t, w.URL), "--files", filepath.Join(t.TempDir(), "files")}, args...)...)
		}
		line := erased(t, w, a) + "\n"
		restore("erased again: 0. The journal of erasures was looked for here: " + key + ".erased (none), " + filepath.Join(dir, "erased") + " (none)")
		kept := write(t, filepath.Join(home, "journal"), line)
		restore("erased again: 1. The journal of erasures was looked for here: "+key+".erased (none), "+filepath.Join(dir, "erased")+" (none), "+kept+".", "--erasures", kept)
		write(t, key+erasedSuffix, line)
		restore("erased again: 1. The journal of erasures was looked for here: " + key + ".erased, ")
	})
}

func TestAFullDiskIsNamed(t *testing.T) {
	t.Parallel()
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, full := f.WriteString("x")
	for _, tt := range []struct {
		name string
		err  error
		want string // the folder
	}{
		{"a file", fmt.Errorf("copy: %w", full), "/dev"},
		{"a program", fault.New(fault.Unavailable, "store.tool_failed").Because(syscall.ENOSPC), "/copies"},
		{"a quota", syscall.EDQUOT, "/copies"},
		{"something else", fs.ErrPermission, ""},
		{"nothing", nil, ""},
	} {
		got := noRoom(tt.err, "/copies")
		if tt.want == "" {
			if !errors.Is(got, tt.err) {
				t.Errorf("%s: %v", tt.name, got)
			}
			continue
		}
		var told *fault.Fault
		if !errors.As(got, &told) || told.Key != "backup.no_room" || told.Args["dir"] != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// A case that was erased leaves its proofs: a receipt that was kept from its
// first day is shown to be genuine with them, also when the time promised is
// past.
func TestAReceiptOfAnErasedCaseIsProvenWithWhatIsLeft(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		home := t.TempDir()
		key, c := filepath.Join(home, "house.key"), newCounter(t, w)
		environment := map[string]string{"JAUAP_DB": w.URL, "JAUAP_KEY": testKey, "JAUAP_KEY_FILE": key, "JAUAP_LANG": "ru", "JAUAP_FILES": c.dir}
		operate := typing(t, environment)
		a, _ := finished(t, w, c.files)
		prove := func(args ...string) (text, told string) {
			t.Helper()
			code, out, errOut := run(t, environment, "", append([]string{"log", "prove", a.Number().String()}, args...)...)
			if code != exitOK {
				t.Fatalf("prove: %s%s", out, errOut)
			}
			return out, errOut
		}
		text, told := prove("--event", "2")
		if !strings.Contains(told, "Событие 2 ещё не внесено") {
			t.Error(told)
		}
		kept := write(t, filepath.Join(home, "receipt.txt"), text)
		verifyAs := []string{"verify", kept, "--key", w.Ring.Verifier(), "--at", time.Now().AddDate(0, 0, 3).Format("2006-01-02T15:04")}
		c.take(t, 300) // the proof is a long one
		sealed(t, w, key)
		erased(t, w, a)
		operate(exitFailed, "Если обращение удалено по закону", verifyAs...)

		text, told = prove()
		if !strings.Contains(told, "удалено по закону") || strings.Count(text, "c2sp.org/tlog-proof@v1") != int(a.Version) {
			t.Errorf("%s%s", told, text)
		}
		all := write(t, filepath.Join(home, "all"), text)
		said := operate(exitOK, "подлин", append(verifyAs, "--proof", all)...)
		if strings.Contains(said, "Обещанное время прошло") {
			t.Error(said)
		}
		one, _ := prove("--event", "2")
		operate(exitOK, "подлин", append(verifyAs, "--proof", write(t, filepath.Join(home, "one"), one))...)
		other, _ := prove("--event", "1")
		operate(exitFailed, "не сходится", append(verifyAs, "--proof", write(t, filepath.Join(home, "other"), other))...)
		operate(exitFailed, "нет такого события", "log", "prove", a.Number().String(), "--event", "9")
		if _, err := w.Case(t.Context(), account.Everything(), a.ID); !fault.Is(err, fault.Gone) {
			t.Error(err)
		}
	})
}
