package tlog

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"jauap/internal/calendar"
)

// A Statement is what an event says to the applicant: the part of a leaf
// that a receipt shows openly.
type Statement struct {
	Number     string // of the appeal, as people write it
	Seq        int64  // of the event in its case, from 1
	Act        string
	At         time.Time // UTC, microseconds
	Registered calendar.Day
	Due        calendar.Day
	Body       int64     // 0: no competent body yet
	Promise    time.Time // the leaf is in the log by then; UTC, seconds
}

// Text is the one form of a statement: eight lines, each ended.
func (s Statement) Text() string {
	return fmt.Sprintf("number %s\nevent %d\nact %s\nat %s\nregistered %s\ndue %s\nbody %d\npromise %s\n",
		s.Number, s.Seq, s.Act, s.At.UTC().Format(time.RFC3339Nano), s.Registered, s.Due, s.Body, s.Promise.UTC().Format(time.RFC3339))
}

// Lines is how many lines Text has.
const Lines = 8

// ParseStatement reads Text back. It accepts that one form only, so that two
// texts never say the same.
func ParseStatement(text string) (Statement, error) {
	var s Statement
	lines := strings.Split(text, "\n")
	if len(lines) != Lines+1 || lines[Lines] != "" {
		return s, fmt.Errorf("statement of %d lines", len(lines))
	}
	err := s.read(lines)
	if err == nil && s.Text() != text {
		err = fmt.Errorf("statement in another form")
	}
	return s, err
}

func (s *Statement) read(lines []string) (err error) {
	field := func(i int, name string) string {
		value, ok := strings.CutPrefix(lines[i], name+" ")
		if !ok && err == nil {
			err = fmt.Errorf("line %d is no %s", i+1, name)
		}
		return value
	}
	keep := func(e error) {
		if err == nil {
			err = e
		}
	}
	var e error
	s.Number, s.Act = field(0, "number"), field(2, "act")
	s.Seq, e = strconv.ParseInt(field(1, "event"), 10, 64)
	keep(e)
	s.At, e = time.Parse(time.RFC3339Nano, field(3, "at"))
	keep(e)
	s.Registered, e = day(field(4, "registered"))
	keep(e)
	s.Due, e = day(field(5, "due"))
	keep(e)
	s.Body, e = strconv.ParseInt(field(6, "body"), 10, 64)
	keep(e)
	s.Promise, e = time.Parse(time.RFC3339, field(7, "promise"))
	keep(e)
	return err
}

// day reads a day; "-" and "" are none.
func day(text string) (calendar.Day, error) {
	if text == calendar.Day(0).String() {
		return 0, nil
	}
	return calendar.Parse(text)
}
