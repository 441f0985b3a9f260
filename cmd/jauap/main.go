// Jauap receives people's appeals, tells when they are due by law and keeps
// every step to the answer.
package main

import (
	"os"

	"jauap/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}
