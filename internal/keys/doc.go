// Package keys holds what makes personal data unreadable without permission.
//
// There is one master key, outside the database (a file or the environment).
// Each case has a key of its own, kept in the database only wrapped by the
// master key. Texts, names and files of a case are sealed with the case key,
// so that destroying one wrapped key erases one case and nothing else.
// Names, IIN and codes are found again through keyed hashes, which tell
// nothing to a reader of the database.
//
//	ring, err := keys.Load("jauap.key")
//	key := ring.NewCase()
//	sealed := key.Seal([]byte("text"), "content")
//	row := ring.Wrap(key)
//
// Invariants: a sealed value opens only with its key and its label; two
// seals of one value differ; no method ever returns the master key.
package keys
