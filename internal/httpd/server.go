package httpd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"
)

// Options make a Server. Handler and Listen are required.
type Options struct {
	Handler http.Handler
	Listen  string // "host:port"; port 0 takes a free one

	Log            *slog.Logger                // nil: silent
	Ready          func(context.Context) error // asked by /readyz; nil: always ready
	OnError        ErrorFunc                   // shows the chain's own refusals and panics; nil: plain text
	Started        func(net.Addr)              // called once it listens; nil: nobody is told
	TrustProxy     []netip.Prefix              // whose X-Forwarded-For and -Proto are believed
	TrustedOrigins []string                    // sites besides our own that may send forms: "https://…"
	MaxBody        int64                       // bytes of any request; 0: 220 MB, ten files of 20 and a form; see Limit
	Posts          Pace                        // forms per client; zero: 60 at once, then 2 a second
	Budget         func(*http.Request) string  // which of its client's budgets, each of that pace, a request is taken from, "" for none; nil: FormBudget
	WorkTime       time.Duration               // on one answer, once the request is here; 0: 25 s
	Grace          time.Duration               // begun requests get this long at the end; 0: 20 s
	Now            func() time.Time            // nil: time.Now
}

// A Server listens and answers.
type Server struct {
	opts     Options
	handler  http.Handler
	pacer    *pacer
	stopping atomic.Bool
	wasReady atomic.Bool
}

// New checks the options. Nothing listens before Run.
func New(o Options) (*Server, error) {
	if o.Handler == nil {
		return nil, errors.New("httpd: no handler")
	}
	if _, _, err := net.SplitHostPort(o.Listen); err != nil {
		return nil, fmt.Errorf("httpd: listen: %w", err)
	}
	s := &Server{opts: withDefaults(o)}
	s.pacer = newPacer(s.opts.Posts, s.opts.Now)
	h, err := s.chain(o.Handler)
	if err != nil {
		return nil, fmt.Errorf("httpd: %w", err)
	}
	s.handler = h
	return s, nil
}

func withDefaults(o Options) Options {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Ready == nil {
		o.Ready = func(context.Context) error { return nil }
	}
	if o.OnError == nil {
		o.OnError = plainError
	}
	if o.Started == nil {
		o.Started = func(net.Addr) {}
	}
	if o.Budget == nil {
		o.Budget = FormBudget
	}
	if o.MaxBody == 0 {
		o.MaxBody = 220 << 20
	}
	if o.WorkTime == 0 {
		o.WorkTime = workTime
	}
	if o.Grace == 0 {
		o.Grace = 20 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// ServeHTTP answers one request through the whole chain, for tests and for a
// listener of one's own.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Run listens and serves until ctx ends. It returns an error when it cannot
// listen, and those of Serve.
func (s *Server) Run(ctx context.Context) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.opts.Listen)
	if err != nil {
		return fmt.Errorf("httpd: %w", err)
	}
	return s.Serve(ctx, l)
}

// Serve answers what comes to l until ctx ends, then takes no new request,
// lets the begun ones finish within the grace and returns nil. It closes l,
// and returns an error when the grace was too short.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	// Begun requests outlive ctx, but not Run.
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	srv := s.server(base)
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	s.opts.Log.InfoContext(ctx, "listening", slog.String("address", l.Addr().String()))
	s.opts.Started(l.Addr())
	select {
	case err := <-ended:
		return fmt.Errorf("httpd: %w", err)
	case <-ctx.Done():
		return s.stop(base, srv)
	}
}

func (s *Server) server(base context.Context) *http.Server {
	return &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		BaseContext:       func(net.Listener) context.Context { return base },
		ErrorLog:          slog.NewLogLogger(s.opts.Log.Handler(), slog.LevelDebug),
	}
}

func (s *Server) stop(base context.Context, srv *http.Server) error {
	s.stopping.Store(true)
	s.opts.Log.InfoContext(base, "stopping")
	ctx, cancel := context.WithTimeout(base, s.opts.Grace)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		_ = srv.Close() // the grace is over
		return fmt.Errorf("httpd: requests cut off after %v: %w", s.opts.Grace, err)
	}
	return nil
}
