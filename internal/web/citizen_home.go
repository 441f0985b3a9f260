package web

import "net/http"

// A homePage is the first page. It is the same for everybody and holds no
// personal data.
type homePage struct{ Page }

// told is a heading with its explanation.
type told struct{ Title, Text string }

func (p homePage) steps() []told {
	return []told{
		{p.T("citizen.next_write"), p.T("citizen.next_write_text")},
		{p.T("citizen.next_body"), p.T("citizen.next_body_text")},
		{p.T("citizen.next_answer"), p.T("citizen.next_answer_text")},
	}
}

func (p homePage) asked() []told {
	return []told{
		{p.T("citizen.ask_body"), p.T("citizen.ask_body_text")},
		{p.T("citizen.ask_language"), p.T("citizen.ask_language_text")},
		{p.T("citizen.ask_account"), p.T("citizen.ask_account_text")},
		{p.T("citizen.ask_name"), p.T("citizen.ask_name_text", "article", cite(p.Page, "88(1)2)"))},
	}
}

func (s *Site) showHome(w http.ResponseWriter, r *http.Request) error {
	p := homePage{s.citizenPage(r, "citizen.home_title")}
	p.Bare = true
	return show(r.Context(), w, http.StatusOK, homeView(p))
}

func (s *Site) showAbout(w http.ResponseWriter, r *http.Request) error {
	return show(r.Context(), w, http.StatusOK, aboutView(s.citizenPage(r, "citizen.about_title")))
}
