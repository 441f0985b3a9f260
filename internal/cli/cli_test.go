package cli

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// run calls the program as a shell would.
func run(t *testing.T, environment map[string]string, stdin string, args ...string) (code int, out, errOut string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Main(args, strings.NewReader(stdin), &stdout, &stderr, func(name string) string { return environment[name] })
	return code, stdout.String(), stderr.String()
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	const kk, ru, en = "Тіркелетін күні", "День регистрации", "Registration day"
	for _, tt := range []struct {
		name        string
		environment map[string]string
		flag        string
		want        string
	}{
		{"Kazakh when nobody says otherwise", nil, "", kk},
		{"Kazakh for a language we do not have", map[string]string{"LANG": "de_DE.UTF-8"}, "", kk},
		{"the machine's language", map[string]string{"LANG": "ru_RU.UTF-8"}, "", ru},
		{"LC_ALL is above LANG", map[string]string{"LANG": "ru_RU.UTF-8", "LC_ALL": "en_GB"}, "", en},
		{"JAUAP_LANG is above both", map[string]string{"LC_ALL": "en_GB", "JAUAP_LANG": "ru"}, "", ru},
		{"the flag is above all", map[string]string{"JAUAP_LANG": "ru"}, "en", en},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			args := []string{"term", "--kind", "complaint", "--registered", "2026-03-17"}
			if tt.flag != "" {
				args = append(args, "--lang", tt.flag)
			}
			code, out, errOut := run(t, tt.environment, "", args...)
			if code != exitOK || !strings.Contains(out, tt.want) {
				t.Errorf("exit %d, want the answer to contain %q:\n%s%s", code, tt.want, out, errOut)
			}
		})
	}
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string // on the error stream, in Russian
	}{
		{"a good question", []string{"term", "--kind", "request", "--registered", "2026-03-17"}, exitOK, ""},
		{"help", []string{"term", "--help"}, exitOK, ""},
		{"nothing asked is help", nil, exitOK, ""},
		{"a flag that does not exist", []string{"term", "--soon"}, exitUsage, "--soon"},
		{"a command that does not exist", []string{"refuse"}, exitUsage, "refuse"},
		{"a language we do not have", []string{"term", "--lang", "de"}, exitUsage, "--lang"},
		{"no kind", []string{"term", "--registered", "2026-03-17"}, exitUsage, "Укажите вид"},
		{"an unknown kind", []string{"term", "--kind", "petition", "--registered", "2026-03-17"}, exitUsage, "«petition» нет"},
		{"an unknown edition", []string{"term", "--kind", "request", "--registered", "2026-03-17", "--edition", "kz-1999"}, exitUsage, "«kz-1999» нет"},
		{"no day", []string{"term", "--kind", "request"}, exitUsage, "когда поступило"},
		{"two days", []string{"term", "--kind", "request", "--registered", "2026-03-17", "--received", "2026-03-17T10:00"}, exitUsage, "что-то одно"},
		{"a day that does not exist", []string{"term", "--kind", "request", "--registered", "2026-02-30"}, exitUsage, "«2026-02-30» нет"},
		{"a time that does not exist", []string{"term", "--kind", "request", "--received", "2026-03-17T25:00"}, exitUsage, "«2026-03-17T25:00» непонятно"},
		{"a file that is not there", []string{"term", "-f", "no-such-file.jsonl"}, exitFailed, "не удалось прочитать"},
		{"a folder in place of a file", []string{"term", "-f", "."}, exitFailed, "«.» – папка"},
		{"kinds are listed for a wrong one", []string{"term", "--kind", "foo", "--registered", "2026-03-17"}, exitUsage, "complaint.tax "},
		{"editions are listed for a wrong one", []string{"term", "--kind", "request", "--registered", "2026-03-17", "--edition", "x"}, exitUsage, "kz-2021, kz-2026"},
		{"a kind by its name", []string{"term", "--kind", "ШАҒЫМ", "--registered", "2026-03-17"}, exitOK, ""},
		{"the kinds", []string{"term", "--kinds"}, exitOK, ""},
		{"a misspelt command", []string{"staff", "lst"}, exitUsage, "«lst» здесь лишнее"},
		{"a misspelt flag", []string{"term", "--receivd", "x"}, exitUsage, "Параметра --receivd нет. Может быть, --received? Справка: jauap term --help"},
		{"half a command", []string{"staff"}, exitUsage, "Напишите одно из: add, list"},
		{"no argument", []string{"staff", "lock"}, exitUsage, "Не указано: <login>. Справка: jauap staff lock --help"},
		{"no number", []string{"generate", "--rows", "many"}, exitUsage, "«many» – нет"},
		{"a flag without its value", []string{"term", "--kind"}, exitUsage, "У --kind не указано значение"},
		{"a word that is not on the list", []string{"version", "--lang", "de"}, exitUsage, "Напишите одно из: kk, ru, en"},
		{"a database that is not there", []string{"stats", "--db", "sqlite:no-such.db"}, exitFailed, "Базы «no-such.db» нет"},
		{"a database without a name", []string{"stats", "--db", "sqlite:"}, exitFailed, "Адрес базы данных непонятен"},
		{"a bad address to listen on", []string{"serve", "--listen", "8080"}, exitUsage, "«8080» – не адрес"},
		{"a port that cannot be", []string{"serve", "--listen", ":80808"}, exitUsage, "«:80808» – не адрес"},
		{"a bad address of the site", []string{"serve", "--public-url", "foo"}, exitUsage, "«foo» не похоже"},
		{"a file as the folder of the directory", []string{"directory", "import", "cli_test.go"}, exitUsage, "«cli_test.go» – файл"},
		{"a folder to import", []string{"import", ".", "--format", "csv"}, exitFailed, "«.» – папка"},
		{"a text that is no JSONL", []string{"import", "cli.go", "--format", "jsonl"}, exitFailed, "не JSONL"},
		{"a file and a question", []string{"term", "-f", "x.jsonl", "--kind", "request"}, exitUsage, "не сочетается"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, out, errOut := run(t, map[string]string{"LANG": "ru_RU.UTF-8"}, "", tt.args...)
			if code != tt.code || !strings.Contains(errOut, tt.says) || (tt.says == "") != (errOut == "") {
				t.Errorf("exit %d, want %d; error %q, want %q\n%s", code, tt.code, errOut, tt.says, out)
			}
		})
	}
}

