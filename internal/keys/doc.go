// Package keys holds what makes personal data unreadable without permission,
// and what makes a receipt ours.
//
// There is one master key, outside the database (a file or the environment).
// Each case has a key of its own, kept in the database only wrapped by the
// master key. Texts, names and files of a case are sealed with the case key,
// so that destroying one wrapped key erases one case and nothing else.
// Names, IIN and codes are found again through keyed hashes, which tell
// nothing to a reader of the database. The leaves of the log are salted from
// the case key, and the log and the receipts are signed with a key of their
// own.
//
//	ring, err := keys.Load("jauap.key")
//	key := ring.NewCase()
//	sealed := key.Seal([]byte("text"), "content")
//	row, err := ring.WrapFor(ring.ID(), key)
//
// The key file has a labelled line for each part:
//
//	master <base64>   wraps case keys
//	older <base64>    masters of before, while a rotation is under way
//	next <base64>     a master that was prepared and is not used yet
//	hash <base64>     keyed hashes, salts of the house
//	log PRIVATE+KEY+…  signs (C2SP signed note)
//
// A file of one base64 line is a master from which the others follow.
//
// A rotation has three steps, each of which may be repeated: Turn makes
// another master the current one and keeps the one before as older; whoever
// owns the case keys wraps them anew; Retire moves the older master to a
// file of its own. The database names the master that wraps, WrapFor obeys
// it, and a ring that does not know it looks at its file again.
//
// Invariants: a sealed value opens only with its key and its label; two
// seals of one value differ; no method ever returns the master key; a
// rotation changes neither the hash key nor the log key; a file is replaced
// whole or not at all, and never by one of another house.
package keys
