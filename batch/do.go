package batch

import (
	"context"
	"iter"
)

// Done is what came of one item, without its data.
type Done[T any] struct {
	Item
	Value T
}

// Do does work on each item, several at a time, and hands out what came of them in
// their order. Whatever happens to one item, a panic included, is an error beside it and
// does not stop the others: [FaultOf] says what it means. Do ends early with ctx, and
// ctx.Err then tells why.
//
// The data of an item is let go when the work on it has ended, so that what waits for
// its turn takes the memory of its values only.
func Do[T any](ctx context.Context, items iter.Seq2[Item, error], pace Pace, work func(context.Context, Item) (T, error)) iter.Seq2[Done[T], error] {
	return func(yield func(Done[T], error) bool) {
		for r, out := range inOrder(ctx, pace, paired(items), func(r *read) (out worked[T]) {
			if out.err = r.err; out.err == nil {
				out.err = guarded(func() (err error) {
					out.value, err = work(ctx, r.item)
					return err
				})
			}
			r.item.Data = nil
			return out
		}, func(r read) int { return len(r.item.Data) }) {
			if !yield(Done[T]{r.item, out.value}, out.err) {
				return
			}
		}
	}
}

// read is an item with why it could not be read.
type read struct {
	item Item
	err  error
}

type worked[T any] struct {
	value T
	err   error
}

func paired(items iter.Seq2[Item, error]) iter.Seq[read] {
	return func(yield func(read) bool) {
		for item, err := range items {
			if !yield(read{item, err}) {
				return
			}
		}
	}
}
