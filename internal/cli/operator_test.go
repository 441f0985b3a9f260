package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
	"jauap/internal/seed"
)

// A line is one thing typed, its exit code and what is answered in Russian.
type line struct {
	typed string
	stdin string
	code  int
	says  string
}

// typeAll types lines one after another on one database.
func typeAll(t *testing.T, url string, lines []line) {
	t.Helper()
	key := filepath.Join(t.TempDir(), "test.key")
	for _, l := range lines {
		environment := map[string]string{"JAUAP_DB": url, "JAUAP_KEY_FILE": key, "JAUAP_LANG": "ru"}
		code, out, errOut := run(t, environment, l.stdin, strings.Split(l.typed, "|")...)
		if code != l.code || !strings.Contains(out+errOut, l.says) {
			t.Errorf("%s: exit %d, want %d and %q:\n%s%s", l.typed, code, l.code, l.says, out, errOut)
		}
	}
}

func TestOperatorKeepsPeople(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		typeAll(t, url, []line{
			{"staff|add|demo|--name|Демо|--body|gov|--role|head", "", exitUsage, "directory import"},
			{"staff|list", "", exitOK, "Сотрудников нет"},
			{"staff|add|demo|--name|Демо|--body|gov", "", exitUsage, "Укажите роль: --role. Роли: registrar"},
			{"directory|import", "", exitOK, "органов: 271"},
			{"staff|add|demo|--name|Демо|--body|Алматы|--role|head", "", exitUsage, "akimat.750000000"},
			{"staff|add|demo|--name|Демо|--body|Алматинский комбинат|--role|head", "", exitUsage, "Похожие"},
			{"staff|add|demo|--name|Демо|--body|gov|--role|boss", "", exitUsage, "registrar, head"},
			{"staff|add|de mo|--name|Демо|--body|gov|--role|head", "", exitUsage, "не годится"},
			{"staff|add|demo|--body|gov|--role|head", "", exitUsage, "--name"},
			{"staff|add|demo|--name|Демо|--body|gov|--role|head|--password-stdin", "короткий\n", exitUsage, "10"},
			{"staff|add|Demo|--name|Демо|--body|gov|--role|head", "", exitOK, "Пароль: "},
			{"staff|add|DEMO|--name|Демо|--body|gov|--role|head", "", exitFailed, "уже занят"},
			{"staff|role|demo|--body|akimat.750000000|--add|registrar", "", exitOK, "регистратор – "},
			{"staff|role|demo|--body|akimat.750000000|--add|registrar", "", exitFailed, "уже есть роль"},
			{"staff|role|demo|--body|gov|--remove|admin", "", exitFailed, "нет роли"},
			{"staff|role|demo|--body|gov", "", exitUsage, "--add"},
			{"staff|list|--body|gov", "", exitOK, "demo"},
			{"staff|list|--body|min.health", "", exitOK, "Сотрудников нет"},
			{"staff|lock|demo", "", exitOK, "сеансы завершены"},
			{"staff|lock|demo", "", exitFailed, "уже закрыт"},
			{"staff|list", "", exitOK, "вход закрыт"},
			{"staff|unlock|demo", "", exitOK, "снова может войти"},
			{"staff|unlock|nobody", "", exitFailed, "Сотрудника «nobody» нет"},
			{"staff|password|demo|--password-stdin", "очень длинный пароль\r\n", exitOK, "сменён"},
		})
	})
}

func TestAPasswordFromTheInputOpens(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		environment := map[string]string{"JAUAP_DB": w.URL, "JAUAP_KEY": "KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio=", "JAUAP_KEY_FILE": filepath.Join(t.TempDir(), "house.key")}
		code, _, errOut := run(t, environment, "ұзын құпия сөз\n", "staff", "password", "head", "--password-stdin")
		p, err := w.PersonByLogin(t.Context(), "head")
		if code != exitOK || err != nil || !account.MatchPassword(p.Password, "ұзын құпия сөз") {
			t.Errorf("exit %d, %v: the new password does not open: %s", code, err, errOut)
		}
	})
}

