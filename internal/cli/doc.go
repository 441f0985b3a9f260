// Package cli builds the program: it reads flags and environment, wires the
// rooms together and runs one command. It is the only room that reads
// configuration, and the only one that prints.
//
// A command is a struct in a file of its own with Run(*env) error, and one
// line in the struct commands. Its help tags are the
// ends of message keys that begin with "cli.help_". Every flag can
// also be given in the environment: --listen is JAUAP_LISTEN. What goes wrong
// is said in the reader's language, by the fault's key; the exit code is 0 for
// success, 1 for failure, 2 for wrong usage.
package cli
