package cli

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"
	"unicode/utf8"

	"jauap/internal/account"
	"jauap/internal/directory"
	"jauap/internal/fault"
)

// staffCommand keeps the people who work for bodies.
type staffCommand struct {
	Add      staffAdd      `cmd:"" help:"staff_add"`
	List     staffList     `cmd:"" help:"staff_list"`
	Role     staffRole     `cmd:"" help:"staff_role"`
	Lock     staffLock     `cmd:"" help:"staff_lock"`
	Unlock   staffUnlock   `cmd:"" help:"staff_unlock"`
	Password staffPassword `cmd:"" help:"staff_password"`
}

type staffAdd struct {
	databaseFlags
	Login         string `arg:"" help:"staff_login"`
	Name          string `help:"staff_name" placeholder:"NAME"`
	Body          string `help:"staff_body" placeholder:"BODY"`
	Role          string `help:"staff_role_code" placeholder:"ROLE"`
	PasswordStdin bool   `name:"password-stdin" help:"staff_password_stdin"`
}

// Run adds a person with one seat.
func (c *staffAdd) Run(e *env) error {
	return c.insideAs(creating, func(ctx context.Context, h *house) error {
		p, err := c.person(ctx, h, e)
		if err != nil {
			return wrongUsage{err}
		}
		password, made, err := choosePassword(e, c.PasswordStdin)
		if err != nil {
			return wrongUsage{err}
		}
		p.Password = account.HashPassword(password)
		if _, err := h.db.AddPerson(ctx, operator(), p, time.Now()); err != nil {
			return err
		}
		e.tell("operator.staff_added", "login", p.Login)
		e.tellPassword(password, made)
		return nil
	})
}

func (c *staffAdd) person(ctx context.Context, h *house, e *env) (account.Person, error) {
	p := account.Person{Login: strings.ToLower(strings.TrimSpace(c.Login)), Name: strings.Join(strings.Fields(c.Name), " ")}
	if err := checkLogin(p.Login); err != nil {
		return p, err
	}
	if p.Name == "" {
		return p, fault.New(fault.Invalid, "operator.staff_no_name")
	}
	role, err := parseRole(c.Role)
	if err != nil {
		return p, err
	}
	dir, err := h.db.Directory(ctx)
	if err != nil {
		return p, err
	}
	body, err := findBody(e, dir, c.Body)
	p.Seats = []account.Seat{{Body: body.ID, Role: role}}
	return p, err
}

// findPerson finds a person by login, or names the login that nobody has.
func findPerson(ctx context.Context, h *house, login string) (account.Person, error) {
	p, err := h.db.PersonByLogin(ctx, login)
	if fault.Is(err, fault.NotFound) {
		return p, fault.New(fault.NotFound, "operator.staff_unknown", "login", login).Because(err)
	}
	return p, err
}

// checkLogin: a login is typed by hand many times, in one alphabet or another.
func checkLogin(s string) error {
	odd := strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".-_@", r)
	})
	if n := utf8.RuneCountInString(s); odd || n < 2 || n > 64 {
		return fault.New(fault.Invalid, "operator.staff_bad_login", "login", s)
	}
	return nil
}

func parseRole(s string) (account.Role, error) {
	role, ok := account.ParseRole(s)
	if !ok {
		var codes []string
		for _, r := range account.Roles() {
			codes = append(codes, string(r))
		}
		if s == "" {
			return "", fault.New(fault.Invalid, "operator.staff_role_needed", "roles", strings.Join(codes, ", "))
		}
		return "", fault.New(fault.Invalid, "operator.staff_no_role", "role", s, "roles", strings.Join(codes, ", "))
	}
	return role, nil
}

// choosePassword reads one line of the input, or makes a password and tells
// that it did.
func choosePassword(e *env, stdin bool) (password string, made bool, err error) {
	if !stdin {
		return newPassword(), true, nil
	}
	line, err := bufio.NewReader(e.in).ReadString('\n')
	if err != nil && err != io.EOF {
		return "", false, err
	}
	password = strings.TrimRight(line, "\r\n")
	return password, false, account.CheckPassword(password)
}

// newPassword has 80 bits in groups of four that are easy to copy by hand.
func newPassword() string {
	s := strings.ToLower(rand.Text())
	return strings.Join([]string{s[:4], s[4:8], s[8:12], s[12:16]}, "-")
}

// tellPassword shows a password that was made, this once.
func (e *env) tellPassword(password string, made bool) {
	if made {
		e.tell("operator.staff_new_password", "password", password)
	}
}

type staffList struct {
	databaseFlags
	Body string `help:"staff_list_body" placeholder:"BODY"`
}

// Run lists people with their seats.
func (c *staffList) Run(e *env) error {
	return c.inside(func(ctx context.Context, h *house) error {
		dir, err := h.db.Directory(ctx)
		if err != nil {
			return err
		}
		var body directory.Body
		if c.Body != "" {
			if body, err = findBody(e, dir, c.Body); err != nil {
				return wrongUsage{err}
			}
		}
		people, err := h.db.People(ctx, body.ID)
		if err != nil {
			return err
		}
		if len(people) == 0 {
			e.tell("operator.staff_nobody")
			return nil
		}
		return printPeople(e, dir, people)
	})
}

