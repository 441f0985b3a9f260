package receipt

import (
	"strings"
	"testing"

	"jauap/internal/calendar"
)

// without is a receipt of an appeal that has no days yet: two lines of it end
// with a blank.
func without(t testing.TB, s story) Document {
	t.Helper()
	r := s.firstRead
	r.Statement.Registered, r.Statement.Due = calendar.Day(0), calendar.Day(0)
	return Document{Signed: sign(t, s.book, r)}
}

func TestBlanksAtTheEndsOfLinesMeanNothing(t *testing.T) {
	t.Parallel()
	s := tell(t)
	for name, d := range map[string]Document{"sealed": s.second, "not sealed": {Signed: s.second.Signed}, "without days": without(t, s)} {
		whole := plain(d.Text(cover))
		for how, text := range map[string]string{
			"put there":       strings.ReplaceAll(whole, "\n", " \n"),
			"put there twice": strings.ReplaceAll(whole, "\n", " \t\r\n"),
			"taken away":      strings.ReplaceAll(whole, " \n", "\n"),
			"at the armor":    strings.ReplaceAll(whole, "-----\n", "-----  \n"),
			"at one word":     strings.Replace(whole, s.secondWord()+"\n", s.secondWord()+" \n", 1),
		} {
			f, err := Check(text, s.options())
			if err != nil || !f.Genuine || f.Signed != d.Signed || f.inner() != d.inner() {
				t.Errorf("%s, %s: %v", name, how, err)
			}
			if r, _, err := Parse(text); err != nil || string(r.Entry()) != string(f.Entry()) {
				t.Errorf("%s, %s: it is read as something else: %v", name, how, err)
			}
		}
	}
}

// secondWord is a line of words.
func (s story) secondWord() string { return s.lastRead.Lines[len(s.lastRead.Lines)-1] }

func TestBlanksElsewhereAreChanges(t *testing.T) {
	t.Parallel()
	s := tell(t)
	whole := plain(s.second.Text(""))
	for at, r := range whole[:len(whole)-1] {
		if at%3 > 0 || r == '\n' || at > 0 && whole[at-1] == ' ' {
			continue
		}
		if at > 0 && whole[at-1] == '\n' || r != ' ' { // within or before a line
			if _, err := Check(whole[:at]+" "+whole[at:], s.options()); err == nil {
				t.Fatalf("a blank at %d (before …%q) unseen", at, whole[at:min(len(whole), at+20)])
			}
		}
	}
}
