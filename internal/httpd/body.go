package httpd

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// A 200 MB upload on a 2G telephone takes hours and is welcome; a connection
// that holds a place and sends nothing is not. So there is no limit on the
// whole, but bytes must keep coming, and after the first minute at no less
// than a rate that even GPRS reaches.
const (
	bodySilence = 30 * time.Second
	bodyStart   = time.Minute
	bodyRate    = 256 // bytes a second
)

// A body is a request body whose deadline moves on as bytes arrive.
type body struct {
	io.ReadCloser
	rc      *http.ResponseController
	now     func() time.Time
	started time.Time
	read    int64
}

func (b *body) Read(p []byte) (int, error) {
	if err := b.rc.SetReadDeadline(b.deadline()); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	n, err := b.ReadCloser.Read(p)
	b.read += int64(n)
	if err != nil {
		// Else the deadline would strike while the handler works, and the
		// server would take the client for gone.
		_ = b.rc.SetReadDeadline(time.Time{})
	}
	return n, err
}

func (b *body) deadline() time.Time {
	now := b.now()
	if b.started.IsZero() {
		b.started = now
	}
	patience := b.started.Add(bodyStart + time.Duration(b.read)*time.Second/bodyRate)
	silence := now.Add(bodySilence)
	if patience.Before(silence) {
		return patience
	}
	return silence
}

// bodies limits every request body in length and in slowness.
func (s *Server) bodies(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			patient := &body{ReadCloser: r.Body, rc: http.NewResponseController(w), now: s.opts.Now}
			r.Body = http.MaxBytesReader(w, patient, s.opts.MaxBody)
		}
		next.ServeHTTP(w, r)
	})
}

// Limit narrows the body of a request to bytes, for a page whose form takes no
// files. Call it before the body is read; a longer one is a TooLarge fault
// with the megabytes in "limit", as with the server's own limit.
func Limit(w http.ResponseWriter, r *http.Request, bytes int64) {
	r.Body = http.MaxBytesReader(w, r.Body, bytes)
}
