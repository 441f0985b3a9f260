package blob

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A file is the magic, then chunks of 64 KiB sealed with AES-256-GCM after the
// STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): the nonce of
// a chunk is its number and a flag that is set on the last one. So no chunk
// can be changed, moved, left out or cut off unseen. The key is made for this
// one file from the case key and the file's ID, so nonces never meet.
const (
	magic     = "jauapb1\n"
	chunkSize = 64 << 10
	tagSize   = 16
)

// cipherFor makes the cipher of one file.
func cipherFor(key []byte, id string) (cipher.AEAD, error) {
	if len(key) != 32 {
		return nil, fmt.Errorf("case key of %d bytes, want 32", len(key))
	}
	own, err := hkdf.Key(sha256.New, key, nil, "jauap blob 1 "+id, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(own)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// nonce of chunk i: 7 zero bytes, 4 of number, 1 of flag.
func nonce(i int64, last bool) []byte {
	var n [12]byte
	binary.BigEndian.PutUint32(n[7:], uint32(i))
	if last {
		n[11] = 1
	}
	return n[:]
}

// seal encrypts all of r into w.
func seal(w io.Writer, r io.Reader, key []byte, id string) error {
	aead, err := cipherFor(key, id)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, magic); err != nil {
		return err
	}
	in := bufio.NewReader(r)
	buf := make([]byte, chunkSize, chunkSize+tagSize)
	for i := int64(0); ; i++ {
		n, err := io.ReadFull(in, buf)
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return err
		}
		if !last {
			_, err := in.Peek(1)
			if last = errors.Is(err, io.EOF); err != nil && !last {
				return err
			}
		}
		if _, err := w.Write(aead.Seal(buf[:0], nonce(i, last), buf[:n], []byte(magic))); err != nil {
			return err
		}
		if last {
			return nil
		}
	}
}

// sealedSize is how long a file of size bytes is on disk.
func sealedSize(size int64) int64 {
	return int64(len(magic)) + size + chunks(size)*tagSize
}

func chunks(size int64) int64 { return (size + chunkSize - 1) / chunkSize }
