// Package bench measures what a person waits for against the floor of the
// machine, in one run: floor and program take turns, and the medians of
// several rounds are compared, because these times mean nothing alone.
//
//	make bench
//
// runs it on SQLite and PostgreSQL and prints requests per second, the
// ninety-ninth percentile and the ratio to the floor. Without JAUAP_BENCH it
// does nothing, so that the ordinary tests stay quick.
package bench
