package web

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	paperBegin = "-----BEGIN JAUAP RECEIPT-----"
	paperEnd   = "-----END JAUAP RECEIPT-----"
)

// covered stands in the place of what may be a secret code.
const covered = "•••••-•••••"

// onlySigned cuts off what stands around a receipt.
func onlySigned(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "")
	begin := strings.Index(text, paperBegin)
	if begin < 0 {
		return text
	}
	text = text[begin:]
	if end := strings.Index(text, paperEnd); end >= 0 {
		return text[:end+len(paperEnd)]
	}
	return text
}

// withoutCode cuts off what stands around a receipt and covers whatever looks
// like a code, however it is typed: ten letters and digits, or five and five.
// Rather too much than too little: what comes here is no genuine receipt.
func withoutCode(text string) string {
	text = onlySigned(text)
	var b strings.Builder
	runs, done := typedRun.FindAllStringIndex(text, -1), 0
	for i := 0; i < len(runs); i++ {
		from, to := runs[i][0], runs[i][1]
		switch {
		case i+1 < len(runs) && inHalves(text[from:to], text[to:runs[i+1][0]], text[runs[i+1][0]:runs[i+1][1]]):
			i++
			to = runs[i][1]
		case !likeCode(text[from:to]):
			continue
		}
		b.WriteString(text[done:from] + covered)
		done = to
	}
	return b.String() + text[done:]
}

var (
	// typedRun is a word; a hash or a short form of a receipt is one too.
	typedRun = regexp.MustCompile(`JR1\.[A-Za-z0-9_-]{100,}|[A-Za-z0-9+/]{40,}={0,2}|[\pL\d]+`)
	between  = regexp.MustCompile(`^[ \t]*\p{Pd}?[ \t]*$`)
	// codeTyped has the letters of a code, and Cyrillic ones that look the same.
	codeTyped = regexp.MustCompile(`^[0-9A-TV-Za-tv-zАВСЕНКМОРТХавсенкмортх]{10}$`)
	latin     = regexp.MustCompile(`[0-9A-Za-z]`)
)

// likeCode tells whether a word may be a code; one word of every receipt has
// as many letters.
func likeCode(word string) bool {
	return codeTyped.MatchString(word) && latin.MatchString(word) && word != "registered"
}

func inHalves(a, dash, b string) bool {
	return utf8.RuneCountInString(a) == 5 && utf8.RuneCountInString(b) == 5 && between.MatchString(dash) && likeCode(a+b)
}
