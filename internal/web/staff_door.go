package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"jauap/internal/account"
	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// passwordsAtOnce bounds the memory of argon2id: 64 MiB for each password
// that is checked at the same time.
const passwordsAtOnce = 4

// A door is where staff come in and go out.
type door struct {
	site *Site
	gate chan struct{}
}

// A signInPage asks who it is. Want is where they wanted to go; Kept is the
// form they had filled in, sealed.
type signInPage struct {
	Page
	Form  Form
	Want  string // "to" of the address, without the language
	Kept  string
	Ended bool // there was a session, and it is over
}

func (d *door) show(w http.ResponseWriter, r *http.Request) error {
	to := r.URL.Query().Get("to")
	if _, err := d.site.whoIs(r); err == nil {
		http.Redirect(w, r, homeward(r, to), http.StatusSeeOther)
		return nil
	}
	_, had := sessionToken(r)
	return d.ask(w, r, http.StatusOK, signInPage{Want: to, Ended: had && to != ""})
}

func (d *door) ask(w http.ResponseWriter, r *http.Request, status int, p signInPage) error {
	faults := p.Form.Faults
	p.Page = d.site.citizenPage(r, "staff.sign_in")
	p.Faults = faults
	retryAfter(w, faults...)
	if r.Method == http.MethodPost {
		p.Path = PathSignIn
		p.Again = again{Form: "sign-in", Name: "look", Value: lookAgain}
	}
	p.Form.P = p.P
	w.Header().Set("Cache-Control", "no-store")
	return show(r.Context(), w, status, signInView(p))
}

// enter checks login and password. Whatever is wrong, the form comes back
// with what was kept in it.
func (d *door) enter(w http.ResponseWriter, r *http.Request) error {
	values, err := d.read(w, r)
	if err != nil {
		return err
	}
	again := signInPage{Want: values.Get("to"), Kept: values.Get("kept")}
	again.Form.Values = url.Values{"login": {values.Get("login")}}
	if values.Get("look") != "" {
		return d.ask(w, r, http.StatusOK, again)
	}
	if err := httpd.Paced(r.Context()); err != nil {
		again.Form.Faults = fault.All(err)
		return d.ask(w, r, httpd.Status(err), again)
	}
	person, err := d.prove(r.Context(), values.Get("login"), values.Get("password"))
	if fault.Is(err, fault.Internal) {
		return err
	}
	if err != nil {
		again.Form.Faults = d.site.notNow(r.Context(), "web.error_unavailable_text", fault.All(err))
		return d.ask(w, r, httpd.Status(err), again)
	}
	token := account.NewToken()
	if err := d.site.opts.People.StartSession(r.Context(), token, person.ID, d.site.opts.Now()); err != nil {
		return err
	}
	setCookie(w, r, cookieSession, string(token), account.SessionLong)
	if kept, ok := d.site.openKept(values.Get("kept"), person.ID); ok {
		return d.site.offerKept(w, r, person.Who(), kept)
	}
	http.Redirect(w, r, homeward(r, values.Get("to")), http.StatusSeeOther)
	return nil
}

// read reads the sign-in form. A long text that was kept comes only from a
// device on which somebody was signed in.
func (d *door) read(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	want := asks("to", "kept", "login", "password", "look")
	_, err := d.site.heldBy(r)
	switch {
	case err == nil:
		want.longest = longestKept
		httpd.Limit(w, r, longestKept+smallForm)
	case fault.Is(err, fault.Unsigned):
		httpd.Limit(w, r, smallForm)
	default:
		return nil, err
	}
	return readForm(r, want, nil)
}

// prove finds the person behind a login and a password. An unknown login and
// a wrong password take the same time and give the same sentence; being
// locked out is told only to the one who knows the password.
func (d *door) prove(ctx context.Context, login, password string) (account.Person, error) {
	key := httpd.ThrottleKey("sign-in "+loginKey(login), httpd.Client(ctx))
	if err := d.site.opts.Throttle.Wait(ctx, key); err != nil {
		return account.Person{}, err
	}
	person, err := d.site.opts.People.PersonByLogin(ctx, login)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return account.Person{}, err
	}
	right, err := d.match(ctx, person.Password, password)
	if err != nil {
		return account.Person{}, err
	}
	if !right {
		d.site.opts.Throttle.Fail(key)
		return account.Person{}, fault.New(fault.Invalid, "account.wrong_login_or_password").On("login")
	}
	d.site.opts.Throttle.Clear(key)
	switch {
	case person.Demo && !d.site.opts.Demo:
		return account.Person{}, fault.New(fault.Forbidden, "account.demo_only").On("login")
	case person.Locked:
		return account.Person{}, fault.New(fault.Forbidden, "account.locked").On("login")
	}
	return person, nil
}

// loginKey is a login as the store compares it, short enough to remember.
func loginKey(login string) string {
	login = strings.ToLower(strings.TrimSpace(login))
	if len(login) > 100 {
		login = login[:100]
	}
	return login
}

func (d *door) match(ctx context.Context, hash, password string) (bool, error) {
	select {
	case d.gate <- struct{}{}:
		defer func() { <-d.gate }()
		return account.MatchPassword(hash, password), nil
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

func (d *door) leave(w http.ResponseWriter, r *http.Request) error {
	if token, ok := sessionToken(r); ok {
		if err := d.site.opts.People.EndSession(r.Context(), token); err != nil {
			return err
		}
	}
	setCookie(w, r, cookieSession, "", 0)
	http.Redirect(w, r, In(langOf(r), PathSignIn), http.StatusSeeOther)
	return nil
}

// homeward is where somebody goes who has just come in: the page they wanted,
// named without its language, or else the queue. Only a page of this site.
func homeward(r *http.Request, to string) string {
	u, err := url.Parse(to)
	local := err == nil && u.Scheme == "" && u.Host == "" && strings.HasPrefix(to, "/") &&
		!strings.HasPrefix(to, "//") && !strings.Contains(to, `\`)
	if !local {
		return In(langOf(r), pathQueue)
	}
	return In(langOf(r), u.String())
}
