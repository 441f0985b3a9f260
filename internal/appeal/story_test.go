package appeal

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/account"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/law"
)

var update = flag.Bool("update", false, "write what the stories do as what they want")

// TestStories plays every testdata/*.story: a comment for the lawyer, a line
// for each thing done ("2026-03-20 10:00 head answer note=…"), and the
// states, due days and breaches that follow.
func TestStories(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.story")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".story"), func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			comment, rest, _ := strings.Cut(string(b), "-- story --\n")
			script, want, _ := strings.Cut(rest, "-- want --\n")
			got := play(t, script)
			if *update {
				if err := os.WriteFile(file, []byte(comment+"-- story --\n"+script+"-- want --\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}

func testRules(t *testing.T) Rules {
	t.Helper()
	var r Rules
	var err error
	if r.Law, err = law.Kazakhstan(); err != nil {
		t.Fatal(err)
	}
	if r.Calendar, err = calendar.Kazakhstan(); err != nil {
		t.Fatal(err)
	}
	files, err := directory.ReadFiles(directory.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	if r.Directory, err = files.Directory(); err != nil {
		t.Fatal(err)
	}
	return r
}

// play carries the script out and tells what came of each line.
func play(t *testing.T, script string) string {
	t.Helper()
	rules := testRules(t)
	var a Appeal
	var events []Event
	var out strings.Builder
	for line := range strings.Lines(script) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		c, err := step(t, rules, a, line)
		fmt.Fprintf(&out, "%s\n", line)
		if err != nil {
			fmt.Fprintf(&out, "  refused: %s\n", strings.Join(keysOf(err), ", "))
			continue
		}
		c.After.ID = 1
		a = c.After
		events = append(events, c.Events...)
		told(&out, rules, a, events[len(events)-1])
	}
	if diff := cmp.Diff(a, Sum(1, events)); diff != "" {
		t.Errorf("the appeal is not the sum of its events:\n%s", diff)
	}
	return out.String()
}

func keysOf(err error) (list []string) {
	for _, f := range fault.All(err) {
		list = append(list, f.Key)
	}
	return list
}

func told(out *strings.Builder, rules Rules, a Appeal, e Event) {
	body := "no body"
	if b, ok := rules.Directory.Body(a.Body); ok {
		body = b.Code
	}
	fmt.Fprintf(out, "  %s, %s, due %s, art. %s", a.State, body, a.DueOn, e.Article)
	if e.Breach != nil {
		fmt.Fprintf(out, ", LATE by art. %s: until %s", e.Breach.Article, e.Breach.By)
	}
	out.WriteByte('\n')
}

// step reads "DAY TIME WHO ACT key=value …"; a value goes on to the next key.
func step(t *testing.T, rules Rules, a Appeal, line string) (Change, error) {
	t.Helper()
	f := strings.Fields(line)
	if len(f) < 4 {
		t.Fatalf("%q: want DAY TIME WHO ACT", line)
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", f[0]+" "+f[1], calendar.Zone())
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	key := ""
	for _, w := range f[4:] {
		if k, v, ok := strings.Cut(w, "="); ok {
			key, values[k] = k, v
		} else {
			values[key] += " " + w
		}
	}
	body, _ := rules.Directory.BodyByCode(values["body"])
	if f[3] == string(ActSubmit) {
		return rules.Submit(Draft{
			Kind: law.Kind(values["kind"]), Text: orText(values["text"]), Body: body.ID, Source: Source(values["source"]),
			Applicant: Applicant{Anonymous: values["name"] == "", Name: values["name"], IIN: values["iin"]},
		}, account.Who{}, now)
	}
	return rules.Decide(a, Order{
		Act: Act(f[3]), Kind: law.Kind(values["kind"]), Body: body.ID, Ground: values["ground"],
		NoCrime: values["nocrime"] == "yes",
		Outcome: Outcome(values["outcome"]), Rating: Rating(values["rating"]), Executor: executor(values["to"]),
		Details: Details{Note: values["note"]},
	}, actor(t, rules, a, f[2]), now)
}

func orText(s string) string {
	if s == "" {
		return "Ауламызда жарық жоқ"
	}
	return s
}

func executor(s string) account.StaffID {
	if s == "" {
		return 0
	}
	return 7
}

// actor: roles act in the body that has the appeal; "window" is the single
// window; "stranger" is the head of another body.
func actor(t *testing.T, rules Rules, a Appeal, name string) account.Who {
	t.Helper()
	window, _ := rules.Directory.Registry()
	switch name {
	case "applicant":
		return account.Author(1)
	case "machine":
		return account.Who{Kind: account.Machine}
	case "window":
		return account.Staff(9, "Терезе", account.Seat{Body: window.ID, Role: account.Registrar, Window: true})
	case "stranger":
		return account.Staff(8, "Бөтен", account.Seat{Body: a.Body + 1, Role: account.Head})
	case "colleague":
		return account.Staff(6, "Әріптес", account.Seat{Body: a.Body, Role: account.Executor})
	}
	role, ok := account.ParseRole(name)
	if !ok {
		t.Fatalf("who is %q?", name)
	}
	return account.Staff(7, "Сынақ", account.Seat{Body: a.Body, Role: role})
}
