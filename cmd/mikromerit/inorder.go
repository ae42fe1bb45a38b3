package main

import (
	"context"
	"iter"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"github.com/mikromerit/mikromerit/batch"
)

// inOrder does work on the items, several at a time, and hands what comes of each to
// take, one after the other in the order of the items. It ends with the first error of
// take, or with that of ctx.
func inOrder[I, O any](ctx context.Context, pace batch.Pace, items iter.Seq[I], work func(I) O, take func(I, O) error) error {
	for item, out := range batch.InOrder(ctx, pace, items, work) {
		if err := take(item, out); err != nil {
			return err
		}
	}
	return ctx.Err()
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
	if a.ended == nil && len(files) > 1 {
		return untilInterrupted()
	}
	return a.until()
}

// until returns the context for work of which nobody knows yet how much it is.
func (a *app) until() (context.Context, context.CancelFunc) {
	if a.ended != nil {
		return context.WithCancel(a.ended)
	}
	return context.WithCancel(context.Background())
}

// trap calls end when somebody ends the run from now on, until what it returns is called.
func (a *app) trap(end func()) (release func()) {
	if a.ended != nil {
		return func() {}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	undo := context.AfterFunc(ctx, func() {
		end()
		stop() // whoever does that twice ends the program at once
	})
	return func() {
		undo()
		stop()
	}
}
