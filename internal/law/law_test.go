package law

import (
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"jauap/internal/calendar"
	"jauap/internal/fault"

	"github.com/google/go-cmp/cmp"
)

func kz(t testing.TB) (*Code, *calendar.Calendar) {
	t.Helper()
	code, err := Kazakhstan()
	if err != nil {
		t.Fatal(err)
	}
	cal, err := calendar.Kazakhstan()
	if err != nil {
		t.Fatal(err)
	}
	return code, cal
}

func day(t testing.TB, s string) calendar.Day {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestEditionOn(t *testing.T) {
	t.Parallel()
	code, _ := kz(t)
	for _, tt := range []struct {
		name, on string
		want     Edition
		inForce  bool
	}{
		{"before the Code the first edition is the nearest", "2019-05-05", KZ2021, false},
		{"the Code begins", "2021-07-01", KZ2021, true},
		{"the last day of the old edition", "2025-12-28", KZ2021, true},
		{"the new edition begins", "2025-12-29", KZ2026, true},
		{"the product's counting is never chosen by date", "2026-11-23", KZ2026, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := code.EditionOn(day(t, tt.on)); got != tt.want {
				t.Errorf("EditionOn(%s) = %s, want %s", tt.on, got, tt.want)
			}
			if got := code.InForce(day(t, tt.on)); got != tt.inForce {
				t.Errorf("InForce(%s) = %v, want %v", tt.on, got, tt.inForce)
			}
		})
	}
}

func TestRegistration(t *testing.T) {
	t.Parallel()
	code, cal := kz(t)
	for _, tt := range []struct {
		name, received string
		edition        Edition
		on             string
		late, unsure   bool
	}{
		{"in working hours, the same day", "2026-11-23T10:00:00+05:00", KZ2026, "2026-11-23", false, false},
		{"18:30 exactly is still in time", "2026-11-23T18:30:00+05:00", KZ2026, "2026-11-23", false, false},
		{"a second later is the next day", "2026-11-23T18:30:01+05:00", KZ2026, "2026-11-24", true, false},
		{"the hour is Almaty's wherever the clock stood", "2026-11-23T14:00:00Z", KZ2026, "2026-11-24", true, false},
		{"Friday evening waits for Monday", "2026-11-20T20:00:00+05:00", KZ2026, "2026-11-23", true, false},
		{"an evening of a day off is not after hours", "2026-11-21T20:00:00+05:00", KZ2026, "2026-11-23", false, false},
		{"before 29.12.2025 the evening rule is not certain", "2025-11-20T20:00:00+05:00", KZ2021, "2025-11-21", true, true},
		{"an edition nobody knows still registers", "2026-11-23T10:00:00+05:00", "kz-1999", "2026-11-23", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := code.Registration(instant(t, tt.received), tt.edition, cal)
			if got.On != day(t, tt.on) || got.AfterHours != tt.late || got.Unsure != tt.unsure {
				t.Errorf("Registration(%s) = on %v, after hours %v, unsure %v; want %s, %v, %v",
					tt.received, got.On, got.AfterHours, got.Unsure, tt.on, tt.late, tt.unsure)
			}
			if got.Article != "64(3)" {
				t.Errorf("article %q, want 64(3)", got.Article)
			}
		})
	}
}