func TestOperatorMovesDays(t *testing.T) {
	t.Parallel()
	dbtest.EachURL(t, func(t *testing.T, url string) {
		typeAll(t, url, []line{
			{"directory|import", "", exitOK, "органов"},
			{"calendar|set|2099-03-24|off|--reason|Приказ", "", exitOK, "24 марта 2099 года – теперь выходной.\nРабочего календаря на 2099 год в программе нет"},
			{"log|verify", "", exitOK, "Всё сходится"},
			{"rollup|verify", "", exitOK, "сходятся"},
			{"calendar|set|2099-03-24|off|--reason|Приказ", "", exitFailed, "и так выходной"},
			{"calendar|list|--year|2099", "", exitOK, "Приказ (объявлено оператором)"},
			{"calendar|clear|2099-03-24", "", exitOK, "теперь рабочий день"},
			{"calendar|clear|2099-03-24", "", exitFailed, "ничего не объявлял"},
			{"calendar|set|2020-03-24|off|--reason|Приказ", "", exitUsage, "уже прошёл"},
			{"calendar|set|2099-03-24|holiday|--reason|Приказ", "", exitUsage, "off"},
			{"calendar|set|2099-03-24|off", "", exitUsage, "--reason"},
			{"calendar|set|2099-02-30|off|--reason|Приказ", "", exitUsage, "2099-02-30"},
			{"calendar|list|--year|2026", "", exitOK, "Наурыз"},
		})
	})
}

func TestOperatorReadsTheDirectory(t *testing.T) {
	t.Parallel()
	bad := t.TempDir()
	if err := os.WriteFile(filepath.Join(bad, "places.csv"), []byte("code,parent,level,name_kk,name_ru\n75,,city,а,б\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	dbtest.EachURL(t, func(t *testing.T, url string) {
		typeAll(t, url, []line{
			{"staff|add|demo|--name|Демо|--body|gov|--role|head", "", exitUsage, "Справочник пуст"},
			{"directory|list|bodies", "", exitFailed, "Справочник пуст"},
			{"directory|import|operator_test.go", "", exitUsage, "«operator_test.go» – файл"},
			{"directory|import|" + bad, "", exitFailed, "places.csv, строка 2"},
			{"directory|import|" + bad + "/none", "", exitUsage, "Папки"},
			{"directory|list|bodies", "", exitFailed, "Справочник пуст"},
			{"directory|import", "", exitOK, "Мест: 248"},
			{"directory|list|places|--find|Абай", "", exitOK, "область Абай, Абайский район"},
			{"directory|list|topics|--find|water", "", exitOK, "Вода"},
			{"directory|list|bodies|--find|ъъъ", "", exitFailed, "ничего не нашлось"},
			{"directory|list|people", "", exitUsage, "bodies, places"},
		})
	})
}

func TestTheDemoIsMadeOnceAndItsTermsFollowTheCalendar(t *testing.T) {
	t.Parallel()
	f := databaseFlags{DB: "sqlite:" + filepath.Join(t.TempDir(), "demo.db")}
	for range 2 {
		h, err := f.enter(t.Context(), creating)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.furnish(t.Context(), true, func() { t.Error("a demo that is done was begun again") }); err != nil {
			t.Error(err)
		}
		stats, err := h.db.Stats(t.Context())
		if err != nil || stats.Total != 60 {
			t.Errorf("%d appeals, %v; want 60", stats.Total, err)
		}
		_ = h.db.Close()
	}
	cal, err := calendar.Kazakhstan()
	if err != nil {
		t.Fatal(err)
	}
	day := cal.AddWorking(calendar.Of(time.Now()), 1).String()
	for _, typed := range [][]string{{"calendar", "set", day, "off", "--reason", "Приказ"}, {"calendar", "clear", day}} {
		code, out, errOut := run(t, map[string]string{"JAUAP_DB": f.DB, "JAUAP_LANG": "ru"}, "", typed...)
		if code != exitOK || !strings.Contains(out, "Изменено: ") || strings.Contains(out, "Изменено: 0") {
			t.Errorf("%v: exit %d, want terms moved at once:\n%s%s", typed, code, out, errOut)
		}
	}
}

// A database with real people is no demo, and its people are not shown with a
// password that does not open.
func TestARealDatabaseIsNoDemo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := databaseFlags{DB: "sqlite:" + filepath.Join(dir, "real.db"), KeyFile: filepath.Join(dir, "real.key")}
	h, err := f.enter(t.Context(), serving)
	if err != nil {
		t.Fatal(err)
	}
	defer h.db.Close()
	if err := h.furnish(t.Context(), false, nil); err != nil {
		t.Fatal(err)
	}
	_, err = h.db.AddPerson(t.Context(), operator(), account.Person{Login: "real", Name: "Сынақ Сынақов"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.furnish(t.Context(), true, nil); !seed.InUse(err) {
		t.Errorf("got %v, want seed.not_empty", err)
	}
	if people, err := h.demoPeople(t.Context()); err != nil || len(people) > 0 {
		t.Errorf("demo people: %v, %v", people, err)
	}
}
