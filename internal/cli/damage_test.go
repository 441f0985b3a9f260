package cli

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// imported makes a database of generated appeals and gives its URL and file.
func imported(t *testing.T, rows int) (url, file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "x.db")
	if code, _, errOut := run(t, nil, "", "import", bulk(t, rows, rows+1), "--db", "sqlite:"+file); code != exitOK {
		t.Fatal(errOut)
	}
	return "sqlite:" + file, file
}

func damage(t *testing.T, file, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestDamageIsNamed(t *testing.T) {
	t.Parallel()
	url, file := imported(t, 20)
	if code, out, errOut := run(t, nil, "", "log", "verify", "--lang", "ru", "--db", url); code != exitOK || !strings.Contains(out, "Всё сходится") {
		t.Fatalf("exit %d: %s%s", code, out, errOut)
	}
	damage(t, file, `update appeal set topic = 'nothing' where appeal_id = 1`)
	damage(t, file, `update log_leaf set leaf_hash = zeroblob(32) where appeal_id = 2`)
	for _, tt := range []struct {
		typed, says string
	}{
		{"rollup verify", `topic "nothing"`},
		{"log verify", "запись обращения не равна сумме"},
		{"log verify", "Событие 1 обращения"},
		{"log verify", "Не сходится: 2"},
	} {
		args := append(strings.Fields(tt.typed), "--lang", "ru", "--db", url)
		if code, _, errOut := run(t, nil, "", args...); code != exitFailed || !strings.Contains(errOut, tt.says) {
			t.Errorf("%s: exit %d, want %q:\n%s", tt.typed, code, tt.says, errOut)
		}
	}
}

func TestRejectedRowsGoWhereTheyAreSent(t *testing.T) {
	t.Parallel()
	file, url := bulk(t, 10, 5), "sqlite:"+filepath.Join(t.TempDir(), "x.db")
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	code, _, errOut := run(t, nil, "", "import", file, "--lang", "ru", "--db", url, "--rejected", file)
	if after, err := os.ReadFile(file); code != exitFailed || err != nil || string(after) != string(before) || !strings.Contains(errOut, "--rejected") {
		t.Errorf("a file of something else is not left alone: exit %d, %s", code, errOut)
	}
	rejected := filepath.Join(t.TempDir(), "bad.jsonl")
	code, out, errOut := run(t, nil, "", "import", file, "--lang", "ru", "--db", url, "--rejected", rejected)
	if code != exitOK || !strings.Contains(out, rejected) {
		t.Errorf("exit %d: %s%s", code, out, errOut)
	}
	if text, err := os.ReadFile(rejected); err != nil || strings.Count(string(text), "\n") != 2 {
		t.Errorf("want two rejected rows, got %q, %v", text, err)
	}
}
