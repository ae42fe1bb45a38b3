package trust

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"slices"
	"sync"
	"time"
)

// knownChains are chains that led to an anchor. Whoever seals much does so with one
// certificate, and two signatures of authorities take longer to check than that of
// the seal. What is remembered is exactly what a search would find: it is for the same
// certificates, byte by byte and in the same order, and for times between which no
// certificate that can be part of a chain becomes valid or expires.
//
// Only chains that lead to an anchor are kept, so strangers cannot fill the room.
type knownChains struct {
	mu  sync.Mutex
	all map[chainKey]knownChain
	old []chainKey // in the order in which they were added
}

// chainKey is a digest of the certificates that a search is among.
type chainKey [sha256.Size]byte

// knownChain is a chain and the first and last time at which it is found.
type knownChain struct {
	certificates []*x509.Certificate
	from, until  time.Time
}

// The bounds of what is remembered: 4 MB in all.
const (
	maxChains     = 128
	maxChainBytes = 32 << 10
)

// keyOfChain returns the key of a search; false when its certificates are too long to
// be remembered.
func keyOfChain(leaf *x509.Certificate, untrusted []*x509.Certificate) (key chainKey, ok bool) {
	size := len(leaf.Raw)
	for _, c := range untrusted {
		size += len(c.Raw)
	}
	if size > maxChainBytes {
		return key, false
	}
	h := sha256.New()
	var length [4]byte
	add := func(raw []byte) {
		binary.BigEndian.PutUint32(length[:], uint32(len(raw)))
		h.Write(length[:])
		h.Write(raw)
	}
	add(leaf.Raw)
	for _, c := range untrusted {
		add(c.Raw)
	}
	h.Sum(key[:0])
	return key, true
}

// find returns the chain that was found for a time, with leaf itself at its start, or
// nil.
func (k *knownChains) find(key chainKey, leaf *x509.Certificate, at time.Time) []*x509.Certificate {
	k.mu.Lock()
	known, ok := k.all[key]
	k.mu.Unlock()
	if !ok || at.Before(known.from) || at.After(known.until) {
		return nil
	}
	path := slices.Clone(known.certificates)
	path[0] = leaf
	return path
}

// add remembers a chain in the place of the oldest when there is no room.
func (k *knownChains) add(key chainKey, known knownChain) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.all == nil {
		k.all = make(map[chainKey]knownChain)
	}
	if _, ok := k.all[key]; !ok {
		if len(k.old) == maxChains {
			delete(k.all, k.old[0])
			k.old = slices.Delete(k.old, 0, 1)
		}
		k.old = append(k.old, key)
	}
	k.all[key] = known
}

// span is a time and what is around it for as long as nothing changes.
type span struct{ at, from, until time.Time }

// newSpan returns the span of a time that nothing bounds yet.
func newSpan(at time.Time) *span {
	return &span{at: at, from: time.Time{}, until: time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)}
}

// begins says that something changes at a time and holds from then on.
func (s *span) begins(at time.Time) {
	switch {
	case s.at.Before(at):
		s.endBy(at.Add(-1))
	case at.After(s.from):
		s.from = at
	}
}

// ends says that something holds until a time, itself included.
func (s *span) ends(at time.Time) {
	switch {
	case !s.at.After(at):
		s.endBy(at)
	case !at.Before(s.from):
		s.from = at.Add(1)
	}
}

func (s *span) endBy(at time.Time) {
	if at.Before(s.until) {
		s.until = at
	}
}

// spanOf returns how long before and after a time a search finds the same: until a
// certificate begins or ends that may be part of a chain, which of the anchors only
// those may that are named as an issuer or are the leaf, or a grant of one.
func (a *Anchors) spanOf(leaf *x509.Certificate, untrusted []*x509.Certificate, at time.Time) *span {
	s := newSpan(at)
	below := append([]*x509.Certificate{leaf}, untrusted...)
	for _, c := range below {
		s.begins(c.NotBefore)
		s.ends(c.NotAfter)
	}
	for _, anchor := range a.certificates {
		names := func(c *x509.Certificate) bool { return bytes.Equal(c.RawIssuer, anchor.RawSubject) }
		if !slices.ContainsFunc(below, names) && !anchor.Equal(leaf) {
			continue
		}
		s.begins(anchor.NotBefore)
		s.ends(anchor.NotAfter)
		for _, p := range a.granted[string(anchor.Raw)] {
			s.begins(p.from)
			if !p.until.IsZero() {
				s.begins(p.until)
			}
		}
	}
	return s
}
