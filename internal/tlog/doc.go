// Package tlog holds the witness log: leaves, the tree over them, signed
// checkpoints and proofs. It knows no database and no appeal.
//
// The words. An event of a case becomes a leaf. The leaf's entry is 32 bytes
// made of the event, of a short open Statement about it, and of a salt that
// follows from the key of the case: whoever has only the database can
// neither read an entry nor make one, and destroying the key of the case
// erases the link for ever and leaves the log valid. Sealing gives entries
// their places in a Merkle tree (RFC 6962) and signs its head as a
// Checkpoint (C2SP tlog-checkpoint). A Proof (C2SP tlog-proof) shows that an
// entry is in the tree of a checkpoint, and needs nothing else to be checked.
//
//	leaf, err := tlog.NewLeaf(salt, statement, event)    // at the commit
//	edge, err := tlog.OpenEdge(size, tiles)              // sealing
//	edge.Append(leaf.Entry)
//	note, err := tlog.Sign(tlog.Checkpoint{…}, signer)
//	err = proof.Check(entry, verifiers)                  // years later, offline
//
// Invariants: an entry never moves; a tree only grows; what is signed follows
// from what was signed before it.
package tlog
