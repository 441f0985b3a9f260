package appeal

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"jauap/internal/fault"
)

// A Number is what a person is given: ЖТ-2026-00000123-7. The letters tell a
// person (жеке тұлға) from a company (заңды тұлға), the year is that of the
// registration day, the last digit checks all the others.
type Number struct {
	Company bool
	Year    int
	ID      ID
}

const (
	personLetters  = "ЖТ"
	companyLetters = "ЗТ"
)

// String writes the number with its check digit.
func (n Number) String() string {
	letters := personLetters
	if n.Company {
		letters = companyLetters
	}
	digits := fmt.Sprintf("%04d%08d", n.Year, n.ID)
	return fmt.Sprintf("%s-%s-%s-%d", letters, digits[:4], digits[4:], damm(digits))
}

// ParseNumber reads a number as people type it: small letters, Latin letters
// that look or sound alike, any dashes or none. A wrong digit or two digits
// swapped are told apart from a number that does not exist: the fault says
// that it was mistyped.
func ParseNumber(s string) (Number, error) {
	letters, digits := splitNumber(s)
	company, ok := numberLetters(letters)
	if !ok || len(digits) < 4+8+1 {
		return Number{}, fault.New(fault.Invalid, "appeal.number_form").On("number")
	}
	body, check := digits[:len(digits)-1], int(digits[len(digits)-1]-'0')
	if damm(body) != check {
		return Number{}, fault.New(fault.Invalid, "appeal.number_mistyped").On("number")
	}
	year, _ := strconv.Atoi(body[:4])
	id, err := strconv.ParseInt(body[4:], 10, 64)
	if err != nil {
		return Number{}, fault.New(fault.Invalid, "appeal.number_form").On("number")
	}
	return Number{Company: company, Year: year, ID: ID(id)}, nil
}

// splitNumber keeps the letters before the first digit and all digits. "З"
// is often written as the digit 3, and "О" for nought.
func splitNumber(s string) (letters, digits string) {
	s = strings.ToUpper(strings.TrimSpace(s))
	if rest, ok := threeForLetter(s); ok {
		s = companyLetters + rest
	}
	var l, d strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			d.WriteRune(r)
		case d.Len() > 0 && (r == 'O' || r == 'О'):
			d.WriteByte('0')
		case unicode.IsLetter(r):
			l.WriteRune(r)
		}
	}
	return l.String(), d.String()
}

// threeForLetter: "3T-2026-…" is ЗТ written with a digit.
func threeForLetter(s string) (string, bool) {
	for _, p := range []string{"3T", "3Т"} {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return rest, true
		}
	}
	return "", false
}

// numberLetters understands the letters in Cyrillic, look-alike Latin and
// the usual ways of writing Ж and З in Latin. They may be missing: the
// digits alone name the appeal.
func numberLetters(s string) (company, ok bool) {
	switch s {
	case "ЖТ", "ЖT", "ZHT", "ZHТ", "JT", "JТ", "GT", "":
		return false, true
	case "ЗТ", "ЗT", "ZT", "ZТ":
		return true, true
	}
	return false, false
}

// dammTable is the totally anti-symmetric quasigroup of order 10 of H. M.
// Damm's thesis (Marburg, 2004), page 106: it finds every single wrong digit
// and every swap of two neighbours.
var dammTable = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
	{7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
	{1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
	{3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
	{8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
	{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}

// damm returns the check digit of a string of digits.
func damm(digits string) int {
	var interim byte
	for i := range len(digits) {
		interim = dammTable[interim][digits[i]-'0']
	}
	return int(interim)
}
