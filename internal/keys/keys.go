package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"

	"jauap/internal/fault"
)

// Size is the length of every key in bytes (AES-256).
const Size = 32

// A Case is the key of one case. It never prints itself.
type Case [Size]byte

// LogValue hides the key from logs.
func (Case) LogValue() slog.Value { return slog.StringValue("•••") }

// String hides the key from careless printing.
func (Case) String() string { return "•••" }

// Seal encrypts and authenticates plain under a label that names its place,
// so that a value moved to another place does not open.
func (k Case) Seal(plain []byte, label string) []byte {
	return seal(gcm(k[:]), plain, label)
}

// Open reverses Seal. A wrong key, label or a changed byte is an error.
func (k Case) Open(sealed []byte, label string) ([]byte, error) {
	return open(gcm(k[:]), sealed, label)
}

// A Ring holds the master key and the keys derived from it.
type Ring struct {
	id   string
	wrap cipher.AEAD // for case keys only
	form cipher.AEAD // for what goes out with a page and comes back
	hash []byte
}

// New makes a ring of a 32-byte master key.
func New(master []byte) (*Ring, error) {
	if len(master) != Size {
		return nil, fault.New(fault.Invalid, "keys.bad_size", "n", len(master))
	}
	wrap, err := derive(master, "jauap wrap v1")
	if err != nil {
		return nil, err
	}
	form, err := derive(master, "jauap form v1")
	if err != nil {
		return nil, err
	}
	hash, err := derive(master, "jauap hash v1")
	if err != nil {
		return nil, err
	}
	return &Ring{id: fingerprint(master), wrap: gcm(wrap), form: gcm(form), hash: hash}, nil
}

// ID is the fingerprint of the master key: 16 hex digits, safe to show. It
// tells which master key a database belongs to.
func (r *Ring) ID() string { return r.id }

// NewCase makes a fresh case key.
func (r *Ring) NewCase() Case {
	var k Case
	_, _ = rand.Read(k[:]) // never fails since Go 1.24
	return k
}

// Wrap seals a case key for the database.
func (r *Ring) Wrap(k Case) []byte { return seal(r.wrap, k[:], "case key") }

// Unwrap opens a case key from the database.
func (r *Ring) Unwrap(wrapped []byte) (Case, error) {
	plain, err := open(r.wrap, wrapped, "case key")
	if err != nil || len(plain) != Size {
		return Case{}, fmt.Errorf("case key: %w", err)
	}
	return Case(plain), nil
}

// Seal keeps a short-lived value that leaves the house and comes back, such
// as the files of a form that had an error. Its key is not the one that
// protects the cases: strangers may have it used as often as they like.
func (r *Ring) Seal(plain []byte, label string) []byte { return seal(r.form, plain, label) }

// Open reverses Seal.
func (r *Ring) Open(sealed []byte, label string) ([]byte, error) {
	return open(r.form, sealed, label)
}

// Hash is the keyed hash by which a value is found without being stored.
// kind keeps an IIN from equalling a code.
func (r *Ring) Hash(kind, value string) []byte {
	m := hmac.New(sha256.New, r.hash)
	m.Write([]byte(kind))
	m.Write([]byte{0})
	m.Write([]byte(value))
	return m.Sum(nil)
}

func derive(master []byte, label string) ([]byte, error) {
	return hkdf.Key(sha256.New, master, nil, label, Size)
}

func fingerprint(master []byte) string {
	sum := sha256.Sum256(append([]byte("jauap key id v1\x00"), master...))
	return hex.EncodeToString(sum[:8])
}

// gcm cannot fail: every key here has the right size by its type.
func gcm(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return aead
}

func seal(aead cipher.AEAD, plain []byte, label string) []byte {
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	_, _ = rand.Read(nonce)
	return aead.Seal(nonce, nonce, plain, []byte(label))
}

func open(aead cipher.AEAD, sealed []byte, label string) ([]byte, error) {
	if len(sealed) < aead.NonceSize() {
		return nil, fault.New(fault.Internal, "keys.cannot_open")
	}
	n := aead.NonceSize()
	plain, err := aead.Open(nil, sealed[:n], sealed[n:], []byte(label))
	if err != nil {
		return nil, fault.New(fault.Internal, "keys.cannot_open").Because(err)
	}
	return plain, nil
}
