// Package seed fills an empty database with a small demo that is the same
// every time: people of two akimats and of the single window, and sixty
// appeals of the last two months in every state, some of them late.
//
// Nothing is written past the rules. The demo is lived through by
// appeal.Desk with a clock that runs over those two months, so each term,
// article and breach is one the law would have given; the terms that passed
// are written down each midnight as the machine does. Days are counted back
// from the day the demo is made: there is always something due today.
//
// A demo that was cut short is taken up where it stopped: the whole story is
// decided again by the same rules at the same moments, and only what is not
// in the database yet is written.
//
// Words: a story is one appeal as stories.json tells it, with its age in
// working days and how it ends; a step is one act at one moment; a sign-in
// is a demo person with the password everybody may know.
//
//	signIns, err := seed.Demo(ctx, seed.Options{Store: db, Rules: rules, Ring: ring, Now: time.Now()})
//
// Every appeal has the source "demo", every person is marked as demo, and a
// database that already has another person or appeal is left alone. Names and
// streets mean «demo», «example» and «test»; nobody of that name is meant,
// and nobody has an address that a letter could go to.
package seed
