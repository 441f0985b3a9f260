package store_test

import (
	"context"
	"sync"
	"testing"

	"jauap/internal/account"
	"jauap/internal/dbtest"
	"jauap/internal/fault"
)

// TestCompactionLosesNothingWhileAppealsComeIn compacts all the time while
// appeals are registered: a delta with a lower number may be committed after
// the compaction began.
func TestCompactionLosesNothingWhileAppealsComeIn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		done := make(chan struct{})
		var compacting sync.WaitGroup
		for range 2 {
			compacting.Go(func() {
				for {
					select {
					case <-done:
						return
					default:
						if _, err := w.CompactRollups(ctx); err != nil && !fault.Is(err, fault.Conflict) {
							t.Error(err)
							return
						}
					}
				}
			})
		}
		parallel(6, func(int) {
			for range 15 {
				if _, err := w.Desk.Submit(ctx, account.Who{}, w.Draft("Көше жарығы жоқ")); err != nil {
					t.Error(err)
				}
			}
		})
		close(done)
		compacting.Wait()
		if err := w.VerifyRollups(ctx); err != nil {
			t.Error(err)
		}
		if s, err := w.Stats(ctx); err != nil || s.Total != 90 {
			t.Errorf("counted %d of 90, %v", s.Total, err)
		}
	})
}
