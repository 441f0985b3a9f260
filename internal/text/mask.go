package text

import (
	"cmp"
	"slices"
	"strings"
)

// Marker stands in a masked text where a person stood.
const Marker = "•••"

// What a Span hides.
const (
	Email  = "email"
	Number = "number"
	Name   = "name"
)

// A Span is a hidden part of a text, in bytes of the text given to Mask.
type Span struct {
	Start, End int
	Kind       string
}

// Mask hides by rule what points at a person and returns the spans it hid in
// order: e-mails; phones, cards and every number of six digits or more (IIN
// and BIN among them); names with patronymics or initials, in Russian and
// Kazakh and in their case forms. House numbers, dates and sums written in
// groups stay, and so do the names of streets and schools. A name without
// patronymic or initials needs a reader that knows names; rules leave it.
func Mask(s string) (masked string, spans []Span) {
	spans = emails(s, spans)
	spans = numbers(s, spans)
	spans = names(s, spans)
	if len(spans) == 0 {
		return s, nil
	}
	spans = merge(spans)
	var b strings.Builder
	b.Grow(len(s))
	at := 0
	for _, sp := range spans {
		b.WriteString(s[at:sp.Start])
		b.WriteString(Marker)
		at = sp.End
	}
	b.WriteString(s[at:])
	return b.String(), spans
}

// merge sorts spans and joins those that overlap.
func merge(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	out := spans[:1]
	for _, sp := range spans[1:] {
		last := &out[len(out)-1]
		if sp.Start < last.End {
			last.End = max(last.End, sp.End)
			continue
		}
		out = append(out, sp)
	}
	return out
}

// emails finds addresses around each @.
func emails(s string, spans []Span) []Span {
	for at := 0; ; at++ {
		i := strings.IndexByte(s[at:], '@')
		if i < 0 {
			return spans
		}
		at += i
		start := len(strings.TrimRightFunc(s[:at], addressLetter))
		rest := s[at+1:]
		host := rest[:len(rest)-len(strings.TrimLeftFunc(rest, addressLetter))]
		host = strings.TrimRight(host, ".-_%+")
		if start < at && strings.Contains(host, ".") {
			spans = append(spans, Span{start, at + 1 + len(host), Email})
		}
	}
}

func addressLetter(r rune) bool {
	return wordly(r) || strings.ContainsRune("._%+-", r)
}
