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
// Only chains that lead to an anchor are kept. That alone keeps no stranger out: a
// certificate is public, and a search among it and anything else ends as well. So what
// holds certificates that are no part of the chain, or not in its order, has a room of
// its own, and drives out nothing but its like.
type knownChains struct {
	mu    sync.Mutex
	plain chainRoom
	mixed chainRoom
	read  map[string]*readCertificate // the certificates of the plain chains, by their DER
}

// chainRoom holds chains up to a number, and drops the oldest first.
type chainRoom struct {
	all map[chainKey]knownChain
	old []chainKey // in the order in which they were added
}

// chainKey is a digest of the certificates that a search is among.
type chainKey [sha256.Size]byte

// knownChain is a chain and the first and last time at which it is found.
type knownChain struct {
	certificates []*x509.Certificate
	from, until  time.Time
	read         []*readCertificate // of a plain chain
}

// readCertificate is a certificate as it was read from its DER, and how many chains
// hold it.
type readCertificate struct {
	*x509.Certificate
	uses int
}

// The bounds of what is remembered: 5 MB of certificates in all.
const (
	maxChains     = 128
	maxMixed      = 32
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
	known, ok := k.plain.all[key]
	if !ok {
		known, ok = k.mixed.all[key]
	}
	k.mu.Unlock()
	if !ok || at.Before(known.from) || at.After(known.until) {
		return nil
	}
	path := slices.Clone(known.certificates)
	path[0] = leaf
	return path
}

// add remembers the chain that was found from a leaf among others, in the place of the
// oldest of its kind when there is no room.
func (k *knownChains) add(key chainKey, known knownChain, leaf *x509.Certificate, untrusted []*x509.Certificate) {
	plain := isPlain(known.certificates, untrusted)
	var read []*x509.Certificate
	if plain {
		read = readAgain(append([]*x509.Certificate{leaf}, untrusted...))
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if !plain {
		k.mixed.add(key, known, maxMixed)
		return
	}
	known.read = k.hold(read)
	for _, c := range k.plain.add(key, known, maxChains).read {
		if c.uses--; c.uses == 0 {
			delete(k.read, string(c.Raw))
		}
	}
}

// add returns the chain that made room, or that had the key.
func (r *chainRoom) add(key chainKey, known knownChain, most int) (gone knownChain) {
	if r.all == nil {
		r.all = make(map[chainKey]knownChain)
	}
	gone, replaced := r.all[key]
	if !replaced {
		if len(r.old) == most {
			gone = r.all[r.old[0]]
			delete(r.all, r.old[0])
			r.old = slices.Delete(r.old, 0, 1)
		}
		r.old = append(r.old, key)
	}
	r.all[key] = known
	return gone
}

// isPlain reports whether others are part of a chain above its leaf, in its order and
// each once. There are few such ways to give a chain.
func isPlain(chain, others []*x509.Certificate) bool {
	for _, c := range chain[1:] {
		if len(others) > 0 && others[0].Equal(c) {
			others = others[1:]
		}
	}
	return len(others) == 0
}

// readAgain reads certificates from their DER: what others may change is not given to
// anybody else.
func readAgain(certificates []*x509.Certificate) (all []*x509.Certificate) {
	for _, c := range certificates {
		if again, err := x509.ParseCertificate(slices.Clone(c.Raw)); err == nil {
			all = append(all, again)
		}
	}
	return all
}

// hold notes that one more chain holds certificates.
func (k *knownChains) hold(certificates []*x509.Certificate) (all []*readCertificate) {
	if k.read == nil {
		k.read = make(map[string]*readCertificate)
	}
	for _, c := range certificates {
		held := k.read[string(c.Raw)]
		if held == nil {
			held = &readCertificate{Certificate: c}
			k.read[string(c.Raw)] = held
		}
		held.uses++
		all = append(all, held)
	}
	return all
}

// ParseCertificate reads a certificate, like [x509.ParseCertificate]. One that is part
// of a chain which led to an anchor before is not read anew: it must not be changed.
// It is not trusted for that.
func (a *Anchors) ParseCertificate(der []byte) (*x509.Certificate, error) {
	if a != nil {
		a.known.mu.Lock()
		known := a.known.read[string(der)]
		a.known.mu.Unlock()
		if known != nil {
			return known.Certificate, nil
		}
	}
	return x509.ParseCertificate(der)
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
