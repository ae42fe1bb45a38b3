package status

import (
	"context"
	"errors"
	"sync"
)

// MemoryStore keeps lists in memory only: for tests, and for lists whose
// credentials do not outlive the process. The zero value is an empty store.
type MemoryStore struct {
	mu    sync.Mutex
	lists map[string]*ledger
}

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore { return new(MemoryStore) }

// Open makes a list or finds it; see [Store].
func (m *MemoryStore) Open(ctx context.Context, list string, shape Shape) error {
	if err := errors.Join(ctx.Err(), shape.Check()); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if have, ok := m.lists[list]; ok {
		if have.shape != shape {
			return ErrShape
		}
		return nil
	}
	if m.lists == nil {
		m.lists = make(map[string]*ledger)
	}
	m.lists[list] = newLedger(shape)
	return nil
}

// Reserve marks an index as handed out; see [Store].
func (m *MemoryStore) Reserve(ctx context.Context, list string, index, limit uint64) error {
	return m.withList(ctx, list, func(l *ledger) error { return l.reserve(index, limit) })
}

// Write sets the value at an index; see [Store].
func (m *MemoryStore) Write(ctx context.Context, list string, index, value uint64) error {
	return m.withList(ctx, list, func(l *ledger) error { return l.write(index, value) })
}

// Read returns all values; see [Store].
func (m *MemoryStore) Read(ctx context.Context, list string) (Bitstring, error) {
	var b Bitstring
	err := m.withList(ctx, list, func(l *ledger) error {
		b = NewBitstring(l.bits)
		return nil
	})
	return b, err
}

// Reserved reports whether an index was handed out; see [Reservations].
func (m *MemoryStore) Reserved(ctx context.Context, list string, index uint64) (taken bool, err error) {
	err = m.withList(ctx, list, func(l *ledger) error {
		if err := l.shape.Range(index, 0); err != nil {
			return err
		}
		taken = l.isReserved(index)
		return nil
	})
	return taken, err
}

func (m *MemoryStore) withList(ctx context.Context, list string, do func(*ledger) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	l, ok := m.lists[list]
	if !ok {
		return ErrUnknownList
	}
	return do(l)
}
