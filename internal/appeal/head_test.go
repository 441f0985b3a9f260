package appeal

import (
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
)

// sent is the change by which an appeal is taken in.
func sent(t *testing.T, r Rules, who Applicant, text string) Change {
	t.Helper()
	c, err := r.Submit(Draft{Text: text, Applicant: who, Source: FromWeb}, account.Who{}, time.Date(2026, 3, 17, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAQueueShowsInitialsAndAMaskedBeginning(t *testing.T) {
	t.Parallel()
	rules := testRules(t)
	for _, tt := range []struct {
		name string
		who  Applicant
		text string
		want Head
	}{
		{"a person", Applicant{Name: "Сынақов Сынақ Серікұлы"}, "Тел. 8 701 000 00 01, жарық жоқ", Head{"Сынақов С. С.", "Тел. •••, жарық жоқ", true}},
		{"a company", Applicant{Company: true, Name: "«Сынақ» ЖШС"}, "Жол\nшұңқыр", Head{"«Сынақ» ЖШС", "Жол шұңқыр", true}},
		{"nobody named", Applicant{Anonymous: true}, "Су жоқ", Head{"", "Су жоқ", true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := sent(t, rules, tt.who, tt.text)
			if c.Head != tt.want {
				t.Errorf("head %+v, want %+v", c.Head, tt.want)
			}
			if again := c.Head.Mask(tt.who.Company); again != tt.want {
				t.Errorf("masked again it is %+v, want %+v", again, tt.want)
			}
		})
	}
	long := strings.Repeat("жарық ", 100)
	if got := len([]rune(sent(t, rules, Applicant{Anonymous: true}, long).Head.Text)); got > headRunes || got < headRunes-10 {
		t.Errorf("a head of %d characters, want some %d", got, headRunes)
	}
}

func TestAHeadSealedAsItWasWrittenIsMaskedWhenItIsRead(t *testing.T) {
	t.Parallel()
	old := Head{Name: "Сынақов Сынақ Серікұлы", Text: "Тел. 8 701 000 00 01, жарық жоқ"}
	if got, want := old.Mask(false), (Head{"Сынақов С. С.", "Тел. •••, жарық жоқ", true}); got != want {
		t.Errorf("head %+v, want %+v", got, want)
	}
	if got := old.Mask(true).Name; got != old.Name {
		t.Errorf("a company is called %q, want %q", got, old.Name)
	}
}
