package cli

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"jauap/internal/dbtest"
	"jauap/internal/inbox"
	"jauap/internal/keys"
	"jauap/internal/store"
)

// testKey is the master key of dbtest.
var testKey = base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{42}, keys.Size))

// TestMain lets the test binary be the program itself, to be killed.
func TestMain(m *testing.M) {
	if args, ok := os.LookupEnv("RUN_JAUAP"); ok {
		os.Exit(Main(strings.Split(args, "\n"), os.Stdin, os.Stdout, os.Stderr, os.Getenv))
	}
	os.Exit(m.Run())
}

func jauap(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "RUN_JAUAP="+strings.Join(args, "\n"), "JAUAP_KEY="+testKey, "JAUAP_LANG=en")
	return c
}

// bulk writes generated rows with a few bad ones among them.
func bulk(t *testing.T, rows, badEvery int) string {
	t.Helper()
	var good bytes.Buffer
	if err := inbox.Generate(&good, rows, 5); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	n := 0
	for line := range bytes.Lines(good.Bytes()) {
		if n++; n%badEvery == 0 {
			line = []byte("{\"text\":\"a\",\"received\":\"soon\"}\n")
		}
		file.Write(line)
	}
	path := filepath.Join(t.TempDir(), "bulk.jsonl")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// held counts appeals and how far imports are, in a database others write to.
func held(t *testing.T, db *store.DB) int64 {
	t.Helper()
	s, err := db.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s.Total
}

func TestAKilledImportGoesOnWithoutDoubles(t *testing.T) {
	t.Parallel()
	const rows, badEvery = 6000, 500
	for name, signal := range map[string]os.Signal{"kill -9": syscall.SIGKILL, "an interrupt": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.EachURL(t, func(t *testing.T, dbURL string) {
				path := bulk(t, rows, badEvery)
				db := dbtest.Open(t, dbURL)
				cut := cutShort(t, db, signal, dbURL, path)
				if cut == 0 || cut >= rows-rows/badEvery {
					t.Fatalf("%d appeals after the signal: nothing was interrupted", cut)
				}
				out, err := jauap(t, "import", path, "--db", dbURL).CombinedOutput()
				if err != nil || !strings.Contains(string(out), "Rows read: 6,000, imported: 5,988, rejected: 12, doubles: 0.") {
					t.Errorf("%v: %s", err, out)
				}
				if n := held(t, db); n != rows-rows/badEvery {
					t.Errorf("%d appeals, want %d", n, rows-rows/badEvery)
				}
				checkRejected(t, path, rows/badEvery)
				if err := db.VerifyRollups(t.Context()); err != nil {
					t.Error(err)
				}
				again, err := jauap(t, "import", path, "--db", dbURL).CombinedOutput()
				if err != nil || !strings.Contains(string(again), "imported completely already") || held(t, db) != rows-rows/badEvery {
					t.Errorf("a second import: %v: %s", err, again)
				}
			})
		})
	}
}

// cutShort starts an import, stops it by a signal as soon as something is in
// the database, and tells how much was.
func cutShort(t *testing.T, db *store.DB, signal os.Signal, dbURL, path string) int64 {
	t.Helper()
	first := jauap(t, "import", path, "--db", dbURL)
	var said bytes.Buffer
	first.Stderr = &said
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- first.Wait() }()
	for held(t, db) == 0 {
		select {
		case err := <-ended:
			t.Fatalf("it ended by itself: %v: %s", err, said.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
	if err := first.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil {
		t.Fatal("it was not interrupted")
	}
	if signal == syscall.SIGINT && !strings.Contains(said.String(), "To go on, run the same command again") {
		t.Errorf("an interrupt does not say how to go on: %s", said.String())
	}
	return held(t, db)
}

func checkRejected(t *testing.T, path string, want int) {
	t.Helper()
	body, err := os.ReadFile(inbox.RejectedPath(path))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for line := range bytes.Lines(body) {
		var r struct {
			Row    int
			Reason string
		}
		if err := json.Unmarshal(line, &r); err != nil || seen[r.Row] || !strings.Contains(r.Reason, "“soon” is not understood") {
			t.Errorf("%v: %s", err, line)
		}
		seen[r.Row] = true
	}
	if len(seen) != want {
		t.Errorf("%d rejected rows, want %d", len(seen), want)
	}
}

func TestStatsAreToldInThreeLanguages(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, dbURL string) {
		w := dbtest.NewWorld(t, dbURL)
		path := filepath.Join(t.TempDir(), "a.csv")
		table := "text,topic,body\nСу жоқ,water.none,akimat.750000000\nНет воды на улице Пробной,water.none,\nНет света на улице Учебной,,\n"
		if err := os.WriteFile(path, []byte(table), 0o600); err != nil {
			t.Fatal(err)
		}
		environment := map[string]string{"JAUAP_DB": dbURL, "JAUAP_KEY": testKey, "JAUAP_KEY_FILE": filepath.Join(t.TempDir(), "house.key")}
		if code, out, errOut := run(t, environment, "", "import", path); code != exitOK {
			t.Fatal(code, out, errOut)
		}
		topic, _ := w.Rules.Directory.Topic("water.none")
		for lang, want := range map[string][]string{
			"kk": {"Барлық жолданым", "Тіркелді", "Өтініш", topic.Name.KK, w.Akimat.Short.KK, "орган әлі анықталмаған", "Басқа жүйеден"},
			"ru": {"Всего обращений", "Зарегистрировано", "Заявление", topic.Name.RU, w.Akimat.Short.RU, "орган ещё не определён", "Из другой системы"},
			"en": {"Appeals in all", "Registered", "Application", topic.Name.EN, w.Akimat.Short.EN, "no body yet", "From another system"},
		} {
			_, out, errOut := run(t, environment, "", "stats", "--lang", lang)
			for _, words := range want {
				if !strings.Contains(out, words) {
					t.Errorf("%s: no %q in\n%s%s", lang, words, out, errOut)
				}
			}
		}
		_, out, _ := run(t, environment, "", "stats", "--json")
		var counted struct {
			Total int
			By    map[string][]statsCount
		}
		if err := json.Unmarshal([]byte(out), &counted); err != nil || counted.Total != 3 || counted.By["topic"][0].N != 2 {
			t.Errorf("%v: %s", err, out)
		}
		for _, command := range []string{"compact", "verify"} {
			if code, out, errOut := run(t, environment, "", "rollup", command, "--lang", "en"); code != exitOK || errOut != "" || !strings.Contains(out, "counts") {
				t.Errorf("rollup %s: %d %s%s", command, code, out, errOut)
			}
		}
	})
}

func TestImportSaysWhatIsWrongWithTheCommand(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("мәтін;күні\nСу жоқ;2026-03-01\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	db := "sqlite:" + filepath.Join(t.TempDir(), "test.db")
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"a column that is not there", []string{path, "--map", "topic=тема"}, exitUsage, "Столбцы файла: «мәтін», «күні»"},
		{"a format that does not exist", []string{path, "--format", "xml"}, exitUsage, "Формата «xml» нет"},
		{"a file that is not there", []string{path + "2", "--format", "csv"}, exitFailed, "не удалось прочитать"},
		{"no file at all", nil, exitUsage, "Не указано: <file>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, out, errOut := run(t, map[string]string{"JAUAP_LANG": "ru", "JAUAP_DB": db}, "", append([]string{"import"}, tt.args...)...)
			if code != tt.code || !strings.Contains(errOut, tt.says) {
				t.Errorf("exit %d, want %d with %q:\n%s%s", code, tt.code, tt.says, out, errOut)
			}
		})
	}
}
