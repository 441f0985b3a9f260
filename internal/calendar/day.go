package calendar

import (
	"database/sql/driver"
	"fmt"
	"time"

	"jauap/internal/fault"
)

// A Day is a date: 1 is 1 January 1900, 0 is no day. Days compare and
// subtract as numbers.
type Day int32

// unixOfZero is the Unix day (1970-01-01 is 0) of Day 0, 31 December 1899.
const unixOfZero = -25568

const secondsOfDay = 24 * 60 * 60

// Date makes a Day. Like time.Date it takes 32 January for 1 February. What
// is earlier than 1900 is no day.
func Date(y int, m time.Month, d int) Day {
	unix := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	return max(0, Day(unix/secondsOfDay-unixOfZero))
}

// Parse reads "2026-03-20". Anything else, a date that does not exist
// included, is fault.Invalid "calendar.bad_day".
func Parse(s string) (Day, error) {
	y, okY := digits(s, 0, 4)
	m, okM := digits(s, 5, 7)
	d, okD := digits(s, 8, 10)
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !okY || !okM || !okD || y < 1900 {
		return 0, badDay(s)
	}
	day := Date(y, time.Month(m), d)
	if _, gotM, gotD := day.Date(); gotM != time.Month(m) || gotD != d {
		return 0, badDay(s)
	}
	return day, nil
}

func badDay(s string) error {
	return fault.New(fault.Invalid, "calendar.bad_day", "text", s)
}

// digits reads s[from:to] as a number and tells whether it is one.
func digits(s string, from, to int) (n int, ok bool) {
	if len(s) < to {
		return 0, false
	}
	for _, c := range []byte(s[from:to]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// IsZero tells that d is no day.
func (d Day) IsZero() bool { return d == 0 }

func (d Day) utc() time.Time {
	return time.Unix((int64(d)+unixOfZero)*secondsOfDay, 0).UTC()
}

// Date gives year, month and day of the month.
func (d Day) Date() (int, time.Month, int) { return d.utc().Date() }

// Year gives the year.
func (d Day) Year() int { return d.utc().Year() }

// Weekday gives the day of the week.
func (d Day) Weekday() time.Weekday {
	return time.Weekday((int(d)%7 + 7) % 7) // Day 0 was a Sunday
}

// Add goes forward (or back) by calendar days.
func (d Day) Add(days int) Day { return d + Day(days) }

// AddMonths goes forward by months to the same number of the month; where the
// month has no such number, to its last day (Civil Procedure Code 122).
func (d Day) AddMonths(n int) Day {
	y, m, day := d.Date()
	first := Date(y, m+time.Month(n), 1)
	y, m, _ = first.Date()
	last := Date(y, m+1, 1) - 1
	return min(first.Add(day-1), last)
}

// String writes "2026-03-20", and nothing for no day.
func (d Day) String() string { return string(d.Append(nil)) }

// Append writes the day to buf as String does.
func (d Day) Append(buf []byte) []byte {
	if d.IsZero() {
		return buf
	}
	return d.utc().AppendFormat(buf, time.DateOnly)
}

// MarshalText writes the day as String does.
func (d Day) MarshalText() ([]byte, error) { return d.Append(nil), nil }

// UnmarshalText reads what MarshalText writes; empty text is no day.
func (d *Day) UnmarshalText(text []byte) error {
	*d = 0
	if len(text) == 0 {
		return nil
	}
	day, err := Parse(string(text))
	*d = day
	return err
}

// Value gives the database the text of the day, null for no day.
func (d Day) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a day from a database: text, a date column or null.
func (d *Day) Scan(from any) error {
	switch v := from.(type) {
	case nil:
		*d = 0
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	case time.Time: // a date column comes as midnight; its own date is meant
		*d = Date(v.Date())
		return nil
	}
	return fmt.Errorf("calendar: a day cannot be read from %T", from)
}
