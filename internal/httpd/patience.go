package httpd

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"
)

// An answer is worked at no longer than this once the whole request has
// arrived: a database that does not answer must not gather requests until the
// memory is full. It is longer than the slowest page takes, and than a form
// waits for its turn. Sending a large file takes as long as it takes.
const workTime = 25 * time.Second

// patient ends the context of a request that is worked at for too long. While
// its body is arriving, the patience of bodies holds: each piece that came
// begins the time anew.
func (s *Server) patient(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := &working{Context: r.Context(), done: make(chan struct{})}
		timer := time.AfterFunc(s.opts.WorkTime, func() { ctx.end(context.DeadlineExceeded) })
		left := context.AfterFunc(r.Context(), func() { ctx.end(r.Context().Err()) })
		defer func() { timer.Stop(); left(); ctx.end(context.Canceled) }()
		inner := r.WithContext(ctx)
		if r.Body != nil && r.Body != http.NoBody {
			inner.Body = &winding{r.Body, timer, s.opts.WorkTime}
		}
		defer func() { r.Pattern = inner.Pattern }() // for the log
		next.ServeHTTP(w, inner)
	})
}

// A working is the context of a request whose end may be put off. Its error
// tells work that took too long from a client who left; a cancelled context
// of the library would call both the same.
type working struct {
	context.Context //nolint:containedctx // it is a context itself

	done chan struct{}
	mu   sync.Mutex
	err  error
}

// Done is closed when the work must end.
func (c *working) Done() <-chan struct{} { return c.done }

// Err is why, nil before.
func (c *working) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

func (c *working) end(why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = why
		close(c.done)
	}
}

// A winding body winds the clock up again with each piece.
type winding struct {
	io.ReadCloser
	timer *time.Timer
	time  time.Duration
}

func (b *winding) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.timer.Reset(b.time)
	return n, err
}
