package vcapi

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/mikromerit/mikromerit/vc/status"
)

// MemoryStore is a [Store] that forgets everything when the program ends, for
// tests and trials.
type MemoryStore struct {
	*status.MemoryStore

	mu      sync.RWMutex
	records map[string]Record   // by key
	named   map[string][]string // keys by the id of the credential
}

// NewMemoryStore returns an empty store.
func NewMemoryStore() *MemoryStore {
	return &MemoryStore{MemoryStore: status.NewMemoryStore(), records: map[string]Record{}, named: map[string][]string{}}
}

// SaveCredential implements [Store].
func (s *MemoryStore) SaveCredential(ctx context.Context, record Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, taken := s.records[record.Key]; taken {
		return ErrExists
	}
	s.records[record.Key] = record.clone()
	if record.ID != "" && record.ID != record.Key {
		s.named[record.ID] = append(s.named[record.ID], record.Key)
	}
	return nil
}

// Credentials implements [Store].
func (s *MemoryStore) Credentials(ctx context.Context, name string, limit int) ([]Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if limit <= 0 {
		return nil, fmt.Errorf("VCAPI-LIMIT: a limit must be positive, not %d", limit)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []Record
	for _, key := range append([]string{name}, s.named[name]...) {
		if record, ok := s.records[key]; ok {
			found = append(found, record)
		}
	}
	slices.SortFunc(found, func(a, b Record) int {
		return cmp.Or(b.Issued.Compare(a.Issued), cmp.Compare(a.Key, b.Key))
	})
	found = found[:min(limit, len(found))]
	for i := range found {
		found[i] = found[i].clone()
	}
	return found, nil
}

// DeleteCredential implements [Store].
func (s *MemoryStore) DeleteCredential(ctx context.Context, key string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	record, ok := s.records[key]
	if !ok {
		return ErrNotFound
	}
	delete(s.records, key)
	rest := slices.DeleteFunc(s.named[record.ID], func(k string) bool { return k == key })
	if s.named[record.ID] = rest; len(rest) == 0 {
		delete(s.named, record.ID)
	}
	return nil
}

// clone returns a record that shares nothing with r.
func (r Record) clone() Record {
	r.Document, r.Places = bytes.Clone(r.Document), slices.Clone(r.Places)
	return r
}
