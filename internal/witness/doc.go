// Package witness keeps the state to its word: it seals the witness log and
// gives out receipts.
//
// Every event of a case leaves a leaf in the same transaction. Every couple
// of seconds the leaves that wait get their places in the tree, and its new
// head is signed: a checkpoint. A receipt says what the applicant was told,
// and by when its leaf will be in the log at the latest; once it is, the
// receipt carries the proof, and anybody can check it without us.
//
// Invariants:
//
//   - Nothing is signed that does not follow from what was signed before.
//     The newest checkpoint is remembered in a file outside the database: a
//     database that was replaced by an older copy, or whose log was rewritten,
//     stops the sealing, loudly, and not the work of people.
//   - A leaf that was committed here and vanished before it was sealed is
//     noticed, and written down outside the database.
//   - No receipt is given of an event that does not match its leaf.
//   - A log that returned to a backup begins a new epoch under a new name.
//
// An example:
//
//	w, err := witness.New(witness.Options{Store: db, Ring: ring, …})
//	go w.Run(ctx)
//	doc, err := w.Receipt(ctx, scope, id, seq, i18n.KK)
package witness
