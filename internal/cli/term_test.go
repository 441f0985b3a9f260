package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/calendar"
	"jauap/internal/i18n"
	"jauap/internal/law"
)

// answerJSON is the shape that other programs read.
type answerJSON struct {
	Line         int    `json:"line"`
	Kind         string `json:"kind"`
	Edition      string `json:"edition"`
	RegisteredOn string `json:"registered_on"`
	DueOn        string `json:"due_on"`
	Days         int    `json:"days"`
	Unit         string `json:"unit"`
	Basis        []string
	Skipped      []skippedJSON
	Calendar     string `json:"calendar"`
	Unsure       bool   `json:"unsure"`
	Doubts       []string
	Error        string `json:"error"`
	Key          string `json:"key"`
}

type skippedJSON struct {
	Day       string `json:"day"`
	Reason    string `json:"reason"`
	Code      string `json:"code"`
	MovedFrom string `json:"moved_from"`
}

func ask(t *testing.T, args ...string) answerJSON {
	t.Helper()
	code, out, errOut := run(t, nil, "", append([]string{"term", "--json"}, args...)...)
	var a answerJSON
	if err := json.Unmarshal([]byte(out), &a); code != exitOK || err != nil {
		t.Fatalf("exit %d, %v: %s%s", code, err, out, errOut)
	}
	return a
}

func TestTermAsJSON(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name            string
		args            []string
		registered, due string
		skipped         int
		unsure          bool
		calendar        string
	}{
		{"a complaint on Nauryz Saturday", []string{"--kind=complaint", "--received=2026-03-21T09:05+05:00"}, "2026-03-26", "2026-04-23", 13, true, "known"},
		{"an application on Nauryz Saturday", []string{"--kind=application", "--received=2026-03-21T09:05:00+05:00"}, "2026-03-26", "2026-04-16", 11, false, "known"},
		{"the day of registration is given", []string{"--kind=message", "--registered=2026-03-17"}, "2026-03-17", "2026-04-10", 9, false, "known"},
		{"a time in Greenwich", []string{"--kind=message", "--received=2026-11-23T13:30:01Z"}, "2026-11-24", "2026-12-15", 6, false, "known"},
		{"a time without an offset is Almaty's", []string{"--kind=message", "--received=2026-11-23T18:30"}, "2026-11-23", "2026-12-14", 6, false, "known"},
		{"an edition by name", []string{"--kind=application", "--registered=2022-06-07", "--edition=product-2022"}, "2022-06-07", "2022-06-27", 6, false, "known"},
		{"the old edition counts from receipt", []string{"--kind=application", "--received=2025-11-15T12:00"}, "2025-11-17", "2025-12-05", 6, true, "known"},
		{"2027 may still be changed", []string{"--kind=application", "--registered=2026-12-28"}, "2026-12-28", "2027-01-21", 9, false, "provisional"},
		{"2028 has no table", []string{"--kind=application", "--registered=2028-01-03"}, "2028-01-03", "2028-01-24", 6, false, "weekends_only"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ask(t, tt.args...)
			if got.RegisteredOn != tt.registered || got.DueOn != tt.due || len(got.Skipped) != tt.skipped ||
				got.Unsure != tt.unsure || got.Calendar != tt.calendar {
				t.Errorf("got %+v, want %+v", got, tt)
			}
		})
	}
}

