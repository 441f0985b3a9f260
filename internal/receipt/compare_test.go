package receipt

import (
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	jlog "jauap/internal/tlog"
)

// oldTrials compare the newer receipt of a story with what was kept earlier.
func oldTrials(t testing.TB, s story) []trial {
	t.Helper()
	sealed := s.second.Text("")
	alone := Document{Signed: s.second.Signed, Proof: s.second.Proof}.Text("")
	unsealed := Document{Signed: s.second.Signed}.Text("")
	forked := newBook(t, origin, "secret") // the same key signs another past
	_, fork := forked.seal(t, start.Add(time.Hour), fill("rewritten", 321)...)
	_, same := forked.seal(t, start.Add(2*time.Hour), fill("rewritten", 501)...)
	again := newBook(t, origin+"/2", "secret")
	_, second := again.seal(t, start.Add(time.Hour), fill("begun anew", 321)...)
	_, anew := again.seal(t, start.Add(150*time.Minute))
	kept := tell(t)
	kept.signer, kept.keys = again.signer, again.keys
	_, keptNote := kept.seal(t, start.Add(150*time.Minute), fill("begun anew", 9)...)
	grown := tell(t)
	_, grownNote := grown.seal(t, start.Add(150*time.Minute), fill("more", 700)...)
	shorter := newBook(t, origin, "secret")
	_, shorterNote := shorter.seal(t, start.Add(3*time.Hour), fill("before", 300)...)
	step := s.follows(t, 321, s.newHead).Text()
	old := func(text string, more ...func(*Options)) Options {
		return s.with(func(o *Options) {
			o.Old = []Earlier{{"kept.txt", text}}
			for _, change := range more {
				change(o)
			}
		})
	}
	head := func(note string, tiles jlog.Reader) func(*Options) {
		return func(o *Options) { o.Head, o.Tiles = note, tiles }
	}
	epochs := func(o *Options) { o.Known = append(o.Known[:1:1], again.keys...) }
	first := s.first.Text(cover)
	return []trial{
		{"an earlier receipt", sealed, old(first), nil},
		{"an earlier checkpoint", sealed, old(s.firstNote), nil},
		{"an earlier checkpoint pasted", sealed, old("\r\n" + s.firstNote), nil},
		{"an earlier checkpoint without its last line end", sealed, old(" \n\n" + strings.TrimSuffix(s.firstNote, "\n")), nil},
		{"an earlier checkpoint with blanks and lines after it", sealed, old(strings.ReplaceAll(s.firstNote, "\n", " \t\r\n") + "\r\n \n"), nil},
		{"an earlier checkpoint with a blank within a line", sealed, old(strings.Replace(s.firstNote, "time ", "time  ", 1)), []string{"receipt.old_file", "receipt.checkpoint_changed"}},
		{"an earlier receipt with blanks", sealed, old(strings.ReplaceAll(first, "\r\n", " \r\n")), nil},
		{"the same checkpoint", alone, old(s.newNote), nil},
		{"the later one given as old", first, old(s.newNote, func(o *Options) { o.Proof = step }), nil},
		{"a step in a file", alone, old(first, func(o *Options) { o.Proof = s.second.Proof.Text() + "\n" + step }), nil},
		{"no step at hand", alone, old(first), []string{"receipt.old_file", "receipt.follows_missing"}},
		{"the log itself", alone, old(first, head(grownNote, grown)), nil},
		{"not sealed, but the log is there", unsealed, old(first, head(grownNote, grown)), nil},
		{"not sealed and no log", unsealed, old(first), []string{"receipt.old_file", "receipt.nothing_to_compare"}},
		{"an old receipt without a checkpoint", sealed, old(Document{Signed: s.first.Signed}.Text("")), []string{"receipt.old_file", "receipt.old_without_checkpoint"}},
		{"an old file that is neither", sealed, old("old"), []string{"receipt.old_file", "receipt.checkpoint_bad"}},
		{"an old receipt that was changed", sealed, old(first + first), []string{"receipt.old_file", "receipt.several"}},
		{"the log was rewritten", sealed, old(fork), []string{"receipt.old_file", "receipt.fork"}},
		{"the log was rewritten at this size", sealed, old(same), []string{"receipt.old_file", "receipt.fork"}},
		{"the log is rewritten now", alone, s.with(head(same, forked)), []string{"receipt.fork"}},
		{"the log was begun anew", sealed, old(second, epochs), []string{"receipt.old_file", "receipt.other_epoch"}},
		{"the log was begun anew and is shorter", sealed, s.with(epochs, head(anew, again)), []string{"receipt.other_epoch"}},
		{"the log was begun anew and nobody shows the steps", first, old(anew, epochs), []string{"receipt.old_file", "receipt.other_epoch"}},
		{"the log was begun anew and kept all", alone, s.with(epochs, head(keptNote, kept)), nil},
		{"the log is shorter now", alone, s.with(head(shorterNote, shorter)), []string{"receipt.log_back"}},
		{"the log gives other tiles", alone, s.with(head(grownNote, forked)), []string{"receipt.log_broken"}},
		{"the log signs with a strange key", alone, s.with(func(o *Options) { o.Head, o.Tiles = "x", grown }), []string{"receipt.log_head", "receipt.checkpoint_bad"}},
	}
}

