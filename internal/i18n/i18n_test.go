package i18n

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"jauap/internal/calendar"
	"jauap/internal/fault"
)

// told is a catalog with one message that counts and some that do not.
func told(t *testing.T) *Catalog {
	t.Helper()
	return loaded(t, `{
		"room.found": {
			"kk": {"one": "{n} жолданым табылды", "other": "{n} жолданым табылды"},
			"ru": {"one": "Найдено {n} обращение", "few": "Найдено {n} обращения",
				"many": "Найдено {n} обращений", "other": "Найдено {n} обращения"},
			"en": {"one": "One appeal found", "other": "{n} appeals found"}
		},
		"room.due": {"kk": "Мерзімі: {day}", "ru": "Срок: {day}", "en": "Due {day}"},
		"room.value": {"kk": "[{x}]", "ru": "[{x}]", "en": "[{x}]"}
	}`)
}

func TestT(t *testing.T) {
	t.Parallel()
	c := told(t)
	day := calendar.Date(2026, time.January, 27)
	name := Text{KK: "Әкімдік", RU: "Акимат"}
	for _, tt := range []struct {
		name string
		lang Lang
		key  string
		args []any
		want string
	}{
		{"one in Russian is also twenty-one", RU, "room.found", []any{"n", 21}, "Найдено 21 обращение"},
		{"a few in Russian", RU, "room.found", []any{"n", 3}, "Найдено 3 обращения"},
		{"eleven is many in Russian", RU, "room.found", []any{"n", 11}, "Найдено 11 обращений"},
		{"a big count is grouped and still declined", RU, "room.found", []any{"n", int64(12_000_001)}, "Найдено 12\u00a0000\u00a0001 обращение"},
		{"a fraction takes the form of fractions", RU, "room.found", []any{"n", "1,5"}, "Найдено 1,5 обращения"},
		{"Kazakh does not decline after a number", KK, "room.found", []any{"n", 5}, "5 жолданым табылды"},
		{"one in English need not print the number", EN, "room.found", []any{"n", 1}, "One appeal found"},
		{"English groups by comma", EN, "room.found", []any{"n", uint16(1234)}, "1,234 appeals found"},
		{"a day is printed in the language", KK, "room.due", []any{"day", day}, "Мерзімі: 2026 жылғы 27 қаңтар"},
		{"a name falls back to Kazakh", EN, "room.value", []any{"x", name}, "[Әкімдік]"},
		{"a year is not grouped", EN, "room.value", []any{"x", 2026}, "[2026]"},
		{"a limit is grouped", EN, "room.value", []any{"x", 20000}, "[20,000]"},
		{"a missing argument shows its name", EN, "room.value", nil, "[{x}]"},
		{"a name without a value is missing", EN, "room.value", []any{"x"}, "[{x}]"},
		{"an unknown key prints itself", KK, "room.unheard", nil, "room.unheard"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := c.In(tt.lang).T(tt.key, tt.args...); got != tt.want {
				t.Errorf("T(%s, %v) = %q, want %q", tt.key, tt.args, got, tt.want)
			}
		})
	}
}

func TestFault(t *testing.T) {
	t.Parallel()
	p := told(t).In(RU)
	known := fault.New(fault.Invalid, "room.value", "x", "7")
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"a wrapped fault gives its own sentence", fmt.Errorf("appeal 5: %w", known), "[7]"},
		{"the first of two faults speaks", errors.Join(known, fault.New(fault.Invalid, "room.due")), "[7]"},
		{"an error without a fault gives the sentence of ours", errors.New("disk"), "Произошла ошибка на нашей стороне. Попробуйте ещё раз немного позже."},
		{"no error says nothing", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := p.Fault(tt.err); got != tt.want {
				t.Errorf("Fault(%v) = %q, want %q", tt.err, got, tt.want)
			}
		})
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	day := calendar.Date(2026, time.January, 27)
	late := time.Date(2026, time.January, 26, 19, 5, 0, 0, time.UTC) // past midnight in Almaty
	for _, tt := range []struct {
		name      string
		got, want string
	}{
		{"a Kazakh day", c.In(KK).Day(day), "2026 жылғы 27 қаңтар"},
		{"a Russian day", c.In(RU).Day(day), "27 января 2026 года"},
		{"an English day", c.In(EN).Day(day), "27 January 2026"},
		{"a short day", c.In(EN).ShortDay(day), "27.01.2026"},
		{"an instant in Almaty", c.In(RU).Time(late), "27 января 2026 года, 00:05"},
		{"a weekday", c.In(KK).Weekday(day), "сейсенбі"},
		{"no day", c.In(KK).Day(0) + c.In(KK).ShortDay(0) + c.In(KK).Weekday(0), "———"},
		{"no instant", c.In(KK).Time(time.Time{}), "—"},
		{"a small number", c.In(RU).Number(999), "999"},
		{"a large number", c.In(KK).Number(1234567), "1\u00a0234\u00a0567"},
		{"a number below nought", c.In(EN).Number(-1234), "−1,234"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.got != tt.want {
				t.Errorf("got %q, want %q", tt.got, tt.want)
			}
		})
	}
}

func TestTextFallsBackToKazakhThenRussianThenEnglish(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text Text
		lang Lang
		want string
	}{
		{Text{"қала", "город", "city"}, RU, "город"},
		{Text{"қала", "", "city"}, RU, "қала"},
		{Text{"", "город", "city"}, KK, "город"},
		{Text{"", "", "city"}, KK, "city"},
		{Text{}, EN, "—"},
	} {
		if got := tt.text.In(tt.lang); got != tt.want {
			t.Errorf("%+v.In(%s) = %q, want %q", tt.text, tt.lang, got, tt.want)
		}
	}
}

func TestParseLang(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Lang{"kk": KK, "RU": RU, "en-GB": EN, "de": "", "": "", "kkk": ""} {
		if got, ok := ParseLang(in); got != want || ok != (want != "") {
			t.Errorf("ParseLang(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestCollateSortsAsTheLanguageDoes(t *testing.T) {
	t.Parallel()
	for lang, want := range map[Lang][]string{
		KK: {"Астана", "Әкімдік", "Көкшетау", "Қала", "Орал", "Өскемен"},
		RU: {"Абай", "Елена", "Ёлка", "Есиль", "Жанатас"},
	} {
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortFunc(got, Collate(lang))
		if !slices.Equal(got, want) {
			t.Errorf("%s: sorted %v, want %v", lang, got, want)
		}
	}
}

func BenchmarkT(b *testing.B) {
	c, err := load(file(`{"room.found": {
		"kk": {"one": "{n} жолданым", "other": "{n} жолданым"},
		"ru": {"one": "{n} обращение", "few": "{n} обращения", "many": "{n} обращений", "other": "{n} обращения"},
		"en": {"one": "{n} appeal", "other": "{n} appeals"}}}`))
	if err != nil {
		b.Fatal(err)
	}
	p := c.In(RU)
	b.ReportAllocs()
	for b.Loop() {
		p.T("room.found", "n", 123)
	}
}
