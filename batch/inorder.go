package batch

import (
	"context"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
)

// Pace is how many items are worked on at once, and how many for each worker may wait
// for their turn: so that one slow item does not idle the workers, and what they have
// made does not pile up behind it.
type Pace struct {
	Workers int // 0: as many as there are cores
	Ahead   int // 0: some, which is right for what is small
}

// someAhead is the room for what is small, and maxHeld the most bytes of documents that
// are worked on or wait, whatever their number; one always may.
const (
	someAhead = 16
	maxHeld   = 128 << 20
)

func (p Pace) orDefault() Pace {
	if p.Workers <= 0 {
		p.Workers = runtime.GOMAXPROCS(0)
	}
	if p.Ahead <= 0 {
		p.Ahead = someAhead
	}
	return p
}

// InOrder does work on the items, several at a time, and hands out what comes of each,
// in the order of the items. It ends early with ctx: then ctx.Err tells why, and what
// the end may have spoilt is not handed out. It waits for the work that has begun. With
// one worker, each item is handed out before work on the next one begins. A panic in
// the work is one of whoever ranges over what comes of it.
func InOrder[I, O any](ctx context.Context, pace Pace, items iter.Seq[I], work func(I) O) iter.Seq2[I, O] {
	return inOrder(ctx, pace, items, func(item *I) O { return work(*item) }, func(I) int { return 0 })
}

// inOrder is InOrder for work that may let go of parts of an item, which weighs so many
// bytes.
func inOrder[I, O any](ctx context.Context, pace Pace, items iter.Seq[I], work func(*I) O, weight func(I) int) iter.Seq2[I, O] {
	pace = pace.orDefault()
	if pace.Workers == 1 {
		return oneByOne(ctx, items, work)
	}
	return func(yield func(I, O) bool) {
		room := pace.Workers * pace.Ahead
		l := &lane[I, O]{work: work, weight: weight, freed: make(chan struct{}, 1), stop: make(chan struct{}), order: make(chan *turn[I, O], room), open: make(chan *turn[I, O])}
		defer l.running.Wait()
		defer close(l.stop)
		l.running.Go(func() { l.fill(items) })
		for range pace.Workers {
			l.running.Go(l.serve)
		}
		for t := range l.order {
			select {
			case <-t.done:
			case <-ctx.Done():
			}
			if ctx.Err() != nil {
				return
			}
			if t.fault != nil {
				panic(t.fault) // where it would have happened without workers
			}
			if !yield(t.item, t.out) {
				return
			}
			l.free(t.weight)
		}
	}
}

func oneByOne[I, O any](ctx context.Context, items iter.Seq[I], work func(*I) O) iter.Seq2[I, O] {
	return func(yield func(I, O) bool) {
		for item := range items {
			if ctx.Err() != nil {
				return
			}
			out := work(&item)
			if ctx.Err() != nil || !yield(item, out) {
				return
			}
		}
	}
}

// A turn is one item and what comes of it, once done is closed.
type turn[I, O any] struct {
	item   I
	weight int
	out    O
	fault  any // with which the work panicked
	done   chan struct{}
}

// A lane hands items to workers and keeps their order.
type lane[I, O any] struct {
	work    func(*I) O
	weight  func(I) int
	held    atomic.Int64     // what is in the lane, in bytes
	freed   chan struct{}    // receives when something has left it
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
		t := &turn[I, O]{item: item, weight: l.weight(item), done: make(chan struct{})}
		if !l.hold(int64(t.weight)) {
			return
		}
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

// hold waits until there is room for so many bytes; false when nobody takes any more.
func (l *lane[I, O]) hold(weight int64) bool {
	for held := l.held.Load(); held > 0 && held+weight > maxHeld; held = l.held.Load() {
		select {
		case <-l.freed:
		case <-l.stop:
			return false
		}
	}
	l.held.Add(weight)
	return true
}

func (l *lane[I, O]) free(weight int) {
	l.held.Add(int64(-weight))
	select {
	case l.freed <- struct{}{}:
	default:
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
	t.out = l.work(&t.item)
}
