package tlog

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// ProofHead is the first line of a proof (C2SP tlog-proof).
const ProofHead = "c2sp.org/tlog-proof@v1"

// A Proof shows that an entry is in the tree of a checkpoint.
type Proof struct {
	Index  int64
	Hashes []Hash
	Note   string // the checkpoint as it was signed
}

// Prove makes the proof of the entry at index under a checkpoint.
func Prove(index int64, c Checkpoint, signed string, r Reader) (Proof, error) {
	hashes, err := tlog.ProveRecord(c.Size, index, tree(c, r))
	return Proof{index, hashes, signed}, err
}

// tree reads the tree of a checkpoint; what is read is checked against it.
func tree(c Checkpoint, r Reader) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: c.Size, Hash: c.Root}, tiles{r})
}

// Errors of a proof that does not hold.
var (
	ErrProof    = errors.New("not a proof")
	ErrNotInLog = errors.New("the entry is not in the log of this checkpoint")
	ErrFork     = errors.New("the later checkpoint does not follow from the earlier one")
)

// Check tells whether the proof holds for an entry, and gives its checkpoint.
func (p Proof) Check(entry []byte, known note.Verifiers) (Checkpoint, error) {
	c, err := Open(p.Note, known)
	if err != nil {
		return c, err
	}
	return c, p.Under(c, entry)
}

// Under tells whether the proof holds for an entry under a checkpoint that
// was opened before.
func (p Proof) Under(c Checkpoint, entry []byte) error {
	if p.Index < 0 || p.Index >= c.Size || tlog.CheckRecord(p.Hashes, c.Size, c.Root, p.Index, tlog.RecordHash(entry)) != nil {
		return ErrNotInLog
	}
	return nil
}

// Text is the proof as C2SP tlog-proof writes it.
func (p Proof) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nindex %d\n", ProofHead, p.Index)
	writeHashes(&b, p.Hashes)
	b.WriteString("\n" + p.Note)
	return b.String()
}

// ParseProof reads Text back.
func ParseProof(text string) (Proof, error) {
	head, signed, ok := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 2 || lines[0] != ProofHead {
		return Proof{}, ErrProof
	}
	lines = lines[1:]
	if strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	p := Proof{Note: signed}
	var err error
	if p.Index, err = cutNumber(lines, "index "); err != nil {
		return p, err
	}
	p.Hashes, err = readHashes(lines[1:])
	return p, err
}

// A Follows shows that the tree of a later checkpoint holds the one of an
// earlier checkpoint, unchanged (RFC 6962, 2.1.2).
type Follows struct {
	Old, New int64 // sizes
	Root     Hash  // of the earlier tree
	Hashes   []Hash
}

// FollowsHead is the first line of such a proof.
const FollowsHead = "jauap log-consistency v1"

// ProveFollows makes the proof from the tree of size old to a checkpoint.
func ProveFollows(old int64, c Checkpoint, r Reader) (f Follows, err error) {
	f = Follows{Old: old, New: c.Size, Root: Hash(hash())}
	switch {
	case old < 0 || old > c.Size:
		return f, ErrProof
	case old == c.Size:
		f.Root = c.Root
		return f, nil
	case old == 0:
		return f, nil
	}
	if f.Hashes, err = tlog.ProveTree(c.Size, old, tree(c, r)); err == nil {
		f.Root, err = tlog.TreeHash(old, tree(c, r))
	}
	return f, err
}

// Leads tells whether the proof leads from a tree with its own root to a
// checkpoint.
func (f Follows) Leads(later Checkpoint) error {
	switch {
	case f.Old < 0 || f.Old > f.New || f.New != later.Size:
		return ErrProof
	case f.Old == f.New || f.Old == 0:
		if len(f.Hashes) > 0 || f.Old == 0 && f.Root != Hash(hash()) {
			return ErrProof
		}
		if f.Old == f.New && f.Root != later.Root {
			return ErrFork
		}
	case tlog.CheckTree(f.Hashes, later.Size, later.Root, f.Old, f.Root) != nil:
		return ErrFork
	}
	return nil
}

// Check tells whether the later checkpoint follows from the earlier one.
func (f Follows) Check(earlier, later Checkpoint) error {
	if f.Old != earlier.Size {
		return ErrProof
	}
	if err := f.Leads(later); err != nil {
		return err
	}
	if f.Root != earlier.Root {
		return ErrFork
	}
	return nil
}

// Text is the proof in lines.
func (f Follows) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nold %d\nroot %s\nnew %d\n", FollowsHead, f.Old, f.Root, f.New)
	writeHashes(&b, f.Hashes)
	return b.String()
}

// ParseFollows reads Text back.
func ParseFollows(text string) (f Follows, err error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 4 || lines[0] != FollowsHead || !strings.HasPrefix(lines[2], "root ") {
		return f, ErrProof
	}
	var err1, err2, err3 error
	f.Old, err1 = cutNumber(lines[1:], "old ")
	root, err2 := readHashes([]string{strings.TrimPrefix(lines[2], "root ")})
	if err2 == nil {
		f.Root = root[0]
	}
	f.New, err3 = cutNumber(lines[3:], "new ")
	if err := errors.Join(err1, err2, err3); err != nil {
		return f, err
	}
	f.Hashes, err = readHashes(lines[4:])
	return f, err
}

func cutNumber(lines []string, name string) (int64, error) {
	if len(lines) == 0 {
		return 0, ErrProof
	}
	digits, ok := strings.CutPrefix(lines[0], name)
	n, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || n < 0 || strconv.FormatInt(n, 10) != digits {
		return 0, ErrProof
	}
	return n, nil
}

func writeHashes(b *strings.Builder, list []Hash) {
	for _, h := range list {
		b.WriteString(h.String() + "\n")
	}
}

// mostHashes is more than any proof needs: a tree of 2^63 leaves is 63 high.
const mostHashes = 130

func readHashes(lines []string) ([]Hash, error) {
	if len(lines) > mostHashes {
		return nil, ErrProof
	}
	var list []Hash
	for _, line := range lines {
		h, err := tlog.ParseHash(line)
		if err != nil || h.String() != line {
			return nil, ErrProof
		}
		list = append(list, h)
	}
	return list, nil
}
