package tlog

import "time"

// A Placed leaf is one with what it says and where it is.
type Placed struct {
	Leaf
	Statement Statement
	Known     time.Time // when it was written
	Index     int64     // place in the tree, -1 before it is sealed
}

// Sealed tells whether the leaf is in the tree.
func (p Placed) Sealed() bool { return p.Index >= 0 }

// A Sealing says how waiting leaves are given their places.
type Sealing struct {
	// Before looks at the last checkpoint, "" for none, and at the tiles
	// under it before anything is added to them. It gives the origin, size
	// and head it vouches for; an error stops the sealing.
	Before func(last string, r Reader) (Checkpoint, error)
	// Sign signs the new head.
	Sign func(Checkpoint) (string, error)
	Now  time.Time
	Most int // leaves at once
}
