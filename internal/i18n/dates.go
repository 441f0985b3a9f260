package i18n

import (
	"fmt"
	"strconv"
	"time"

	"jauap/internal/calendar"
)

// Day writes a day in words: «2026 жылғы 27 қаңтар», «27 января 2026 года»,
// "27 January 2026". No day is a dash.
func (p Printer) Day(d calendar.Day) string {
	if d == 0 {
		return nothing
	}
	year, month, day := d.Date()
	return p.T("i18n.day", "year", year, "day", day,
		"month", p.T("i18n.month."+strconv.Itoa(int(month))))
}

// ShortDay writes a day in figures, for tables: 27.01.2026 in all three
// languages, because that is how Kazakhstan writes it.
func (p Printer) ShortDay(d calendar.Day) string {
	if d == 0 {
		return nothing
	}
	year, month, day := d.Date()
	return fmt.Sprintf("%02d.%02d.%d", day, month, year)
}

// Time writes an instant as day and clock of Almaty.
func (p Printer) Time(t time.Time) string {
	if t.IsZero() {
		return nothing
	}
	return p.T("i18n.time", "day", p.Day(calendar.Of(t)),
		"clock", t.In(calendar.Zone()).Format("15:04"))
}

// Weekday names the day of the week; no day is a dash.
func (p Printer) Weekday(d calendar.Day) string {
	if d == 0 {
		return nothing
	}
	return p.T("i18n.weekday." + strconv.Itoa(int(d.Weekday())))
}

// Number groups by thousands: with a no-break space in Kazakh and Russian,
// with a comma in English.
func (p Printer) Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	gap := "\u00a0"
	if p.lang == EN {
		gap = ","
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + gap + digits[at:]
	}
	return sign + digits
}
