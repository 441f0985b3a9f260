package receipt

import (
	"encoding/base64"
	"errors"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// An Earlier is a receipt or a bare checkpoint that somebody kept.
type Earlier struct {
	Name string // of its file, for the reader
	Text string
}

// openCheckpoint opens a signed checkpoint and says what is wrong with it.
func openCheckpoint(text string, known Keys) (tlog.Checkpoint, error) {
	c, err := tlog.Open(text, known)
	var unknown *note.UnverifiedNoteError
	var changed *note.InvalidSignatureError
	switch {
	case errors.As(err, &unknown) && len(unknown.Note.UnverifiedSigs) > 0:
		sig := unknown.Note.UnverifiedSigs[0]
		return c, fault.New(fault.Invalid, "receipt.checkpoint_other_key", "name", sig.Name, "id", keyID(sig.Hash)).Because(err)
	case errors.As(err, &changed), err == nil && !oneForm(text):
		return c, fault.New(fault.Invalid, "receipt.checkpoint_changed").Because(err)
	case err != nil || c.Size == 0 || c.At.IsZero():
		return c, fault.New(fault.Invalid, "receipt.checkpoint_bad").Because(err)
	}
	return c, nil
}

// oneForm tells whether the signatures of a note are written in the one way:
// base64 has bits to spare.
func oneForm(signed string) bool {
	for line := range strings.Lines(signed[strings.LastIndex(signed, "\n\n")+2:]) {
		line = strings.TrimSuffix(line, "\n")
		if _, err := base64.StdEncoding.Strict().DecodeString(line[strings.LastIndex(line, " ")+1:]); err != nil {
			return false
		}
	}
	return true
}

// compare checks that the log only grew: from what was seen earlier to the
// checkpoint of the receipt, and to the newest one of the log if it is given.
func (f *Finding) compare(o Options) error {
	newest, errs := f.Checkpoint, []error(nil)
	if o.Head == "" {
		o.Tiles = nil // without a head nothing can be checked against them
	} else {
		c, err := openCheckpoint(plain(o.Head), o.Known)
		if err != nil {
			return errors.Join(fault.New(fault.Invalid, "receipt.log_head"), err)
		}
		if f.Sealed() {
			errs = append(errs, f.follow(f.Checkpoint, c, o.Tiles))
		}
		newest = c
	}
	for _, old := range o.Old {
		if err := f.compareOne(old, newest, o); err != nil {
			errs = append(errs, fault.New(fault.Conflict, "receipt.old_file", "file", old.Name), err)
			continue
		}
		f.Followed++
	}
	return errors.Join(errs...)
}

func (f *Finding) compareOne(old Earlier, newest tlog.Checkpoint, o Options) error {
	c, err := old.open(o.Known)
	if err != nil {
		return err
	}
	if newest.Size == 0 {
		return fault.New(fault.Invalid, "receipt.nothing_to_compare")
	}
	return f.follow(c, newest, o.Tiles)
}

// open gives the checkpoint that is held by what was kept.
func (e Earlier) open(known Keys) (tlog.Checkpoint, error) {
	r, err := read(e.Text, known)
	if fault.Is(err, fault.NotFound) {
		return openCheckpoint(oneNote(e.Text), known)
	}
	if err != nil {
		return tlog.Checkpoint{}, err
	}
	if r.Proof == nil {
		return tlog.Checkpoint{}, fault.New(fault.Invalid, "receipt.old_without_checkpoint")
	}
	f := Finding{Receipt: r.Receipt}
	err = f.proven(r.Document, known)
	return f.Checkpoint, err
}

// follow checks that the larger of two checkpoints holds the tree of the
// other: by the proofs at hand, or else by the tiles of the log.
func (f *Finding) follow(a, b tlog.Checkpoint, tiles tlog.Reader) error {
	earlier, later := a, b
	if a.Size > b.Size {
		earlier, later = b, a
	}
	for _, step := range append([]tlog.Follows{{Old: later.Size, New: later.Size, Root: later.Root}}, f.Follows...) {
		if step.Old == earlier.Size && step.Leads(later) == nil {
			return fork(step, earlier, later)
		}
	}
	switch {
	case tiles == nil && a.Origin != b.Origin, later == a && a.Origin != b.Origin:
		return otherEpoch(a, b)
	case tiles == nil:
		return fault.New(fault.Invalid, "receipt.follows_missing", "old", earlier.Size, "new", later.Size)
	case later == a: // b is the head of the log: a signed log went back
		return fault.New(fault.Conflict, "receipt.log_back", "old", b.Size, "new", a.Size, "at", a.At)
	}
	step, err := tlog.ProveFollows(earlier.Size, later, tiles)
	if err != nil {
		return fault.New(fault.Unavailable, "receipt.log_broken").Because(err)
	}
	return fork(step, earlier, later)
}

// fork is nil if a proof that leads to the later checkpoint begins where the
// earlier one was. Two epochs of a log are no lie, but no proof either.
func fork(step tlog.Follows, earlier, later tlog.Checkpoint) error {
	if step.Check(earlier, later) == nil {
		return nil
	}
	if earlier.Origin != later.Origin {
		return otherEpoch(earlier, later)
	}
	return fault.New(fault.Conflict, "receipt.fork", "log", later.Origin, "old", earlier.Size, "old_at", earlier.At,
		"new", later.Size, "new_at", later.At)
}

// otherEpoch names the epochs in the order of time: the log of a later one
// may be the shorter.
func otherEpoch(a, b tlog.Checkpoint) error {
	if a.At.After(b.At) {
		a, b = b, a
	}
	return fault.New(fault.Conflict, "receipt.other_epoch", "old_log", a.Origin, "new_log", b.Origin, "old", a.Size, "new", b.Size)
}
