package appeal

import (
	"crypto/subtle"
	"strconv"
	"strings"

	"jauap/internal/keys"
)

// codeLetters are those of Crockford's base 32: no I, L, O, U to misread.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeLength gives 50 bits: with a second or more between tries nobody
// guesses it.
const codeLength = 10

// code derives the applicant's code from the form's token, so that a second
// click gets the same receipt, and the database never holds the code.
// Without a token there is no applicant to follow the appeal: no code.
func (d *Desk) code(token string) string {
	if token == "" {
		return ""
	}
	var b strings.Builder
	for i, x := range d.o.Ring.Hash("applicant code", token)[:codeLength] {
		if i == codeLength/2 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[x%32])
	}
	return b.String()
}

// HashCode is how a code is kept and compared: keyed, and bound to its appeal,
// so that a hash moved to another appeal opens nothing. Small letters, spaces, dashes and the letters Crockford's alphabet
// leaves out are understood.
func HashCode(ring *keys.Ring, id ID, code string) []byte {
	return ring.Hash("code "+strconv.FormatInt(int64(id), 10), normalCode(code))
}

// SameCode compares in constant time. An appeal without a code matches
// nothing.
func SameCode(ring *keys.Ring, id ID, hash []byte, code string) bool {
	return len(hash) > 0 && subtle.ConstantTimeCompare(hash, HashCode(ring, id, code)) == 1
}

var codeLookalikes = strings.NewReplacer("O", "0", "О", "0", "I", "1", "L", "1", "А", "A", "В", "B", "С", "C",
	"Е", "E", "Н", "H", "К", "K", "М", "M", "Р", "P", "Т", "T", "Х", "X", "-", "", " ", "")

func normalCode(code string) string {
	return codeLookalikes.Replace(strings.ToUpper(strings.TrimSpace(code)))
}
