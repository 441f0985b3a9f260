package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"jauap/internal/account"
	"jauap/internal/dbtest"
)

// BenchmarkSubmit registers appeals one transaction each, sixteen at once.
// BenchmarkFloor inserts one durable row through the same connection.
func BenchmarkSubmit(b *testing.B) {
	eachBench(b, func(b *testing.B, w *dbtest.World) {
		ctx := context.Background()
		b.SetParallelism(8)
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := w.Desk.Submit(ctx, account.Who{}, w.Draft("Абай көшесіндегі жол шұңқыр, жөндеуіңізді сұраймын. Қыстан бері жөнделмеген.")); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

// BenchmarkFloor is one row and one flush to disk per call.
func BenchmarkFloor(b *testing.B) {
	eachBench(b, func(b *testing.B, w *dbtest.World) {
		ctx := context.Background()
		if err := w.Exec(ctx, `create table floor (id text primary key, body text)`); err != nil {
			b.Fatal(err)
		}
		b.SetParallelism(8)
		b.ResetTimer()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := w.Exec(ctx, `insert into floor (id, body) values ($1, $2)`, w.Draft("x").Token, "Абай көшесіндегі жол шұңқыр"); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

func eachBench(b *testing.B, f func(*testing.B, *dbtest.World)) {
	b.Run("sqlite", func(b *testing.B) {
		f(b, dbtest.NewWorld(b, "sqlite:"+filepath.Join(b.TempDir(), "bench.db")))
	})
	b.Run("postgres", func(b *testing.B) { f(b, dbtest.NewWorld(b, dbtest.PostgresSchema(b))) })
}
