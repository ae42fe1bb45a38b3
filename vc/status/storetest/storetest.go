// Package storetest checks that a [status.Store] keeps its promises. Whoever
// writes a store of their own runs it in a test:
//
//	func TestStore(t *testing.T) { storetest.Run(t, openMyStore(t)) }
package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/mikromerit/mikromerit/vc/status"
)

// Run checks a store, which must be empty. It cannot check that the store
// survives a crash.
func Run(t *testing.T, store status.Store) {
	t.Run("lists", func(t *testing.T) { lists(t, store) })
	t.Run("indexes", func(t *testing.T) { indexes(t, store) })
	t.Run("values", func(t *testing.T) { values(t, store) })
	t.Run("snapshots", func(t *testing.T) { snapshots(t, store) })
	t.Run("concurrent", func(t *testing.T) { concurrent(t, store) })
	t.Run("cancelled", func(t *testing.T) { cancelled(t, store) })
}

var shape = status.Shape{Purpose: status.Message, Size: 2, Entries: status.MinEntries}

const limit = status.MinEntries

func open(t *testing.T, store status.Store, name string) string {
	t.Helper()
	list := "https://status.example/" + name
	want(t, store.Open(t.Context(), list, shape), nil)
	return list
}

// want fails the test unless err is of the category, or nil when that is nil.
func want(t *testing.T, err, category error) {
	t.Helper()
	if !errors.Is(err, category) {
		t.Fatalf("the error is %v, not %v", err, category)
	}
}

func lists(t *testing.T, store status.Store) {
	ctx := t.Context()
	_, err := store.Read(ctx, "https://status.example/none")
	want(t, err, status.ErrUnknownList)
	want(t, store.Reserve(ctx, "https://status.example/none", 1, limit), status.ErrUnknownList)
	want(t, store.Write(ctx, "https://status.example/none", 1, 1), status.ErrUnknownList)

	first, second := open(t, store, "a"), open(t, store, "b\n\"'; DROP TABLE lists; --")
	want(t, store.Reserve(ctx, first, 7, limit), nil)
	want(t, store.Open(ctx, first, shape), nil)
	want(t, store.Reserve(ctx, first, 7, limit), status.ErrTaken) // opening again changes nothing
	want(t, store.Reserve(ctx, second, 7, limit), nil)            // lists do not share indexes
	for _, other := range []status.Shape{
		{Purpose: status.Suspension, Size: 2, Entries: status.MinEntries},
		{Purpose: status.Message, Size: 1, Entries: status.MinEntries},
		{Purpose: status.Message, Size: 2, Entries: status.MinEntries + 8},
	} {
		want(t, store.Open(ctx, first, other), status.ErrShape)
	}
	if store.Open(ctx, "https://status.example/small", status.Shape{Purpose: status.Message, Size: 1, Entries: 8}) == nil {
		t.Fatal("a list with few entries was made")
	}
}

func indexes(t *testing.T, store status.Store) {
	ctx, list := t.Context(), open(t, store, "indexes")
	want(t, store.Reserve(ctx, list, 0, 3), nil)
	want(t, store.Reserve(ctx, list, status.MinEntries-1, 3), nil)
	want(t, store.Reserve(ctx, list, 0, 3), status.ErrTaken)
	want(t, store.Reserve(ctx, list, 77, 3), nil) // what was taken does not count twice
	want(t, store.Reserve(ctx, list, 78, 3), status.ErrFull)
	want(t, store.Reserve(ctx, list, 78, 4), nil)
	if known, ok := store.(status.Reservations); ok {
		for index, taken := range map[uint64]bool{0: true, 77: true, 79: false, status.MinEntries - 1: true} {
			if got, err := known.Reserved(ctx, list, index); err != nil || got != taken {
				t.Fatalf("index %d: taken is %v, %v", index, got, err)
			}
		}
		if _, err := known.Reserved(ctx, list, status.MinEntries); err == nil {
			t.Fatal("an index outside the list was looked up")
		}
		_, err := known.Reserved(ctx, list+"/none", 0)
		want(t, err, status.ErrUnknownList)
	}
	for _, index := range []uint64{status.MinEntries, 1 << 40, 1<<64 - 1} {
		if store.Reserve(ctx, list, index, limit) == nil {
			t.Fatalf("index %d was handed out", index)
		}
	}
}

