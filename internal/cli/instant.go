package cli

import (
	"strings"
	"time"

	"jauap/internal/calendar"
	"jauap/internal/fault"
)

// timeExample shows how a time is written.
const timeExample = "2026-03-21T09:05+05:00"

// parseInstant reads "2026-03-21T09:05+05:00", with or without seconds, the
// hour also behind a blank. A time without an offset is Almaty's.
func parseInstant(typed string) (time.Time, error) {
	s := strings.Replace(typed, " ", "T", 1)
	layout := "2006-01-02T15:04"
	if len(s) > len(layout) && s[len(layout)] == ':' {
		layout += ":05"
	}
	if len(s) > len("2006-01-02") && hasOffset(s[len("2006-01-02"):]) {
		layout += "Z07:00"
	}
	at, err := time.ParseInLocation(layout, s, calendar.Zone())
	shortHour := len(s) > 13 && s[13] != ':' // T9:05, which time takes
	if err != nil || shortHour || calendar.Of(at).IsZero() {
		return time.Time{}, fault.New(fault.Invalid, "cli.term_bad_time", "text", typed, "example", timeExample)
	}
	return at, nil
}

// hasOffset tells whether a clock such as "T09:05+05:00" names its zone.
func hasOffset(clock string) bool {
	for i := range len(clock) {
		if c := clock[i]; c == 'Z' || c == '+' || c == '-' {
			return true
		}
	}
	return false
}