func TestEveryFlagHasAVariable(t *testing.T) {
	t.Parallel()
	environment := map[string]string{"JAUAP_KIND": "complaint", "JAUAP_REGISTERED": "2026-03-17", "JAUAP_JSON": "true"}
	code, out, errOut := run(t, environment, "", "term")
	if code != exitOK || !strings.Contains(out, `"kind":"complaint","edition":"kz-2026","registered_on":"2026-03-17"`) {
		t.Errorf("exit %d: %s%s", code, out, errOut)
	}
	_, out, _ = run(t, environment, "", "term", "--kind", "request")
	if !strings.Contains(out, `"kind":"request"`) {
		t.Errorf("the flag is not above the variable: %s", out)
	}
}

func TestHelpHasASentenceForEverything(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"kk", "ru", "en"} {
		for _, args := range [][]string{{"--help"}, {"term", "--help"}} {
			_, out, _ := run(t, nil, "", append(args, "--lang", lang)...)
			for _, key := range []string{"cli.", "{", "Show context-sensitive"} {
				if strings.Contains(out, key) {
					t.Errorf("%v in %s shows %q:\n%s", args, lang, key, out)
				}
			}
		}
	}
}

func TestAPortThatIsTakenIsNamed(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	file := filepath.Join(t.TempDir(), "x.db")
	code, _, errOut := run(t, nil, "", "serve", "--lang", "ru", "--db", "sqlite:"+file, "--listen", l.Addr().String())
	if code != exitFailed || !strings.Contains(errOut, "Адрес "+l.Addr().String()+" занят") {
		t.Errorf("exit %d: %s", code, errOut)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("the database was made all the same")
	}
}

func TestANewDatabaseIsItsOwnersOnly(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "deep", "x.db")
	if code, _, errOut := run(t, nil, "", "directory", "import", "--db", "sqlite:"+file); code != exitOK {
		t.Fatal(errOut)
	}
	for path, want := range map[string]os.FileMode{filepath.Dir(file): 0o700, file: 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v, want %v", path, info.Mode(), err, want)
		}
	}
}
