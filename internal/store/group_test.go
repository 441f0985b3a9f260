package store

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// commitsOf lets so many callers write so often, and returns how many shared
// each transaction of a millisecond, and how long it took.
func commitsOf(callers, times int) (sizes []int, took time.Duration) {
	g := &group[int, int]{
		committers: 1, apart: func(int) int64 { return 0 }, feel: func(error) {},
		write: func(_ context.Context, list []int) ([]int, error) {
			sizes = append(sizes, len(list))
			time.Sleep(time.Millisecond)
			return list, nil
		},
	}
	start := time.Now()
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			for range times {
				time.Sleep(time.Duration(i) * 100 * time.Microsecond)
				_, _ = g.commit(context.Background(), i)
			}
		})
	}
	wg.Wait()
	took = time.Since(start)
	time.Sleep(time.Second) // the committer retires
	return sizes, took
}

func TestThoseWhoComeBackTogetherShareATransaction(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sizes, _ := commitsOf(8, 30)
		for i, n := range sizes[4 : len(sizes)-4] {
			if n < 2 {
				t.Errorf("transaction %d carries %d writes of 8 callers: %v", i+4, n, sizes)
			}
		}
	})
}

func TestWhoWritesAloneDoesNotWaitForCompany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		if _, took := commitsOf(1, 20); took != 20*time.Millisecond {
			t.Errorf("twenty writes one after another took %v, want 20ms", took)
		}
	})
}
