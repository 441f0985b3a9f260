// Package archtest holds the walls of the house, as tests.
//
// The idea: what the documents promise about the code is read from the
// documents and compared with the code. The table of rooms stands in
// docs/architecture.md, the list of modules in docs/adr; a change of either
// wall begins there, where people read it.
//
// The walls: who may import whom; where the clock, the environment and the
// terminal may be touched; no fold of letters in SQL; no init and no package
// variable that changes; which modules may be used; how rooms are named and
// that each tells its story in doc.go. The package has no code, only tests.
package archtest
