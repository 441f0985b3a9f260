// Package endure proves, with the real program as a process of its own, that
// what a person was told stays true whatever fails: the program is killed, the
// disk is full, the database is gone, is slow, or the clock is set back.
//
//	make kill
//
// kills it a hundred times on each database; the ordinary tests do it a few
// times. Some words of this room:
//
//   - A letter is one filled-in form. It was acknowledged when the program
//     answered with a receipt; else its fate is unknown, and whoever sent it
//     presses the button once more.
//   - After every failure each acknowledged letter must be there as it was
//     sent, and each letter must have become one appeal, however often it was
//     sent.
package endure
