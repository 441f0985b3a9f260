package tlog

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
)

// saltSize makes guessing an event from its hash hopeless.
const saltSize = 32

// version names how a leaf is made, so that an older one can still be
// checked when the form changes.
const version = "jauap leaf v1\x00"

// A Leaf is a salt and the hash of salt and event.
type Leaf struct {
	Salt []byte
	Hash []byte // SHA-256
}

// NewLeaf salts and hashes an event, given as any value with a stable JSON
// form.
func NewLeaf(event any) (Leaf, error) {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt)
	hash, err := hash(salt, event)
	return Leaf{Salt: salt, Hash: hash}, err
}

// Matches tells whether the leaf was made of this event.
func (l Leaf) Matches(event any) (bool, error) {
	h, err := hash(l.Salt, event)
	return err == nil && subtle.ConstantTimeCompare(h, l.Hash) == 1, err
}

func hash(salt []byte, event any) ([]byte, error) {
	b, err := json.Marshal(event)
	if err != nil {
		return nil, fmt.Errorf("leaf: %w", err)
	}
	h := sha256.New()
	h.Write([]byte(version))
	h.Write(salt)
	h.Write(b)
	return h.Sum(nil), nil
}
