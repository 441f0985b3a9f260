package law

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"jauap/internal/calendar"
)

// A lawCase is one line of testdata/law.jsonl, as lawyers wrote it.
type lawCase struct {
	ID    string
	Title string
	Facts struct {
		Kind                  string
		ReceivedAt            string `json:"received_at"`
		RegisteredOn          string `json:"registered_on"`
		ReceivedOn            string `json:"received_on"`
		RedirectedOn          string `json:"redirected_on"`
		ReceivedByCompetent   string `json:"received_by_competent_body_on"`
		RegisteredByReviewer  string `json:"registered_by_reviewing_body_on"`
		ReceivedByContested   string `json:"received_by_contested_body_on"`
		ExtensionOn           string `json:"extension_on"`
		DecisionOn            string `json:"decision_on"`
		NewDueOn              string `json:"new_due_on"`
		ActKnownOn            string `json:"act_known_on"`
		PreliminaryNotifiedOn string `json:"preliminary_notified_on"`
		ActAdoptedOn          string `json:"act_adopted_on"`
		ParticipantNotifiedOn string `json:"participant_notified_on"`
		ForwardedOn           string `json:"forwarded_on"`
		ComplaintOn           string `json:"complaint_on"`
	}
	Expected struct {
		Value        any
		Field        string
		RegisteredOn string   `json:"registered_on"`
		DueOn        string   `json:"due_on"`
		NextDay      string   `json:"due_next_day_counting"`
		LastDay      string   `json:"last_day"`
		Between      []string `json:"full_working_days_between"`
		NextState    string   `json:"next_state"`
		Decider      []string
	}
	LawEdition string `json:"law_edition"`
}

// The lawyers' words and ours.
var (
	kindCodes = map[string]Kind{
		"заявление": Application, "жалоба": Complaint, "запрос": Request,
		"предложение": Proposal, "сообщение": Message, "отклик": Response,
	}
	editionCodes = map[string]Edition{"2025-12-29+": KZ2026, "2021-07-01": KZ2021}
)

func (c lawCase) edition(t *testing.T) Edition {
	t.Helper()
	start, _, _ := strings.Cut(c.LawEdition, "..")
	e, ok := editionCodes[start]
	if !ok {
		t.Fatalf("edition %q has no code", c.LawEdition)
	}
	return e
}

// What the law room answers; the rest of the file is answered where appeals
// change their state.
var answers = map[string]func(*testing.T, lawCase, *Code, *calendar.Calendar){
	"L01": registeredOn, "L05": registeredOn, "L10": registeredOn,
	"L11": dueOn, "L13": dueOn, "L18": dueOn,
	"L20": chain, "L25": dueAfterRedirect, "L53": complaintDue,
	"L23": limited(Redirect, func(c lawCase) (string, string, string) {
		return c.Facts.ReceivedOn, c.Facts.RedirectedOn, c.Expected.NextDay
	}),
	"L28": limited(Extension, func(c lawCase) (string, string, string) {
		return c.Facts.DecisionOn, c.Facts.NewDueOn, "2026-05-02"
	}),
	"L31": limited(ExtensionNotice, func(c lawCase) (string, string, string) {
		return c.Facts.ExtensionOn, c.Facts.ParticipantNotifiedOn, c.Expected.NextDay
	}),
	"L47": limited(ComplainUninstructed, func(c lawCase) (string, string, string) {
		return c.Facts.ActKnownOn, c.Facts.ComplaintOn, c.Expected.LastDay
	}),
	"L50": limited(ComplaintForward, func(c lawCase) (string, string, string) {
		return c.Facts.ReceivedByContested, c.Facts.ForwardedOn, c.Expected.NextDay
	}),
	"L58": limited(PetitionPublication, func(c lawCase) (string, string, string) {
		want := c.Expected.Value.(string)
		return c.Facts.DecisionOn, want, want
	}),
	"L39": anonymousMessage, "L42": withdrawal, "L43": hearingNotice,
}

// Of the states of an appeal the law room knows nothing.
var elsewhere = map[string]string{
	"L33": "acceptance and correction are states of an appeal",
	"L36": "return and attaching are states of an appeal",
}

func TestLawCases(t *testing.T) {
	t.Parallel()
	code, cal := kz(t)
	for _, c := range readCases(t) {
		answer, ours := answers[c.ID]
		if !ours {
			if elsewhere[c.ID] == "" {
				t.Errorf("%s %s: nobody answers it", c.ID, c.Title)
			}
			continue
		}
		t.Run(c.ID+" "+c.Title, func(t *testing.T) {
			t.Parallel()
			answer(t, c, code, cal)
		})
	}
}

