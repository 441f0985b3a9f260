package law

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jauap/internal/calendar"
)

// TestStories plays every testdata/*.txt: lawyers add cases there without Go.
// docs/law.md tells how they are written.
func TestStories(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			told, wanted, err := splitStory(string(text))
			if err != nil {
				t.Fatal(err)
			}
			code, cal := kz(t)
			s := &story{code: code, cal: cal}
			for _, line := range told {
				if err := s.play(line); err != nil {
					t.Fatalf("%q: %v", strings.Join(line, " "), err)
				}
			}
			for _, want := range wanted {
				if want := strings.Join(want, " "); !slices.Contains(s.said, want) {
					t.Errorf("want %q; the law says:\n\t%s", want, strings.Join(s.said, "\n\t"))
				}
			}
		})
	}
}

// splitStory finds what is told and what is wanted, each line as words.
func splitStory(text string) (told, wanted [][]string, err error) {
	_, rest, hasStory := strings.Cut("\n"+text, "\n-- story --\n")
	story, want, hasWant := strings.Cut(rest, "\n-- want --\n")
	told, wanted = lines(story), lines(want)
	if !hasStory || !hasWant || len(told) == 0 || len(wanted) == 0 {
		return nil, nil, fmt.Errorf("want lines under -- story -- and under -- want --")
	}
	return told, wanted, nil
}

func lines(text string) [][]string {
	var all [][]string
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if words := strings.Fields(line); len(words) > 0 {
			all = append(all, words)
		}
	}
	return all
}

// A story remembers what was told and what the law said to it.
type story struct {
	code    *Code
	cal     *calendar.Calendar
	kind    Kind
	edition Edition
	said    []string
}

func (s *story) say(format string, args ...any) {
	s.said = append(s.said, fmt.Sprintf(format, args...))
}

// play understands "WHEN received kind=K edition=E", "DAY registered …", "DAY
// redirected", "DAY off WORDS" and "DAY worked WORDS".
func (s *story) play(words []string) error {
	if len(words) < 2 {
		return fmt.Errorf("want a day and what happened")
	}
	date, _, _ := strings.Cut(words[0], "T")
	d, err := calendar.Parse(date)
	if err != nil {
		return err
	}
	switch words[1] {
	case "off", "worked":
		s.cal = s.cal.With([]calendar.Exception{{
			Day: d, Working: words[1] == "worked", Reason: strings.Join(words[2:], " ")}})
		return nil
	case "received":
		return s.received(words)
	case "registered":
		s.setFacts(words[2:], s.code.EditionOn(d))
		return s.due(d)
	case "redirected":
		return s.redirected(d)
	}
	return fmt.Errorf("nobody knows %q", words[1])
}

func (s *story) setFacts(words []string, byDate Edition) {
	s.edition = byDate
	for _, word := range words {
		switch name, value, _ := strings.Cut(word, "="); name {
		case "kind":
			s.kind = Kind(value)
		case "edition":
			s.edition = Edition(value)
		}
	}
}

func (s *story) received(words []string) error {
	at, err := time.ParseInLocation("2006-01-02T15:04", words[0], calendar.Zone())
	if err != nil {
		return err
	}
	s.setFacts(words[2:], s.code.EditionAt(at, s.cal))
	r := s.code.Registration(at, s.edition, s.cal)
	s.say("registered %v", r.On)
	s.say("article %s", r.Article)
	s.skipped(r.Skipped)
	s.say("redirect by %v", s.code.RedirectBy(s.edition, calendar.Of(at), s.cal).By)
	from, err := s.code.CountFrom(s.kind, s.edition, calendar.Of(at), r.On)
	if err != nil {
		return err
	}
	return s.due(from)
}

// redirected starts the term anew at the competent body (art. 65(3), 76(2)).
func (s *story) redirected(d calendar.Day) error {
	s.said = nil
	return s.due(d)
}

func (s *story) due(from calendar.Day) error {
	due, err := s.code.Due(s.kind, s.edition, from, s.cal)
	if err != nil {
		return err
	}
	s.say("edition %s", s.edition)
	s.say("due %v", due.On)
	for _, article := range due.Basis {
		s.say("article %s", article)
	}
	for _, doubt := range due.Doubts {
		s.say("confirm %s", doubt)
	}
	s.skipped(due.Skipped)
	return nil
}

func (s *story) skipped(days []calendar.Skip) {
	for _, skip := range days {
		s.say("skipped %v %s", skip.Day, strings.TrimPrefix(skip.Reason, "calendar."))
	}
}

func replaceOnce(t *testing.T, text, old, new string) string {
	t.Helper()
	if strings.Count(text, old) != 1 {
		t.Fatalf("%q stands %d times in the text", old, strings.Count(text, old))
	}
	return strings.Replace(text, old, new, 1)
}
