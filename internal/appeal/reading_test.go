package appeal_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/keys"
)

const akimat, window directory.BodyID = 3, 1

// seated is person 7 with one seat.
func seated(body directory.BodyID, role account.Role) account.Who {
	return account.Staff(7, "Сынақ Сынақов", account.Seat{Body: body, Role: role, Window: body == window})
}

func stands(state appeal.State) appeal.Appeal {
	a := appeal.Appeal{ID: 1, Facts: appeal.Facts{Year: 2026}, Marks: appeal.Marks{State: state, Body: akimat}}
	if state == appeal.Assigned || state == appeal.Answered {
		a.Executor = 7
	}
	if state == appeal.Registered {
		a.Body = 0
	}
	return a
}

// TestDutyFollowsTheTable is a table of role × state: who has the case in
// work now reads it without a word, and as what.
func TestDutyFollowsTheTable(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 17, 5, 20, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		who  account.Who
		duty string // states, in their order: + is on duty
	}{
		{"registrar", seated(akimat, account.Registrar), "+.+++..."},
		{"head", seated(akimat, account.Head), "..+++..."},
		{"deputy", seated(akimat, account.Deputy), "..+++..."},
		{"executor", seated(akimat, account.Executor), "....+..."},
		{"controller", seated(akimat, account.Controller), "........"},
		{"administrator", seated(akimat, account.Admin), "........"},
		{"single window", seated(window, account.Registrar), ".+......"},
		{"another body's head", seated(9, account.Head), "........"},
		{"nobody", account.Who{}, "........"},
		{"the applicant", account.Author(1), "........"},
		{"the clock", account.Who{Kind: account.Machine}, "........"},
		{"the operator", account.Who{Kind: account.Operator}, "........"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			for _, state := range appeal.States() {
				r, ok := appeal.OnDuty(stands(state), tt.who, now)
				if !ok {
					got.WriteByte('.')
					continue
				}
				got.WriteByte('+')
				if r.Why != appeal.Duty || r.Role != tt.who.Seats[0].Role || r.Body != tt.who.Seats[0].Body || r.Staff != 7 || r.Appeal != 1 {
					t.Errorf("%s: %+v", state, r)
				}
				if want := now.Truncate(time.Hour); !r.Since.Equal(want) {
					t.Errorf("the hour begins at %v, want %v", r.Since, want)
				}
			}
			if got.String() != tt.duty {
				t.Errorf("on duty %s, want %s", got.String(), tt.duty)
			}
		})
	}
}

func TestWhoHoldsTwoSeatsReadsFromTheOneThatActs(t *testing.T) {
	t.Parallel()
	who := account.Staff(7, "Сынақ Сынақов",
		account.Seat{Body: 9, Role: account.Registrar}, account.Seat{Body: akimat, Role: account.Controller}, account.Seat{Body: akimat, Role: account.Executor})
	r, ok := appeal.OnDuty(stands(appeal.Assigned), who, time.Now())
	if !ok || r.Role != account.Executor || r.Body != akimat {
		t.Errorf("on duty %v as %s of %d, want as executor of %d", ok, r.Role, r.Body, akimat)
	}
	if r, err := appeal.AskToRead(stands(appeal.Answered), who, appeal.Study, "", time.Now()); err != nil || r.Body != akimat {
		t.Errorf("asks from body %d, %v; want %d", r.Body, err, akimat)
	}
}

func TestAReasonIsOneOfTheListAndTheLastNeedsWords(t *testing.T) {
	t.Parallel()
	controller := seated(akimat, account.Controller)
	for _, tt := range []struct {
		name  string
		who   account.Who
		why   appeal.Why
		words string
		want  fault.Kind
		field string
		keeps string
	}{
		{"a reason of the list", controller, appeal.Study, "", "", "", ""},
		{"words beside a reason of the list are dropped", controller, appeal.Again, "Иванов", "", "", ""},
		{"another reason with words", controller, appeal.OtherWhy, "  депутаттың\nсұрауы ", "", "", "депутаттың сұрауы"},
		{"another reason without words", controller, appeal.OtherWhy, " \n ", fault.Invalid, "words", ""},
		{"another reason as long as allowed", controller, appeal.OtherWhy, strings.Repeat("ә", appeal.MaxWhyWords), "", "", strings.Repeat("ә", appeal.MaxWhyWords)},
		{"another reason too long", controller, appeal.OtherWhy, strings.Repeat("ә", appeal.MaxWhyWords+1), fault.Invalid, "words", ""},
		{"no reason", controller, "", "", fault.Invalid, "why", ""},
		{"duty cannot be claimed", controller, appeal.Duty, "", fault.Invalid, "why", ""},
		{"an invented reason", controller, "curiosity", "", fault.Invalid, "why", ""},
		{"another body", seated(9, account.Head), appeal.Study, "", fault.Forbidden, "", ""},
		{"an administrator", seated(akimat, account.Admin), appeal.Study, "", fault.Forbidden, "", ""},
		{"the applicant", account.Author(1), appeal.Study, "", fault.Forbidden, "", ""},
		{"the operator", account.Who{Kind: account.Operator}, appeal.Study, "", fault.Forbidden, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := appeal.AskToRead(stands(appeal.Answered), tt.who, tt.why, tt.words, time.Now())
			if fault.KindOf(err) != tt.want {
				t.Fatalf("error %v, want %q", err, tt.want)
			}
			if err != nil {
				if got := fault.All(err)[0].Field; got != tt.field {
					t.Errorf("fault on %q, want %q", got, tt.field)
				}
				return
			}
			if r.Words != tt.keeps || r.Times != 0 || r.Why != tt.why {
				t.Errorf("%q, %d times, words %q; want %q", r.Why, r.Times, r.Words, tt.keeps)
			}
		})
	}
}

