package inbox

import (
	"context"
	"runtime"
	"strings"
	"sync"

	"jauap/internal/appeal"
	"jauap/internal/fault"
)

// A batch goes down the line: cut out of the file, decided by whichever
// processor is free, committed in its turn.
type batch struct {
	rows    []row
	last    bool
	bytes   int64 // of the file, passed at its end
	names   *names
	err     error // the file or the rules could not be read
	decided chan decided
}

type decided struct {
	changes  []appeal.Change
	rejected []rejection
	err      error
}

// An assembly is the line at work. What waits in it is bounded: two batches a
// processor.
type assembly struct {
	ordered chan *batch
	free    chan *batch
	cancel  context.CancelFunc
	done    sync.WaitGroup
}

// start sets the line going.
func (i *Import) start(ctx context.Context, st *stream) *assembly {
	ctx, cancel := context.WithCancel(ctx)
	workers := runtime.GOMAXPROCS(0)
	l := &assembly{ordered: make(chan *batch, 2*workers), free: make(chan *batch), cancel: cancel}
	l.done.Go(func() { i.cutOut(ctx, st, l) })
	for range workers {
		l.done.Go(func() {
			for b := range l.free {
				b.decided <- i.decideAll(b)
			}
		})
	}
	return l
}

// stop ends the line and waits for it.
func (l *assembly) stop() {
	l.cancel()
	l.done.Wait()
}

// cutOut cuts the file into batches until its end or the end of ctx.
func (i *Import) cutOut(ctx context.Context, st *stream, l *assembly) {
	defer close(l.ordered)
	defer close(l.free)
	var known *names
	for last := false; !last; {
		b := i.nextBatch(st)
		known, b.err = i.names(ctx, known, b.err)
		b.names, last = known, b.last || b.err != nil
		select {
		case l.ordered <- b:
		case <-ctx.Done():
			return
		}
		select {
		case l.free <- b:
		case <-ctx.Done():
			b.decided <- decided{err: ctx.Err()}
			return
		}
	}
}

func (i *Import) nextBatch(st *stream) *batch {
	b := &batch{decided: make(chan decided, 1)}
	for len(b.rows) < i.o.Batch {
		r, err := st.rows.next()
		if err != nil {
			b.last = true
			if !endOf(err) {
				b.err = i.o.Source.unreadable(err)
			}
			break
		}
		b.rows = append(b.rows, r)
	}
	b.bytes = st.passed.n
	return b
}

// names follows the directory, the calendar and the law: they may change
// while a large file runs.
func (i *Import) names(ctx context.Context, known *names, err error) (*names, error) {
	if err != nil {
		return known, err
	}
	rules, err := i.o.Rules(ctx)
	if err != nil || known != nil && known.rules == rules {
		return known, err
	}
	return newNames(rules, i.o.Kinds), nil
}

// decideAll decides the rows of a batch. What a row lacks rejects the row;
// what the program lacks ends the import.
func (i *Import) decideAll(b *batch) decided {
	d := decided{err: b.err}
	for _, r := range b.rows {
		if d.err != nil {
			break
		}
		c, err := i.decide(r, b.names)
		switch {
		case err == nil:
			d.changes = append(d.changes, c)
		case fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge):
			d.rejected = append(d.rejected, i.reject(r, err))
		default:
			d.err = err
		}
	}
	return d
}

func (i *Import) decide(r row, n *names) (appeal.Change, error) {
	draft, err := i.o.Mapping.draft(i.o.Source, r, n)
	if err != nil {
		return appeal.Change{}, err
	}
	draft.Key = i.o.Ring.NewCase()
	return n.rules.Submit(draft, i.o.Who, i.o.Now())
}

func (i *Import) reject(r row, err error) rejection {
	one := rejection{Row: r.number, Line: r.line, Original: i.o.Source.original(r)}
	var reasons []string
	for _, f := range fault.All(err) {
		if one.Key == "" {
			one.Key = f.Key
		}
		reasons = append(reasons, i.o.Say(f))
	}
	one.Reason = strings.Join(reasons, " ")
	return one
}
