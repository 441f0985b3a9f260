package calendar

import (
	_ "embed"
	"time"
)

// The zone travels inside the program: a machine with tables from before
// 1 March 2024, when the whole country went to UTC+5, would be an hour off
// and register an evening's appeal on the wrong day.
//
//go:embed almaty.tzif
var almatyTable []byte

var almaty = loadAlmaty()

func loadAlmaty() *time.Location {
	zone, err := time.LoadLocationFromTZData("Asia/Almaty", almatyTable)
	if err != nil {
		panic("calendar: the embedded zone is damaged: " + err.Error())
	}
	return zone
}

// Zone is Asia/Almaty, the one zone in which instants become days.
func Zone() *time.Location { return almaty }

// Of gives the day that an instant has in Almaty.
func Of(t time.Time) Day { return Date(t.In(almaty).Date()) }

// Start is the first instant of the day in Almaty.
func (d Day) Start() time.Time {
	y, m, day := d.Date()
	return time.Date(y, m, day, 0, 0, 0, 0, almaty)
}
