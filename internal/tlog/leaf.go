package tlog

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// HashSize is the length of entries and hashes in bytes (SHA-256).
const HashSize = sha256.Size

// version names how an entry is made, so that an older one could still be
// checked if the form changed.
const version = "jauap leaf v2\x00"

// A Leaf is an entry of the log and what opens it to a holder of the receipt.
type Leaf struct {
	Entry []byte
	Opening
}

// An Opening shows which statement an entry stands for, and nothing else of
// the event.
type Opening struct {
	Blind []byte // hides the statement from whoever does not hold it
	Rest  []byte // hash of the salted event
}

// NewLeaf makes the leaf of an event, given as any value with a stable JSON
// form. salt is 32 secret bytes that belong to this event alone.
func NewLeaf(salt []byte, s Statement, event any) (Leaf, error) {
	b, err := json.Marshal(event)
	if err != nil {
		return Leaf{}, fmt.Errorf("leaf: %w", err)
	}
	o := Opening{Blind: mac(salt, "statement"), Rest: hash(mac(salt, "event"), b)}
	return Leaf{Entry: o.Entry(s), Opening: o}, nil
}

// Entry is what the log must hold if the opening belongs to the statement.
func (o Opening) Entry(s Statement) []byte {
	return hash([]byte(version), hash(o.Blind, []byte(s.Text())), o.Rest)
}

// Opens tells whether an entry stands for a statement.
func (o Opening) Opens(entry []byte, s Statement) bool {
	return len(o.Blind) == HashSize && len(o.Rest) == HashSize && bytes.Equal(entry, o.Entry(s))
}

func mac(key []byte, label string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(label))
	return m.Sum(nil)
}

func hash(parts ...[]byte) []byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}
