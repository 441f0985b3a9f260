package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// A Token is the secret in a staff member's cookie. The database keeps only
// its hash.
type Token string

// NewToken makes a token of 256 random bits.
func NewToken() Token {
	b := make([]byte, 32)
	_, _ = rand.Read(b)
	return Token(base64.RawURLEncoding.EncodeToString(b))
}

// Hash is what the database keeps.
func (t Token) Hash() []byte {
	sum := sha256.Sum256([]byte(t))
	return sum[:]
}

// String makes an accident with a printer harmless. A Token is never
// given to a logger.
func (Token) String() string { return "•••" }

// Sessions end after a working day without use, and after a week anyway.
const (
	SessionIdle = 10 * time.Hour
	SessionLong = 7 * 24 * time.Hour
)

// A Person is a staff member as administrators see her.
type Person struct {
	ID       StaffID
	Login    string
	Name     string
	Password string // PHC string, never shown
	Locked   bool
	Demo     bool // made by the demo, refused outside it
	Seats    []Seat
}

// Who is the person acting.
func (p Person) Who() Who { return Staff(p.ID, p.Name, p.Seats...) }
