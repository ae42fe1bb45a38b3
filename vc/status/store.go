package status

import (
	"context"
	"errors"
	"fmt"
)

// The categories of error of a [Store], for errors.Is.
var (
	// ErrTaken says that an index was handed out before.
	ErrTaken = errors.New("STATUS-TAKEN: the index was handed out before")
	// ErrFull says that the list has no more room; start another one.
	ErrFull = errors.New("STATUS-FULL: the status list has no more room")
	// ErrNotAllocated says that an index was never handed out.
	ErrNotAllocated = errors.New("STATUS-NOT-ALLOCATED: the index was never handed out")
	// ErrUnknownList says that the store has no such list.
	ErrUnknownList = errors.New("STATUS-UNKNOWN-LIST: the store has no such status list")
	// ErrShape says that the list exists with another shape.
	ErrShape = errors.New("STATUS-SHAPE: the status list exists with another purpose, size or number of entries")
)

// Store remembers status lists: which indexes were handed out, and the value
// at each. A change must survive a crash once its method has returned without
// error; when the method returns an error, the change may or may not have been
// made. A Store may be used by several goroutines at once.
//
// A list is named by the URL at which it is published.
type Store interface {
	// Open makes an empty list, or finds the one that exists. The error wraps
	// [ErrShape] when that one has another shape.
	Open(ctx context.Context, list string, shape Shape) error
	// Reserve marks an index as handed out, for ever. The error wraps
	// [ErrTaken] when the index was handed out before, and [ErrFull] when limit
	// indexes were.
	Reserve(ctx context.Context, list string, index, limit uint64) error
	// Write sets the value at an index. The error wraps [ErrNotAllocated] when
	// the index was not handed out.
	Write(ctx context.Context, list string, index, value uint64) error
	// Read returns all values as they were at one moment.
	Read(ctx context.Context, list string) (Bitstring, error)
}

// Reservations is a [Store] that also says whether an index was handed out. All stores
// of this module do.
type Reservations interface {
	Reserved(ctx context.Context, list string, index uint64) (bool, error)
}

// Shape is what never changes in a list.
type Shape struct {
	Purpose string
	Size    int    // bits of an entry, from 1 to 8
	Entries uint64 // at least MinEntries and a multiple of 8
}

// maxEntries keeps lists short enough for readers with the default [Limits]:
// 16 MiB of bits.
const maxEntries = 16 << 20 * 8

// Check says why a list cannot have this shape, or nil.
func (s Shape) Check() error {
	if s.Purpose == "" || s.Size < 1 || s.Size > 8 || s.Entries < MinEntries || s.Entries%8 != 0 || s.Entries > maxEntries/uint64(s.Size) {
		return fmt.Errorf("STATUS-SHAPE: a status list needs a purpose, a size from 1 to 8 bits and a number of entries that is a multiple of 8, at least %d and at most %d divided by the size", MinEntries, maxEntries)
	}
	return nil
}

// Range says why an index or a value does not fit into the shape, or nil.
func (s Shape) Range(index, value uint64) error {
	if index >= s.Entries || value>>s.Size != 0 {
		return errors.New("STATUS-RANGE: the index or the value lies outside the status list")
	}
	return nil
}

// NewBits returns the bits of a list of this shape in which all values are 0.
func (s Shape) NewBits() []byte { return make([]byte, s.Entries*uint64(s.Size)/8) }

// SetBits sets the value of an entry in bits made by [Shape.NewBits]. Index
// and value must fit; see [Shape.Range].
func (s Shape) SetBits(bits []byte, index, value uint64) { setBits(bits, index, s.Size, value) }

// ledger is the state of one list in memory.
type ledger struct {
	shape    Shape
	count    uint64 // of indexes handed out
	reserved []byte // a bit for every index
	bits     []byte
}

func newLedger(shape Shape) *ledger {
	return &ledger{shape: shape, reserved: make([]byte, shape.Entries/8), bits: shape.NewBits()}
}

func (l *ledger) isReserved(index uint64) bool { return l.reserved[index/8]>>(7-index%8)&1 == 1 }

func (l *ledger) reserve(index, limit uint64) error {
	switch err := l.shape.Range(index, 0); {
	case err != nil:
		return err
	case l.count >= limit:
		return ErrFull
	case l.isReserved(index):
		return ErrTaken
	}
	setBits(l.reserved, index, 1, 1)
	l.count++
	return nil
}

func (l *ledger) write(index, value uint64) error {
	if err := l.shape.Range(index, value); err != nil {
		return err
	}
	if !l.isReserved(index) {
		return ErrNotAllocated
	}
	l.shape.SetBits(l.bits, index, value)
	return nil
}
