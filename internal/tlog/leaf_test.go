package tlog

import (
	"bytes"
	"testing"
)

type happening struct {
	Act string
	Due string
}

func TestALeafMatchesItsEventOnly(t *testing.T) {
	t.Parallel()
	e := happening{"answer", "2026-04-10"}
	leaf, err := NewLeaf(e)
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := leaf.Matches(e); !ok || err != nil {
		t.Errorf("its own event: %v, %v", ok, err)
	}
	for _, other := range []happening{{"answer", "2026-04-11"}, {"redirect", "2026-04-10"}, {}} {
		if ok, _ := leaf.Matches(other); ok {
			t.Errorf("%+v matches", other)
		}
	}
	leaf.Salt[0] ^= 1
	if ok, _ := leaf.Matches(e); ok {
		t.Error("it matches with another salt")
	}
}

func TestTwoLeavesOfOneEventDiffer(t *testing.T) {
	t.Parallel()
	a, err1 := NewLeaf(happening{"submit", ""})
	b, err2 := NewLeaf(happening{"submit", ""})
	if err1 != nil || err2 != nil || bytes.Equal(a.Hash, b.Hash) {
		t.Errorf("equal hashes tell that two events are equal: %v, %v", err1, err2)
	}
}

func TestWhatHasNoFormIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := NewLeaf(func() {}); err == nil {
		t.Error("a function became a leaf")
	}
}
