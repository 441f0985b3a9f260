package web

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"jauap/internal/account"
	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// Cookies. None of them can be read by a script or sent by another site.
const (
	cookieSession = "jauap_staff"
	cookieFlash   = "jauap_flash"
)

// whoIs tells who sends a request, or that nobody has signed in.
func (s *Site) whoIs(r *http.Request) (account.Who, error) {
	token, ok := sessionToken(r)
	if !ok {
		return account.Who{}, fault.New(fault.Unsigned, "account.session_over")
	}
	p, err := s.opts.People.Session(r.Context(), token, s.opts.Now())
	if err != nil {
		return account.Who{}, err
	}
	if p.Demo && !s.opts.Demo {
		return account.Who{}, fault.New(fault.Unsigned, "account.session_over")
	}
	return p.Who(), nil
}

func sessionToken(r *http.Request) (account.Token, bool) {
	c, err := r.Cookie(cookieSession)
	if err != nil || c.Value == "" {
		return "", false
	}
	return account.Token(c.Value), true
}

func setCookie(w http.ResponseWriter, r *http.Request, name, value string, lasts time.Duration) {
	age := int(lasts.Seconds())
	if value == "" {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: httpd.Secure(r.Context()),
	})
}

// A flash is what the next page says first: that the work is done, or could
// not be. It goes through the browser sealed, so that nobody can make the page
// say something by a link.
type flash struct {
	Key    string
	Number string
	Failed bool
}

// news is a flash in words; without Text there is none.
type news struct {
	Text   string
	Failed bool
}

const (
	flashLabel = "flash"
	flashLasts = time.Minute
)

func (s *Site) setFlash(w http.ResponseWriter, r *http.Request, f flash) error {
	value, err := s.sealed(f, flashLabel)
	if err != nil {
		return err
	}
	setCookie(w, r, cookieFlash, value, flashLasts)
	return nil
}

// takeFlash reads what is to be said, in words.
func (s *Site) takeFlash(w http.ResponseWriter, r *http.Request, p Page) string {
	return s.takeNews(w, r, p).Text
}

// takeNews reads what is to be said and forgets it. A cookie that does not
// open says nothing.
func (s *Site) takeNews(w http.ResponseWriter, r *http.Request, p Page) news {
	c, err := r.Cookie(cookieFlash)
	if err != nil {
		return news{}
	}
	setCookie(w, r, cookieFlash, "", 0)
	var f flash
	if s.unseal(c.Value, flashLabel, &f) != nil {
		return news{}
	}
	return news{p.T(f.Key, "number", f.Number), f.Failed}
}

// sealed makes of a value a text that goes out to the browser and comes back,
// which nobody can read or change there.
func (s *Site) sealed(v any, label string) (string, error) {
	var plain bytes.Buffer
	j := json.NewEncoder(&plain)
	j.SetEscapeHTML(false) // six bytes for each < and & of a long text
	if err := j.Encode(v); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(s.opts.Ring.Seal(plain.Bytes(), label)), nil
}

func (s *Site) unseal(text, label string, into any) error {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return err
	}
	plain, err := s.opts.Ring.Open(b, label)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}
