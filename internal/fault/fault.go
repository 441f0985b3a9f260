package fault

import (
	"errors"
	"fmt"
	"strings"
)

// A Kind is what a machine needs to know about a failure: it becomes an HTTP
// status, an exit code, a decision whether trying again makes sense.
type Kind string

// The kinds. An error without a kind is Internal: ours to mend, not the
// reader's.
const (
	Internal    Kind = "internal"
	Invalid     Kind = "invalid"     // what was sent cannot be accepted as it is
	NotFound    Kind = "not_found"   // there is no such thing, or not for this reader
	Gone        Kind = "gone"        // there was such a thing, and the law had it erased
	Forbidden   Kind = "forbidden"   // the reader is known and may not
	Unsigned    Kind = "unsigned"    // the reader must sign in first
	Conflict    Kind = "conflict"    // somebody was quicker, or the state does not allow it
	TooMany     Kind = "too_many"    // slow down
	TooLarge    Kind = "too_large"   // more bytes than we take
	Unavailable Kind = "unavailable" // try again later
)

// A Fault is a failure that a person can be told about. Key names the
// sentence in the message catalog, Args fill it, Field names the form field
// the sentence belongs to ("" when it belongs to the whole form).
type Fault struct {
	Kind  Kind
	Key   string
	Field string
	Args  map[string]any
	err   error
}

// New makes a fault. Args come in pairs, name before value, as the catalog's
// sentence names them: New(Conflict, "appeal.already_answered", "number", n).
func New(kind Kind, key string, args ...any) *Fault {
	f := &Fault{Kind: kind, Key: key}
	if len(args) > 0 {
		f.Args = make(map[string]any, len(args)/2)
	}
	for i := 0; i+1 < len(args); i += 2 {
		f.Args[fmt.Sprint(args[i])] = args[i+1]
	}
	return f
}

// On returns a copy of f that belongs to the named form field.
func (f *Fault) On(field string) *Fault {
	g := *f
	g.Field = field
	return &g
}

// Because returns a copy of f that wraps err, for the log.
func (f *Fault) Because(err error) *Fault {
	g := *f
	g.err = err
	return &g
}

// Error is for logs and tests, never for people: kind, field and key.
// Arguments stay out, they may hold what a person typed.
func (f *Fault) Error() string {
	parts := []string{string(f.Kind)}
	if f.Field != "" {
		parts = append(parts, f.Field)
	}
	parts = append(parts, f.Key)
	if f.err != nil {
		parts = append(parts, f.err.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.err }

// KindOf returns the kind of the first fault in err's tree, Internal when
// there is none, and "" for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return Internal
}

// Is tells whether err is of kind k.
func Is(err error, k Kind) bool { return KindOf(err) == k }

// All lists every fault in err's tree in order, so that a form can show all
// that is wrong at once (errors.Join keeps them together).
func All(err error) []*Fault {
	var list []*Fault
	collect(err, &list)
	return list
}

func collect(err error, into *[]*Fault) {
	switch e := err.(type) {
	case nil:
	case *Fault:
		*into = append(*into, e)
	case interface{ Unwrap() []error }:
		for _, sub := range e.Unwrap() {
			collect(sub, into)
		}
	case interface{ Unwrap() error }:
		collect(e.Unwrap(), into)
	}
}
