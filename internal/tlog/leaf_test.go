package tlog

import (
	"bytes"
	"testing"
	"time"

	"jauap/internal/calendar"
)

type happening struct{ Act, Due string }

func statement() Statement {
	return Statement{
		Number: "ЖТ-2026-1-8", Seq: 3, Act: "answer", At: time.Date(2026, 3, 17, 5, 4, 3, 120_000, time.UTC),
		Registered: calendar.Date(2026, 3, 17), Due: calendar.Date(2026, 4, 10), Body: 7,
		Promise: time.Date(2026, 3, 18, 5, 4, 3, 0, time.UTC),
	}
}

func TestALeafOpensItsStatementOnly(t *testing.T) {
	t.Parallel()
	s := statement()
	leaf, err := NewLeaf([]byte("salt"), s, happening{"answer", "2026-04-10"})
	if err != nil || !leaf.Opens(leaf.Entry, s) {
		t.Fatalf("its own statement does not open it (%v)", err)
	}
	for name, change := range map[string]func(*Statement){
		"number":  func(s *Statement) { s.Number = "ЖТ-2026-2-6" },
		"event":   func(s *Statement) { s.Seq++ },
		"act":     func(s *Statement) { s.Act = "redirect" },
		"time":    func(s *Statement) { s.At = s.At.Add(-time.Hour) },
		"day":     func(s *Statement) { s.Registered-- },
		"due":     func(s *Statement) { s.Due++ },
		"body":    func(s *Statement) { s.Body = 0 },
		"promise": func(s *Statement) { s.Promise = s.Promise.Add(time.Hour) },
	} {
		other := s
		change(&other)
		if leaf.Opens(leaf.Entry, other) {
			t.Errorf("it opens with another %s", name)
		}
	}
}

func TestALeafBelongsToItsEventAndSalt(t *testing.T) {
	t.Parallel()
	make := func(salt string, e happening) []byte {
		leaf, err := NewLeaf([]byte(salt), statement(), e)
		if err != nil {
			t.Fatal(err)
		}
		return leaf.Entry
	}
	e := happening{"answer", "2026-04-10"}
	if !bytes.Equal(make("a", e), make("a", e)) {
		t.Error("one event makes two leaves")
	}
	if bytes.Equal(make("a", e), make("b", e)) || bytes.Equal(make("a", e), make("a", happening{"answer", "2026-04-11"})) {
		t.Error("another salt or event makes the same leaf")
	}
}

func TestWhatHasNoFormIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := NewLeaf(nil, statement(), func() {}); err == nil {
		t.Error("a function became a leaf")
	}
}

func TestAStatementReadsBackInItsOneForm(t *testing.T) {
	t.Parallel()
	s := statement()
	if got, err := ParseStatement(s.Text()); err != nil || got != s {
		t.Errorf("got %+v, %v", got, err)
	}
	none := s
	none.Registered, none.Due = 0, 0
	if got, err := ParseStatement(none.Text()); err != nil || got != none {
		t.Errorf("without days: %+v, %v", got, err)
	}
}

func FuzzStatement(f *testing.F) {
	f.Add(statement().Text())
	f.Add("number a\nevent 01\nact \nat 2026-03-17T05:04:03Z\nregistered \ndue 2026-02-30\nbody +7\npromise 2026-03-18T05:04:03.5Z\n")
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := ParseStatement(text); err == nil && s.Text() != text {
			t.Errorf("%q and %q say the same", text, s.Text())
		}
	})
}

func FuzzProof(f *testing.F) {
	f.Add("c2sp.org/tlog-proof@v1\nindex 0\n\nnote")
	f.Add("c2sp.org/tlog-proof@v1\nextra YQ==\nindex 3\ngSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n\nx\n1\n")
	f.Fuzz(func(_ *testing.T, text string) {
		if p, err := ParseProof(text); err == nil {
			_, _ = ParseProof(p.Text())
		}
		_, _ = ParseFollows(text)
		_, _ = parseCheckpoint(text)
		_, _, _ = ParseTilePath(text)
	})
}
