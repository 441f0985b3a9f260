package calendar

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func kz(t testing.TB) *Calendar {
	t.Helper()
	c, err := Kazakhstan()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The days off on weekdays, typed a second time as people write them, so that
// a slip in the table shows.
func TestDaysOffOnWeekdays(t *testing.T) {
	t.Parallel()
	cal := kz(t)
	for year, want := range map[int]string{
		2021: "01-01 01-04 01-07 03-08 03-22 03-23 03-24 05-03 05-07 05-10 07-05 07-06 07-20 08-30 12-01 12-16 12-17",
		2022: "01-03 01-04 01-07 03-07 03-08 03-21 03-22 03-23 05-02 05-09 05-10 07-06 08-29 08-30 10-24 10-25 12-16",
		2023: "01-02 01-03 03-08 03-21 03-22 03-23 05-01 05-08 05-09 06-28 07-06 07-07 08-30 10-25 12-18",
		2024: "01-01 01-02 03-08 03-21 03-22 03-25 05-01 05-07 05-08 05-09 07-08 08-30 10-25 12-16",
		2025: "01-01 01-02 01-03 01-07 03-10 03-21 03-24 03-25 05-01 05-07 05-09 06-06 07-07 09-01 10-27 12-16",
		2026: "01-01 01-02 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-11 05-27 07-06 10-26 12-16",
		2027: "01-01 01-04 01-07 03-08 03-15 03-22 03-23 03-24 05-03 05-07 05-10 07-06 10-25 12-16",
	} {
		var got []string
		for d := Date(year, time.January, 1); d.Year() == year; d++ {
			if !weekend(d) && !cal.Working(d) {
				got = append(got, d.String()[5:])
			}
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%d (-want +got):\n%s", year, diff)
		}
	}
}

func TestWeekendDaysWorked(t *testing.T) {
	t.Parallel()
	cal := kz(t)
	var got []string
	for d := day("2021-01-01"); d <= day("2027-12-31"); d++ {
		if weekend(d) && cal.Working(d) {
			got = append(got, d.String())
		}
	}
	want := "2021-07-03 2022-03-05 2022-08-27 2022-10-22 2023-07-01 2024-05-04 2025-01-05"
	if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAddWorking(t *testing.T) {
	t.Parallel()
	cal := kz(t)
	for _, tt := range []struct {
		name string
		from string
		days int
		want string
	}{
		{"three days over Nauryz, 24 and 25 March moved off", "2026-03-20", 3, "2026-03-30"},
		{"a Sunday that was worked is counted", "2025-01-04", 1, "2025-01-05"},
		{"31 August 2026 is worked, Constitution day went to March", "2026-08-28", 1, "2026-08-31"},
		{"no days from a day off stays there", "2026-03-21", 0, "2026-03-21"},
		{"three days before", "2026-05-15", -3, "2026-05-12"},
		{"back from a day off", "2026-03-25", -1, "2026-03-20"},
		{"outside every table weekends are off", "1985-01-04", 1, "1985-01-07"},
		{"back outside every table", "1985-01-07", -1, "1985-01-04"},
		{"out of the indexed years", "2100-12-31", 1, "2101-01-03"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := cal.AddWorking(day(tt.from), tt.days); got != day(tt.want) {
				t.Errorf("AddWorking(%s, %d) = %v, want %s", tt.from, tt.days, got, tt.want)
			}
		})
	}
}

// The index must answer as a clerk with a pencil does.
func TestTheIndexAgreesWithWalking(t *testing.T) {
	t.Parallel()
	cal := kz(t)
	walker := *cal
	walker.index = index{}
	for d := day("1989-12-20"); d < day("2101-01-10"); d++ {
		if got, want := cal.Working(d), walker.Working(d); got != want {
			t.Fatalf("Working(%v) = %v, want %v", d, got, want)
		}
		for _, n := range []int{-15, -1, 1, 15} {
			if got, want := cal.AddWorking(d, n), walker.AddWorking(d, n); got != want {
				t.Fatalf("AddWorking(%v, %d) = %v, want %v", d, n, got, want)
			}
		}
	}
}

func TestSkippedGivesReasons(t *testing.T) {
	t.Parallel()
	got := kz(t).Skipped(day("2026-03-20"), day("2026-03-28"))
	want := []Skip{
		{Day: day("2026-03-21"), Reason: "calendar.nauryz"},
		{Day: day("2026-03-22"), Reason: "calendar.nauryz"},
		{Day: day("2026-03-23"), Reason: "calendar.nauryz"},
		{Day: day("2026-03-24"), Reason: "calendar.nauryz", MovedFrom: day("2026-03-21")},
		{Day: day("2026-03-25"), Reason: "calendar.nauryz", MovedFrom: day("2026-03-22")},
		{Day: day("2026-03-28"), Reason: "calendar.saturday"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Skipped (-want +got):\n%s", diff)
	}
}

func TestWithLeavesTheOldCalendarAlone(t *testing.T) {
	t.Parallel()
	old := kz(t)
	changed := old.With([]Exception{
		{Day: day("2026-11-20"), Working: false, Reason: "Қалада су тасқыны"},
		{Day: day("2026-11-21"), Working: true, Reason: "calendar.moved"},
	})
	if got := changed.AddWorking(day("2026-11-19"), 1); got != day("2026-11-21") {
		t.Errorf("after the change the next working day is %v, want 2026-11-21", got)
	}
	if got, off := changed.Reason(day("2026-11-20")); !off || got.Reason != "Қалада су тасқыны" {
		t.Errorf("Reason = %+v, %v, want the operator's words", got, off)
	}
	if got := old.AddWorking(day("2026-11-19"), 1); got != day("2026-11-20") {
		t.Errorf("the old calendar changed: next working day %v, want 2026-11-20", got)
	}
	if got, off := old.Reason(day("2026-11-20")); off {
		t.Errorf("the old calendar changed: %+v", got)
	}
}

func TestKnownAndProvisional(t *testing.T) {
	t.Parallel()
	cal := kz(t)
	for _, tt := range []struct {
		day                string
		known, provisional bool
	}{
		{"2020-12-31", false, false},
		{"2021-01-01", true, false},
		{"2026-12-31", true, false},
		{"2027-01-01", true, true},
		{"2028-01-01", false, false},
	} {
		if got := cal.Known(day(tt.day)); got != tt.known {
			t.Errorf("Known(%s) = %v, want %v", tt.day, got, tt.known)
		}
		if got := cal.Provisional(day(tt.day)); got != tt.provisional {
			t.Errorf("Provisional(%s) = %v, want %v", tt.day, got, tt.provisional)
		}
	}
}

func TestWorkingBetween(t *testing.T) {
	t.Parallel()
	if got := kz(t).WorkingBetween(day("2026-05-08"), day("2026-05-15")); got != 3 {
		t.Errorf("full working days between 8 and 15 May 2026 = %d, want 3", got)
	}
}

func TestDayEnd(t *testing.T) {
	t.Parallel()
	if h, m := kz(t).DayEnd(); h != 18 || m != 30 {
		t.Errorf("the working day ends at %d:%d, want 18:30", h, m)
	}
}

func TestATableWithAMistakeIsRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, line string }{
		{"a day that does not exist", "2026-02-30 off nauryz"},
		{"neither off nor work", "2026-03-23 free calendar.nauryz"},
		{"no reason", "2026-03-23 off"},
		{"a broken moved-from day", "2026-03-23 off nauryz 21.03.2026"},
		{"one field too many", "2026-03-23 off nauryz 2026-03-21 x"},
		{"the same day twice", "2026-03-23 off nauryz\n2026-03-23 work moved"},
		{"an hour that does not exist", "day-end 25:00"},
		{"a span with one end", "known 2026-01-01"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := readTable(tt.line); err == nil || !strings.Contains(err.Error(), "line ") {
				t.Errorf("readTable(%q) = %v, want an error naming the line", tt.line, err)
			}
		})
	}
}

func BenchmarkAddWorking(b *testing.B) {
	cal, from := kz(b), day("2026-03-20")
	for b.Loop() {
		cal.AddWorking(from, 15)
	}
}

func BenchmarkSkipped(b *testing.B) {
	cal, from, to := kz(b), day("2026-03-17"), day("2026-04-10")
	for b.Loop() {
		cal.Skipped(from, to)
	}
}

func BenchmarkWith(b *testing.B) {
	cal := kz(b)
	for b.Loop() {
		cal.With(nil)
	}
}
