package inbox

import (
	"strings"
	"time"

	"jauap/internal/calendar"
	"jauap/internal/fault"
)

// clocks are the ways a time of day is written behind the date.
var clocks = []string{"", " 15:04", " 15:04:05", " 15:04:05Z07:00", " 15:04Z07:00", " 15:04:05 Z07:00", " 15:04:05Z0700", " 15:04:05 -0700"}

// parseReceived reads 2026-03-21 or 21.03.2026, with or without a time and
// an offset. A time without an offset is Almaty's; a day without a time is
// its beginning. 03/04/2026 is refused: it is March to some and April to
// others.
func parseReceived(s string) (time.Time, error) {
	s = clean(s)
	if len(s) > 10 && s[10] == 'T' {
		s = s[:10] + " " + s[11:]
	}
	layout := "2006-01-02"
	if len(s) > 2 && s[2] == '.' {
		layout = "02.01.2006"
	}
	for _, clock := range clocks {
		at, err := time.ParseInLocation(layout+clock, strings.Replace(s, ",", ".", 1), calendar.Zone())
		if err == nil && !calendar.Of(at).IsZero() {
			return at, nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "inbox.bad_date", "text", s).On("received")
}
