package keys

import (
	"encoding/base64"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// A log that had to go back to a backup cannot go on under its name: it would
// sign what does not follow from what it signed before. It begins a new
// epoch, with the same key under another name. Epoch 0 is the first.

// SignerOf signs for an epoch of the log.
func (r *Ring) SignerOf(epoch int) (note.Signer, error) {
	s, err := r.epoch(epoch)
	return s.signer, err
}

// VerifierOf is the public half of SignerOf as C2SP text.
func (r *Ring) VerifierOf(epoch int) (string, error) {
	s, err := r.epoch(epoch)
	return s.verifier, err
}

// EpochOf finds the epoch that signs under a name; false for another log's.
func (r *Ring) EpochOf(origin string) (int, bool) {
	if origin == r.Origin() {
		return 0, true
	}
	digits, ok := strings.CutPrefix(origin, r.Origin()+"/")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 2 || strconv.Itoa(n) != digits {
		return 0, false
	}
	return n - 1, true
}

func (r *Ring) epoch(n int) (signing, error) {
	first := r.home.log
	if n == 0 {
		return first, nil
	}
	secret, err := base64.StdEncoding.DecodeString(strings.SplitN(first.text, "+", 5)[4])
	if err != nil {
		return signing{}, err
	}
	return signingFrom(secret[1:], first.signer.Name()+"/"+strconv.Itoa(n+1))
}
