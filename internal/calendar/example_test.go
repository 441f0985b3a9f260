package calendar_test

import (
	"fmt"
	"time"

	"jauap/internal/calendar"
)

// Three working days from the Friday before Nauryz.
func Example() {
	cal, err := calendar.Kazakhstan()
	if err != nil {
		fmt.Println(err)
		return
	}
	friday := calendar.Date(2026, time.March, 20)
	by := cal.AddWorking(friday, 3)
	fmt.Println(by, by.Weekday())
	for _, off := range cal.Skipped(friday, by) {
		fmt.Println(off.Day, off.Reason)
	}
	// Output:
	// 2026-03-30 Monday
	// 2026-03-21 calendar.nauryz
	// 2026-03-22 calendar.nauryz
	// 2026-03-23 calendar.nauryz
	// 2026-03-24 calendar.nauryz
	// 2026-03-25 calendar.nauryz
	// 2026-03-28 calendar.saturday
	// 2026-03-29 calendar.sunday
}
