// Package inbox turns the files of other systems into appeals.
//
// A file is looked through once before anything is taken from it: its bytes
// are counted and hashed, its encoding is recognised. Then its rows run down
// a line: one goroutine cuts the file into rows, all processors turn rows
// into decided changes, and one commits them in the order of the file, a
// batch at a time, together with how far the file is done. After an
// interruption of any kind, kill -9 too, the same call goes on behind the
// last batch.
//
// A Mapping says which column is which of our fields. What another system
// says of an appeal stays a label in its words, unless it is exactly a code
// or a name of ours. A row that cannot be taken goes to a file of rejected
// rows with the reason; nothing is dropped in silence.
//
// Invariants: every row becomes one appeal, one double or one rejected row,
// whatever happens in between. A row is known by its id in its own system,
// or else by the hash of the file and its place in it: never by its words,
// because two people may well write the same.
//
//	source, err := inbox.Open("letters.csv", "")
//	mapping, err := source.Mapping(inbox.Wish{Map: []string{"text=message"}})
//	run, err := inbox.New(inbox.Options{Source: source, Mapping: mapping, …})
//	progress, err := run.Run(ctx)
package inbox