func printPeople(e *env, dir *directory.Directory, people []account.Person) error {
	w := tabwriter.NewWriter(e.out, 0, 0, 2, ' ', 0)
	for _, p := range people {
		cells := append([]string{p.Login, p.Name, seatWords(e, dir, p.Seats)}, marks(e, p)...)
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	return w.Flush()
}

func seatWords(e *env, dir *directory.Directory, seats []account.Seat) string {
	var list []string
	for _, s := range seats {
		body, _ := dir.Body(s.Body)
		list = append(list, e.say.T("account.role."+string(s.Role))+" – "+body.Short.In(e.say.Lang()))
	}
	if len(list) == 0 {
		return e.say.T("operator.staff_no_seats")
	}
	return strings.Join(list, "; ")
}

func marks(e *env, p account.Person) (list []string) {
	if p.Locked {
		list = append(list, e.say.T("operator.staff_mark_locked"))
	}
	if p.Demo {
		list = append(list, e.say.T("operator.staff_mark_demo"))
	}
	return list
}

type staffRole struct {
	databaseFlags
	Login  string   `arg:"" help:"staff_login"`
	Body   string   `help:"staff_body" placeholder:"BODY"`
	Add    []string `help:"staff_role_add" placeholder:"ROLE"`
	Remove []string `help:"staff_role_remove" placeholder:"ROLE"`
}

// Run gives and takes roles of one person in one body.
func (c *staffRole) Run(e *env) error {
	if len(c.Add)+len(c.Remove) == 0 {
		return wrongUsage{fault.New(fault.Invalid, "operator.staff_role_nothing")}
	}
	return c.inside(func(ctx context.Context, h *house) error {
		p, err := findPerson(ctx, h, c.Login)
		if err != nil {
			return err
		}
		dir, err := h.db.Directory(ctx)
		if err != nil {
			return err
		}
		body, err := findBody(e, dir, c.Body)
		if err != nil {
			return wrongUsage{err}
		}
		if p.Seats, err = c.change(p.Seats, body.ID); err != nil {
			return err
		}
		if err := h.db.SetSeats(ctx, operator(), p, time.Now()); err != nil {
			return err
		}
		e.tell("operator.staff_seats", "login", p.Login, "seats", seatWords(e, dir, p.Seats))
		return nil
	})
}

func (c *staffRole) change(seats []account.Seat, body directory.BodyID) ([]account.Seat, error) {
	at := func(r account.Role) int {
		return slices.IndexFunc(seats, func(s account.Seat) bool { return s.Body == body && s.Role == r })
	}
	for _, code := range c.Add {
		role, err := parseRole(code)
		if err != nil {
			return nil, wrongUsage{err}
		}
		if at(role) >= 0 {
			return nil, fault.New(fault.Conflict, "operator.staff_role_has", "login", c.Login, "role", code)
		}
		seats = append(seats, account.Seat{Body: body, Role: role})
	}
	for _, code := range c.Remove {
		role, err := parseRole(code)
		if err != nil {
			return nil, wrongUsage{err}
		}
		i := at(role)
		if i < 0 {
			return nil, fault.New(fault.Conflict, "operator.staff_role_has_not", "login", c.Login, "role", code)
		}
		seats = slices.Delete(seats, i, i+1)
	}
	return seats, nil
}

type staffLock struct {
	databaseFlags
	Login string `arg:"" help:"staff_login"`
}

// Run locks a person out and ends her sessions.
func (c *staffLock) Run(e *env) error {
	return setLocked(e, c.databaseFlags, c.Login, true, "operator.staff_locked", "operator.staff_locked_already")
}

type staffUnlock struct {
	databaseFlags
	Login string `arg:"" help:"staff_login"`
}

// Run lets a person in again.
func (c *staffUnlock) Run(e *env) error {
	return setLocked(e, c.databaseFlags, c.Login, false, "operator.staff_unlocked", "operator.staff_not_locked")
}

func setLocked(e *env, f databaseFlags, login string, locked bool, done, already string) error {
	return f.inside(func(ctx context.Context, h *house) error {
		p, err := findPerson(ctx, h, login)
		if err != nil {
			return err
		}
		if p.Locked == locked {
			return fault.New(fault.Conflict, already, "login", p.Login)
		}
		if err := h.db.SetLocked(ctx, operator(), p.ID, locked, time.Now()); err != nil {
			return err
		}
		e.tell(done, "login", p.Login)
		return nil
	})
}

type staffPassword struct {
	databaseFlags
	Login         string `arg:"" help:"staff_login"`
	PasswordStdin bool   `name:"password-stdin" help:"staff_password_stdin"`
}

// Run replaces a password and ends the person's sessions.
func (c *staffPassword) Run(e *env) error {
	return c.inside(func(ctx context.Context, h *house) error {
		p, err := findPerson(ctx, h, c.Login)
		if err != nil {
			return err
		}
		password, made, err := choosePassword(e, c.PasswordStdin)
		if err != nil {
			return wrongUsage{err}
		}
		if err := h.db.SetPassword(ctx, operator(), p.ID, account.HashPassword(password), time.Now()); err != nil {
			return err
		}
		e.tell("operator.staff_password_set", "login", p.Login)
		e.tellPassword(password, made)
		return nil
	})
}