func TestAReadingHoldsForItsTimeAndIsNotExtended(t *testing.T) {
	t.Parallel()
	given := time.Date(2026, 3, 17, 5, 20, 0, 0, time.UTC)
	asked := appeal.Reading{Why: appeal.Study, Since: given}
	duty, _ := appeal.OnDuty(stands(appeal.Assigned), seated(akimat, account.Head), given)
	for _, tt := range []struct {
		name string
		r    appeal.Reading
		at   string
		want bool
	}{
		{"a reason at once", asked, "05:20", true},
		{"a reason within the hour", asked, "06:19", true},
		{"a reason after the hour", asked, "06:20", false},
		{"a reason before it was given", asked, "05:19", false},
		{"a duty within its clock hour", duty, "05:59", true},
		{"a duty an hour after its clock hour", duty, "06:59", true},
		{"a duty later", duty, "07:00", false},
		{"a duty before its clock hour", duty, "04:59", false},
		{"a duty that was opened again", duty.Opened(given.Add(90*time.Minute), false), "07:00", false},
	} {
		at, err := time.Parse(time.RFC3339, "2026-03-17T"+tt.at+":00Z")
		if err != nil {
			t.Fatal(err)
		}
		if got := tt.r.Holds(at); got != tt.want {
			t.Errorf("%s, at %s: holds %v, want %v", tt.name, tt.at, got, tt.want)
		}
	}
}

func TestReadingsOfADayAreOneLine(t *testing.T) {
	t.Parallel()
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	one := func(staff account.StaffID, why appeal.Why, first, last string, times int) appeal.Reading {
		return appeal.Reading{Staff: staff, Why: why, First: at(first), Last: at(last), Times: times}
	}
	got := appeal.ByDay([]appeal.Reading{
		one(1, appeal.Duty, "2026-03-18T05:00:00Z", "2026-03-18T05:30:00Z", 2),
		one(2, appeal.Study, "2026-03-17T13:00:00Z", "2026-03-17T13:00:00Z", 1),
		one(1, appeal.Duty, "2026-03-17T12:00:00Z", "2026-03-17T12:10:00Z", 3),
		one(1, appeal.Duty, "2026-03-17T05:00:00Z", "2026-03-17T05:30:00Z", 4),
		one(1, appeal.Duty, "2026-03-17T19:30:00Z", "2026-03-17T19:31:00Z", 1), // the next day in Almaty
	})
	want := []appeal.Reading{
		one(1, appeal.Duty, "2026-03-17T19:30:00Z", "2026-03-18T05:30:00Z", 3),
		one(2, appeal.Study, "2026-03-17T13:00:00Z", "2026-03-17T13:00:00Z", 1),
		one(1, appeal.Duty, "2026-03-17T05:00:00Z", "2026-03-17T12:10:00Z", 7),
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

func TestAMaskedCaseHasNoWordsNoFilesAndNoKey(t *testing.T) {
	t.Parallel()
	file := blob.Ref{ID: "f", Name: "жасырын.pdf"}
	c := appeal.Case{
		Appeal: stands(appeal.Answered), Key: keys.Case{1}, Labels: []appeal.Label{{Name: "жасырын", Value: "жасырын"}},
		Content: appeal.Content{
			Text: "жасырын", PlaceText: "жасырын", Applicant: appeal.Applicant{Name: "жасырын"}, Files: []blob.Ref{file}, Accepted: "Тіркеуші",
		},
		Events: []appeal.Event{{Seq: 1, Act: appeal.ActAnswer, Details: appeal.Details{
			Note: "жасырын", Inner: "жасырын", Files: []blob.Ref{file}, Name: "Орындаушы", For: "Басқа",
		}}},
	}
	want := appeal.Case{
		Appeal: c.Appeal, Content: appeal.Content{Accepted: "Тіркеуші"},
		Events: []appeal.Event{{Seq: 1, Act: appeal.ActAnswer, Details: appeal.Details{Name: "Орындаушы", For: "Басқа"}}},
	}
	if diff := cmp.Diff(c.Masked(), want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
	if c.Events[0].Details.Note == "" {
		t.Error("masking changed the case itself")
	}
	if !c.Events[0].Details.Words() || want.Events[0].Details.Words() {
		t.Error("Words does not tell what is hidden")
	}
}