func values(t *testing.T, store status.Store) {
	ctx, list := t.Context(), open(t, store, "values")
	want(t, store.Reserve(ctx, list, 5, limit), nil)
	want(t, store.Write(ctx, list, 6, 1), status.ErrNotAllocated)
	want(t, store.Write(ctx, list, 5, 3), nil)
	if store.Write(ctx, list, 5, 4) == nil || store.Write(ctx, list, status.MinEntries, 1) == nil {
		t.Fatal("a value was written that does not fit")
	}
	expect(t, store, list, map[uint64]uint64{5: 3, 6: 0})
	want(t, store.Write(ctx, list, 5, 0), nil)
	expect(t, store, list, map[uint64]uint64{5: 0})
	want(t, store.Reserve(ctx, list, 5, limit), status.ErrTaken) // 0 is not free
}

func expect(t *testing.T, store status.Store, list string, values map[uint64]uint64) {
	t.Helper()
	bits, err := store.Read(t.Context(), list)
	want(t, err, nil)
	if bits.Len() != shape.Entries*uint64(shape.Size) {
		t.Fatalf("the list has %d bits", bits.Len())
	}
	for index, value := range values {
		if got, ok := bits.Get(index, shape.Size); !ok || got != value {
			t.Fatalf("the value at %d is %d, not %d", index, got, value)
		}
	}
}

func snapshots(t *testing.T, store status.Store) {
	ctx, list := t.Context(), open(t, store, "snapshots")
	want(t, store.Reserve(ctx, list, 9, limit), nil)
	before, err := store.Read(ctx, list)
	want(t, err, nil)
	want(t, store.Write(ctx, list, 9, 1), nil)
	if value, _ := before.Get(9, shape.Size); value != 0 {
		t.Fatal("what was read changes afterwards")
	}
}

// concurrent lets many ask for the same few indexes: each must be handed out
// once.
func concurrent(t *testing.T, store status.Store) {
	ctx, list := t.Context(), open(t, store, "concurrent")
	const askers, indexes = 8, 12
	taken := make([][]uint64, askers)
	var group sync.WaitGroup
	failures := make(chan error, askers)
	for asker := range askers {
		group.Go(func() {
			for index := range uint64(indexes) {
				switch err := store.Reserve(ctx, list, index, limit); {
				case err == nil:
					taken[asker] = append(taken[asker], index)
					if err := store.Write(ctx, list, index, 1+index%3); err != nil {
						failures <- err
						return
					}
				case !errors.Is(err, status.ErrTaken):
					failures <- fmt.Errorf("index %d: %w", index, err)
					return
				}
			}
		})
	}
	group.Wait()
	close(failures)
	for err := range failures {
		t.Error(err)
	}
	owners, values := make(map[uint64]int), make(map[uint64]uint64)
	for asker, list := range taken {
		for _, index := range list {
			if other, twice := owners[index]; twice {
				t.Errorf("index %d was handed out to %d and %d", index, other, asker)
			}
			owners[index], values[index] = asker, 1+index%3
		}
	}
	if len(owners) != indexes {
		t.Errorf("%d of %d indexes were handed out", len(owners), indexes)
	}
	expect(t, store, list, values)
}

func cancelled(t *testing.T, store status.Store) {
	list := open(t, store, "cancelled")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	want(t, store.Open(ctx, "https://status.example/late", shape), context.Canceled)
	want(t, store.Reserve(ctx, list, 1, limit), context.Canceled)
	want(t, store.Write(ctx, list, 1, 1), context.Canceled)
	_, err := store.Read(ctx, list)
	want(t, err, context.Canceled)
	want(t, store.Reserve(t.Context(), list, 1, limit), nil)
}
