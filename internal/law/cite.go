package law

import "regexp"

// cited reads an article as the law writes it in short: 76, 76(1), 88(1)2).
var cited = regexp.MustCompile(`^([0-9-]+)(?:\(([0-9-]+)\)(?:([0-9-]+)\))?)?$`)

// Cite gives the message that names an article of the Code, or another
// source, to people: its key and arguments.
//
//	key, args := law.Cite("76(1)")
//	say.T(key, args...) // «ч. 1 ст. 76 АППК»
func Cite(article string) (key string, args []any) {
	if !OfCode(article) {
		return article, nil
	}
	m := cited.FindStringSubmatch(article)
	switch {
	case m == nil || m[2] == "":
		return "law.article", []any{"article", article}
	case m[3] == "":
		return "law.article_part", []any{"article", m[1], "part", m[2]}
	}
	return "law.article_point", []any{"article", m[1], "part", m[2], "point", m[3]}
}
