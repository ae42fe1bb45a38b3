package batch

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// take hands what comes of the items to a function until that fails.
func take[I, O any](ctx context.Context, pace Pace, items iter.Seq[I], work func(I) O, to func(I, O) error) error {
	for item, out := range InOrder(ctx, pace, items, work) {
		if err := to(item, out); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// numbers are the items of the tests, and how many were let in.
func numbers(n int, begun *atomic.Int64) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			begun.Add(1)
			if !yield(i) {
				return
			}
		}
	}
}

// What comes of the items is taken in their order, whichever takes longest.
func TestInOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 4, 9} {
		synctest.Test(t, func(t *testing.T) {
			var begun atomic.Int64
			var got []int
			start := time.Now()
			err := take(t.Context(), Pace{workers, 2}, numbers(100, &begun), func(i int) int {
				time.Sleep(time.Duration(i%7) * time.Second)
				return i * i
			}, func(i, square int) error {
				require.Equal(t, i*i, square)
				got = append(got, i)
				return nil
			})
			require.NoError(t, err)
			require.Len(t, got, 100)
			require.True(t, slices.IsSorted(got))
			if workers > 1 {
				require.Less(t, time.Since(start), 200*time.Second, "one after the other takes 294 s")
			}
		})
	}
}

// Behind a slow item, only so much is made as there is room for.
func TestInOrderIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var begun atomic.Int64
		err := take(t.Context(), Pace{3, 4}, numbers(1000, &begun), func(i int) int {
			if i == 0 {
				time.Sleep(time.Hour)
			}
			return i
		}, func(i, _ int) error {
			if i == 0 {
				require.LessOrEqual(t, begun.Load(), int64(3*4+2)) // one is taken, and one waits to be let in
			}
			return nil
		})
		require.NoError(t, err)
		require.EqualValues(t, 1000, begun.Load())
	})
}

// The run ends with the first error, with the end of its context, and with a panic
// where that would have happened.
func TestInOrderEnds(t *testing.T) {
	for _, workers := range []int{1, 4} {
		var begun, taken atomic.Int64
		full := errors.New("the disk is full")
		same := func(i int) int { return i }
		err := take(t.Context(), Pace{workers, 2}, numbers(1000, &begun), same, func(i, _ int) error {
			if taken.Add(1); i == 10 {
				return full
			}
			return nil
		})
		require.ErrorIs(t, err, full)
		require.EqualValues(t, 11, taken.Load())
		require.Less(t, begun.Load(), int64(30))

		ctx, end := context.WithCancel(t.Context())
		err = take(ctx, Pace{workers, 2}, numbers(1000, &begun), func(i int) int {
			if i == 10 {
				end()
			}
			return i
		}, func(i, _ int) error {
			require.Less(t, i, 10, "what the end may have spoilt is not taken")
			return nil
		})
		require.ErrorIs(t, err, context.Canceled)

		taken.Store(0)
		require.PanicsWithValue(t, "a fault", func() {
			_ = take(t.Context(), Pace{workers, 2}, numbers(1000, &begun), func(i int) int {
				if i == 10 {
					panic("a fault")
				}
				return i
			}, func(int, int) error { taken.Add(1); return nil })
		})
		require.EqualValues(t, 10, taken.Load())
	}
}
