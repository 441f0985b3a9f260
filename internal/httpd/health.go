package httpd

import (
	"context"
	"net/http"
	"time"
)

const (
	healthPattern = "health"
	readyPatience = 2 * time.Second
)

// health answers the two questions of whoever watches the program. /healthz:
// does it live? /readyz: can it work: has it started, does the database
// answer, is it not stopping? They pass by every other rule of the chain.
func (s *Server) health(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/healthz":
			r.Pattern = healthPattern
			say(w, http.StatusOK, "alive")
		case "/readyz":
			r.Pattern = healthPattern
			s.ready(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if s.stopping.Load() {
		say(w, http.StatusServiceUnavailable, "stopping")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), readyPatience)
	defer cancel()
	switch err := s.opts.Ready(ctx); {
	case err == nil:
		s.wasReady.Store(true)
		say(w, http.StatusOK, "ready")
	case s.wasReady.Load():
		exchangeOf(r.Context()).err = err
		say(w, http.StatusServiceUnavailable, "not ready")
	default:
		exchangeOf(r.Context()).err = err
		say(w, http.StatusServiceUnavailable, "starting")
	}
}

func say(w http.ResponseWriter, status int, word string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(word + "\n"))
}
