package cli

import (
	"errors"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

	"jauap/internal/fault"
	"jauap/internal/i18n"
)

// translateHelp replaces the ends of message keys in the help tags of a command and
// all below it by their sentences.
func translateHelp(node *kong.Node, say i18n.Printer) {
	node.Help = helpSentence(node.Help, say)
	for _, flag := range node.Flags {
		if flag.Name == "help" {
			flag.Help = "help"
		}
		flag.Help = helpSentence(flag.Help, say)
	}
	for _, arg := range node.Positional {
		arg.Help = helpSentence(arg.Help, say)
	}
	for _, child := range node.Children {
		translateHelp(child, say)
	}
}

func helpSentence(key string, say i18n.Printer) string {
	if key == "" {
		return ""
	}
	return say.T("cli.help_"+key, "example", timeExample)
}

// moreHelp is how the parser ends the help of a command with commands.
var moreHelp = regexp.MustCompile(`Run "(jauap.*) --help" for more information on a command\.`)

// translateFrame replaces the words that the parser puts around the help. A
// check of a receipt takes nothing from the environment.
func translateFrame(help string, say i18n.Printer) string {
	flags := say.T("cli.frame_flags")
	if strings.HasPrefix(help, "Usage: jauap verify ") {
		flags = say.T("cli.frame_typed")
	}
	help = moreHelp.ReplaceAllStringFunc(help, func(s string) string {
		return say.T("cli.frame_more", "command", moreHelp.FindStringSubmatch(s)[1])
	})
	return strings.NewReplacer(
		"<command>", say.T("cli.frame_command"),
		" [flags]", " "+say.T("cli.frame_optional"),
		"Usage: ", say.T("cli.frame_usage")+" ",
		"\nFlags:\n", "\n"+flags+"\n",
		"\nArguments:\n", "\n"+say.T("cli.frame_arguments")+"\n",
		"\nCommands:\n", "\n"+say.T("cli.frame_commands")+"\n",
	).Replace(help)
}

func isFault(err error) bool {
	var f *fault.Fault
	return errors.As(err, &f)
}
