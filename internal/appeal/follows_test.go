package appeal

import (
	"testing"
	"time"
)

func TestAnEventNeverStandsBeforeTheOneItFollows(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 17, 7, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name      string
		last, now time.Time
		want      time.Time
	}{
		{"the clock went on", noon, noon.Add(time.Hour), noon.Add(time.Hour)},
		{"the clock stands", noon, noon, noon},
		{"the clock was set back an hour", noon, noon.Add(-time.Hour), noon},
		{"nothing happened before", time.Time{}, noon, noon},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := (Appeal{LastAt: tt.last}).follows(tt.now); !got.Equal(tt.want) {
				t.Errorf("after %v, at %v: %v, want %v", tt.last, tt.now, got, tt.want)
			}
		})
	}
}
