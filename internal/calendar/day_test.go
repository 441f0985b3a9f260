package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"jauap/internal/fault"
)

func day(s string) Day {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestDayOneIsTheFirstOfJanuary1900(t *testing.T) {
	t.Parallel()
	if got := Date(1900, time.January, 1); got != 1 {
		t.Errorf("Date(1900, January, 1) = %d, want 1", got)
	}
	if got := day("1900-01-01").Weekday(); got != time.Monday {
		t.Errorf("1 January 1900 is a %v, want Monday", got)
	}
	if got := Date(1899, time.December, 1); !got.IsZero() {
		t.Errorf("Date before 1900 = %d, want no day", got)
	}
}

func TestEveryDaySurvivesText(t *testing.T) {
	t.Parallel()
	at := time.Date(1900, time.January, 1, 12, 0, 0, 0, time.UTC)
	for d := Day(1); d < day("2200-01-01"); d, at = d+1, at.AddDate(0, 0, 1) {
		if got, want := d.String(), at.Format(time.DateOnly); got != want {
			t.Fatalf("Day(%d) = %q, want %q", d, got, want)
		}
		if got := day(d.String()); got != d {
			t.Fatalf("Parse(%q) = %d, want %d", d, got, d)
		}
		if got, want := d.Weekday(), at.Weekday(); got != want {
			t.Fatalf("%v is a %v, want %v", d, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text string }{
		{"nothing", ""},
		{"a day that does not exist", "2026-02-29"},
		{"a thirteenth month", "2026-13-01"},
		{"day zero", "2026-03-00"},
		{"a day without leading zeros", "2026-3-2"},
		{"the order of a letter", "20.03.2026"},
		{"a day with an hour", "2026-03-20T10:00"},
		{"a sign among the digits", "2026-+3-20"},
		{"a year before 1900", "1899-12-31"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, err := Parse(tt.text); !fault.Is(err, fault.Invalid) {
				t.Errorf("Parse(%q) = %v, %v, want fault.Invalid", tt.text, got, err)
			}
		})
	}
}

func TestAddMonths(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		from   string
		months int
		want   string
	}{
		{"the same number of the month", "2026-01-15", 6, "2026-07-15"},
		{"over the end of a year", "2026-11-03", 3, "2027-02-03"},
		{"a missing number becomes the last day", "2025-11-30", 3, "2026-02-28"},
		{"a leap year has one day more", "2023-12-31", 2, "2024-02-29"},
		{"back", "2026-03-31", -1, "2026-02-28"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := day(tt.from).AddMonths(tt.months); got != day(tt.want) {
				t.Errorf("%s plus %d months = %v, want %s", tt.from, tt.months, got, tt.want)
			}
		})
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, instant, want string }{
		{"an evening in London is the next day in Almaty", "2026-03-20T19:00:00Z", "2026-03-21"},
		{"the last minute of the day", "2026-03-20T18:59:59Z", "2026-03-20"},
		{"before March 2024 Almaty was six hours ahead", "2024-02-20T18:30:00Z", "2024-02-21"},
		{"since March 2024 it is five", "2024-03-02T18:30:00Z", "2024-03-02"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			at, err := time.Parse(time.RFC3339, tt.instant)
			if err != nil {
				t.Fatal(err)
			}
			if got := Of(at); got != day(tt.want) {
				t.Errorf("Of(%s) = %v, want %s", tt.instant, got, tt.want)
			}
		})
	}
}

func TestStartIsMidnightInAlmaty(t *testing.T) {
	t.Parallel()
	got := day("2026-03-20").Start()
	if want := time.Date(2026, time.March, 19, 19, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("Start = %v, want %v", got, want)
	}
}

func TestDayInJSON(t *testing.T) {
	t.Parallel()
	type card struct{ Due, Finished Day }
	text, err := json.Marshal(card{Due: day("2026-03-20")})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"Due":"2026-03-20","Finished":""}`; string(text) != want {
		t.Errorf("Marshal = %s, want %s", text, want)
	}
	var got card
	if err := json.Unmarshal(text, &got); err != nil || got != (card{Due: day("2026-03-20")}) {
		t.Errorf("Unmarshal = %v, %v", got, err)
	}
}

func TestDayInADatabase(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		from any
		want Day
	}{
		{"text", "2026-03-20", day("2026-03-20")},
		{"bytes", []byte("2026-03-20"), day("2026-03-20")},
		{"a date column", time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC), day("2026-03-20")},
		{"null", nil, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := day("2001-01-01")
			if err := got.Scan(tt.from); err != nil || got != tt.want {
				t.Errorf("Scan(%v) = %v, %v, want %v", tt.from, got, err, tt.want)
			}
		})
	}
	var d Day
	if err := d.Scan(42); err == nil {
		t.Error("Scan(42) took a number for a day")
	}
	if v, err := Day(0).Value(); v != nil || err != nil {
		t.Errorf("Value of no day = %v, %v, want null", v, err)
	}
	if v, err := day("2026-03-20").Value(); v != "2026-03-20" || err != nil {
		t.Errorf("Value = %v, %v, want 2026-03-20", v, err)
	}
}
