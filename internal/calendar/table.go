package calendar

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed tables/kazakhstan.txt
var kazakhstan string

// Kazakhstan is the calendar of the embedded table, 2021-2027.
func Kazakhstan() (*Calendar, error) {
	c, err := readTable(kazakhstan)
	if err != nil {
		return nil, fmt.Errorf("calendar of Kazakhstan: %w", err)
	}
	return c, nil
}

// readTable reads a table as tables/kazakhstan.txt explains it. A line that
// is not understood is an error with its number: a holiday lost in silence
// would move thousands of due dates.
func readTable(text string) (*Calendar, error) {
	c := &Calendar{marks: make(map[Day]mark)}
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		if err := c.readLine(fields); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	c.index = makeIndex(c.marks)
	return c, nil
}

func (c *Calendar) readLine(fields []string) error {
	switch fields[0] {
	case "known":
		return c.known.read(fields[1:])
	case "provisional":
		return c.provisional.read(fields[1:])
	case "day-end":
		return c.readDayEnd(fields[1:])
	}
	return c.readMark(fields)
}

func (s *span) read(fields []string) error {
	if len(fields) != 2 {
		return fmt.Errorf("want two days, got %q", fields)
	}
	var err error
	if s.from, err = Parse(fields[0]); err != nil {
		return fmt.Errorf("%q: %w", fields[0], err)
	}
	if s.to, err = Parse(fields[1]); err != nil {
		return fmt.Errorf("%q: %w", fields[1], err)
	}
	return nil
}

func (c *Calendar) readDayEnd(fields []string) error {
	if len(fields) != 1 || len(fields[0]) != 5 || fields[0][2] != ':' {
		return fmt.Errorf("want an hour like 18:30, got %q", fields)
	}
	hour, okH := digits(fields[0], 0, 2)
	minute, okM := digits(fields[0], 3, 5)
	if !okH || !okM || hour > 23 || minute > 59 {
		return fmt.Errorf("want an hour like 18:30, got %q", fields)
	}
	c.endHour, c.endMinute = hour, minute
	return nil
}

func (c *Calendar) readMark(fields []string) error {
	if len(fields) < 3 || len(fields) > 4 {
		return fmt.Errorf("want date, off or work, reason, moved from; got %q", fields)
	}
	day, err := Parse(fields[0])
	if err != nil {
		return fmt.Errorf("%q: %w", fields[0], err)
	}
	if _, twice := c.marks[day]; twice {
		return fmt.Errorf("%v is there twice", day)
	}
	if fields[1] != "off" && fields[1] != "work" {
		return fmt.Errorf("%v: want off or work, got %q", day, fields[1])
	}
	m := mark{working: fields[1] == "work", reason: "calendar." + fields[2]}
	if len(fields) == 4 {
		if m.movedFrom, err = Parse(fields[3]); err != nil {
			return fmt.Errorf("%v, moved from %q: %w", day, fields[3], err)
		}
	}
	c.marks[day] = m
	return nil
}
