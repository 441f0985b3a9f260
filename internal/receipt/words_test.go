package receipt

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/fault"
	"jauap/internal/i18n"
)

var update = flag.Bool("update", false, "write what is said as what should be said")

// What a reader is told of every trial stands in testdata, a file for each
// language, to be read by people who speak it.
func TestWhatTheReaderIsTold(t *testing.T) {
	t.Parallel()
	list := trials(t)
	for _, lang := range i18n.Langs() {
		p, b := printer(t, lang), strings.Builder{}
		for _, tt := range list {
			fmt.Fprintf(&b, "## %s\n", tt.name)
			f, err := Check(tt.text, tt.o)
			for _, line := range f.Report(p) {
				b.WriteString(line + "\n")
			}
			for _, wrong := range fault.All(err) {
				b.WriteString("! " + p.Fault(wrong) + "\n")
			}
			b.WriteString("\n")
		}
		golden(t, "told."+string(lang)+".txt", b.String())
	}
}

func TestWhatHasNoDayNoBodyAndNoNameIsToldToo(t *testing.T) {
	t.Parallel()
	s := tell(t)
	r := s.lastRead
	r.Statement.Registered, r.Statement.Due, r.Statement.Body, r.Statement.Act = 0, 0, 0, "a_later_act"
	f, err := Check(Document{Signed: sign(t, s.book, r)}.Text(""), s.options())
	must(t, err)
	told := strings.Join(f.Report(printer(t, i18n.EN)), "\n")
	for _, want := range []string{"a_later_act", "Being determined"} {
		if !strings.Contains(told, want) {
			t.Errorf("no %q in\n%s", want, told)
		}
	}
	if strings.Contains(told, "Last day") || strings.Contains(told, "registration") {
		t.Errorf("days of none:\n%s", told)
	}
}

func TestEveryFaultHasATrial(t *testing.T) {
	t.Parallel()
	said := map[string]bool{"receipt.key_bad": true, "receipt.key_private": true} // of ReadKeys, tried there
	for _, tt := range trials(t) {
		for _, key := range tt.want {
			said[key] = true
		}
	}
	for _, key := range faultKeys(t) {
		if !said[key] {
			t.Errorf("no trial ends in %s", key)
		}
	}
}

// faultKeys are those that the sources of this room make faults of.
func faultKeys(t *testing.T) (keys []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	must(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		body, err := os.ReadFile(file)
		must(t, err)
		for _, part := range strings.Split(string(body), "fault.New(")[1:] {
			_, key, _ := strings.Cut(part, `"`)
			key, _, _ = strings.Cut(key, `"`)
			keys = append(keys, key)
		}
	}
	if len(keys) < 30 {
		t.Fatalf("only %d faults found", len(keys))
	}
	return keys
}

var bareKey = regexp.MustCompile(`receipt\.[a-z]`)

// A sentence that prints braces lacks an argument.
func TestNoArgumentIsForgotten(t *testing.T) {
	t.Parallel()
	p := printer(t, i18n.EN)
	for _, tt := range trials(t) {
		f, err := Check(tt.text, tt.o)
		all := f.Report(p)
		for _, wrong := range fault.All(err) {
			all = append(all, p.Fault(wrong))
		}
		if text := strings.Join(all, "\n"); strings.ContainsAny(text, "{}") || bareKey.MatchString(text) {
			t.Errorf("%s: %s", tt.name, text)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(file, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-update writes it again):\n%s", file, diff)
	}
}