func TestTheEditionIsThatOfTheDayOfRegistration(t *testing.T) {
	t.Parallel()
	code, cal := kz(t)
	// A Sunday under the old edition, registered on the first day of the new.
	if got := code.EditionAt(instant(t, "2025-12-28T12:00:00+05:00"), cal); got != KZ2026 {
		t.Errorf("EditionAt = %s, want kz-2026", got)
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	code, cal := kz(t)
	for _, tt := range []struct {
		name    string
		kind    Kind
		edition Edition
		from    string
		want    string
		unsure  bool
	}{
		{"fifteen working days over Nauryz", Message, KZ2026, "2026-03-17", "2026-04-10", false},
		{"31 August 2026 is worked", Application, KZ2026, "2026-08-10", "2026-08-31", false},
		{"twenty working days of a complaint", Complaint, KZ2026, "2026-02-02", "2026-03-02", true},
		{"the product of 2022 counted the first day", Application, Product2022, "2022-06-07", "2022-06-27", false},
		{"the old edition counts from the next day, not for certain", Application, KZ2021, "2022-06-07", "2022-06-28", true},
		{"the product's day 1 of a day off is the next working day", Application, Product2022, "2022-06-04", "2022-06-24", false},
		{"calendar days run over the weekend", "request.notary", KZ2026, "2026-11-03", "2026-11-13", true},
		{"a last calendar day off moves on", "request.notary", KZ2026, "2026-11-05", "2026-11-16", true},
		{"calendar days of the product count the first", "request.notary", Product2022, "2022-06-06", "2022-06-15", false},
		{"three days of a bailiff", "request.bailiff", KZ2026, "2026-03-20", "2026-03-30", true},
		{"ninety calendar days", "application.rehabilitation", KZ2026, "2026-01-05", "2026-04-06", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := code.Due(tt.kind, tt.edition, day(t, tt.from), cal)
			if err != nil {
				t.Fatal(err)
			}
			if got.On != day(t, tt.want) || got.Unsure != tt.unsure {
				t.Errorf("Due(%s, %s, %s) = %v, unsure %v (%v); want %s, %v",
					tt.kind, tt.edition, tt.from, got.On, got.Unsure, got.Doubts, tt.want, tt.unsure)
			}
		})
	}
}

func TestDueNamesItsArticles(t *testing.T) {
	t.Parallel()
	code, cal := kz(t)
	got, err := code.Due(Message, KZ2026, day(t, "2026-03-17"), cal)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"76(1)", "87(2)", "76(2)", "76(5)"}, got.Basis); diff != "" {
		t.Errorf("basis (-want +got):\n%s", diff)
	}
	if len(got.Skipped) != 9 {
		t.Errorf("%d days skipped, want 9: %v", len(got.Skipped), got.Skipped)
	}
}

func TestADayOffMovedByAnOperatorMovesTheDueDay(t *testing.T) {
	t.Parallel()
	code, cal := kz(t)
	changed := cal.With([]calendar.Exception{{Day: day(t, "2026-12-01"), Reason: "Бір күндік аза тұту"}})
	got, err := code.Due(Application, KZ2026, day(t, "2026-11-23"), changed)
	if err != nil {
		t.Fatal(err)
	}
	if want := day(t, "2026-12-15"); got.On != want { // without the change 14 December
		t.Errorf("due %v, want %v", got.On, want)
	}
}

