package cli

import "fmt"

// version is set by make build.
var version = "dev"

// versionCommand prints the program's version.
type versionCommand struct{}

// Run prints it.
func (versionCommand) Run(e *env) error {
	_, err := fmt.Fprintln(e.out, "jauap", version)
	return err
}
