// Package fault names the ways things go wrong, without a sentence.
//
// A fault has a kind for machines and a message key for people. Rooms return
// faults, faces translate them: httpd turns the kind into a status, web and
// cli turn the key into words of the reader's language. What has no kind is
// our own failure: it is logged whole and shown as a request id.
//
//	return fault.New(fault.Conflict, "appeal.already_answered", "number", a.Number())
package fault
