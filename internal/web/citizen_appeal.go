package web

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/calendar"
	"jauap/internal/fault"
	"jauap/internal/law"
)

// An appealPage shows one appeal to its applicant.
type appealPage struct {
	Page
	Case  appeal.Case
	Rules appeal.Rules
	Acts  []appeal.Act // allowed now: the buttons
	Why   reckoning
	Today calendar.Day
	Said  string // what was just done

	Readers readers // who of staff opened it
}

// appealOf opens an appeal for the one who proved it to be theirs.
func (s *Site) appealOf(r *http.Request, who account.Who) (appealPage, error) {
	p := appealPage{Page: s.citizenPage(r, "web.product"), Today: calendar.Of(s.opts.Now())}
	var err error
	if p.Rules, err = s.opts.Rules(r.Context()); err != nil {
		return p, err
	}
	if p.Case, err = s.opts.Cases.Case(r.Context(), who.Scope(), appeal.ID(who.Appeal)); err != nil {
		return p, err
	}
	p.Title = p.T("citizen.appeal_title", "number", p.Case.Number())
	p.Acts = appeal.Allowed(p.Case.Appeal, who)
	p.Why, err = reckon(p.Page, p.Rules, p.Case.Appeal)
	return p, err
}

func (s *Site) showAppeal(w http.ResponseWriter, r *http.Request, who account.Who) error {
	p, err := s.appealOf(r, who)
	if err != nil {
		return err
	}
	if err := s.fillOwnReaders(r.Context(), &p, who); err != nil {
		return err
	}
	p.Said = s.takeFlash(w, r, p.Page)
	return show(r.Context(), w, http.StatusOK, appealView(p))
}

func (p appealPage) may(act appeal.Act) bool { return slices.Contains(p.Acts, act) }

func (p appealPage) address() string { return p.To(appealAddress(p.Case.Number())) }

// state says in a sentence where the appeal stands.
func (p appealPage) state() string {
	return p.T("citizen.state."+string(p.Case.State), "body", p.body())
}

// body is the body that has the appeal, by its full name.
func (p appealPage) body() string { return bodyTitle(p.Page, p.Rules.Directory, p.Case.Body) }

func (p appealPage) late() bool { return p.Case.Late(p.Today) }

// left says how many days the body still has, "" when it has none or needs
// none.
func (p appealPage) left() string {
	switch n := p.Case.DaysLeft(p.Today); {
	case !p.Case.State.Open() || n < 0:
		return ""
	case n == 0:
		return p.T("citizen.due_today")
	default:
		return p.T("citizen.days_left", "n", n)
	}
}

// closing is the event that ended the case, if one did.
func (p appealPage) closing() (appeal.Event, bool) {
	for _, e := range p.Case.Events {
		if e.Act == appeal.ActAnswer || e.Act == appeal.ActTerminate {
			return e, true
		}
	}
	return appeal.Event{}, false
}

func (p appealPage) ground(e appeal.Event) string { return p.T("law.ground_" + e.Ground) }

func (p appealPage) outcome(e appeal.Event) string { return p.T("appeal.outcome." + string(e.Outcome)) }

func (p appealPage) rating(r appeal.Rating) string { return p.T("appeal.rating." + string(r)) }

// A recourse is what whoever disagrees may do (art. 91, 92).
type recourse struct {
	By     string // last day, with its article
	Higher string // "" when the directory does not know it
	Write  string // address of the form
}

func (p appealPage) recourse(e appeal.Event) recourse {
	var r recourse
	limit, err := p.Rules.Law.Limit(law.Complain, e.Marks.Edition, calendar.Of(e.At), p.Rules.Calendar)
	if err == nil { // an edition may set no such limit: then no day is promised
		r.By = p.T("citizen.complain_by", "day", limit.By, "article", cite(p.Page, limit.Article))
	}
	body, _ := p.Rules.Directory.Body(e.Marks.Body)
	if higher, ok := p.Rules.Directory.Body(body.Higher); ok {
		r.Higher = p.T("citizen.complain_higher", "higher", higher.Name.In(p.Lang()))
	}
	form := url.Values{"kind": {string(law.Complaint)}, "body_text": {bodyTitle(p.Page, p.Rules.Directory, body.ID)}}
	r.Write = p.To(pathWrite) + "?" + form.Encode()
	return r
}

// own is what the applicant told of the matter besides the words.
func (p appealPage) own() []Row {
	c := p.Case
	rows := []Row{
		{Key: p.T("citizen.receipt_received"), Text: p.P.Time(c.ReceivedAt)},
		{Key: p.T("citizen.receipt_registered"), Text: p.P.Day(c.RegisteredOn)},
		{Key: p.T("citizen.receipt_kind"), Text: p.T(c.Kind.Key())},
	}
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, Row{Key: p.T(key), Text: value})
		}
	}
	if t, ok := p.Rules.Directory.Topic(c.Topic); ok {
		add("citizen.receipt_topic", t.Name.In(p.Lang()))
	}
	add("citizen.own_place", p.place())
	add("citizen.own_name", c.Content.Applicant.Name)
	return rows
}

// place is the place as it was found and as it was said.
func (p appealPage) place() string {
	title, said := "", p.Case.Content.PlaceText
	if found, ok := p.Rules.Directory.Place(p.Case.Place); ok {
		title = p.Rules.Directory.PlaceTitle(found.Code).In(p.Lang())
	}
	switch {
	case title == "" || saysPlace(said, title):
		return said
	case said == "" || saysPlace(title, said):
		return title
	}
	return title + "; " + said
}

// saysPlace tells whether one way to name a place holds the other.
func saysPlace(whole, part string) bool {
	return strings.Contains(strings.ToLower(whole), strings.ToLower(strings.TrimSpace(part)))
}

func (p appealPage) files(refs []blob.Ref) []Link {
	var list []Link
	for _, f := range refs {
		list = append(list, Link{Href: p.address() + "/files/" + f.ID, Text: f.Name + " (" + size(p.Page, f.Size) + ")"})
	}
	return list
}

// sendOwnFile sends a file of the appeal or of what the body said to its
// applicant.
func (s *Site) sendOwnFile(w http.ResponseWriter, r *http.Request, who account.Who) error {
	c, err := s.opts.Cases.Case(r.Context(), who.Scope(), appeal.ID(who.Appeal))
	if err != nil {
		return err
	}
	files := slices.Clone(c.Content.Files)
	for _, e := range c.Events {
		if e.Act.Told() {
			files = append(files, e.Details.Files...)
		}
	}
	i := slices.IndexFunc(files, func(f blob.Ref) bool { return f.ID == r.PathValue("id") })
	if i < 0 {
		return fault.New(fault.NotFound, "blob.not_found")
	}
	f, err := s.opts.Blobs.Open(r.Context(), files[i], c.Key[:])
	if err != nil {
		return err
	}
	defer f.Close()
	sendFile(w, r, files[i], f)
	return nil
}

// sendFile sends a file to be saved, never to be shown: what people attach is
// not ours to run in the reader's browser.
func sendFile(w http.ResponseWriter, r *http.Request, ref blob.Ref, f *blob.File) {
	h := w.Header()
	h.Set("Content-Type", ref.Type)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": ref.Name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	http.ServeContent(w, r, "", time.Time{}, f)
}
