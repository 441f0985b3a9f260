// Package receipt writes what a citizen was told as a signed text, and checks
// such a text without the program that wrote it.
//
// The words. A Receipt is one statement of the witness log with its opening
// and a promise: by this time the leaf is in the log. It says the same twice,
// in words for people and in a canonical block of lines for programs, under
// one signature (C2SP signed-note). A Document is a receipt with what was
// proven of it since: the Proof that its leaf is in the log (C2SP tlog-proof)
// and that the log followed from what earlier receipts of the case saw. Its
// Text is a file with an armor around what is signed; its Compact form fits
// into a square code. Check says what holds and what does not; it needs the
// public keys of the log, and nothing else.
//
//	note, err := receipt.Sign(r, signer)
//	text := receipt.Document{Signed: note, Proof: &proof}.Text(cover)
//	finding, err := receipt.Check(text, receipt.Options{Known: keys, Now: now})
//
// Invariants: each document has one form only, so that no character of it can
// be changed unseen; what stands outside the armor is never believed; a
// finding is Genuine only if the signature holds. The format is told in
// docs/receipt.md for whoever writes a verifier of his own.
package receipt
