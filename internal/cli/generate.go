package cli

import "jauap/internal/inbox"

// generateCommand writes fictional appeals to import in trials.
type generateCommand struct {
	Rows int    `help:"generate_rows" default:"1000" placeholder:"N"`
	Seed uint64 `help:"generate_seed" default:"1" placeholder:"N"`
}

// Run writes them to the standard output.
func (c *generateCommand) Run(e *env) error { return inbox.Generate(e.out, c.Rows, c.Seed) }