func TestCountFrom(t *testing.T) {
	t.Parallel()
	code, _ := kz(t)
	received, registered := day(t, "2025-06-07"), day(t, "2025-06-09")
	for _, tt := range []struct {
		name    string
		kind    Kind
		edition Edition
		want    calendar.Day
	}{
		{"the old edition counted from receipt", Application, KZ2021, received},
		{"a complaint from its registration by the reviewing body", Complaint, KZ2021, registered},
		{"the new edition counts from registration", Application, KZ2026, registered},
		{"so did the product", Application, Product2022, registered},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, err := code.CountFrom(tt.kind, tt.edition, received, registered); got != tt.want || err != nil {
				t.Errorf("CountFrom = %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func TestWhatIsNotInTheDataIsAnError(t *testing.T) {
	t.Parallel()
	code, cal := kz(t)
	_, unknownKind := code.Term("petition", KZ2026)
	_, unknownEdition := code.Due(Application, "kz-1999", day(t, "2026-03-17"), cal)
	_, unknownLimit := code.Limit(Suit, Product2022, day(t, "2026-03-17"), cal)
	for key, err := range map[string]error{
		"law.unknown_kind": unknownKind, "law.unknown_edition": unknownEdition, "law.unknown_limit": unknownLimit,
	} {
		faults := fault.All(err)
		if len(faults) != 1 || faults[0].Key != key || faults[0].Kind != fault.Invalid {
			t.Errorf("got %v, want fault.Invalid %s", err, key)
		}
	}
	if got := code.Grounds(Ordinary, "kz-1999"); got != nil {
		t.Errorf("grounds of an unknown edition: %v", got)
	}
}

func TestKinds(t *testing.T) {
	t.Parallel()
	code, _ := kz(t)
	kinds := code.Kinds()
	if kinds[0].Kind != Application {
		t.Errorf("first offered is %q, want the kind right for most people", kinds[0].Kind)
	}
	var citizen []Kind
	for _, k := range kinds {
		if k.Citizen {
			citizen = append(citizen, k.Kind)
		}
	}
	want := []Kind{Application, Complaint, Request, Proposal, Message, Response}
	if diff := cmp.Diff(want, citizen); diff != "" {
		t.Errorf("offered to everybody (-want +got):\n%s", diff)
	}
	kinds[0].Kind = "spoiled"
	if _, ok := code.Kind(Application); !ok {
		t.Error("a reader of the list can spoil it")
	}
}

func TestOnlyAComplaintCannotBeExtendedAmongThePlainKinds(t *testing.T) {
	t.Parallel()
	code, _ := kz(t)
	for _, k := range []Kind{Application, Complaint, Request, Proposal, Message, Response} {
		term, err := code.Term(k, KZ2026)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := term.Extension != "", k != Complaint; got != want {
			t.Errorf("%s can be extended: %v, want %v", k, got, want)
		}
	}
}

func TestGrounds(t *testing.T) {
	t.Parallel()
	code, _ := kz(t)
	anonymous, ok := code.Ground(Simplified, KZ2026, "anonymous")
	if !ok || anonymous.Article != "88(1)2)" || !anonymous.SparesCrime {
		t.Errorf("Ground = %+v, %v", anonymous, ok)
	}
	if diff := cmp.Diff([]string{"head", "deputy"}, anonymous.Deciders); diff != "" {
		t.Errorf("deciders (-want +got):\n%s", diff)
	}
	repeat, _ := code.Ground(Simplified, KZ2026, "repeat")
	if !slices.Contains(repeat.Deciders, "authorised") {
		t.Errorf("an authorised person may not decide on a repeat: %v", repeat.Deciders)
	}
	if _, ok := code.Ground(Ordinary, KZ2026, "no_essence"); ok {
		t.Error("an ordinary appeal cannot end for want of essence")
	}
}

func TestBrokenLawIsRefused(t *testing.T) {
	t.Parallel()
	const kinds = `[{"kind":"application","procedure":"ordinary","citizen":true}]`
	const good = `{"edition":"kz-x","source":"law.source_code","in_force_from":"2026-01-01","note":"",
		"registration":{"article":"64(3)","after_hours":"next_working_day"},
		"counting":{"from":"registration","first_day":"next","article":"76(2)","last_day_article":"76(5)"},
		"terms":[{"kind":"application","days":15,"unit":"working","article":"76(1)"}],
		"limits":[{"name":"redirect","count":3,"unit":"working","article":"65(1)"}],
		"grounds":{"ordinary":[{"code":"withdrawn","article":"70","deciders":["head"]}]}}`
	for _, tt := range []struct{ name, old, new string }{
		{"a misspelled field", `"days":15`, `"day":15`},
		{"no days", `"days":15`, `"days":0`},
		{"a unit nobody counts in", `"unit":"working","article":"76(1)"`, `"unit":"weeks","article":"76(1)"`},
		{"a term without an article", `"article":"76(1)"`, `"article":""`},
		{"a term for no kind", `"kind":"application"`, `"kind":"aplication"`},
		{"a kind without a term", `{"kind":"application","days":15,"unit":"working","article":"76(1)"}`, ``},
		{"a first day of another sort", `"first_day":"next"`, `"first_day":"maybe"`},
		{"no limit to redirect", `"name":"redirect"`, `"name":"other"`},
		{"a ground nobody decides", `["head"]`, `[]`},
		{"no date", `"in_force_from":"2026-01-01",`, ``},
		{"a date that does not exist", `2026-01-01`, `2026-02-30`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if err := loadText(kinds, good); err != nil {
				t.Fatalf("the unbroken law: %v", err)
			}
			if err := loadText(kinds, replaceOnce(t, good, tt.old, tt.new)); err == nil {
				t.Error("was taken for good")
			}
		})
	}
}

func loadText(kinds, edition string) error {
	_, err := load(fstest.MapFS{
		"editions/kinds.json": {Data: []byte(kinds)},
		"editions/kz-x.json":  {Data: []byte(edition)},
	})
	return err
}

func BenchmarkDue(b *testing.B) {
	code, cal := kz(b)
	from := day(b, "2026-03-17")
	for b.Loop() {
		if _, err := code.Due(Message, KZ2026, from, cal); err != nil {
			b.Fatal(err)
		}
	}
}
