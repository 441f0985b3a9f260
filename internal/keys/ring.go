package keys

import (
	"crypto/hmac"
	"crypto/sha256"
	"os"
	"sync"
	"sync/atomic"

	"golang.org/x/mod/sumdb/note"
)

// A Ring holds the keys of one house. It is alive: when its file got another
// master key, it takes that over, so that a serving process outlives a
// rotation. It is safe for use by many at once.
type Ring struct {
	file string   // "" when the key is in the environment only
	home material // as first read; hash and log never change
	leaf []byte

	set  atomic.Pointer[masters]
	mu   sync.Mutex  // one reading of the file at a time
	seen os.FileInfo // the file as it was read last
}

// New makes a ring of a 32-byte master key, from which all other keys are
// derived.
func New(master []byte) (*Ring, error) {
	m, err := derived(master)
	if err != nil {
		return nil, err
	}
	return newRing(m), nil
}

// Parse makes a ring of the text of a key file, as it may stand in the
// environment too.
func Parse(text string) (*Ring, error) {
	m, err := parseMaterial(text)
	if err != nil {
		return nil, err
	}
	return newRing(m), nil
}

func newRing(m material) *Ring {
	r := &Ring{home: m, leaf: derive(m.hash, leafSalt)}
	r.set.Store(new(masters).renewed(m))
	return r
}

// File is the path of the key file, "" when there is none.
func (r *Ring) File() string { return r.file }

// NewCase makes a fresh case key.
func (r *Ring) NewCase() Case { return Case(newKey()) }

// Hash is the keyed hash by which a value is found without being stored.
// kind keeps an IIN from equalling a code. Rotations do not change it.
func (r *Ring) Hash(kind, value string) []byte {
	m := hmac.New(sha256.New, r.home.hash)
	m.Write([]byte(kind))
	m.Write([]byte{0})
	m.Write([]byte(value))
	return m.Sum(nil)
}

// Salt is the same as Case.Salt for leaves that belong to no case: those of
// the house.
func (r *Ring) Salt(label string) []byte { return keyed(r.leaf, label) }

// Signer signs the log and the receipts. Rotations do not change it.
func (r *Ring) Signer() note.Signer { return r.home.log.signer }

// Verifier is the public half of Signer as C2SP text, name+hash+key: what
// people need to check a receipt.
func (r *Ring) Verifier() string { return r.home.log.verifier }

// Origin is the name of the log, which stands in every signature.
func (r *Ring) Origin() string { return r.Signer().Name() }