// Tiles without a signed head prove nothing.
func TestTilesAloneAreNotBelieved(t *testing.T) {
	t.Parallel()
	s := tell(t)
	alone := Document{Signed: s.second.Signed, Proof: s.second.Proof}.Text("")
	_, err := Check(alone, s.with(func(o *Options) { o.Old, o.Tiles = []Earlier{{"a", s.firstNote}}, s.book }))
	if firstKey(err) != "receipt.old_file" {
		t.Errorf("got %v", err)
	}
}

// theirs is a tree as the library of the Go checksum database keeps it.
type theirs []tlog.Hash

func (s theirs) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(s)) {
			return nil, errors.New("beyond the tree")
		}
		out[i] = s[x]
	}
	return out, nil
}

// Receipts and steps that this room accepts are those that the library's own
// functions accept, on a tree that the library made.
func TestTheLibraryAgrees(t *testing.T) {
	t.Parallel()
	b, list := newBook(t, origin, "secret"), fill("entries", 600)
	r := given(t, b, 1)
	const place = 77
	list[place] = r.Entry()
	var tree theirs
	for i, entry := range list {
		hashes, err := tlog.StoredHashes(int64(i), entry, tree)
		must(t, err)
		tree = append(tree, hashes...)
	}
	signed := sign(t, b, r)
	var before jlog.Checkpoint
	for _, size := range []int64{place + 1, 128, 129, 255, 256, 257, 511, 600} {
		root, err := tlog.TreeHash(size, tree)
		must(t, err)
		c, note := b.seal(t, start.Add(time.Hour), list[b.size:size]...)
		hashes, err := tlog.ProveRecord(size, place, tree)
		must(t, err)
		if err := tlog.CheckRecord(b.prove(t, place, c, note).Hashes, size, root, place, tlog.RecordHash(r.Entry())); err != nil {
			t.Errorf("the library refuses our proof at %d: %v", size, err)
		}
		d := Document{Signed: signed, Proof: &jlog.Proof{Index: place, Hashes: hashes, Note: note}}
		if before.Size > 0 {
			steps, err := tlog.ProveTree(size, before.Size, tree)
			must(t, err)
			d.Follows = []jlog.Follows{{Old: before.Size, New: size, Root: before.Root, Hashes: steps}}
			if err := tlog.CheckTree(b.follows(t, before.Size, c).Hashes, size, root, before.Size, before.Root); err != nil {
				t.Errorf("the library refuses our step at %d: %v", size, err)
			}
		}
		if f, err := Check(d.Text(""), Options{Known: b.keys, Now: start}); err != nil || f.Checkpoint.Root != root {
			t.Errorf("we refuse the library's proof at %d: %v", size, err)
		}
		before = c
	}
}
