package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"jauap/internal/backup"
)

// progress tells how far a long piece of work is, every few seconds; what is
// quick says nothing.
func (e *env) progress(key string) backup.Progress {
	return e.every(func(done, total int64) string {
		return e.say.T(key, "done", e.say.Number(done), "total", e.say.Number(total))
	})
}

// databaseProgress knows the whole of a SQLite database; of a dump it knows
// only how large it has become.
func (e *env) databaseProgress() backup.Progress {
	return e.every(func(done, total int64) string {
		if total == 0 {
			return e.say.T("backup.progress_dump", "size", megabytes(done))
		}
		return e.say.T("backup.progress_database", "percent", done*100/total)
	})
}

func (e *env) every(line func(done, total int64) string) backup.Progress {
	told := time.Now()
	return func(done, total int64) {
		if time.Since(told) < elsewhere {
			return
		}
		told = time.Now()
		fmt.Fprintln(e.errOut, line(done, total))
	}
}

// untilInterrupted runs do with a context that an interrupt ends.
func untilInterrupted(do func(context.Context) error) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return do(ctx)
}
