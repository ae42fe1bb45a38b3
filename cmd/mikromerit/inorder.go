package main

import (
	"context"
	"iter"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
)

// pace is how many items are worked on at once, and how many for each worker may wait
// for their turn: so that one slow file does not idle the workers, and what they have
// made does not pile up behind it.
type pace struct{ workers, ahead int }

// ahead is the room for what is small.
const ahead = 16

// inOrder does work on the items, several at a time, and hands what comes of each to
// take, one after the other in the order of the items. It ends with the first error of
// take, or with that of ctx, and waits for the work that has begun. With one worker,
// each item is taken before work on the next one begins.
func inOrder[I, O any](ctx context.Context, speed pace, items iter.Seq[I], work func(I) O, take func(I, O) error) error {
	if speed.workers < 2 {
		return oneByOne(ctx, items, work, take)
	}
	l := &lane[I, O]{work: work, stop: make(chan struct{}), order: make(chan *turn[I, O], speed.workers*speed.ahead), open: make(chan *turn[I, O])}
	defer l.running.Wait()
	defer close(l.stop)
	l.running.Go(func() { l.fill(items) })
	for range speed.workers {
		l.running.Go(l.serve)
	}
	for t := range l.order {
		select {
		case <-t.done:
		case <-ctx.Done():
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if t.fault != nil {
			panic(t.fault) // where it would have happened without workers
		}
		if err := take(t.item, t.out); err != nil {
			return err
		}
	}
	return nil
}

func oneByOne[I, O any](ctx context.Context, items iter.Seq[I], work func(I) O, take func(I, O) error) error {
	for item := range items {
		out := work(item)
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := take(item, out); err != nil {
			return err
		}
	}
	return nil
}

// A turn is one item and what comes of it, once done is closed.
type turn[I, O any] struct {
	item  I
	out   O
	fault any // with which the work panicked
	done  chan struct{}
}

// A lane hands items to workers and keeps their order.
type lane[I, O any] struct {
	work    func(I) O
	order   chan *turn[I, O] // in the order of the items; its room bounds what waits
	open    chan *turn[I, O] // what no worker has begun
	stop    chan struct{}    // closed when nobody takes any more
	running sync.WaitGroup
}

// fill lets the items in, as long as there is room.
func (l *lane[I, O]) fill(items iter.Seq[I]) {
	defer close(l.order)
	defer close(l.open)
	for item := range items {
		t := &turn[I, O]{item: item, done: make(chan struct{})}
		select {
		case l.order <- t:
		case <-l.stop:
			return
		}
		select {
		case l.open <- t:
		case <-l.stop:
			return
		}
	}
}

// serve works on items until there are none, or nobody takes what comes of them.
func (l *lane[I, O]) serve() {
	for {
		select {
		case <-l.stop:
			return
		case t, more := <-l.open:
			if !more {
				return
			}
			l.do(t)
		}
	}
}

func (l *lane[I, O]) do(t *turn[I, O]) {
	defer close(t.done)
	defer func() { t.fault = recover() }()
	t.out = l.work(t.item)
}

// parallel returns how many files are worked on at once.
func (a *app) parallel() int {
	if a.workers > 0 {
		return a.workers
	}
	return runtime.GOMAXPROCS(0)
}

// untilInterrupted returns a context that ends when somebody ends the run; whoever does
// that twice ends the program at once.
func untilInterrupted() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// over returns the context for work on files. A single one can be ended by ending the
// program; of several, what was done with the first is told before the end.
func (a *app) over(files []candidate) (context.Context, context.CancelFunc) {
	switch {
	case a.ended != nil:
		return context.WithCancel(a.ended)
	case len(files) < 2:
		return context.WithCancel(context.Background())
	}
	return untilInterrupted()
}
