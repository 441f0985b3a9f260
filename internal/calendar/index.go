package calendar

import "time"

// An index answers "the n-th working day after" by two look-ups: days lists
// the worked days in order, upTo says how many of them are not later than a
// day. It covers the years anybody registers an appeal in; outside, the
// calendar walks.
type index struct {
	first Day
	upTo  []int32
	days  []Day
}

const (
	indexFrom = 1990
	indexTo   = 2100
)

func makeIndex(marks map[Day]mark) index {
	first, last := Date(indexFrom, time.January, 1), Date(indexTo, time.December, 31)
	x := index{first: first, upTo: make([]int32, 0, last-first+1)}
	for d := first; d <= last; d++ {
		if working(marks, d) {
			x.days = append(x.days, d)
		}
		x.upTo = append(x.upTo, int32(len(x.days)))
	}
	return x
}

func (x *index) has(d Day) bool {
	return d >= x.first && int(d-x.first) < len(x.upTo)
}

func (x *index) working(d Day) bool {
	return x.upTo[d-x.first] != x.before(d)
}

// before counts the worked days earlier than d.
func (x *index) before(d Day) int32 {
	if d == x.first {
		return 0
	}
	return x.upTo[d-x.first-1]
}

// add gives the n-th worked day after d, or before it for negative n; false
// when the index does not reach so far.
func (x *index) add(d Day, n int) (Day, bool) {
	if n == 0 || !x.has(d) {
		return d, n == 0
	}
	at := int(x.upTo[d-x.first]) - 1 + n
	if n < 0 {
		at = int(x.before(d)) + n
	}
	if at < 0 || at >= len(x.days) {
		return 0, false
	}
	return x.days[at], true
}