func readCases(t *testing.T) []lawCase {
	t.Helper()
	file, err := os.Open("testdata/law.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var cases []lawCase
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var c lawCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("after %d cases: %v", len(cases), err)
		}
		cases = append(cases, c)
	}
	if len(cases) < len(answers) {
		t.Fatalf("%d cases, %d answers", len(cases), len(answers))
	}
	return cases
}

func same(t *testing.T, what string, got calendar.Day, want string) {
	t.Helper()
	if got != day(t, want) {
		t.Errorf("%s %v, want %s", what, got, want)
	}
}

func registeredOn(t *testing.T, c lawCase, code *Code, cal *calendar.Calendar) {
	got := code.Registration(instant(t, c.Facts.ReceivedAt), c.edition(t), cal)
	same(t, "registered on", got.On, c.Expected.Value.(string))
}

func dueOn(t *testing.T, c lawCase, code *Code, cal *calendar.Calendar) {
	checkDue(t, c, code, cal, day(t, c.Facts.RegisteredOn), c.Expected.Value.(string))
}

func checkDue(t *testing.T, c lawCase, code *Code, cal *calendar.Calendar, from calendar.Day, want string) {
	t.Helper()
	got, err := code.Due(kindCodes[c.Facts.Kind], c.edition(t), from, cal)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "due on", got.On, want)
}

func chain(t *testing.T, c lawCase, code *Code, cal *calendar.Calendar) {
	registered := code.Registration(instant(t, c.Facts.ReceivedAt), c.edition(t), cal)
	same(t, "registered on", registered.On, c.Expected.RegisteredOn)
	checkDue(t, c, code, cal, registered.On, c.Expected.DueOn)
}

func dueAfterRedirect(t *testing.T, c lawCase, code *Code, cal *calendar.Calendar) {
	checkDue(t, c, code, cal, day(t, c.Facts.ReceivedByCompetent), c.Expected.Value.(string))
}

func complaintDue(t *testing.T, c lawCase, code *Code, cal *calendar.Calendar) {
	checkDue(t, c, code, cal, day(t, c.Facts.RegisteredByReviewer), c.Expected.NextDay)
}

// limited answers a case in which something had to be done by a day: from,
// the day it was done, and the last day by next-day counting.
func limited(name LimitName, facts func(lawCase) (from, done, last string)) func(*testing.T, lawCase, *Code, *calendar.Calendar) {
	return func(t *testing.T, c lawCase, code *Code, cal *calendar.Calendar) {
		from, done, last := facts(c)
		got, err := code.Limit(name, c.edition(t), day(t, from), cal)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "last day", got.By, last)
		if day(t, done) > got.By {
			t.Errorf("done on %s, after %v: late, want in time", done, got.By)
		}
	}
}

func anonymousMessage(t *testing.T, c lawCase, code *Code, _ *calendar.Calendar) {
	info, _ := code.Kind(kindCodes[c.Facts.Kind])
	g, ok := code.Ground(info.Procedure, c.edition(t), "anonymous")
	if got, want := strings.Join(g.Deciders, " "), "head deputy"; !ok || got != want {
		t.Errorf("ground %+v, found %v; want deciders %q", g, ok, want)
	}
	if len(c.Expected.Decider) != len(g.Deciders) {
		t.Errorf("the case wants deciders %v, we have %v", c.Expected.Decider, g.Deciders)
	}
}

func withdrawal(t *testing.T, c lawCase, code *Code, _ *calendar.Calendar) {
	info, _ := code.Kind(kindCodes[c.Facts.Kind])
	g, ok := code.Ground(info.Procedure, c.edition(t), "withdrawn")
	if !ok || g.Article != "88(1)4)" {
		t.Errorf("ground %+v, found %v; want 88(1)4)", g, ok)
	}
	if g, ok := code.Ground(Ordinary, c.edition(t), "withdrawn"); !ok || g.Article != "70(1)4)" {
		t.Errorf("for an application %+v, found %v; want 70(1)4)", g, ok)
	}
}

func hearingNotice(t *testing.T, c lawCase, _ *Code, cal *calendar.Calendar) {
	got := cal.WorkingBetween(day(t, c.Facts.PreliminaryNotifiedOn), day(t, c.Facts.ActAdoptedOn))
	if got != len(c.Expected.Between) {
		t.Errorf("%d full working days, want %v", got, c.Expected.Between)
	}
}
