package text

import "strings"

// A group is a run of digits, in bytes of the text.
type group struct{ start, end int }

func (g group) size() int { return g.end - g.start }

// numbers finds phones, cards and long numbers.
func numbers(s string, spans []Span) []Span {
	var room [16]group
	for i := 0; i < len(s); i++ {
		if !digit(s[i]) {
			continue
		}
		run := chain(s, i, room[:0])
		spans = hide(s, run, spans)
		i = run[len(run)-1].end - 1
	}
	return spans
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// chain collects the groups from i on that are written as if they were one
// number: with spaces, hyphens, brackets or dots between them.
func chain(s string, i int, run []group) []group {
	for {
		end := i
		for end < len(s) && digit(s[end]) {
			end++
		}
		run = append(run, group{i, end})
		i = end
		for i < len(s) && i-end < 4 && !digit(s[i]) && strings.IndexByte(" -().\xc2\xa0\xe2\x80\x91\x93", s[i]) >= 0 {
			i++
		}
		if i == len(s) || !digit(s[i]) {
			return run
		}
	}
}

// hide adds the spans of a run: the longest window that is a phone or a card
// first, then each group that is long by itself.
func hide(s string, run []group, spans []Span) []Span {
	for i := 0; i < len(run); i++ {
		j := window(s, run, i)
		if j < 0 && run[i].size() < 6 {
			continue
		}
		j = max(j, i)
		start := run[i].start
		for start > 0 && (s[start-1] == '+' || s[start-1] == '(') {
			start--
		}
		spans = append(spans, Span{start, run[j].end, Number})
		i = j
	}
	return spans
}

// window returns the last group of the longest phone or card that begins with
// group i, or -1. Seven groups are more than anybody writes a phone in.
func window(s string, run []group, i int) int {
	found, total := -1, 0
	for j := i; j < len(run) && j < i+9; j++ {
		total += run[j].size()
		if j > i && personal(s, run[i:j+1], total) {
			found = j
		}
	}
	return found
}

// personal tells whether groups of n digits together are a phone, a card or
// an IIN written in groups of four.
func personal(s string, run []group, n int) bool {
	begin := run[0].start
	switch plus := begin > 0 && s[begin-1] == '+'; {
	case plus && s[begin] == '7', n == 11 && (s[begin] == '7' || s[begin] == '8'):
		return n == 11 && !dotted(s, run)
	case plus:
		return n >= 10 && n <= 15
	case n == 10 && s[begin] == '7' && run[0].size() == 3:
		return true
	case n == 6 || n == 7:
		return local(s, run)
	}
	return (n == 12 || n == 16) && len(run) == n/4 && alike(run, 4)
}

// local tells whether the groups are a town phone: 55-55-55, 272-12-12.
func local(s string, run []group) bool {
	for i, g := range run {
		if g.size() < 2 || g.size() > 3 || i > 0 && s[run[i-1].end:g.start] != "-" {
			return false
		}
	}
	return true
}

func alike(run []group, size int) bool {
	for _, g := range run {
		if g.size() != size {
			return false
		}
	}
	return true
}

// dotted tells whether the first two dots make a date: 7.03.2026 8 часов.
func dotted(s string, run []group) bool {
	return len(run) > 2 && s[run[0].end:run[1].start] == "." &&
		s[run[1].end:run[2].start] == "." && run[2].size() == 4
}
