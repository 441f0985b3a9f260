package inbox

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"unicode/utf8"
)

// An Encoding is how a file writes letters.
type Encoding string

// The encodings that are recognised.
const (
	UTF8   Encoding = "UTF-8"
	UTF16  Encoding = "UTF-16"
	CP1251 Encoding = "Windows-1251"
)

// A survey is what one look through a file tells.
type survey struct {
	size     int64
	hash     string // SHA-256, hex
	encoding Encoding
	broken   int64 // bytes of a UTF-8 file that are no letters
	head     []byte
}

// headSize is how much of the beginning is kept to look at.
const headSize = 4 << 10

func look(r io.Reader) (survey, error) {
	var s survey
	var t tally
	sum := sha256.New()
	buf := make([]byte, 256<<10)
	for {
		n, err := io.ReadFull(r, buf)
		s.size += int64(n)
		sum.Write(buf[:n])
		if len(s.head) < headSize {
			s.head = append(s.head, buf[:min(n, headSize)]...)
		}
		t.count(buf[:n])
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return s, err
		}
	}
	t.broken += int64(len(t.rest))
	s.hash = hex.EncodeToString(sum.Sum(nil))
	s.encoding, s.broken = t.encoding(s.head)
	return s, nil
}

// A tally counts letters of several bytes and bytes that make no letter.
type tally struct {
	whole, broken int64
	rest          []byte // the beginning of a letter at the end of a block
}

func (t *tally) count(block []byte) {
	block = append(t.rest, block...)
	for i := 0; i < len(block); {
		if block[i] < utf8.RuneSelf {
			i++
			continue
		}
		if !utf8.FullRune(block[i:]) {
			t.rest = append([]byte(nil), block[i:]...)
			return
		}
		r, n := utf8.DecodeRune(block[i:])
		if r == utf8.RuneError && n == 1 {
			t.broken++
		} else {
			t.whole++
		}
		i += n
	}
	t.rest = nil
}

// encoding decides by the weight of all bytes: a few broken ones in a UTF-8
// file must not turn every other letter into nonsense.
func (t *tally) encoding(head []byte) (Encoding, int64) {
	mark := string(head[:min(len(head), 2)])
	switch {
	case mark == "\xff\xfe" || mark == "\xfe\xff":
		return UTF16, 0
	case t.broken > t.whole:
		return CP1251, 0
	}
	return UTF8, t.broken
}
