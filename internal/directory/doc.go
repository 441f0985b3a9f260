// Package directory knows the places, bodies and topics of the country.
//
// The idea: a Directory is a snapshot that never changes. The store reads its
// tables, New checks them once and builds every look-up, and whoever routes,
// searches or draws a list asks the snapshot without waiting for anything.
//
// Words: a place is a node of KATO, the official register of places, and is
// named by its nine-digit code; a body is who answers an appeal (akimat,
// ministry); above each body stands the one that directs it (Parent) and the
// one that reviews complaints about it (Higher); a unit is a part of a body;
// a topic is what an appeal is about, in a tree of areas and topics, and may
// mean danger to life, when people must ring 112 first.
//
// What always holds after New: codes and ids are unique, every parent exists
// and nothing stands above itself.
//
// The first places, bodies and topics come with the program as data files
// (Defaults); an operator may import better ones (ReadFiles), and every fault
// of a file names its line and what to do.
//
//	files, err := directory.ReadFiles(directory.Defaults())
//	d, err := files.Directory()
//	d.FindPlace("Абай") // a region and four districts: the caller asks which
package directory
