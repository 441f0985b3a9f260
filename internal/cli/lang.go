package cli

import (
	"strings"

	"jauap/internal/i18n"
)

// chooseLang finds the language before anything else is understood, because
// even a wrong flag is answered in it: --lang, JAUAP_LANG, LC_ALL, LANG, else
// Kazakh.
func chooseLang(args []string, getenv func(string) string) i18n.Lang {
	for _, said := range []string{langFlag(args), getenv("JAUAP_LANG"), getenv("LC_ALL"), getenv("LANG")} {
		tag, _, _ := strings.Cut(said, ".") // ru_RU.UTF-8
		if lang, ok := i18n.ParseLang(strings.ReplaceAll(tag, "_", "-")); ok {
			return lang
		}
	}
	return i18n.KK
}

func langFlag(args []string) string {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			return value
		}
		if arg == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}
