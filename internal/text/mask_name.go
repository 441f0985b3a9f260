package text

import (
	"strings"
	"unicode"
)

// A word of a text that is being masked. low is its folded form, made only
// when somebody asks.
type word struct {
	start, end int
	capital    bool // begins with a capital letter
	single     bool // is one letter
}

// A crowd is a text cut into words, in which persons are looked for.
type crowd struct {
	s     string
	words []word
}

// names finds persons by patronymics and initials.
func names(s string, spans []Span) []Span {
	c := gather(s)
	for i := 0; i < len(c.words); i++ {
		lo, hi := c.person(i)
		if lo > hi {
			continue
		}
		if !c.street(lo, hi) {
			spans = append(spans, Span{c.words[lo].start, c.stop(hi), Name})
		}
		i = max(i, hi)
	}
	return spans
}

// person returns the first and the last word of the name that word i gives
// away, or lo > hi.
func (c crowd) person(i int) (lo, hi int) {
	w := c.words[i]
	switch {
	case w.single && w.capital:
		return c.initials(i)
	case w.end-w.start < 6:
	case c.patronymic(i):
		return c.around(i, i)
	case i > 0 && c.sonOrDaughter(i):
		return c.around(i-1, i)
	}
	return 1, 0
}

func gather(s string) crowd {
	c := crowd{s, make([]word, 0, len(s)/10+1)}
	for i := 0; i < len(s); {
		r, n := decode(s[i:])
		if !letter(r) {
			i += n
			continue
		}
		end := nameEnd(s, i+n)
		c.words = append(c.words, word{i, end, capital(r), end == i+n})
		i = end
	}
	return c
}

// nameEnd returns where the letters and inner hyphens from i on end.
func nameEnd(s string, i int) int {
	for i < len(s) {
		r, n := decode(s[i:])
		if !letter(r) && !(bridge(r) && i+n < len(s) && letter(first(s[i+n:]))) {
			break
		}
		i += n
	}
	return i
}

func capital(r rune) bool {
	return r >= 'А' && r <= 'Я' || r >= 'A' && r <= 'Z' || r > 0x7f && unicode.IsUpper(r)
}

func (c crowd) low(i int) string { return Fold(c.s[c.words[i].start:c.words[i].end]) }

// beside tells whether only spaces stand between word i and word i+1.
func (c crowd) beside(i int) bool {
	if i < 0 || i+1 >= len(c.words) {
		return false
	}
	return strings.Trim(c.s[c.words[i].end:c.words[i+1].start], " \u00a0") == ""
}

// begins tells whether word i opens a sentence or a line.
func (c crowd) begins(i int) bool {
	before := strings.TrimRight(c.s[:c.words[i].start], " \u00a0«\"(")
	return before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "!") ||
		strings.HasSuffix(before, "?") || strings.HasSuffix(before, "\n")
}

// around widens a patronymic of words lo to hi by the given name and the
// surname: two before it, or one before and one after.
func (c crowd) around(lo, hi int) (int, int) {
	formal, taken := c.words[hi].capital || c.words[lo].capital, 0
	if c.beside(lo-1) && c.given(lo-1, formal) {
		lo, taken = lo-1, 1
		if c.beside(lo-1) && c.family(lo-1, formal) {
			lo, taken = lo-1, 2
		}
	}
	if taken < 2 && c.beside(hi) && c.words[hi+1].capital && !c.words[hi+1].single && !address(c.low(hi+1)) {
		hi++
	}
	return lo, hi
}

// given tells whether word i may be the given name before a patronymic.
func (c crowd) given(i int, formal bool) bool {
	w := c.words[i]
	if formal {
		return w.capital && !address(c.low(i))
	}
	low := c.low(i)
	return w.end-w.start >= 6 && !address(low) && !russianWord(low) && !kazakhWord(low)
}

// family tells whether word i may be the surname before the given name. At
// the start of a sentence, or in small letters, it must also sound like one.
func (c crowd) family(i int, formal bool) bool {
	if formal && (!c.words[i].capital || c.words[i].single) {
		return false
	}
	low := c.low(i)
	if address(low) {
		return false
	}
	return formal && !c.begins(i) || surname(low)
}

// initials finds «А. Б. Фамилия», «Фамилия А. Б.» and, where the surname
// sounds like one, the same with one initial.
func (c crowd) initials(i int) (int, int) {
	last := i
	for c.dotBefore(last+1) && c.words[last+1].single && c.words[last+1].capital {
		last++
	}
	if !strings.HasPrefix(c.s[c.words[last].end:], ".") || strings.HasPrefix(c.s[c.words[i].start:], "P.") {
		return 1, 0 // no dot, or a postscript
	}
	sure := last > i
	if c.dotBefore(last+1) && c.longName(last+1, sure) {
		return i, last + 1
	}
	if c.beside(i-1) && c.longName(i-1, sure) {
		return i - 1, last
	}
	return 1, 0
}

// dotBefore tells whether word i follows the word before it after a dot and
// at most one space.
func (c crowd) dotBefore(i int) bool {
	if i <= 0 || i >= len(c.words) {
		return false
	}
	gap := c.s[c.words[i-1].end:c.words[i].start]
	return gap == "." || gap == ". " || gap == ".\u00a0"
}

func (c crowd) longName(i int, sure bool) bool {
	w := c.words[i]
	if !w.capital || w.end-w.start < 6 {
		return false
	}
	low := c.low(i)
	return !address(low) && (sure || surname(low))
}

// stop returns where a name that ends with word hi ends: an initial takes its
// dot along.
func (c crowd) stop(hi int) int {
	end := c.words[hi].end
	if c.words[hi].single && strings.HasPrefix(c.s[end:], ".") {
		end++
	}
	return end
}

// street tells whether the name belongs to a street, a school or another
// thing named after somebody: a place, not a person.
func (c crowd) street(lo, hi int) bool {
	if lo > 0 && named(c.low(lo-1)) {
		return true
	}
	return hi+1 < len(c.words) && c.beside(hi) && namesake(c.low(hi+1))
}
