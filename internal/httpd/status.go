package httpd

import (
	"context"
	"errors"
	"net/http"
	"os"

	"jauap/internal/fault"
)

// statusGone is written to the log when the client left before the answer.
const statusGone = 499

// Status is the HTTP status of an error: 200 of nil, 500 of what has no kind.
func Status(err error) int {
	switch fault.KindOf(err) {
	case "":
		return http.StatusOK
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Gone:
		return http.StatusGone
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Unsigned:
		return http.StatusUnauthorized
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	if errors.Is(err, context.Canceled) {
		return statusGone
	}
	return http.StatusInternalServerError
}

// asFault gives the failures of net/http a kind and words: a body that is too
// long, a body that stopped coming, work that took too long.
func asFault(err error) error {
	var long *http.MaxBytesError
	switch {
	case err == nil || fault.KindOf(err) != fault.Internal:
		return err
	case errors.As(err, &long):
		return fault.New(fault.TooLarge, "httpd.too_large", "limit", long.Limit>>20).Because(err)
	case errors.Is(err, context.DeadlineExceeded): // the patience of the server
		return fault.New(fault.Unavailable, "httpd.too_slow").Because(err)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fault.New(fault.Invalid, "httpd.timeout").Because(err)
	}
	return err
}
