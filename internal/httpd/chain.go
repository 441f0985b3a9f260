package httpd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"jauap/internal/fault"
)

// policy allows a page its own files and nothing else. There is no inline
// style or script anywhere, so none is allowed.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// chain puts the middleware around the handler, the outermost first.
func (s *Server) chain(h http.Handler) (http.Handler, error) {
	zip, err := gzhttp.NewWrapper(
		gzhttp.MinSize(600),
		gzhttp.RandomJitter(32, 0, false), // blurs the length of pages that repeat what was typed (BREACH)
		gzhttp.ExceptContentTypes([]string{"font/woff2", "image/png", "image/jpeg", "application/pdf", "application/zip"}),
	)
	if err != nil {
		return nil, fmt.Errorf("gzip: %w", err)
	}
	guard, err := s.crossOrigin()
	if err != nil {
		return nil, err
	}
	steps := []func(http.Handler) http.Handler{
		s.opened, s.recovered, s.headers, s.health, s.bodies, guard.Handler, s.paced, s.patient,
		func(h http.Handler) http.Handler { return zip(h) },
	}
	for i := len(steps) - 1; i >= 0; i-- {
		h = steps[i](h)
	}
	return h, nil
}

func (s *Server) crossOrigin() (*http.CrossOriginProtection, error) {
	guard := http.NewCrossOriginProtection()
	for _, origin := range s.opts.TrustedOrigins {
		if err := guard.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("trusted origin %q: %w", origin, err)
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fail(w, r, s.opts.OnError, fault.New(fault.Forbidden, "httpd.cross_origin"))
	}))
	return guard, nil
}

// opened begins the exchange, and writes its line when it has ended.
func (s *Server) opened(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := s.opts.Now()
		x := &exchange{id: newID(), client: clientOf(r, s.opts.TrustProxy), secure: secureOf(r, s.opts.TrustProxy)}
		r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
		a := &answer{ResponseWriter: w, rc: http.NewResponseController(w), now: s.opts.Now}
		w.Header().Set("X-Request-Id", x.id)
		defer func() { s.line(r, x, a, s.opts.Now().Sub(begin)) }()
		next.ServeHTTP(a, r)
	})
}

// line logs one exchange. Its pattern stands for the path, because the path
// holds numbers of appeals; the query may hold anything and is left out.
func (s *Server) line(r *http.Request, x *exchange, a *answer, took time.Duration) {
	status := a.status
	if status == 0 {
		status = http.StatusOK
	}
	attrs := []slog.Attr{
		slog.String("request", x.id),
		slog.String("method", r.Method),
		slog.String("route", route(r, x)),
		slog.Int("status", status),
		slog.Float64("ms", float64(took.Microseconds())/1000),
		slog.Int64("bytes", a.bytes),
		slog.String("network", network(x.client)),
	}
	level := slog.LevelInfo
	switch {
	case r.Pattern == healthPattern:
		level = slog.LevelDebug
	case status >= http.StatusInternalServerError:
		level = slog.LevelError
	}
	if x.err != nil && (status >= http.StatusInternalServerError || errors.Is(x.err, context.Canceled)) {
		attrs = append(attrs, slog.Any("error", x.err))
	}
	s.opts.Log.LogAttrs(r.Context(), level, "request", attrs...)
}

func route(r *http.Request, x *exchange) string {
	switch {
	case x.pattern != "":
		return x.pattern
	case r.Pattern != "":
		return r.Pattern
	}
	return "none"
}

// recovered turns a panic into an error page. The value of the panic may hold
// what a person typed, so only the runtime's own words are logged.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			s.opts.Log.ErrorContext(r.Context(), "panic", slog.String("request", RequestID(r.Context())),
				slog.String("value", panicWords(v)), slog.String("stack", string(debug.Stack())))
			if a, ok := w.(*answer); ok && a.begun() {
				panic(http.ErrAbortHandler) // half a page must not look whole
			}
			fail(w, r, s.opts.OnError, errors.New("panic"))
		}()
		next.ServeHTTP(w, r)
	})
}

func panicWords(v any) string {
	if err, ok := v.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", v)
}

// headers sets what every answer carries. A handler may overwrite
// Cache-Control; by default a browser asks again each time.
func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		h.Set("Cache-Control", "private, no-cache")
		if Secure(r.Context()) {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
