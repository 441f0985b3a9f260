package httpd

import (
	"net/http"
	"time"
)

// answerSilence is how long one piece of an answer may take to leave. A large
// file leaves in many pieces, each with its own time.
const answerSilence = time.Minute

// An answer counts what is written and gives each piece its time.
type answer struct {
	http.ResponseWriter
	rc     *http.ResponseController
	now    func() time.Time
	status int
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	_ = a.rc.SetWriteDeadline(a.now().Add(answerSilence)) // not supported in tests: then without
	n, err := a.ResponseWriter.Write(p)
	a.bytes += int64(n)
	return n, err
}

// Flush and Unwrap keep what the server's own writer can.
func (a *answer) Flush() { _ = a.rc.Flush() }

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func (a *answer) begun() bool { return a.status != 0 }
