package web

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"jauap/internal/fault"
)

// arriving is a request with a form of many parts; cut loses its last bytes.
func arriving(t *testing.T, names []string, value string, cut int) *http.Request {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for _, name := range names {
		if name == "files" {
			part, _ := m.CreateFormFile(name, "хат.txt")
			_, _ = io.WriteString(part, value)
			continue
		}
		_ = m.WriteField(name, value)
	}
	_ = m.Close()
	sent := io.MultiReader(bytes.NewReader(body.Bytes()[:body.Len()-cut]), broken{})
	if cut == 0 {
		sent = &body
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", sent)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return r
}

// broken is a connection that is lost.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestAFormIsReadAsFarAsItCame(t *testing.T) {
	t.Parallel()
	swallow := func(_ url.Values, _ string, file io.Reader) error { _, err := io.Copy(io.Discard, file); return err }
	many := strings.Split(strings.Repeat("note ", mostAnswers+1), " ")
	for _, tt := range []struct {
		name  string
		r     *http.Request
		kind  fault.Kind
		field string
		want  map[string]int // bytes of each answer
	}{
		{"whole", arriving(t, []string{"text", "files", "name"}, "мәтін", 0), "", "", map[string]int{"text": 10, "name": 10}},
		{"an answer too long is cut and the rest read", arriving(t, []string{"text", "name"}, strings.Repeat("a", longestAnswer+9), 0),
			fault.TooLarge, "text", map[string]int{"text": longestAnswer, "name": longestAnswer}},
		{"more answers than any page has", arriving(t, many, "a", 0), fault.TooLarge, "", map[string]int{"note": 1}},
		{"lost within a file", arriving(t, []string{"text", "files"}, strings.Repeat("a", 5000), 900), fault.Invalid, "", map[string]int{"text": 5000}},
		{"lost within an answer", arriving(t, []string{"text", "name"}, strings.Repeat("a", 5000), 900), fault.Invalid, "", map[string]int{"text": 5000}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := readForm(tt.r, asks("text", "name", "note"), swallow)
			if fault.KindOf(err) != tt.kind {
				t.Errorf("error %v, want kind %q", err, tt.kind)
			}
			if list := fault.All(err); len(list) > 0 && list[0].Field != tt.field {
				t.Errorf("the fault is on %q, want %q", list[0].Field, tt.field)
			}
			for _, name := range []string{"text", "name", "note"} {
				if n := len(got.Get(name)); n != tt.want[name] {
					t.Errorf("%s has %d bytes, want %d", name, n, tt.want[name])
				}
			}
		})
	}
}

// A text that is longer than any form takes costs nothing else that was typed.
func TestATextTooLongForTheFormLosesNothingElse(t *testing.T) {
	t.Parallel()
	r := arriving(t, []string{"text", "name"}, strings.Repeat("ә", longestAnswer), 0)
	l, err := (&Site{}).readLetter(r, letterFields)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.values.Get("text")) != longestAnswer || len(l.values.Get("name")) != longestAnswer || len(l.faults) != 1 {
		t.Errorf("text %d, name %d, faults %v", len(l.values.Get("text")), len(l.values.Get("name")), l.faults)
	}
}
