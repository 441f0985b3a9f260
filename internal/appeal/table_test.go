package appeal

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/account"
)

// The actors of the table: every role in the body that has the appeal, the
// executor it was given to, and those who are none of that.
func cast() []struct {
	name string
	who  account.Who
} {
	type row = struct {
		name string
		who  account.Who
	}
	var list []row
	for _, r := range account.Roles() {
		list = append(list, row{string(r), account.Staff(1, "", account.Seat{Body: 5, Role: r})})
	}
	return append(list,
		row{"its executor", account.Staff(7, "", account.Seat{Body: 5, Role: account.Executor})},
		row{"its applicant", account.Author(3)},
		row{"machine", account.Who{Kind: account.Machine}})
}

func strangers() []account.Who {
	list := []account.Who{{}, account.Author(4), account.Author(0), {Kind: account.Employee, ID: 7}}
	for _, r := range account.Roles() {
		list = append(list,
			account.Staff(2, "", account.Seat{Body: 6, Role: r}),
			account.Staff(7, "", account.Seat{Body: 6, Role: r}), // the executor, moved to another body
			account.Staff(2, "", account.Seat{Body: 0, Role: r, Window: true}))
	}
	return list
}

func standing(s State) Appeal {
	return Appeal{ID: 3, Version: 1, Marks: Marks{State: s, Body: 5, Executor: 7}}
}

// TestStatesDocument keeps docs/states.md as the table says.
func TestStatesDocument(t *testing.T) {
	t.Parallel()
	const file = "../../docs/states.md"
	var b strings.Builder
	b.WriteString("# Who may do what in which state\n\nMade from the table in `internal/appeal/table.go` (`make golden`). " +
		"Roles are those in the body that has the appeal; everything not written here is refused.\n")
	for _, s := range States() {
		fmt.Fprintf(&b, "\n## %s\n", s)
		lines := 0
		for _, c := range cast() {
			if acts := Allowed(standing(s), c.who); len(acts) > 0 {
				fmt.Fprintf(&b, "- %s: %s\n", c.name, strings.Join(words(acts), ", "))
				lines++
			}
		}
		if lines == 0 {
			b.WriteString("- nothing more\n")
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.String(), string(want)); diff != "" {
		t.Errorf("docs/states.md is not what the table says (-table +file); make golden rewrites it:\n%s", diff)
	}
}

func words(acts []Act) (list []string) {
	for _, a := range acts {
		list = append(list, string(a))
	}
	return list
}

func TestStrangersMayDoNothing(t *testing.T) {
	t.Parallel()
	for _, s := range States() {
		for i, who := range strangers() {
			if acts := Allowed(standing(s), who); len(acts) > 0 {
				t.Errorf("%s: stranger %d (%+v) may %v", s, i, who, acts)
			}
		}
	}
}

func TestRefusingAcceptanceCannotBeExpressed(t *testing.T) {
	t.Parallel()
	for _, r := range Table() {
		if slices.Contains(r.From, Submitted) && !slices.Contains([]Act{ActRegister, ActWithdraw, ActRecount, ActLapse}, r.Act) {
			t.Errorf("%s starts from %s: before registration only the applicant can end a case (art. 64(2))", r.Act, Submitted)
		}
	}
}

func TestWhatIsDecidedStaysDecided(t *testing.T) {
	t.Parallel()
	for _, s := range []State{Answered, Terminated, Withdrawn} {
		for _, c := range cast() {
			for _, act := range Allowed(standing(s), c.who) {
				if act != ActRate {
					t.Errorf("%s may %s an appeal that is %s", c.name, act, s)
				}
			}
		}
	}
}
