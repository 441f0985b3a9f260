package receipt

import (
	"bytes"
	"errors"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// Options are what a receipt is checked with. Only Known is required.
type Options struct {
	Known Keys        // of the log, all its epochs
	Now   time.Time   // to know whether a promise is past
	Proof string      // proofs given besides those in the receipt: their blocks, or a later receipt of the same event
	Old   []Earlier   // what the log must follow from
	Head  string      // the newest checkpoint of the log as it is signed, "" for none
	Tiles tlog.Reader // of the tree of Head; they are checked against it
}

// A Finding is what was found to be true. It is filled as far as the check
// came, also beside an error.
type Finding struct {
	Receipt
	Document
	Genuine    bool            // the log signed it and its leaf belongs to it
	Compact    bool            // it was read from the short form
	Outside    int             // lines around it that nobody signed
	Cover      int             // of them those above it, where the site says how to check
	Checkpoint tlog.Checkpoint // the first that holds the leaf, as far as known; Size 0 before sealing
	Place      int64           // of the leaf in the log, from 1
	Waiting    bool            // there is no proof, and the time promised is not past
	Followed   int             // earlier checkpoints that the log was shown to follow from
}

// Sealed tells whether the leaf was proven to be in the log.
func (f Finding) Sealed() bool { return f.Checkpoint.Size > 0 }

// Check tells whether a receipt holds. The error is nil only if all of it
// does; else it joins faults, the gravest first.
func Check(text string, o Options) (Finding, error) {
	r, err := read(text, o.Known)
	f := Finding{Receipt: r.Receipt, Document: r.Document, Compact: r.compact, Outside: r.outside, Cover: r.cover}
	if err != nil {
		return f, err
	}
	f.Genuine = true
	proven := f.prove(o)
	err = errors.Join(proven, f.compare(o), f.promise(o.Now, proven != nil))
	return f, err
}

// open checks the signature, and that the leaf belongs to what is said.
func (r found) open(known Keys) error {
	name, sig, err := cutSignature(r.Signed)
	if err != nil {
		return err
	}
	belongs := r.Opening.Opens(r.leaf, r.Statement)
	_, err = note.Open([]byte(r.Signed), known)
	var unknown *note.UnverifiedNoteError
	switch {
	case errors.As(err, &unknown):
		return otherKey(name, signedBy(sig), known).Because(err)
	case err != nil && belongs:
		return fault.New(fault.Invalid, "receipt.changed").Because(err)
	case err != nil:
		return fault.New(fault.Invalid, "receipt.changed_facts").Because(err)
	case name != r.Origin:
		return fault.New(fault.Invalid, "receipt.other_origin", "origin", r.Origin, "name", name)
	case !belongs:
		return fault.New(fault.Invalid, "receipt.leaf_other")
	}
	return nil
}

// otherKey tells a key of another log from another key of this one.
func otherKey(name string, hash uint32, known Keys) *fault.Fault {
	if ids := known.ids(name); ids != "" {
		return fault.New(fault.Invalid, "receipt.other_key", "name", name, "id", keyID(hash), "known", ids)
	}
	return fault.New(fault.Invalid, "receipt.other_log", "name", name, "id", keyID(hash), "known", known.names())
}

// prove checks the proofs of the receipt and those given beside it.
func (f *Finding) prove(o Options) error {
	err := f.proven(f.Document, o.Known)
	if o.Proof == "" {
		return err
	}
	given, wrong := f.given(o.Proof)
	if wrong == nil {
		wrong = f.proven(given, o.Known)
	}
	if wrong != nil {
		return errors.Join(err, fault.New(fault.Invalid, "receipt.proof_file"), wrong)
	}
	f.Follows = append(f.Follows[:len(f.Follows):len(f.Follows)], given.Follows...)
	return err
}

// given reads a file of proofs: bare blocks, or another copy of the receipt.
func (f *Finding) given(text string) (Document, error) {
	if len(text) > MaxSize {
		return Document{}, fault.New(fault.TooLarge, "receipt.too_large", "n", MaxSize>>10)
	}
	if d, err := f.bare(plain(text)); err == nil {
		return d, nil
	}
	other, err := parseEither(text)
	switch {
	case fault.Is(err, fault.NotFound):
		return Document{}, fault.New(fault.Invalid, "receipt.no_proof_blocks", "mark", tlog.ProofHead)
	case err != nil:
		return Document{}, err
	case !bytes.Equal(other.Entry(), f.Entry()):
		return Document{}, fault.New(fault.Invalid, "receipt.proof_of_other")
	}
	return other.Document, nil
}

// bare reads proofs without a receipt. Of several, one for each event of a
// case, it takes the one that belongs to the leaf, else the first.
func (f *Finding) bare(text string) (first Document, err error) {
	for i, one := range strings.Split(text, "\n"+tlog.ProofHead+"\n") {
		if i > 0 {
			one = tlog.ProofHead + "\n" + one
		}
		proof, follows, err := readProofs(strings.TrimSuffix(one, "\n") + "\n")
		if err != nil {
			return first, err
		}
		d := Document{Proof: proof, Follows: follows}
		if i == 0 {
			first = d
		}
		if proof == nil {
			continue
		}
		if c, err := tlog.ReadCheckpoint(proof.Note); err == nil && proof.Under(c, f.Entry()) == nil {
			return d, nil
		}
	}
	return first, nil
}

// proven checks the proofs of one document and keeps the first checkpoint
// that holds the leaf.
func (f *Finding) proven(d Document, known Keys) error {
	if d.Proof == nil {
		return nil
	}
	c, err := openCheckpoint(d.Proof.Note, known)
	if err != nil {
		return err
	}
	if err := d.Proof.Under(c, f.Entry()); err != nil {
		return fault.New(fault.Invalid, "receipt.not_in_log").Because(err)
	}
	for _, step := range d.Follows {
		if err := step.Leads(c); err != nil {
			return fault.New(fault.Invalid, "receipt.follows_bad", "old", step.Old, "new", step.New).Because(err)
		}
	}
	if !f.Sealed() || c.Size < f.Checkpoint.Size {
		f.Checkpoint, f.Place = c, d.Proof.Index+1
	}
	return nil
}

// promise tells whether the leaf was in the log in time. told: a proof does
// not hold, of which the reader is told already.
func (f *Finding) promise(now time.Time, told bool) error {
	switch {
	case f.Sealed():
		return late(f.Checkpoint.At, f.Statement.Promise)
	case told:
		return nil
	case now.After(f.Statement.Promise):
		return fault.New(fault.Conflict, "receipt.promise_unproven", "promise", f.Statement.Promise)
	}
	f.Waiting = true
	return nil
}

// late says by how much a promise was broken, in the largest unit that fits.
func late(at, promise time.Time) error {
	by := at.Sub(promise)
	args := func(unit time.Duration) []any {
		return []any{"n", int64((by + unit - 1) / unit), "promise", promise, "at", at}
	}
	const day = 24 * time.Hour
	switch {
	case by <= 0:
		return nil
	case by < 2*time.Hour:
		return fault.New(fault.Conflict, "receipt.late_minutes", args(time.Minute)...)
	case by < 2*day:
		return fault.New(fault.Conflict, "receipt.late_hours", args(time.Hour)...)
	}
	return fault.New(fault.Conflict, "receipt.late_days", args(day)...)
}
