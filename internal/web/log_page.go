package web

import (
	"net/http"
	"strconv"
	"strings"

	"jauap/internal/tlog"
)

// A logPage tells people what the witness log is, and how to watch it.
type logPage struct {
	Page
	Head, First tlog.Checkpoint // Size 0: nothing was sealed yet
	Note        string          // the newest checkpoint as it is signed
	Keys        string          // a line each
	At          string          // address of the present epoch
	Prefix      string          // the same without the site, ended by a slash
}

func (s *Site) showLog(w http.ResponseWriter, r *http.Request) error {
	p, ctx := logPage{Page: s.citizenPage(r, "verify.log_title")}, r.Context()
	var err error
	if p.At, p.Prefix, err = s.logAddress(r); err != nil {
		return err
	}
	keys, err := s.opts.Witness.Verifiers(ctx)
	if err != nil {
		return err
	}
	p.Keys = strings.Join(keys, "\n")
	if p.Note, err = s.opts.Tree.LastCheckpoint(ctx); err != nil {
		return err
	}
	if p.Note != "" {
		if err := s.fillLog(r, &p); err != nil {
			return err
		}
	}
	return show(ctx, w, http.StatusOK, logView(p))
}

func (s *Site) fillLog(r *http.Request, p *logPage) error {
	first, err := s.opts.Tree.CheckpointOver(r.Context(), 0)
	if err != nil {
		return err
	}
	if p.First, err = tlog.ReadCheckpoint(first); err != nil {
		return err
	}
	p.Head, err = tlog.ReadCheckpoint(p.Note)
	return err
}

func (p logPage) facts() []Fact {
	return []Fact{
		{Name: p.T("verify.log_size"), Text: p.P.Number(p.Head.Size)},
		{Name: p.T("verify.log_newest"), Text: p.P.Time(p.Head.At)},
		{Name: p.T("verify.log_since"), Text: p.P.Time(p.First.At)},
	}
}

// addresses are what programs read.
func (p logPage) addresses() []Link {
	links := []Link{
		{Text: p.T("verify.log_at_checkpoint"), Href: p.Prefix + "checkpoint"},
		{Text: p.T("verify.log_at_key"), Href: logAt + "key"},
	}
	tile, size := "tile/0/000", strconv.FormatInt(p.Head.Size, 10)
	if p.Head.Size < tlog.Width {
		tile += ".p/" + size
	}
	if p.Head.Size > 1 {
		links = append(links,
			Link{Text: p.T("verify.log_at_tiles"), Href: p.Prefix + tile},
			Link{Text: p.T("verify.log_at_consistency"), Href: p.Prefix + "consistency/1/" + size})
	}
	return links
}