func TestBasisNamesTheArticles(t *testing.T) {
	t.Parallel()
	got := ask(t, "--kind=message", "--received=2026-03-17T10:00")
	want := []string{"ӘРПК 64-баптың 3-бөлігі", "ӘРПК 76-баптың 1-бөлігі", "ӘРПК 87-баптың 2-бөлігі", "ӘРПК 76-баптың 2-бөлігі", "ӘРПК 76-баптың 5-бөлігі"}
	if diff := cmp.Diff(want, got.Basis); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestASkippedDayHasWordsAndACode(t *testing.T) {
	t.Parallel()
	got := ask(t, "--lang=ru", "--kind=message", "--received=2026-03-21 09:05").Skipped
	if i := slices.IndexFunc(got, func(s skippedJSON) bool { return s.Day == "2026-03-24" }); i < 0 ||
		got[i] != (skippedJSON{"2026-03-24", "Праздник Наурыз", "calendar.nauryz", "2026-03-21"}) {
		t.Errorf("got %+v", got)
	}
}

// What the operator declared counts only when the database is named.
func TestTermReadsTheOperatorsDays(t *testing.T) {
	t.Parallel()
	url := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
	day := calendar.Of(time.Now()).Add(40)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.Add(1)
	}
	state := "off"
	if r := newRules(t); !r.cal.Working(day) {
		state = "work"
	}
	registered := day.Add(-1).String()
	for _, args := range [][]string{{"directory", "import"}, {"calendar", "set", day.String(), state, "--reason", "Сынақ"}} {
		if code, _, errOut := run(t, nil, "", append(args, "--db", url)...); code != exitOK {
			t.Fatal(errOut)
		}
	}
	_, without, _ := run(t, nil, "", "term", "--lang", "ru", "--kind=message", "--registered="+registered)
	_, with, _ := run(t, nil, "", "term", "--lang", "ru", "--kind=message", "--registered="+registered, "--db", url)
	if !strings.Contains(without, "объявленные оператором, не учтены") || strings.Contains(with, "не учтены") {
		t.Errorf("the note is missing or too much:\n%s\n%s", without, with)
	}
	if state == "off" && !strings.Contains(with, day.String()+"  Сынақ") {
		t.Errorf("the declared day is not skipped:\n%s", with)
	}
}

func TestTermInWords(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string][]string{
		"kk": {"2026 жылғы 23 сәуір", "20 жұмыс күні", "ӘРПК 99-бабы", "2026-03-24  Наурыз мейрамы (2026 жылғы 21 наурыз күнінен ауыстырылған)", "Оператор нақтылауы керек"},
		"ru": {"23 апреля 2026 года", "20 рабочих дней", "ст. 99 АППК", "2026-03-24  Праздник Наурыз (перенос с 21 марта 2026 года)", "Оператору нужно подтвердить"},
		"en": {"23 April 2026", "20 working days", "art. 99", "2026-03-24  Nauryz (moved from 21 March 2026)", "An operator should confirm"},
	} {
		_, out, _ := run(t, nil, "", "term", "--lang", lang, "--kind=complaint", "--received=2026-03-21T09:05+05:00")
		for _, w := range want {
			if !strings.Contains(out, w) {
				t.Errorf("%s: want %q in\n%s", lang, w, out)
			}
		}
	}
}

// Every kind in every edition is told without a bare message key.
func TestEverythingHasWords(t *testing.T) {
	t.Parallel()
	r := newRules(t)
	for _, lang := range i18n.Langs() {
		say := printer(t, lang)
		for _, k := range r.code.Kinds() {
			for _, edition := range r.code.Editions() {
				var out bytes.Buffer
				a, err := r.answer(termQuestion{Kind: string(k.Kind), Edition: string(edition), Received: "2026-12-25T20:00"})
				if err != nil {
					t.Fatal(err)
				}
				if err := printTerm(&env{out: &out, say: say}, a); err != nil {
					t.Fatal(err)
				}
				for _, room := range []string{"law.", "cli.", "calendar."} {
					if strings.Contains(out.String(), room) {
						t.Errorf("%s %s %s: a bare key in\n%s", lang, k.Kind, edition, out.String())
					}
				}
			}
		}
	}
}

// Reasons, grounds and doubts are data; each must have a sentence.
func TestDataHasWords(t *testing.T) {
	t.Parallel()
	r, say := newRules(t), printer(t, i18n.KK)
	hasWords := func(key string) {
		if say.T(key) == key {
			t.Errorf("%s has no sentence", key)
		}
	}
	for d := calendar.Date(2021, time.January, 1); d.Year() < 2028; d++ {
		if skip, off := r.cal.Reason(d); off {
			hasWords(skip.Reason)
		}
	}
	for _, e := range r.code.Editions() {
		hasWords(e.Key())
		for _, p := range []law.Procedure{law.Ordinary, law.Simplified, law.Complaints} {
			for _, g := range r.code.Grounds(p, e) {
				hasWords(g.Key())
				for _, d := range g.Doubts {
					hasWords(d.Key())
				}
			}
		}
	}
}

