package keys

import (
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/fault"
)

// hasKey tells which message an error carries.
func hasKey(err error, key string) bool {
	var f *fault.Fault
	return errors.As(err, &f) && f.Key == key
}

func newFile(t *testing.T, origin string) (*Ring, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "jauap.key")
	r, err := Create(path, origin)
	if err != nil {
		t.Fatal(err)
	}
	return r, path
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAFileOfOneLineStillOpensWhatItOpened(t *testing.T) {
	t.Parallel()
	old := ring(t)
	r, err := Parse(base64.StdEncoding.EncodeToString([]byte(strings.Repeat("\x07", Size))) + "\n")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := r.ID(), "c306778edd62c9d4"; got != want {
		t.Errorf("ID = %s, want %s", got, want)
	}
	if got, want := base64.StdEncoding.EncodeToString(r.Hash("iin", "1")), "7vDnD7dOvFNDJ0osQoWxD1sB+yM78ZvIAIkFsLn5t0M="; got != want {
		t.Errorf("Hash = %s, want %s", got, want)
	}
	if got, want := r.Origin(), "jauap/"+r.ID(); got != want {
		t.Errorf("Origin = %s, want %s", got, want)
	}
	if r.Verifier() != old.Verifier() {
		t.Error("the derived log key does not repeat")
	}
}

func TestANewFileReadsBackWithLineBreaksOrSpaces(t *testing.T) {
	t.Parallel()
	r, path := newFile(t, "otinish.example.kz/log")
	text := read(t, path)
	for name, form := range map[string]string{
		"as it is": text, "in one line": strings.ReplaceAll(text, "\n", " "), "with \\r\\n": strings.ReplaceAll(text, "\n", "\r\n"),
	} {
		back, err := Parse(form)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if back.ID() != r.ID() || back.Verifier() != r.Verifier() || string(back.Hash("a", "b")) != string(r.Hash("a", "b")) {
			t.Errorf("%s: another ring came back", name)
		}
	}
}

func TestTheSignerSignsWhatTheVerifierAccepts(t *testing.T) {
	t.Parallel()
	r, _ := newFile(t, "otinish.example.kz/log")
	signed, err := note.Sign(&note.Note{Text: "сынақ\n"}, r.Signer())
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(r.Verifier())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := note.Open(signed, note.VerifierList(v)); err != nil || n.Text != "сынақ\n" {
		t.Errorf("Open = %v, %v", n, err)
	}
	if got, want := r.Origin(), "otinish.example.kz/log"; got != want {
		t.Errorf("Origin = %s, want %s", got, want)
	}
}

func TestABrokenKeyIsRefusedWithItsReason(t *testing.T) {
	t.Parallel()
	_, path := newFile(t, "")
	good := read(t, path)
	without := func(label string) string {
		var b strings.Builder
		for line := range strings.Lines(good) {
			if !strings.HasPrefix(line, label+" ") {
				b.WriteString(line)
			}
		}
		return b.String()
	}
	short := base64.StdEncoding.EncodeToString(make([]byte, 31))
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", " \n", "keys.bad_size"},
		{"one short line", short, "keys.bad_size"},
		{"no base64", "жол", "keys.not_base64"},
		{"without the master", without("master"), "keys.no_part"},
		{"without the hash key", without("hash"), "keys.no_part"},
		{"without the log key", without("log"), "keys.no_part"},
		{"a label nobody knows", good + "spare " + short, "keys.bad_form"},
		{"a label without a value", good + "older\n", "keys.bad_form"},
		{"two masters", good + good[:strings.Index(good, "\n")+1], "keys.bad_form"},
		{"two log keys", good + good[strings.Index(good, "log "):], "keys.bad_form"},
		{"a short older key", good + "older " + short, "keys.bad_size"},
		{"a log key with another name", strings.Replace(good, "+jauap/", "+jauap-", 1), "keys.bad_log_key"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := Parse(tt.text); !hasKey(err, tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestNoErrorShowsTheKey(t *testing.T) {
	t.Parallel()
	secret := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("s", 31)))
	for _, text := range []string{secret, secret + "!", "master " + secret, "log PRIVATE+KEY+a+00000000+" + secret} {
		if _, err := Parse(text); err == nil || strings.Contains(err.Error(), secret[:8]) {
			t.Errorf("Parse(%s): %v", text, err)
		}
	}
}

func TestANameThatNoNoteCanCarryIsRefused(t *testing.T) {
	t.Parallel()
	for _, origin := range []string{"a b", "a+b", "a\u00a0b"} {
		path := filepath.Join(t.TempDir(), "jauap.key")
		if _, err := Create(path, origin); !hasKey(err, "keys.bad_origin") {
			t.Errorf("Create with origin %q: %v", origin, err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Errorf("origin %q left a file", origin)
		}
	}
}

func TestSaltsFollowFromTheKeyAndTheLabel(t *testing.T) {
	t.Parallel()
	r := ring(t)
	a, b := r.NewCase(), r.NewCase()
	salts := map[string]bool{}
	for _, s := range [][]byte{a.Salt("1"), a.Salt("2"), b.Salt("1"), r.Salt("1"), r.Salt("2"), a.Salt("1")} {
		if len(s) != 32 {
			t.Errorf("a salt of %d bytes", len(s))
		}
		salts[string(s)] = true
	}
	if len(salts) != 5 {
		t.Errorf("%d salts, want 5: four others and one twice", len(salts))
	}
}
