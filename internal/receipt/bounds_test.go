package receipt

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// Not parallel: it measures what the process allocates.
func TestAHostileTextCostsLittle(t *testing.T) {
	s := tell(t)
	fill := func(text, piece string) string {
		return text + strings.Repeat(piece, (MaxSize-len(text)-len(armorEnd)-2)/len(piece)) + "\n" + armorEnd + "\n"
	}
	begin, sealed := armorBegin+"\n", strings.TrimSuffix(plain(s.second.Text("")), armorEnd+"\n")
	step := s.second.Follows[0].Text()
	for name, text := range map[string]string{
		"empty lines":     fill(begin, "\n"),
		"heads":           fill(begin, head+"\n"),
		"words":           fill(begin, "сөз\n"),
		"steps":           fill(sealed, "\n"+step),
		"hashes":          fill(sealed, strings.SplitAfter(step, "\n")[4]),
		"signatures":      fill(sealed, "— a AAAAAAAA\n"),
		"short forms":     strings.Repeat("JR1.A ", MaxSize/6),
		"one short form":  "JR1." + strings.Repeat("A", MaxSize-4),
		"begins":          strings.Repeat(begin, MaxSize/len(begin)),
		"one long number": fill(begin+head+"\nlog a\nnumber ", "9"),
	} {
		o := s.with(func(o *Options) { o.Proof, o.Head, o.Old = text, text, []Earlier{{"a", text}} })
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, _ = Check(text, o)
		_, _ = Check(sealed+armorEnd+"\n", o)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 100 || took > 5*time.Second {
			t.Errorf("%s: %d MB, %v", name, mb, took)
		}
	}
}
