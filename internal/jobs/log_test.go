package jobs

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
)

func TestTheQueueTellsWhatMattersAndNotThatItWasStopped(t *testing.T) {
	t.Parallel()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	late, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	var out bytes.Buffer
	log := slog.New(warnings{slog.NewTextHandler(&out, nil)})
	log.ErrorContext(t.Context(), "an error")
	log.WarnContext(t.Context(), "a warning")
	log.InfoContext(t.Context(), "how well it is")
	log.ErrorContext(late, "an error after its time was over")
	log.ErrorContext(stopped, "an error because it was stopped")
	log.With(slog.String("queue", "default")).WithGroup("x").ErrorContext(stopped, "the same of a part of it")
	for said, want := range map[string]bool{
		"an error": true, "a warning": true, "how well it is": false, "an error after its time was over": true,
		"an error because it was stopped": false, "the same of a part of it": false,
	} {
		if got := strings.Contains(out.String(), `msg="`+said+`"`); got != want {
			t.Errorf("%s: told %v, want %v:\n%s", said, got, want, &out)
		}
	}
}
