package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// A receipt with all its proofs has some five kilobytes.
const (
	longestPaper = 64 << 10
	allPapers    = 5 * longestPaper // four of them, and what the form adds
)

// papers are what somebody gave to be checked.
type papers struct {
	Text string // the receipt
	Old  string // an earlier receipt or checkpoint, "" for none
	Give bool   // wants the receipt back with its proof
}

// readPapers reads the form. A file counts before what was pasted. What was
// read is given back beside an error too.
func readPapers(w http.ResponseWriter, r *http.Request) (papers, error) {
	httpd.Limit(w, r, allPapers)
	values, err := readForm(r, wanted{names: []string{"text", "file", "old", "old_file", "give"}, longest: longestPaper}, nil)
	p := papers{Text: eitherPaper(values, "file", "text"), Old: eitherPaper(values, "old_file", "old"), Give: values.Get("give") != ""}
	return p, tooLargePaper(err)
}

func eitherPaper(values url.Values, file, text string) string {
	if v := values.Get(file); strings.TrimSpace(v) != "" {
		return v
	}
	return values.Get(text)
}

// tooLargePaper says how large a receipt may be: far less than other forms.
func tooLargePaper(err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) || f.Kind != fault.TooLarge {
		return err
	}
	field := map[string]string{"old": "old", "old_file": "old_file", "file": "file"}[f.Field]
	if field == "" {
		field = "text"
	}
	return fault.New(fault.TooLarge, "verify.too_large", "n", longestPaper>>10).On(field).Because(err)
}

// shown is what the form shows again: of a genuine receipt what is signed, of
// anything else what was given without what may be a secret code. That may
// stand around what is signed, and people type it where it is not asked for.
func (p papers) shown(v *verdict) url.Values {
	text := withoutCode(p.Text)
	switch {
	case v == nil || !v.Genuine:
	case v.Compact:
		text = v.Document.Compact()
	default:
		text = onlySigned(v.Text(""))
	}
	return url.Values{"text": {text}, "old": {withoutCode(p.Old)}}
}