func TestAFileIsAnsweredLineByLine(t *testing.T) {
	t.Parallel()
	text := "\ufeff" + `{"kind":"complaint","received":"2026-03-21T09:05+05:00"}` + "\r\n" +
		`{"kind":"message","registered":"2026-03-17","edition":"kz-2026"}` + "\n" +
		`{"kind":"miracle","registered":"2026-03-17"}` + "\n" +
		"\n" +
		`{"kind":"message","registered":17}` + "\n" +
		`{"kind":"message","id":"not ours"}` + "\n" +
		`{"kind":"message","registered":"` + strings.Repeat("9", 300<<10) + `"}` + "\n" +
		`{"kind":"message","registered":"2026-02-30"}` + "\n" +
		`{"kind":"message"}` + "\n" +
		`{"kind":"application","registered":"2022-06-07","edition":"product-2022"}` // no end of line
	file := filepath.Join(t.TempDir(), "questions.jsonl")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errOut := run(t, nil, "", "term", "-f", file, "--lang", "ru")
	if code != exitFailed || !strings.Contains(errOut, "6 строк") {
		t.Errorf("exit %d, want %d; %q", code, exitFailed, errOut)
	}
	var got []string
	for i, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
		var a answerJSON
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatalf("line %d is not JSON: %v\n%s", i+1, err, line)
		}
		if (a.Error == "") != (a.Key == "") {
			t.Errorf("line %d has a key without words or words without a key: %s", i+1, line)
		}
		got = append(got, fmt.Sprintf("%d %s%s", a.Line, a.DueOn, a.Key))
	}
	want := []string{
		"1 2026-04-23", "2 2026-04-10", "3 law.unknown_kind", "5 cli.term_bad_line",
		"6 cli.term_unknown_field", "7 cli.term_long_line", "8 calendar.bad_day", "9 cli.term_no_day", "10 2022-06-27",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAFileFromTheStandardInput(t *testing.T) {
	t.Parallel()
	code, out, errOut := run(t, nil, `{"kind":"message","registered":"2026-03-17"}`, "term", "-f", "-")
	if code != exitOK || !strings.Contains(out, `"due_on":"2026-04-10"`) || errOut != "" {
		t.Errorf("exit %d: %s%s", code, out, errOut)
	}
	if code, out, _ := run(t, nil, "", "term", "-f", "-"); code != exitOK || out != "" {
		t.Errorf("an empty file: exit %d, %q", code, out)
	}
}

func TestParseInstant(t *testing.T) {
	t.Parallel()
	want := time.Date(2026, time.March, 21, 4, 5, 0, 0, time.UTC)
	for _, text := range []string{
		"2026-03-21T09:05+05:00", "2026-03-21T09:05:00+05:00", "2026-03-21T04:05Z",
		"2026-03-21T04:05:00Z", "2026-03-21T04:05:00.000Z", "2026-03-21T09:05", "2026-03-21T09:05:00",
		"2026-03-21 09:05", "2026-03-21 09:05:00", "2026-03-21 09:05+05:00",
	} {
		if got, err := parseInstant(text); err != nil || !got.Equal(want) {
			t.Errorf("parseInstant(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "2026-03-21", "2026-03-21T9:05", "2026-03-21T24:00", "2026-02-30T10:00", "1850-01-01T10:00", "кеше"} {
		if got, err := parseInstant(text); err == nil {
			t.Errorf("parseInstant(%q) = %v, want an error", text, got)
		}
	}
}

func newRules(t testing.TB) *rules {
	t.Helper()
	r, err := loadRules()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func printer(t testing.TB, lang i18n.Lang) i18n.Printer {
	t.Helper()
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return catalog.In(lang)
}

// questions writes n different lines, half with a time of receipt.
func questions(n int) []byte {
	kinds := []string{"application", "complaint", "request", "message", "request.lawyer", "request.notary"}
	var text bytes.Buffer
	for i := range n {
		day := time.Date(2021, time.July, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%2000)
		if i%2 == 0 {
			fmt.Fprintf(&text, `{"kind":%q,"registered":%q}`+"\n", kinds[i%len(kinds)], day.Format(time.DateOnly))
		} else {
			fmt.Fprintf(&text, `{"kind":%q,"received":"%sT%02d:05+05:00"}`+"\n", kinds[i%len(kinds)], day.Format(time.DateOnly), i%24)
		}
	}
	return text.Bytes()
}

// BenchmarkTermFile answers 100 000 lines an operation.
func BenchmarkTermFile(b *testing.B) {
	const lines = 100_000
	text, r := questions(lines), newRules(b)
	e := &env{out: io.Discard, say: printer(b, i18n.KK)}
	for b.Loop() {
		if failed, err := r.answerLines("-", bytes.NewReader(text), e); failed > 0 || err != nil {
			b.Fatal(failed, err)
		}
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
