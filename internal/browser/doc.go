// Package browser looks at the pages as people do: the whole program runs with
// its demo, and a real browser clicks through it.
//
// A walk is one appeal from the first word to the answer and the thanks: the
// citizen writes, the single window registers, the head assigns, the executor
// answers, the citizen reads. Each of them has a browser profile of their own,
// presses what is written on a button and types where a label says so.
//
// A look is what every page must stand in three languages and at the width of
// a phone and of a desk: nobody is shut out (axe-core, WCAG 2.2 AA), nothing
// scrolls sideways, nothing is too small for a finger, no message is missing.
//
//	make test     runs it; without a browser it fails there
//	go test ./internal/browser/   skips without one
//	make shots    writes the pages as pictures, to be looked at by people
//
// There is nothing here but tests.
package browser
