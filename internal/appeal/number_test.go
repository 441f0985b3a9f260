package appeal

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"jauap/internal/fault"
)

func TestNumbersAreReadAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	person := Number{Year: 2026, ID: 123}
	company := Number{Company: true, Year: 2026, ID: 123}
	if got, want := person.String(), "ЖТ-2026-00000123-"; !strings.HasPrefix(got, want) {
		t.Fatalf("String = %q, want %q and a digit", got, want)
	}
	check := person.String()[len(person.String())-1:]
	for _, tt := range []struct {
		name, typed string
		want        Number
	}{
		{"as printed", "ЖТ-2026-00000123-" + check, person},
		{"small letters and spaces", " жт 2026 00000123 " + check, person},
		{"no dashes", "ЖТ202600000123" + check, person},
		{"long dashes", "ЖТ—2026–00000123−" + check, person},
		{"a Latin T that looks alike", "ЖT-2026-00000123-" + check, person},
		{"Latin letters that sound alike", "ZhT-2026-00000123-" + check, person},
		{"no letters at all", "2026-00000123-" + check, person},
		{"letters O for noughts", "ЖТ-2О26-OOOOО123-" + check, person},
		{"a company", "ЗТ-2026-00000123-" + check, company},
		{"a three that looks like З", "3T-2026-00000123-" + check, company},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseNumber(tt.typed)
			if err != nil || got != tt.want {
				t.Errorf("ParseNumber(%q) = %v, %v, want %v", tt.typed, got, err, tt.want)
			}
		})
	}
}

func TestWhatIsNoNumberIsSaidSo(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "ЖТ", "ЖТ-2026", "АБ-2026-00000123-4", "ЖТ-2026-99999999999999999999-1", "<script>"} {
		if got, err := ParseNumber(typed); !fault.Is(err, fault.Invalid) {
			t.Errorf("ParseNumber(%q) = %v, %v, want an Invalid fault", typed, got, err)
		}
	}
}

func TestEveryWrongDigitAndEverySwapIsCaught(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		n := Number{Year: 2021 + r.IntN(10), ID: ID(r.Int64N(99_999_999) + 1)}
		digits := strings.NewReplacer("ЖТ", "", "-", "").Replace(n.String())
		for i := range digits {
			for d := byte('0'); d <= '9'; d++ {
				if d != digits[i] {
					caught(t, digits[:i]+string(d)+digits[i+1:])
				}
			}
			if i > 0 && digits[i] != digits[i-1] {
				caught(t, digits[:i-1]+string(digits[i])+string(digits[i-1])+digits[i+1:])
			}
		}
	}
}

func caught(t *testing.T, digits string) {
	t.Helper()
	if n, err := ParseNumber("ЖТ" + digits); err == nil {
		t.Errorf("%s was taken for %v", digits, n)
	}
}

func TestIdentificationNumbers(t *testing.T) {
	t.Parallel()
	base := "00010150000"
	good := ""
	for d := range 10 {
		if s := fmt.Sprint(base, d); CheckIIN(s) {
			good = s
		}
	}
	// weights: 1 at place 4 (4), 1 at place 6 (6), 5 at place 7 (35): 45 mod 11 = 1
	if good != base+"1" {
		t.Fatalf("control digit of %s: got %q, want …1", base, good)
	}
	// Every other control digit is wrong. A wrong digit elsewhere is caught
	// but for the eleventh, whose weight 11 is nought modulo 11: the number's
	// own scheme cannot see it.
	for d := byte('0'); d <= '9'; d++ {
		if s := good[:11] + string(d); d != good[11] && CheckIIN(s) {
			t.Errorf("%s is accepted", s)
		}
	}
	for i, wrong := range []string{"100101500001", "010101500001", "001101500001", "000201500001", "000111500001", "000102500001"} {
		if CheckIIN(wrong) {
			t.Errorf("%s, wrong at place %d, is accepted", wrong, i+1)
		}
	}
	for _, s := range []string{"", "123", good + "1", "00010150000a", "０００１０１５００００１"} {
		if CheckIIN(s) {
			t.Errorf("CheckIIN(%q) is true", s)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	f.Add("ЖТ-2026-00000123-7")
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseNumber(s)
		if err != nil {
			return
		}
		again, err := ParseNumber(n.String())
		if err != nil || again != n {
			t.Errorf("%q read as %v, which reads as %v, %v", s, n, again, err)
		}
	})
}
