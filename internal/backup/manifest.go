package backup

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/fault"
)

// Format is the newest form of a backup that this program writes and reads.
const Format = 1

// header keeps the signature of a manifest from meaning anything else that
// the same key signs.
const header = "jauap backup v1\n"

// A Manifest tells what a backup holds. It names the key by its fingerprint
// only.
type Manifest struct {
	Format   int       `json:"format"`
	Program  string    `json:"program"` // version
	At       time.Time `json:"at"`      // when the copy was begun
	Database string    `json:"database"`
	Space    string    `json:"space,omitempty"` // PostgreSQL: the schema
	Tool     int       `json:"tool,omitempty"`  // PostgreSQL: major version of pg_dump
	Schema   int64     `json:"schema"`          // version of our tables
	Key      string    `json:"key"`             // fingerprint of the master key
	Keys     []string  `json:"keys,omitempty"`  // fingerprints of all master keys that cases lie under
	Counts
	Checkpoint string   `json:"checkpoint"`        // newest of the witness log, "" when there is none
	Missing    []string `json:"missing,omitempty"` // attachments that were not in the house
	Files      []File   `json:"files"`
}

// Counts are how much a backup holds. Bytes are those of the attachments.
type Counts struct {
	Appeals     int64 `json:"appeals"`
	Events      int64 `json:"events"`
	Leaves      int64 `json:"leaves"`
	Attachments int64 `json:"attachments"`
	Bytes       int64 `json:"attachment_bytes"`
}

// A File is one file of the backup beside the attachments: these are listed
// in a file of their own.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // hex
}

// Size is how many bytes the backup has, the manifest left out.
func (m Manifest) Size() int64 {
	size := m.Bytes
	for _, f := range m.Files {
		size += f.Size
	}
	return size
}

// seal writes and signs a manifest.
func seal(m Manifest, signer note.Signer) ([]byte, error) {
	body, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	return note.Sign(&note.Note{Text: header + string(body) + "\n"}, signer)
}

// unsealed reads a manifest without asking who signed it.
func unsealed(signed []byte) (Manifest, error) {
	var unknown *note.UnverifiedNoteError
	n, err := note.Open(signed, nil)
	if errors.As(err, &unknown) {
		n, err = unknown.Note, nil
	}
	if err != nil {
		return Manifest{}, fault.New(fault.Invalid, "backup.bad_manifest").Because(err)
	}
	return parse(n.Text)
}

func parse(text string) (Manifest, error) {
	body, ok := strings.CutPrefix(text, header)
	if !ok {
		return Manifest{}, fault.New(fault.Invalid, "backup.bad_manifest")
	}
	var m Manifest
	if err := json.Unmarshal([]byte(body), &m); err != nil {
		return m, fault.New(fault.Invalid, "backup.bad_manifest").Because(err)
	}
	if m.Format > Format {
		return m, fault.New(fault.Invalid, "backup.newer", "have", m.Format, "want", Format)
	}
	return m, nil
}

// trust checks the signature.
func trust(signed []byte, verifier note.Verifier) error {
	var unknown *note.UnverifiedNoteError
	_, err := note.Open(signed, note.VerifierList(verifier))
	if errors.As(err, &unknown) {
		return fault.New(fault.Conflict, "backup.other_signer", "signer", verifier.Name()).
			Because(fmt.Errorf("signed by %s", signers(unknown.Note)))
	}
	if err != nil {
		return fault.New(fault.Conflict, "backup.bad_signature").Because(err)
	}
	return nil
}

func signers(n *note.Note) string {
	names := make([]string, len(n.UnverifiedSigs))
	for i, s := range n.UnverifiedSigs {
		names[i] = s.Name
	}
	return strings.Join(names, ", ")
}
