package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
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

// Salt is the 32 bytes that hide what a leaf of the log stands for. It is
// never stored: whoever holds only the database can neither make a leaf nor
// guess what is in one, and without the case key nobody can any more.
func (k Case) Salt(label string) []byte { return keyed(derive(k[:], leafSalt), label) }

const leafSalt = "jauap leaf v2"

func keyed(key []byte, label string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(label))
	return m.Sum(nil)
}

// derive cannot fail: every key asked for has one size.
func derive(secret []byte, label string) []byte {
	key, err := hkdf.Key(sha256.New, secret, nil, label, Size)
	if err != nil {
		panic(err)
	}
	return key
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
