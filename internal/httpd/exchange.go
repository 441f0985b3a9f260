package httpd

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"net/http"
	"net/netip"
	"strconv"

	"jauap/internal/fault"
)

// An exchange is what is known about one request while it is answered. It is
// touched by the request's own goroutine only.
type exchange struct {
	id      string
	client  netip.Addr
	secure  bool // came over TLS, here or at a trusted proxy
	pattern string
	paced   error // the verdict of the pace
	err     error
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{}
}

// RequestID is the mark of the request in ctx, for error pages and for logs;
// "" outside a request.
func RequestID(ctx context.Context) string { return exchangeOf(ctx).id }

// Client is the address the request in ctx came from: the peer, or what a
// trusted proxy says. The zero Addr outside a request.
func Client(ctx context.Context) netip.Addr { return exchangeOf(ctx).client }

// Secure tells whether the request in ctx came over TLS, so that cookies may
// be marked Secure.
func Secure(ctx context.Context) bool { return exchangeOf(ctx).secure }

// newID is short enough to be read out on the telephone: 8 letters and
// digits, 40 bits.
func newID() string {
	var b [5]byte
	_, _ = rand.Read(b[:]) // never fails, says crypto/rand
	return base32.StdEncoding.EncodeToString(b[:])
}

// A HandlerFunc answers a request or returns why it could not. It must not
// have written anything when it returns an error.
type HandlerFunc func(w http.ResponseWriter, r *http.Request) error

// An ErrorFunc shows an error to whoever asked.
type ErrorFunc func(w http.ResponseWriter, r *http.Request, err error)

// Wrap makes a handler of h that shows its errors through onError and leaves
// them to the log line of the request. A form that came too fast does not
// reach h.
func Wrap(h HandlerFunc, onError ErrorFunc) http.Handler {
	return WrapForm(func(w http.ResponseWriter, r *http.Request) error {
		if err := Paced(r.Context()); err != nil {
			return err
		}
		return h(w, r)
	}, onError)
}

// WrapForm is Wrap for a page that reads a form and asks Paced itself, so that
// nothing typed is lost.
func WrapForm(h HandlerFunc, onError ErrorFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		exchangeOf(r.Context()).pattern = r.Pattern
		if err := h(w, r); err != nil {
			fail(w, r, onError, err)
		}
	})
}

func fail(w http.ResponseWriter, r *http.Request, onError ErrorFunc, err error) {
	err = asFault(err)
	exchangeOf(r.Context()).err = err
	RetryAfter(w, err)
	onError(w, r, err)
}

// comeAgain is after how many seconds to try what could not be done now.
const comeAgain = 10

// RetryAfter tells machines when to come again: after the seconds of a TooMany
// fault, after ten of an Unavailable one. Of any other error it says nothing.
func RetryAfter(w http.ResponseWriter, err error) {
	for _, f := range fault.All(err) {
		n, told := f.Args["n"].(int)
		switch {
		case f.Kind == fault.TooMany && told:
			w.Header().Set("Retry-After", strconv.Itoa(n))
		case f.Kind == fault.Unavailable:
			w.Header().Set("Retry-After", strconv.Itoa(comeAgain))
		}
	}
}

// plainError is shown when no face shows errors: the status and its mark.
func plainError(w http.ResponseWriter, r *http.Request, err error) {
	status := Status(err)
	http.Error(w, http.StatusText(status)+"\n"+RequestID(r.Context()), status)
}
