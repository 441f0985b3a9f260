package work

import (
	"errors"
	"fmt"
)

// troubles gather what went wrong on the way, so that one bad case stops no
// other. Only the first few are kept: when all fail, they fail alike.
type troubles struct {
	kept []error
	more int
}

const mostTroubles = 20

// add tells whether there was an error to remember.
func (t *troubles) add(err error) bool {
	switch {
	case err == nil:
		return false
	case len(t.kept) < mostTroubles:
		t.kept = append(t.kept, err)
	default:
		t.more++
	}
	return true
}

// with is everything that went wrong and the error that ended the way, nil
// when there was neither.
func (t *troubles) with(last error) error {
	var more error
	if t.more > 0 {
		more = fmt.Errorf("and %d more", t.more)
	}
	return errors.Join(errors.Join(t.kept...), more, last)
}
