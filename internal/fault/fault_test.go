package fault

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestAFaultKeepsItsKindThroughWrapping(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("appeal 7: %w", New(Conflict, "appeal.changed_meanwhile", "number", "ЖТ-…"))
	if KindOf(err) != Conflict || !Is(err, Conflict) || Is(err, Invalid) {
		t.Errorf("kind %q", KindOf(err))
	}
	if KindOf(io.EOF) != Internal || KindOf(nil) != "" {
		t.Error("a foreign error is not internal, or none is something")
	}
}

func TestWhatWasTypedStaysOutOfTheLog(t *testing.T) {
	t.Parallel()
	f := New(Invalid, "appeal.iin_wrong", "iin", "000101500001").On("iin").Because(io.EOF)
	if s := f.Error(); strings.Contains(s, "000101500001") || !strings.Contains(s, "appeal.iin_wrong") || !strings.Contains(s, "iin") {
		t.Errorf("Error() = %q", s)
	}
	if !errors.Is(f, io.EOF) || f.Args["iin"] != "000101500001" {
		t.Error("the cause or the argument is lost")
	}
}

func TestAllFaultsOfAFormAreFoundInOrder(t *testing.T) {
	t.Parallel()
	one, two, three := New(Invalid, "a"), New(Invalid, "b"), New(Invalid, "c")
	err := fmt.Errorf("form: %w", errors.Join(one, errors.Join(two, nil), fmt.Errorf("x: %w", three)))
	got := All(err)
	if len(got) != 3 || got[0] != one || got[1] != two || got[2] != three {
		t.Errorf("All = %v", got)
	}
	if All(nil) != nil || All(io.EOF) != nil {
		t.Error("faults out of nothing")
	}
}

func TestOnDoesNotChangeTheOriginal(t *testing.T) {
	t.Parallel()
	f := New(Invalid, "a")
	if f.On("text").Field != "text" || f.Field != "" {
		t.Error("On changed the fault it was asked of")
	}
}
