package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"jauap/internal/fault"
)

// Costs of argon2id, the second recommended option of RFC 9106 (section 4)
// with less time and memory enough to make guessing dear: 64 MiB, 1 pass.
const (
	argonTime    = 1
	argonMemory  = 64 * 1024 // KiB
	argonThreads = 2
	argonKey     = 32
	argonSalt    = 16
)

// MinPassword is the least length of a password, in characters. Length
// helps, rules of composition do not (NIST SP 800-63B, 5.1.1.2).
const MinPassword = 10

// CheckPassword tells what is wrong with a password somebody chose.
func CheckPassword(p string) error {
	if utf8.RuneCountInString(p) < MinPassword {
		return fault.New(fault.Invalid, "account.password_short", "n", MinPassword).On("password")
	}
	if len(p) > 1000 {
		return fault.New(fault.Invalid, "account.password_long").On("password")
	}
	return nil
}

// HashPassword returns the PHC string of an argon2id hash with a new salt.
func HashPassword(p string) string {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt)
	key := argon2.IDKey([]byte(p), salt, argonTime, argonMemory, argonThreads, argonKey)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		argonMemory, argonTime, argonThreads, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// MatchPassword tells whether p is the password behind the hash. An empty or
// damaged hash matches nothing but takes as long, so that a stranger cannot
// tell whether a login exists.
func MatchPassword(hash, p string) bool {
	h, ok := parseHash(hash)
	if !ok {
		argon2.IDKey([]byte(p), make([]byte, argonSalt), argonTime, argonMemory, argonThreads, argonKey)
		return false
	}
	got := argon2.IDKey([]byte(p), h.salt, h.time, h.memory, h.threads, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(got, h.key) == 1
}

type phc struct {
	time, memory uint32
	threads      uint8
	salt, key    []byte
}

func parseHash(s string) (phc, bool) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return phc{}, false
	}
	var h phc
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &h.threads); err != nil {
		return phc{}, false
	}
	var err1, err2 error
	h.salt, err1 = base64.RawStdEncoding.DecodeString(parts[4])
	h.key, err2 = base64.RawStdEncoding.DecodeString(parts[5])
	return h, err1 == nil && err2 == nil && len(h.key) > 0 && h.time > 0 && h.threads > 0
}
