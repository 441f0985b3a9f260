package blob

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const longestName = 120 // characters, extension included

// cleanName makes the name that a browser sent safe to show and to save
// under: no folders, no control or direction characters, no characters that
// file systems refuse, at most 120 characters with the extension kept.
func cleanName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if name == "" {
		return "file"
	}
	return shorten(name, extension(name))
}

// shorten cuts the middle out of the way of the extension.
func shorten(name, ext string) string {
	if utf8.RuneCountInString(name) <= longestName {
		return name
	}
	keep := longestName
	if ext != "" {
		keep -= len(ext) + 1
		ext = name[len(name)-len(ext)-1:]
	}
	return strings.TrimRight(string([]rune(name)[:keep]), ". ") + ext
}

// extension returns the extension of a name in small letters, "" when what
// follows the last dot is none: Шағым.2026, к письму от 5.мая.
func extension(name string) string {
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 || len(name)-dot > 6 {
		return ""
	}
	ext := strings.ToLower(name[dot+1:])
	letters := false
	for _, c := range []byte(ext) {
		if c > 'z' || c < '0' || c > '9' && c < 'a' {
			return ""
		}
		letters = letters || c >= 'a'
	}
	if !letters {
		return ""
	}
	return ext
}

func addExtension(name, ext string) string {
	return shorten(name+"."+ext, ext)
}
