package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"jauap/internal/i18n"
)

// commands is everything a person can type after "jauap".
type commands struct {
	Lang string `help:"lang" enum:"kk,ru,en" default:"${lang}"`

	Serve serveCommand `cmd:"" help:"serve"`
	Term  termCommand  `cmd:"" help:"term"`

	Import   importCommand   `cmd:"" help:"import"`
	Stats    statsCommand    `cmd:"" help:"stats"`
	Rollup   rollupCommand   `cmd:"" help:"rollup"`
	Log      logCommand      `cmd:"" help:"log"`
	Verify   verifyCommand   `cmd:"" help:"verify"`
	Generate generateCommand `cmd:"" help:"generate"`

	Backup  backupCommand  `cmd:"" help:"backup"`
	Restore restoreCommand `cmd:"" help:"restore"`
	Doctor  doctorCommand  `cmd:"" help:"doctor"`

	Erase eraseCommand `cmd:"" help:"erase"`

	Staff     staffCommand     `cmd:"" help:"staff"`
	Calendar  calendarCommand  `cmd:"" help:"calendar"`
	Directory directoryCommand `cmd:"" help:"directory"`

	Key keyCommand `cmd:"" help:"key"`

	Version versionCommand `cmd:"" help:"version"`
}

// An env is what a command may touch besides its own flags.
type env struct {
	in     io.Reader
	out    io.Writer
	errOut io.Writer
	getenv func(string) string
	say    i18n.Printer
}

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// A wrongUsage is an error in what was typed, not in what was done.
type wrongUsage struct{ error }

func (w wrongUsage) Unwrap() error { return w.error }

// Main runs the program with the arguments after its name and gives its exit
// code.
func Main(args []string, in io.Reader, out, errOut io.Writer, getenv func(string) string) int {
	catalog, err := i18n.Load()
	if err != nil {
		fmt.Fprintln(errOut, "jauap:", err)
		return exitFailed
	}
	lang := chooseLang(args, getenv)
	e := &env{in: in, out: out, errOut: errOut, getenv: getenv, say: catalog.In(lang)}
	command, err := parse(args, e)
	if err == nil && command != nil {
		err = command.Run(e)
	}
	return e.finish(err)
}

// parse understands the arguments. It gives no command when only help was
// asked for, and has printed it.
func parse(args []string, e *env) (*kong.Context, error) {
	var help strings.Builder
	helped := false
	parser, err := kong.New(&commands{},
		kong.Name("jauap"),
		kong.Writers(&help, &help),
		kong.Exit(func(int) { helped = true }),
		kong.Resolvers(fromEnvironment(e.getenv)),
		kong.Vars{"lang": string(e.say.Lang())},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return nil, fmt.Errorf("commands: %w", err)
	}
	translateHelp(parser.Model.Node, e.say)
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if helped {
		_, err = io.WriteString(e.out, translateFrame(help.String(), e.say))
		return nil, err
	}
	if err != nil {
		return nil, wrongUsage{err}
	}
	return command, nil
}

// fromEnvironment lets every flag be given as JAUAP_ and its name, but those
// tagged typed.
func fromEnvironment(getenv func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if flag.Name == "help" || flag.Tag.Has("typed") {
			return nil, nil
		}
		name := "JAUAP_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
		if value := getenv(name); value != "" {
			return value, nil
		}
		return nil, nil
	})
}

// finish says what went wrong and chooses the exit code.
func (e *env) finish(err error) int {
	if err == nil {
		return exitOK
	}
	fmt.Fprintln(e.errOut, "jauap:", e.sentence(err))
	var usage wrongUsage
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

// sentence puts an error into the reader's words. The operator also sees what
// lies under an error of our own; a citizen never reads this.
func (e *env) sentence(err error) string {
	var parse *kong.ParseError
	if errors.As(err, &parse) {
		return misspelt(parse, e.say)
	}
	if !isFault(err) {
		return err.Error()
	}
	return e.say.Fault(err)
}
