package law_test

import (
	"fmt"
	"time"

	"jauap/internal/calendar"
	"jauap/internal/law"
)

// A complaint that came on Nauryz Saturday.
func Example() {
	cal, err := calendar.Kazakhstan()
	if err != nil {
		fmt.Println(err)
		return
	}
	code, err := law.Kazakhstan()
	if err != nil {
		fmt.Println(err)
		return
	}
	received := time.Date(2026, time.March, 21, 9, 5, 0, 0, calendar.Zone())
	edition := code.EditionAt(received, cal)
	registered := code.Registration(received, edition, cal)
	due, err := code.Due(law.Complaint, edition, registered.On, cal)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("registered", registered.On, registered.Article)
	fmt.Println("due", due.On, due.Term.Article, due.Doubts)
	// Output:
	// registered 2026-03-26 64(3)
	// due 2026-04-23 99 [first_day]
}
