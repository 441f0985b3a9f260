package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"jauap/internal/fault"
	"jauap/internal/httpd"
	"jauap/internal/tlog"
)

// How long an answer of the log may be kept: what is in the log never
// changes, only its newest checkpoint does. A log that begins anew does so
// below another address.
const (
	keptForEver = "public, max-age=31536000, immutable"
	keptAMoment = "public, max-age=2"
)

// logRoutes are the page about the log for people, and the log for programs:
// these have a mux of their own, because "/{lang}/…" and "/log/…" contend for
// the same addresses.
func (s *Site) logRoutes() {
	if s.opts.Witness == nil {
		return
	}
	s.handle("GET /{lang}"+pathLog, s.showLog)
	files := http.NewServeMux()
	for pattern, h := range map[string]httpd.HandlerFunc{
		"checkpoint":              s.sendCheckpoint,
		"checkpoint/{size}":       s.sendCheckpointOver,
		"key":                     s.sendLogKeys,
		"tile/{path...}":          s.sendTile,
		"consistency/{old}/{new}": s.sendConsistency,
	} {
		files.Handle("GET "+logAt+pattern, httpd.Wrap(toEverybody(s.ofEpoch(h)), refuseProgram))
	}
	files.Handle(logAt, httpd.Wrap(noSuchFile, refuseProgram))
	files.Handle("GET "+logAt+"{$}", httpd.Wrap(s.toLogPage, refuseProgram))
	s.log = files
}

// toEverybody lets pages of any site read the answer.
func toEverybody(h httpd.HandlerFunc) httpd.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		return h(w, r)
	}
}

// refuseProgram answers a program in the words of HTTP.
func refuseProgram(w http.ResponseWriter, _ *http.Request, err error) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, http.StatusText(httpd.Status(err)), httpd.Status(err))
}

func sendLogText(w http.ResponseWriter, kept, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", kept)
	_, _ = w.Write([]byte(text)) // the reader left: there is nobody to tell
	return nil
}

func (s *Site) sendCheckpoint(w http.ResponseWriter, r *http.Request) error {
	text, err := s.opts.Tree.LastCheckpoint(r.Context())
	if err == nil && text == "" {
		err = errNoPage()
	}
	if err != nil {
		return err
	}
	return sendLogText(w, keptAMoment, text)
}

// sendCheckpointOver sends the first checkpoint of a tree that is no smaller.
func (s *Site) sendCheckpointOver(w http.ResponseWriter, r *http.Request) error {
	size, err := logNumber(r.PathValue("size"))
	if err != nil {
		return err
	}
	text, err := s.opts.Tree.CheckpointOver(r.Context(), size-1)
	if err == nil && text == "" {
		err = errNoPage()
	}
	if err != nil {
		return err
	}
	return sendLogText(w, keptForEver, text)
}

// sendLogKeys sends the keys of all epochs, the newest last.
func (s *Site) sendLogKeys(w http.ResponseWriter, r *http.Request) error {
	keys, err := s.opts.Witness.Verifiers(r.Context())
	if err != nil {
		return err
	}
	return sendLogText(w, keptAMoment, strings.Join(keys, "\n")+"\n")
}

// sendTile sends a tile of hashes or a bundle of entries.
func (s *Site) sendTile(w http.ResponseWriter, r *http.Request) error {
	id, width, err := tlog.ParseTilePath(r.PathValue("path"))
	if err != nil {
		return errNoPage()
	}
	data, err := s.opts.Tree.LogTiles(r.Context()).LogTile(id)
	if fault.Is(err, fault.NotFound) || err == nil && len(data) < width*tlog.HashSize {
		return errNoPage() // the tree has not grown so far
	}
	if err != nil {
		return err
	}
	data = data[:width*tlog.HashSize]
	if id.Level == tlog.Bundles {
		data = tlog.FormatBundle(data)
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", keptForEver)
	_, _ = w.Write(data)
	return nil
}

// sendConsistency proves that the tree of one size holds that of a smaller.
func (s *Site) sendConsistency(w http.ResponseWriter, r *http.Request) error {
	from, wrong1 := logNumber(r.PathValue("old"))
	to, wrong2 := logNumber(r.PathValue("new"))
	head, err := s.logHead(r.Context())
	if err != nil {
		return err
	}
	if wrong1 != nil || wrong2 != nil || from > to || to > head.Size {
		return errNoPage()
	}
	tiles := s.opts.Tree.LogTiles(r.Context())
	upper, err := tlog.ProveFollows(to, head, tiles) // gives the head of that size
	if err != nil {
		return err
	}
	proof, err := tlog.ProveFollows(from, tlog.Checkpoint{Origin: head.Origin, Size: to, Root: upper.Root}, tiles)
	if err != nil {
		return err
	}
	return sendLogText(w, keptForEver, proof.Text())
}

// logHead is the newest checkpoint, of Size 0 when there is none.
func (s *Site) logHead(ctx context.Context) (tlog.Checkpoint, error) {
	text, err := s.opts.Tree.LastCheckpoint(ctx)
	if err != nil || text == "" {
		return tlog.Checkpoint{}, err
	}
	return tlog.ReadCheckpoint(text)
}

// logNumber reads a size as it is written in an address.
func logNumber(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != text {
		return 0, errors.Join(errNoPage(), err)
	}
	return n, nil
}
