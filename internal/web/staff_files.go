package web

import (
	"mime"
	"net/http"
	"slices"
	"time"

	"jauap/internal/account"
	"jauap/internal/blob"
	"jauap/internal/fault"
)

// sendCaseFile sends one attachment of a case to a reader who is on record.
// Others are led to the case, where they can say why they need it.
func (s *Site) sendCaseFile(w http.ResponseWriter, r *http.Request, who account.Who) error {
	o, err := s.openCase(r, who, false)
	if err != nil {
		return err
	}
	if o.masked != nil {
		http.Redirect(w, r, In(langOf(r), casePath(o.Number())), http.StatusSeeOther)
		return nil
	}
	files := filesOf(o.Case)
	i := slices.IndexFunc(files, func(f blob.Ref) bool { return f.ID == r.PathValue("id") })
	if i < 0 {
		return fault.New(fault.NotFound, "blob.not_found")
	}
	f, err := s.opts.Blobs.Open(r.Context(), files[i], o.Key[:])
	if err != nil {
		return err
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", files[i].Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": files[i].Name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	http.ServeContent(w, r, "", time.Time{}, f)
	return nil
}
