package keys

import (
	"crypto/cipher"
	"slices"

	"jauap/internal/fault"
)

// A master is one master key, ready for use.
type master struct {
	id   string
	wrap cipher.AEAD // for case keys only
	form cipher.AEAD // for what goes out with a page and comes back
}

func newMaster(key []byte) master {
	return master{id: fingerprint(key), wrap: gcm(derive(key, "jauap wrap v1")), form: gcm(derive(key, "jauap form v1"))}
}

// The masters of a ring never change; a ring gets others instead.
type masters struct {
	list []master // the current one first
	live int      // so many are in the file; those after them only open
}

// renewed takes the masters of a file and keeps those known before for
// opening: somebody may hold a wrapped key that was read a moment ago.
func (s *masters) renewed(m material) *masters {
	out := &masters{}
	for _, key := range append(append([][]byte{m.master}, m.older...), m.next) {
		if key != nil {
			out.list = append(out.list, newMaster(key))
		}
	}
	out.live = len(out.list)
	return out.with(s.list...)
}

// with adds masters that only open.
func (s *masters) with(more ...master) *masters {
	out := &masters{list: slices.Clone(s.list), live: s.live}
	for _, m := range more {
		if out.find(m.id) < 0 {
			out.list = append(out.list, m)
		}
	}
	return out
}

// find gives the place of a master, -1 when it is not known.
func (s *masters) find(id string) int {
	return slices.IndexFunc(s.list, func(m master) bool { return m.id == id })
}

// wrapping gives the master of this fingerprint if it may wrap.
func (s *masters) wrapping(id string) (master, bool) {
	i := s.find(id)
	if i < 0 || i >= s.live {
		return master{}, false
	}
	return s.list[i], true
}

// ID is the fingerprint of the current master key: 16 hex digits, safe to
// show. It tells which master key a database belongs to.
func (r *Ring) ID() string { return r.set.Load().list[0].id }

// Wraps tells whether a master of this fingerprint is in the key file, to
// wrap case keys with. One that a rotation put aside is not.
func (r *Ring) Wraps(id string) bool {
	_, ok := r.wrapping(id)
	return ok
}

// wrapping looks again at the file unless the current master is meant: what
// a rotation took out of it must not wrap any more.
func (r *Ring) wrapping(id string) (master, bool) {
	if m := r.set.Load().list[0]; m.id == id {
		return m, true
	}
	_ = r.refresh() // a file that cannot be read brings nothing
	return r.set.Load().wrapping(id)
}

// Has tells whether case keys wrapped by the master of this fingerprint
// open: it is in the key file, or beside it where a rotation put it.
func (r *Ring) Has(id string) bool {
	if r.Wraps(id) || r.set.Load().find(id) >= 0 {
		return true
	}
	return r.recall(id)
}

// Wrap seals a case key with the current master.
func (r *Ring) Wrap(k Case) []byte { return seal(r.set.Load().list[0].wrap, k[:], "case key") }

// WrapFor seals a case key with the master of this fingerprint: the one that
// the database names, so that all who write to it use the same.
func (r *Ring) WrapFor(id string, k Case) ([]byte, error) {
	m, ok := r.wrapping(id)
	if !ok {
		return nil, fault.New(fault.Unavailable, "keys.no_master", "id", id)
	}
	return seal(m.wrap, k[:], "case key"), nil
}

// Unwrap opens a case key from the database, whichever master wrapped it.
func (r *Ring) Unwrap(wrapped []byte) (Case, error) {
	plain, err := r.open(func(m master) cipher.AEAD { return m.wrap }, wrapped, "case key")
	if err != nil {
		return Case{}, err
	}
	if len(plain) != Size {
		return Case{}, fault.New(fault.Internal, "keys.cannot_open")
	}
	return Case(plain), nil
}

// Seal keeps a short-lived value that leaves the house and comes back, such
// as the files of a form that had an error. Its key is not the one that
// protects the cases: strangers may have it used as often as they like.
func (r *Ring) Seal(plain []byte, label string) []byte {
	return seal(r.set.Load().list[0].form, plain, label)
}

// Open reverses Seal, through a rotation too.
func (r *Ring) Open(sealed []byte, label string) ([]byte, error) {
	return r.open(func(m master) cipher.AEAD { return m.form }, sealed, label)
}

// open tries the masters in turn, and those of a newer file when none fits.
func (r *Ring) open(use func(master) cipher.AEAD, sealed []byte, label string) ([]byte, error) {
	before := r.set.Load()
	plain, err := before.open(use, sealed, label)
	if err == nil {
		return plain, nil
	}
	_ = r.refresh()
	if after := r.set.Load(); after != before {
		return after.open(use, sealed, label)
	}
	return nil, err
}

func (s *masters) open(use func(master) cipher.AEAD, sealed []byte, label string) (plain []byte, err error) {
	for _, m := range s.list {
		if plain, err = open(use(m), sealed, label); err == nil {
			return plain, nil
		}
	}
	return nil, err
}
