// Package store keeps everything, in SQLite or in PostgreSQL, with one body
// of SQL.
//
// There is one door for an appeal: CommitAppeal writes row, events, content,
// search words, roll-up deltas, log leaves and jobs in one transaction, or
// nothing. Every public method is one transaction. Every read of an appeal
// takes an account.Scope, which becomes part of the where clause; the zero
// scope finds nothing.
//
// Personal data lies here only sealed with the key of its case; what must be
// found by an IIN or a code is found by a keyed hash.
//
//	db, err := store.Open(ctx, "sqlite:jauap.db", store.Options{Ring: ring})
//	a, err := db.CommitAppeal(ctx, change)
//	a, err = db.Appeal(ctx, who.Scope(), a.ID)
//
// What differs between the two databases stands in dialect.go and in the two
// search files; nothing else may know which one it is.
package store
