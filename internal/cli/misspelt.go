package cli

import (
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

	"jauap/internal/i18n"
)

// A slip is one way of typing a command wrongly: how the parser says it, and
// our key. The parser's words are all it gives.
type slip struct {
	said *regexp.Regexp
	key  string
}

// slips are asked in order; the groups fill {what}, {want} and {near}.
var slips = []slip{
	{regexp.MustCompile(`^unexpected argument (?P<what>.+?)(?:, did you mean (?:one of )?(?P<near>.+)\?)?$`), "cli.slip_argument"},
	{regexp.MustCompile(`^unknown flag (?P<what>.+?)(?:, did you mean (?:one of )?(?P<near>.+)\?)?$`), "cli.slip_flag"},
	{regexp.MustCompile(`^missing flags: (?P<what>.+)$`), "cli.slip_no_flag"},
	{regexp.MustCompile(`^missing positional arguments (?P<what>.+)$`), "cli.slip_no_argument"},
	{regexp.MustCompile(`^expected (?P<what>"<.+)$`), "cli.slip_no_argument"},
	{regexp.MustCompile(`^expected (?:one of )?(?P<want>".+)$`), "cli.slip_command"},
	{regexp.MustCompile(`^(?P<what>--[a-z-]+)\S* must be one of (?P<want>.+) but got (?P<have>".*")$`), "cli.slip_choice"},
	{regexp.MustCompile(`^(?P<what>--[a-z-]+).*: expected a valid \d+ bit u?int but got (?P<have>".*")$`), "cli.slip_number"},
	{regexp.MustCompile(`^(?P<what>--[a-z-]+).*: expected .*value but got "EOL"`), "cli.slip_no_value"},
	{regexp.MustCompile(`^(?P<what>--[a-z-]+).*: expected .*value but got (?P<have>"[^"]*")`), "cli.slip_no_value"},
	{regexp.MustCompile(`^(?P<what>--[a-z-]+).*: bool value must be .* but got (?P<have>".*")$`), "cli.slip_bool"},
}

// unquoted makes the parser's list of words one for people.
var unquoted = strings.NewReplacer(`","`, ", ", `"`, "")

// misspelt says in the reader's words what is wrong with a command, and where
// its help is.
func misspelt(err *kong.ParseError, say i18n.Printer) string {
	help := commandPath(err.Context) + " --help"
	for _, s := range slips {
		if m := s.said.FindStringSubmatch(err.Error()); m != nil {
			return say.T(s.key, append(named(s.said, m), "near", near(s.said, m, say), "help", help)...)
		}
	}
	return say.T("cli.usage", "error", err.Error(), "help", help)
}

// named pairs the groups of a find with their names; a guess has words of its
// own.
func named(said *regexp.Regexp, found []string) (args []any) {
	for i, name := range said.SubexpNames() {
		if name != "" && name != "near" {
			args = append(args, name, unquoted.Replace(found[i]))
		}
	}
	return args
}

// near offers what was probably meant.
func near(said *regexp.Regexp, found []string, say i18n.Printer) string {
	i := said.SubexpIndex("near")
	if i < 0 || found[i] == "" {
		return ""
	}
	return " " + say.T("cli.slip_near", "what", unquoted.Replace(found[i]))
}

// commandPath is the program with the commands that were understood.
func commandPath(c *kong.Context) string {
	path := "jauap"
	if c == nil {
		return path
	}
	for _, p := range c.Path {
		if p.Command != nil {
			path += " " + p.Command.Name
		}
	}
	return path
}
