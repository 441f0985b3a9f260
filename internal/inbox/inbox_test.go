package inbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/inbox"
	"jauap/internal/law"
	"jauap/internal/store"
)

// write puts a file into a folder of the test.
func write(t *testing.T, name, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// An office imports files into a world.
type office struct {
	*dbtest.World
	batch    int
	progress func(inbox.Step)
	failed   error // of every commit
}

func (o *office) ImportRun(ctx context.Context, hash, name string) (inbox.Run, error) {
	r, err := o.World.ImportRun(ctx, hash, name)
	return inbox.Run(r), err
}

func (o *office) CommitImport(ctx context.Context, r inbox.Run, list []appeal.Change, now time.Time) (inbox.Run, error) {
	if o.failed != nil {
		return r, o.failed
	}
	after, err := o.World.CommitImport(ctx, store.ImportRun(r), list, now)
	return inbox.Run(after), err
}

func (o *office) prepare(path string, w inbox.Wish) (*inbox.Import, error) {
	source, err := inbox.Open(path, "")
	if err != nil {
		return nil, err
	}
	mapping, err := source.Mapping(w)
	if err != nil {
		return nil, err
	}
	return inbox.New(inbox.Options{
		Source: source, Mapping: mapping, Ledger: o, Ring: o.Ring, Now: o.Clock.Now, Batch: o.batch, Progress: o.progress,
		Rules: func(context.Context) (appeal.Rules, error) { return o.Rules, nil },
		Who:   account.Who{Kind: account.Operator}, Say: func(err error) string { return "because " + err.Error() },
		Kinds: map[string]law.Kind{"Шағым": law.Complaint, "Жалоба": law.Complaint},
	})
}

func (o *office) take(t *testing.T, path string, w inbox.Wish) inbox.Run {
	t.Helper()
	i, err := o.prepare(path, w)
	if err != nil {
		t.Fatal(err)
	}
	run, err := i.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// cases lists what a world holds, oldest first.
func (o *office) cases(t *testing.T) []appeal.Case {
	t.Helper()
	var list []appeal.Case
	for id := appeal.ID(1); ; id++ {
		c, err := o.Case(t.Context(), account.Everything(), id)
		if fault.Is(err, fault.NotFound) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
}

func texts(list []appeal.Case) (out []string) {
	for _, c := range list {
		out = append(out, c.Content.Text)
	}
	return out
}

// rejected reads the keys of the rejected rows by row.
func rejected(t *testing.T, path string) map[int]string {
	t.Helper()
	body, err := os.ReadFile(inbox.RejectedPath(path))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	keys := map[int]string{}
	for line := range strings.Lines(string(body)) {
		var r struct {
			Row         int
			Key, Reason string
			Original    any
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if keys[r.Row] != "" || r.Reason == "" || r.Original == nil {
			t.Errorf("row %d stands twice, or without a reason or its original: %s", r.Row, line)
		}
		keys[r.Row] = r.Key
	}
	return keys
}

func TestFieldsOfARow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		o := &office{World: w}
		path := write(t, "old.jsonl", `{"id":17,"message":{"text":"Су жоқ\u0000, жөндеңізші"},"when":"2026-03-10 09:30","theme":"water.none","where":"Семей қаласы","who":"akimat.750000000","type":"Шағым","bin":"970740000838","mail":"synaq@example.kz","cat":"су","lang":"kk"}
{"id":18,"message":{"text":"Нет воды"},"theme":"ЖКХ","where":"посёлок Пробный","who":"Комитет","type":"донос","cat":""}
`)
		run := o.take(t, path, inbox.Wish{Map: []string{
			"text=message.text", "received=when", "topic=theme", "place=where", "body=who", "kind=type", "iin=bin", "email=mail", "label.category=cat",
		}})
		want := inbox.Run{FileHash: run.FileHash, Name: "old.jsonl", RowsDone: 2, Imported: 2, Finished: true}
		if diff := cmp.Diff(want, run); diff != "" {
			t.Fatal(diff, rejected(t, path))
		}
		list := o.cases(t)
		known, foreign := list[0], list[1]
		if known.Topic != "water.none" || known.Place == "" || known.Body != w.Akimat.ID || known.Kind != law.Complaint ||
			known.State != appeal.Routed || !known.Company || known.Source != appeal.FromImport {
			t.Errorf("known words were not understood: %+v", known.Appeal)
		}
		if got := known.ReceivedAt; !got.Equal(dbtest.At("2026-03-10 09:30")) {
			t.Errorf("received %v", got)
		}
		if diff := cmp.Diff([]appeal.Label{{Name: "category", Value: "су"}}, known.Labels); diff != "" {
			t.Error(diff)
		}
		if known.Content.Text != "Су жоқ, жөндеңізші" {
			t.Errorf("text %q", known.Content.Text)
		}
		if foreign.Topic != "" || foreign.Body != 0 || foreign.Place != "" || foreign.Kind != law.Application || foreign.State != appeal.Registered {
			t.Errorf("foreign words became ours: %+v", foreign.Appeal)
		}
		if foreign.Content.PlaceText != "посёлок Пробный" || !foreign.ReceivedAt.Equal(w.Clock.Now()) || foreign.Reader != "ru" {
			t.Errorf("place %q, received %v, reader %q", foreign.Content.PlaceText, foreign.ReceivedAt, foreign.Reader)
		}
		labels := map[string]string{}
		for _, l := range foreign.Labels {
			labels[l.Name] = l.Value
		}
		if diff := cmp.Diff(map[string]string{"topic": "ЖКХ", "kind": "донос", "body": "Комитет"}, labels); diff != "" {
			t.Error(diff)
		}
	})
}

func TestRowsAreRejectedWithTheirReason(t *testing.T) {
	t.Parallel()
	o := &office{World: dbtest.NewWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"))}
	long := strings.Repeat("ұзын ", appeal.MaxText)
	huge := strings.Repeat("x", 9<<20)
	rows := []struct{ name, line, key string }{
		{"an empty text", `{"text":" \u200b "}`, "appeal.text_empty"},
		{"no text at all", `{"id":1}`, "appeal.text_empty"},
		{"a wrong digit of an IIN", `{"text":"a","iin":"900101300016"}`, "appeal.iin_wrong"},
		{"a day that does not exist", `{"text":"a","received":"2026-02-30"}`, "inbox.bad_date"},
		{"a day that is March or April", `{"text":"a","received":"03/04/2026"}`, "inbox.bad_date"},
		{"a day to come", `{"text":"a","received":"2026-03-18"}`, "appeal.received_in_future"},
		{"a text too long", `{"text":"` + long + `"}`, "appeal.text_long"},
		{"a line of nine megabytes", `{"text":"` + huge + `"}`, "inbox.row_long"},
		{"a broken line", `{"text":"a"`, "inbox.bad_json"},
		{"a line that is no object", `null`, "inbox.bad_json"},
		{"a list in place of a text", `{"text":["a"]}`, "inbox.nested"},
		{"a label too long", `{"text":"a","cat":"` + strings.Repeat("x", 1001) + `"}`, "inbox.label_long"},
		{"a good row after all of them", `{"text":"Жол жөнделсін","iin":null,"cat":7}`, ""},
		{"a good row with 1.5 megabytes beside the text", `{"text":"b","html":"` + strings.Repeat("x", 3<<19) + `"}`, ""},
	}
	var file strings.Builder
	for _, r := range rows {
		file.WriteString(r.line + "\r\n\n")
	}
	path := write(t, "bad.jsonl", file.String())
	run := o.take(t, path, inbox.Wish{Map: []string{"iin=iin", "received=received"}, Label: []string{"cat"}})
	got := rejected(t, path)
	for n, r := range rows {
		if got[n+1] != r.key {
			t.Errorf("%s: %q, want %q", r.name, got[n+1], r.key)
		}
	}
	if run.RowsDone != int64(len(rows)) || run.Imported != 2 || run.Rejected != int64(len(rows)-2) {
		t.Errorf("counts %+v", run)
	}
	if info, err := os.Stat(inbox.RejectedPath(path)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read what people wrote: %v %v", info.Mode(), err)
	}
}

func TestCSVAsPeopleSaveIt(t *testing.T) {
	t.Parallel()
	encode := func(s string) string { out, _ := charmap.Windows1251.NewEncoder().String(s); return out }
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("id;текст\n1;Жол «Сынақ»\n")
	for _, tt := range []struct {
		name, body string
		texts      []string
		rejected   map[int]string
	}{
		{"quotes across lines, doubled quotes, separators in cells", "id,text\n1,\"бірінші\nекінші, \"\"сөз\"\"\"\n2,b\n", []string{"бірінші\nекінші, \"сөз\"", "b"}, nil},
		{"a byte order mark and semicolons", "\ufeffid;text\n1;a,b\n", []string{"a,b"}, nil},
		{"tabs", "id\ttext\n1\ta;b,c\n", []string{"a;b,c"}, nil},
		{"Windows-1251", encode("id;текст\r\n1;Нет воды на улице Пробной\r\n"), []string{"Нет воды на улице Пробной"}, nil},
		{"UTF-16", utf16, []string{"Жол «Сынақ»"}, nil},
		{"UTF-8 with one broken byte stays UTF-8", "text\nСу \xd0 жоқ жолды да жөндеңіз\n", []string{"Су \ufffd жоқ жолды да жөндеңіз"}, nil},
		{"too few and too many cells", "id,text\n1\n2,b,c\n3,c\n", []string{"c"}, map[int]string{1: "inbox.cells", 2: "inbox.cells"}},
		{"blank lines and bare separators", "id,text\n\n,\n1,a\n", []string{"a"}, nil},
		{"a quote inside a cell", "id,text\n1,ЖШС \"Сынақ\" туралы\n2,\"Үлгі\" ЖШС\n", []string{"ЖШС \"Сынақ\" туралы", "Үлгі ЖШС"}, nil},
		{"a quote that nobody closes costs one line", "id,text\n1,\"ашық\n2,b\n3,c\n", []string{"b", "c"}, map[int]string{1: "inbox.quote_open"}},
		{"no line end at the end", "text\na\nb", []string{"a", "b"}, nil},
		{"equal texts are two appeals", "text\nсу жоқ\nсу жоқ\n", []string{"су жоқ", "су жоқ"}, nil},
		{"an id that comes twice is a double", "id,text\n5,a\n5,a\n", []string{"a"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := &office{World: dbtest.NewWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"))}
			path := write(t, "letters.csv", tt.body)
			run := o.take(t, path, inbox.Wish{})
			if diff := cmp.Diff(tt.texts, texts(o.cases(t))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.rejected, rejected(t, path)); diff != "" {
				t.Error(diff)
			}
			if sum := run.Imported + run.Rejected + run.Doubles; sum != run.RowsDone || !run.Finished {
				t.Errorf("a row was lost: %+v", run)
			}
		})
	}
}

func TestAFileIsRefusedBeforeAnythingIsTaken(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file, body string
		wish             inbox.Wish
		key, says        string
	}{
		{"an empty file", "a.csv", " \n", inbox.Wish{}, "inbox.empty_file", ""},
		{"a spreadsheet", "a.csv", "PK\x03\x04…", inbox.Wish{}, "inbox.spreadsheet", ""},
		{"a JSON list", "a.jsonl", "\n[{\"text\":1}]", inbox.Wish{}, "inbox.json_list", ""},
		{"a name that tells no format", "a.dat", "text\na", inbox.Wish{}, "inbox.unknown_format", ""},
		{"no header", "a.csv", "1;Су жоқ\n", inbox.Wish{}, "inbox.no_text", "«1», «Су жоқ»"},
		{"a column that is not there", "a.csv", "id,text\n1,a", inbox.Wish{Map: []string{"received=день"}}, "inbox.no_column", "«id», «text»"},
		{"a key that is not there", "a.jsonl", `{"text":"a","b":{"c":1}}`, inbox.Wish{Label: []string{"b"}}, "inbox.no_column", "«b.c», «text»"},
		{"a column that stands there twice", "a.csv", "text,text\na,b", inbox.Wish{}, "inbox.column_twice", "«text», «text»"},
		{"a field that does not exist", "a.csv", "text\na", inbox.Wish{Map: []string{"topik=text"}}, "inbox.unknown_field", ""},
		{"half a wish", "a.csv", "text\na", inbox.Wish{Map: []string{"text"}}, "inbox.bad_map", ""},
		{"a field named twice", "a.csv", "text,b\na,b", inbox.Wish{Map: []string{"text=text", "text=b"}}, "inbox.field_twice", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := &office{World: &dbtest.World{Clock: &dbtest.Clock{}}}
			_, err := o.prepare(write(t, tt.file, tt.body), tt.wish)
			var f *fault.Fault
			if !errors.As(err, &f) || f.Key != tt.key || !strings.Contains(fmt.Sprint(f.Args["columns"]), tt.says) && tt.says != "" {
				t.Errorf("got %v, want %s with %s", err, tt.key, tt.says)
			}
		})
	}
}

func TestAStoppedImportGoesOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		var file strings.Builder
		for n := range 40 {
			text := fmt.Sprintf("жолданым %d", n)
			if n%10 == 3 {
				text = "" // rejected
			}
			fmt.Fprintf(&file, "{\"text\":%q}\n", text)
		}
		path := write(t, "many.jsonl", file.String())
		ctx, stop := context.WithCancel(t.Context())
		o := &office{World: w, batch: 5, progress: func(s inbox.Step) {
			if s.Run.RowsDone >= 15 {
				stop()
			}
		}}
		i, err := o.prepare(path, inbox.Wish{})
		if err != nil {
			t.Fatal(err)
		}
		run, err := i.Run(ctx)
		if !errors.Is(err, context.Canceled) || run.RowsDone != 15 || run.Finished {
			t.Fatalf("stopped at %+v: %v", run, err)
		}
		// a crash after the rejected rows were written and before the commit
		o.failed = errors.New("the disk is gone")
		if _, err := i.Run(t.Context()); !errors.Is(err, o.failed) {
			t.Fatalf("got %v", err)
		}
		o.failed, o.progress = nil, nil
		run = o.take(t, path, inbox.Wish{})
		if run.Imported != 36 || run.Rejected != 4 || run.Doubles != 0 || run.RowsDone != 40 || !run.Finished {
			t.Errorf("counts %+v", run)
		}
		if got := rejected(t, path); len(got) != 4 {
			t.Errorf("rejected %v", got)
		}
		if again := o.take(t, path, inbox.Wish{}); again != run {
			t.Errorf("a finished file was imported again: %+v", again)
		}
		if n := len(o.cases(t)); n != 36 {
			t.Errorf("%d appeals, want 36", n)
		}
	})
}

