package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"jauap/internal/fault"
)

func TestADatabaseThatCannotBeAskedIsUnavailable(t *testing.T) {
	t.Parallel()
	refused := &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
	for _, tt := range []struct {
		name string
		err  error
		want fault.Kind
	}{
		{"nobody listens", fmt.Errorf("connect: %w", refused), fault.Unavailable},
		{"the connection broke", io.ErrUnexpectedEOF, fault.Unavailable},
		{"the connection is bad", driver.ErrBadConn, fault.Unavailable},
		{"it did not answer in time", fmt.Errorf("commit: %w", context.DeadlineExceeded), fault.Unavailable},
		{"its disk is full", &pgconn.PgError{Code: "53100"}, fault.Unavailable},
		{"too many connections", &pgconn.PgError{Code: "53300"}, fault.Unavailable},
		{"it crashed", &pgconn.PgError{Code: "57P02"}, fault.Unavailable},
		{"its disk fails", &pgconn.PgError{Code: "58030"}, fault.Unavailable},
		{"the client left", context.Canceled, fault.Internal},
		{"a mistake in the SQL", &pgconn.PgError{Code: "42601"}, fault.Internal},
		{"a row that is there already", &pgconn.PgError{Code: "23505"}, fault.Conflict},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := fault.KindOf(explain(tt.err)); got != tt.want {
				t.Errorf("explain(%v) is %s, want %s", tt.err, got, tt.want)
			}
		})
	}
}

func TestAWriteThatNobodyBeganIsTakenBack(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}), make(chan struct{})
	written := make(chan int, 8)
	g := &group[int, int]{
		committers: 1, apart: func(int) int64 { return 0 }, feel: func(error) {},
		write: func(_ context.Context, list []int) ([]int, error) {
			begun <- struct{}{}
			<-release
			for _, n := range list {
				written <- n
			}
			return list, nil
		},
	}
	leaving, leave := context.WithCancel(t.Context())
	first, second := make(chan error, 1), make(chan error, 1)
	go func() { _, err := g.commit(leaving, 1); first <- err }()
	<-begun
	go func() { _, err := g.commit(leaving, 2); second <- err }()
	for g.length() == 0 {
		time.Sleep(time.Millisecond)
	}
	leave()
	if err := <-second; !errors.Is(err, context.Canceled) {
		t.Errorf("the write that was not begun ended with %v, want %v", err, context.Canceled)
	}
	close(release)
	if err := <-first; err != nil {
		t.Errorf("the write that was begun is not known to be done: %v", err)
	}
	if n := <-written; n != 1 || len(written) != 0 {
		t.Errorf("written: %d and %d more, want 1 alone", n, len(written))
	}
}

func (g *group[W, R]) length() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.waiting)
}
