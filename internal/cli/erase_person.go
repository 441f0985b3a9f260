package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"

	"jauap/internal/account"
	"jauap/internal/fault"
)

// person finds whose word it is: a login and its password, as at the door of
// the pages. An unknown login takes as long as a wrong password.
func (f eraseFlags) person(ctx context.Context, e *env, r *erasing) (account.Who, error) {
	password, err := f.askPassword(ctx, e, r.in)
	if err != nil {
		return account.Who{}, err
	}
	p, err := r.db.PersonByLogin(ctx, f.As)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return account.Who{}, err
	}
	if !account.MatchPassword(p.Password, password) {
		return account.Who{}, fault.New(fault.Forbidden, "account.wrong_login_or_password")
	}
	if p.Locked {
		return account.Who{}, fault.New(fault.Forbidden, "account.locked")
	}
	return p.Who(), refuseDemo(ctx, r.house, p)
}

// refuseDemo: everybody knows the passwords of the demo, so they count only
// where nobody else works.
func refuseDemo(ctx context.Context, h *house, p account.Person) error {
	if !p.Demo {
		return nil
	}
	people, err := h.db.People(ctx, 0)
	if err == nil && slices.ContainsFunc(people, func(p account.Person) bool { return !p.Demo }) {
		err = fault.New(fault.Forbidden, "account.demo_only")
	}
	return err
}

// askPassword reads a line: of a terminal without showing it, of anything
// else only when told so.
func (f eraseFlags) askPassword(ctx context.Context, e *env, in *bufio.Reader) (string, error) {
	if f.PasswordStdin {
		return typedLine(in)
	}
	screen, ok := e.in.(*os.File)
	if !ok {
		return "", wrongUsage{fault.New(fault.Invalid, "cli.erase_no_terminal")}
	}
	show, err := hideTyping(ctx, screen)
	if err != nil {
		return "", wrongUsage{fault.New(fault.Invalid, "cli.erase_no_terminal").Because(err)}
	}
	defer show()
	fmt.Fprint(e.errOut, e.say.T("cli.erase_password", "login", f.As), " ")
	line, err := typedLine(in)
	fmt.Fprintln(e.errOut)
	return line, err
}

func typedLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}

// hideTyping stops a terminal from showing what is typed, until show is
// called. What is no terminal is an error.
func hideTyping(ctx context.Context, f *os.File) (show func(), err error) {
	was, err := stty(ctx, f, "-g")
	if err != nil {
		return nil, err
	}
	if _, err := stty(ctx, f, "-echo"); err != nil {
		return nil, err
	}
	return func() { _, _ = stty(context.WithoutCancel(ctx), f, was) }, nil
}

// stty is the system's own tool for terminals.
func stty(ctx context.Context, f *os.File, setting string) (string, error) {
	c := exec.CommandContext(ctx, "stty", setting)
	c.Stdin = f
	out, err := c.Output()
	return strings.TrimSpace(string(out)), err
}
