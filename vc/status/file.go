package status

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// FileStore keeps each list in one file of a folder. It survives a crash of
// the process or the machine at any moment: a change is written to a second
// file, flushed to disk and renamed over the first, and the folder is flushed
// before the method returns. Several goroutines and several processes on one
// machine may use one folder at once: a lock file admits one at a time. The
// folder must be on a local disk: network file systems promise neither.
//
// A change costs two flushes and the writing of the whole list, which is at
// least 32 KiB.
type FileStore struct {
	dir  string
	turn chan struct{} // admits one goroutine at a time, as the lock file does processes
	// step, in tests, is called before each step of a change; an error stands
	// for the process being killed there.
	step func(name string) error
}

// NewFileStore returns a store in a folder, which it makes if there is none;
// the parent folder must exist.
func NewFileStore(dir string) (*FileStore, error) {
	err := os.Mkdir(dir, 0o700)
	if err == nil {
		err = syncDir(filepath.Dir(filepath.Clean(dir)))
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("STATUS-STORE: the folder cannot be made: %w", err)
	}
	return &FileStore{dir: dir, turn: make(chan struct{}, 1), step: func(string) error { return nil }}, nil
}

// Open makes a list or finds it; see [Store].
func (s *FileStore) Open(ctx context.Context, list string, shape Shape) error {
	if err := shape.Check(); err != nil {
		return err
	}
	return s.withLock(ctx, func() error {
		have, err := s.load(list)
		switch {
		case errors.Is(err, ErrUnknownList):
			return s.save(list, newLedger(shape))
		case err != nil:
			return err
		case have.shape != shape:
			return ErrShape
		}
		return nil
	})
}

// Reserve marks an index as handed out; see [Store].
func (s *FileStore) Reserve(ctx context.Context, list string, index, limit uint64) error {
	return s.change(ctx, list, func(l *ledger) error { return l.reserve(index, limit) })
}

// Write sets the value at an index; see [Store].
func (s *FileStore) Write(ctx context.Context, list string, index, value uint64) error {
	return s.change(ctx, list, func(l *ledger) error { return l.write(index, value) })
}

// Read returns all values; see [Store].
func (s *FileStore) Read(ctx context.Context, list string) (Bitstring, error) {
	var b Bitstring
	err := s.withLock(ctx, func() error {
		l, err := s.load(list)
		if err == nil {
			b = Bitstring{l.bits}
		}
		return err
	})
	return b, err
}

// Reserved reports whether an index was handed out; see [Reservations].
func (s *FileStore) Reserved(ctx context.Context, list string, index uint64) (taken bool, err error) {
	err = s.withLock(ctx, func() error {
		l, err := s.load(list)
		if err == nil {
			if err = l.shape.Range(index, 0); err == nil {
				taken = l.isReserved(index)
			}
		}
		return err
	})
	return taken, err
}

func (s *FileStore) change(ctx context.Context, list string, do func(*ledger) error) error {
	return s.withLock(ctx, func() error {
		l, err := s.load(list)
		if err != nil {
			return err
		}
		if err := do(l); err != nil {
			return err
		}
		return s.save(list, l)
	})
}

// withLock runs do while no other goroutine or process uses the store.
func (s *FileStore) withLock(ctx context.Context, do func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.turn }()
	unlock, err := s.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return do()
}

// lock waits for the lock file.
func (s *FileStore) lock(ctx context.Context) (unlock func(), err error) {
	for pause := time.Millisecond; ; pause = min(2*pause, 32*time.Millisecond) {
		unlock, err := tryLock(filepath.Join(s.dir, "lock"))
		if err == nil || !errors.Is(err, errLocked) {
			return unlock, err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

var errLocked = errors.New("STATUS-LOCKED: another process is using the store")

func (s *FileStore) path(list string) string {
	sum := sha256.Sum256([]byte(list))
	return filepath.Join(s.dir, hex.EncodeToString(sum[:16])+".status")
}

func (s *FileStore) load(list string) (*ledger, error) {
	data, err := os.ReadFile(s.path(list))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrUnknownList
	}
	if err != nil {
		return nil, fmt.Errorf("STATUS-STORE: the status list cannot be read: %w", err)
	}
	return decodeLedger(data, list)
}

// save replaces the file of a list. Until the rename the old file counts, and
// from then on the new one.
func (s *FileStore) save(list string, l *ledger) error {
	path := s.path(list)
	// Whatever an earlier crash left in the second file is overwritten.
	if err := s.write(path+".new", l.encode(list)); err != nil {
		return fmt.Errorf("STATUS-STORE: the status list cannot be written: %w", err)
	}
	if err := s.step("rename"); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return fmt.Errorf("STATUS-STORE: the status list cannot be replaced: %w", err)
	}
	if err := s.step("flush the folder"); err != nil {
		return err
	}
	if err := syncDir(s.dir); err != nil {
		return fmt.Errorf("STATUS-STORE: the folder cannot be flushed: %w", err)
	}
	return s.step("return")
}

// write makes a file with this content and flushes it to disk.
func (s *FileStore) write(path string, data []byte) (err error) {
	if err := s.step("create"); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	half := len(data) / 2
	for _, part := range [][]byte{data[:half], data[half:]} {
		if err := s.step("write"); err != nil {
			return err
		}
		if _, err := f.Write(part); err != nil {
			return err
		}
	}
	if err := s.step("flush"); err != nil {
		return err
	}
	return f.Sync()
}

// magic starts every file and names its form.
const magic = "mikromerit status list 1\n"

// encode returns the file of a list: the magic, a line with the shape and the
// list's name, the indexes handed out, the values, and the SHA-256 of it all.
func (l *ledger) encode(list string) []byte {
	data := fmt.Appendf(nil, "%s%d %d %q %q\n", magic, l.shape.Size, l.shape.Entries, l.shape.Purpose, list)
	data = append(append(data, l.reserved...), l.bits...)
	sum := sha256.Sum256(data)
	return append(data, sum[:]...)
}

// decodeLedger reads the file of a list. A damaged file is an error, because
// going on with it could hand out an index twice.
func decodeLedger(data []byte, list string) (*ledger, error) {
	damaged := errors.New("STATUS-STORE: the file of the status list is damaged; restore it from a copy, do not start it anew")
	body, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok || len(body) < sha256.Size {
		return nil, damaged
	}
	end := len(data) - sha256.Size
	if sum := sha256.Sum256(data[:end]); !bytes.Equal(sum[:], data[end:]) {
		return nil, damaged
	}
	line, content, _ := bytes.Cut(body[:len(body)-sha256.Size], []byte("\n"))
	var shape Shape
	var name string
	if _, err := fmt.Sscanf(string(line), "%d %d %q %q", &shape.Size, &shape.Entries, &shape.Purpose, &name); err != nil || name != list || shape.Check() != nil {
		return nil, damaged
	}
	l := newLedger(shape)
	if len(content) != len(l.reserved)+len(l.bits) {
		return nil, damaged
	}
	copy(l.reserved, content)
	copy(l.bits, content[len(l.reserved):])
	l.count = countOnes(l.reserved)
	return l, nil
}
