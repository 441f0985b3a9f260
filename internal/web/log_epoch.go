package web

import (
	"context"
	"net/http"
	"path"
	"strconv"
	"strings"

	"jauap/internal/httpd"
)

// logAt is where the witness log is served, in the layout of C2SP tlog-tiles
// and for programs: no language, no session, no cookie. That is the first
// epoch; a log that began anew is another log, and tlog-tiles gives each its
// own prefix: /log/2/, /log/3/, as the origin says too. So what somebody kept
// of an ended epoch never stands for the present one.
const logAt = "/log/"

// logPrefix is the address of an epoch of the log, ended by a slash.
func logPrefix(epoch int) string {
	if epoch == 0 {
		return logAt
	}
	return logAt + strconv.Itoa(epoch+1) + "/"
}

// cutEpoch takes the epoch out of an address of the log.
func cutEpoch(address string) (epoch int, file string) {
	file = strings.TrimPrefix(strings.TrimPrefix(address, pathLog), "/")
	first, rest, more := strings.Cut(file, "/")
	n, err := logNumber(first)
	if !more || err != nil || n < 2 || n > mostEpochs {
		return 0, file
	}
	return int(n) - 1, rest
}

// mostEpochs is far above any number of restores.
const mostEpochs = 1_000_000

type epochKey struct{}

// serveLog answers an address of the log as if there were one epoch, and
// remembers which was asked for.
func (s *Site) serveLog(w http.ResponseWriter, r *http.Request) {
	epoch, file := cutEpoch(r.URL.Path)
	r = r.Clone(context.WithValue(r.Context(), epochKey{}, epoch))
	r.URL.Path, r.URL.RawPath = logAt+file, ""
	if clean := path.Clean(r.URL.Path); clean != strings.TrimSuffix(r.URL.Path, "/") || epoch > 0 && file == "" {
		r.URL.Path = logAt + "-" // the mux would lead it on to where it is not
	}
	s.log.ServeHTTP(w, r)
}

// isLog tells whether an address is the log's, for programs.
func (s *Site) isLog(address string) bool {
	return s.log != nil && (address == pathLog || strings.HasPrefix(address, logAt))
}

// ofEpoch lets through what is asked of the present epoch. Of an ended one it
// tells where the log goes on; its keys are given with all the others.
func (s *Site) ofEpoch(h httpd.HandlerFunc) httpd.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		asked, _ := r.Context().Value(epochKey{}).(int)
		now, err := s.opts.Witness.Epoch(r.Context())
		switch {
		case err != nil:
			return err
		case asked > now:
			return errNoPage()
		case asked < now && r.URL.Path != logAt+"key":
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, "This log has ended. It goes on at "+s.origin(r)+logPrefix(now), http.StatusGone)
			return nil
		}
		return h(w, r)
	}
}

// logAddress is the whole address of the present epoch, as programs take it:
// without the last slash.
func (s *Site) logAddress(r *http.Request) (whole, prefix string, err error) {
	epoch, err := s.opts.Witness.Epoch(r.Context())
	prefix = logPrefix(epoch)
	return s.origin(r) + strings.TrimSuffix(prefix, "/"), prefix, err
}

// noSuchFile answers what is no address of the log.
func noSuchFile(http.ResponseWriter, *http.Request) error { return errNoPage() }

// toLogPage leads a person who typed the bare address to the page about it.
func (s *Site) toLogPage(w http.ResponseWriter, r *http.Request) error {
	w.Header().Add("Vary", "Accept-Language")
	http.Redirect(w, r, In(langOf(r), pathLog), http.StatusSeeOther)
	return nil
}
