// Package tlog makes the leaves of the witness log.
//
// A leaf is a salted hash of one event: it shows nothing about the event to
// whoever has no salt, and cannot be made to fit another event. Destroying
// the salt erases the link for ever and leaves the log valid.
//
//	leaf, err := tlog.NewLeaf(event)   // at the commit
//	ok, err := leaf.Matches(event)     // later: is this still what happened?
package tlog