func TestACorrectedMappingTakesOnlyWhatIsMissing(t *testing.T) {
	t.Parallel()
	o := &office{World: dbtest.NewWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"))}
	path := write(t, "a.csv", "text,day\na,2026-03-01\nb,бейсенбі\n")
	first := o.take(t, path, inbox.Wish{Map: []string{"received=day"}})
	second := o.take(t, path, inbox.Wish{})
	if first.Imported != 1 || first.Rejected != 1 || second.Imported != 1 || second.Doubles != 1 {
		t.Errorf("first %+v, second %+v", first, second)
	}
	aside, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.rejected.*.jsonl"))
	if err != nil || len(aside) != 0 && len(rejected(t, path)) != 0 {
		t.Errorf("%v %v", aside, err)
	}
}

func TestGeneratedRowsAreTheSameForTheSameSeed(t *testing.T) {
	t.Parallel()
	make := func(seed uint64) string {
		var b strings.Builder
		if err := inbox.Generate(&b, 300, seed); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	first, again, other := make(1), make(1), make(2)
	if first != again || first == other {
		t.Error("the seed does not decide the rows")
	}
	o := &office{World: dbtest.NewWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "test.db"))}
	if run := o.take(t, write(t, "g.jsonl", make(3)), inbox.Wish{}); run.Imported != 300 {
		t.Errorf("counts %+v", run)
	}
	stats, err := o.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range stats.By["language"] {
		if c.Value != "kk" && c.Value != "ru" && c.Value != "mixed" {
			t.Errorf("%d rows in %q", c.N, c.Value)
		}
	}
}
