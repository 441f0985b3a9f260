// Package jobs is the queue of what follows a change: letters, recounting of
// terms, compaction of roll-ups. It is River over the same database, so that
// a job is written in the transaction that makes it necessary and is never
// lost between two systems.
//
// A job carries numbers only, never a text or a name; its handler loads what
// is true when it runs, and may run twice.
//
//	jobs.Insert(ctx, tx, jobs.Notify{Appeal: 12, Seq: 3})
package jobs
