package appeal_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
)

func TestAnErasureTakesTwoWhoAnswerForTheBody(t *testing.T) {
	t.Parallel()
	const law = "Дербес деректер және оларды қорғау туралы 2013 жылғы 21 мамырдағы № 94-V заң, 18-бап"
	now := time.Date(2026, 3, 17, 5, 0, 0, 0, time.UTC)
	person := func(id account.StaffID, role account.Role, body int) account.Who {
		return account.Staff(id, "Сынақ Сынақов", account.Seat{Body: 3, Role: role, Window: body == 0})
	}
	head, deputy := person(1, account.Head, 3), person(2, account.Deputy, 3)
	done := appeal.Appeal{ID: 7, Facts: appeal.Facts{Year: 2026}, Marks: appeal.Marks{State: appeal.Answered, Body: 3}}
	open, bodyless := done, done
	open.State, bodyless.Body, bodyless.State = appeal.Assigned, 0, appeal.Withdrawn
	for _, tt := range []struct {
		name            string
		a               appeal.Appeal
		first, second   account.Who
		article, reason string
		after           time.Duration
		asked, approved string // keys of the faults
	}{
		{"head and deputy", done, head, deputy, law, "", time.Hour, "", ""},
		{"deputy and head, a month later", done, deputy, head, law, "сот шешімі", appeal.ErasureWaits, "", ""},
		{"two of the single window, of what no body had", bodyless, person(1, account.Head, 0), person(2, account.Head, 0), law, "", 0, "", ""},
		{"of what no body had, heads of a body", bodyless, head, deputy, law, "", 0, "appeal.erase_not_yours", ""},
		{"one person twice", done, head, head, law, "", time.Hour, "", "appeal.erase_same_person"},
		{"the second too late", done, head, deputy, law, "", appeal.ErasureWaits + 1, "", "appeal.erase_over"},
		{"a registrar asks", done, person(1, account.Registrar, 3), deputy, law, "", 0, "appeal.erase_not_yours", ""},
		{"an operator asks", done, account.Who{Kind: account.Operator}, deputy, law, "", 0, "appeal.erase_not_yours", ""},
		{"the applicant asks", done, account.Author(7), deputy, law, "", 0, "appeal.erase_not_yours", ""},
		{"the machine approves", done, head, account.Who{Kind: account.Machine}, law, "", 0, "", "appeal.erase_not_yours"},
		{"a controller approves", done, head, person(2, account.Controller, 3), law, "", 0, "", "appeal.erase_not_yours"},
		{"in work", open, head, deputy, law, "", 0, "appeal.erase_open", ""},
		{"without an article", done, head, deputy, " \n ", "", 0, "appeal.erase_no_article", ""},
		{"a reason that names the applicant", done, head, deputy, law, "ИИН 000101500001", 0, "appeal.erase_names_person", ""},
		{"a reason that is a story", done, head, deputy, law, strings.Repeat("а", 201), 0, "appeal.erase_long", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, err := appeal.AskErasure(tt.a, tt.first, tt.article, tt.reason, now)
			if got := keyOf(err); got != tt.asked {
				t.Fatalf("asked: %q, want %q", got, tt.asked)
			}
			if tt.asked != "" {
				return
			}
			e, err = e.Approve(tt.a, tt.second, now.Add(tt.after))
			if got := keyOf(err); got != tt.approved || e.Done() != (tt.approved == "") {
				t.Errorf("approved: %q, done %v; want %q", got, e.Done(), tt.approved)
			}
			if _, again := e.Approve(tt.a, tt.second, now.Add(tt.after)); e.Done() && keyOf(again) != "appeal.erased" {
				t.Errorf("approved again: %v", again)
			}
		})
	}
}

func keyOf(err error) string {
	var f *fault.Fault
	if err == nil {
		return ""
	}
	if !errors.As(err, &f) {
		return err.Error()
	}
	return f.Key
}
