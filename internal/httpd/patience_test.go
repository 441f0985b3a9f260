package httpd

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// slowly gives its words one by one.
type slowly struct{ words []string }

func (s *slowly) Read(p []byte) (int, error) {
	if len(s.words) == 0 {
		return 0, io.EOF
	}
	time.Sleep(20 * time.Second)
	n := copy(p, s.words[0])
	s.words = s.words[1:]
	return n, nil
}

func TestWorkThatTakesTooLongIsStoppedAndSaysSo(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		body   io.Reader
		work   time.Duration
		status int
		retry  string
	}{
		{"a page within the time", nil, 24 * time.Second, http.StatusOK, ""},
		{"a page beyond it", nil, 26 * time.Second, http.StatusServiceUnavailable, "10"},
		{"a form that took a minute to arrive", &slowly{[]string{"a", "b", "c"}}, 9 * time.Second, http.StatusOK, ""},
		{"a form whose work took too long", strings.NewReader("a"), 26 * time.Second, http.StatusServiceUnavailable, "10"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := Wrap(func(w http.ResponseWriter, r *http.Request) error {
					if _, err := io.ReadAll(r.Body); err != nil {
						return err
					}
					select {
					case <-time.After(tt.work):
						w.WriteHeader(http.StatusOK)
						return nil
					case <-r.Context().Done():
						return r.Context().Err()
					}
				}, plainError)
				s, err := New(Options{Handler: h, Listen: ":0"})
				if err != nil {
					t.Fatal(err)
				}
				method := http.MethodGet
				if tt.body != nil {
					method = http.MethodPost
				}
				w := httptest.NewRecorder()
				s.ServeHTTP(w, httptest.NewRequest(method, "/", tt.body))
				if w.Code != tt.status || w.Header().Get("Retry-After") != tt.retry {
					t.Errorf("status %d, come again after %q; want %d, %q", w.Code, w.Header().Get("Retry-After"), tt.status, tt.retry)
				}
			})
		})
	}
}
