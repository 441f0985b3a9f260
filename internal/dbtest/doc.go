// Package dbtest runs a test on both databases, each in a fresh place.
//
// SQLite gets a file in a temporary folder; PostgreSQL gets a schema of its
// own in the server that TEST_POSTGRES names. Without that variable the
// PostgreSQL half is skipped; with REQUIRE_POSTGRES=1 it fails instead, so
// that the full run can never pass by leaving it out.
//
//	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
//		receipt, err := w.Desk.Submit(ctx, account.Who{}, w.Draft("Жол жөнделсін"))
//	})
package dbtest
