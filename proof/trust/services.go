package trust

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // see KeyID
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Services are the trust services of EU trusted lists (Regulation (EU) 910/2014
// article 22, ETSI TS 119 612). A list says for each service which certificates it
// has and from when it was granted. Services is immutable and may be shared between
// goroutines; a nil *Services holds none.
type Services struct {
	all       []Service
	bySubject map[string][]int // the places of the services with a certificate of this name
	byKey     map[string][]int // the places of the services with the identifier of a key
	granted   *grantedAnchors
	unused    []string
}

// Service is one trust service of a list.
type Service struct {
	Name      string // of the service
	Provider  string // of the trust service provider
	Territory string // ISO 3166-1 alpha-2 of the list, EL for Greece
	Type      string // service type identifier, a URI (TS 119 612 clause 5.5.1)
	// Certificates are those that identify the service.
	Certificates []*x509.Certificate
	// KeyIDs identify keys of the service that it has no certificate for here: the
	// SHA-1 digests of the keys, as most subject key identifiers are (RFC 5280 section
	// 4.2.1.2).
	KeyIDs [][]byte
	// Overdue is when the next update of its list was due, if the list is used all the
	// same; a service may have lost its grant since.
	Overdue time.Time
	// History holds the statuses, the latest first (clauses 5.5.4 and 5.5.5, 5.6).
	History []ServiceStatus
}

// ServiceStatus is the status of a service from a time on, until the next begins.
type ServiceStatus struct {
	Status string // a URI, see Granted
	From   time.Time
	// Uses lists what the service may issue, from its additional service
	// information (clause 5.5.9.4): "ForeSeals", "ForeSignatures", "ForWebSiteAuthentication".
	Uses []string
	// Qualifiers say more about some of the certificates of the service, or correct
	// what these say about themselves (clause 5.5.9.2).
	Qualifiers []Qualifier
}

// The status of a service that is qualified, and the types of services that matter
// for seals (TS 119 612 clauses 5.5.4 and 5.5.1.1).
const (
	Granted            = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted"
	ServiceCertificate = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC"    // issues qualified certificates
	ServiceTimestamp   = "http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST" // issues qualified time stamps
)

// UseSeals is the use of services that issue certificates for seals.
const UseSeals = "ForeSeals"

// NewServices returns a set of services.
func NewServices(all ...Service) *Services {
	s := &Services{all: all, bySubject: make(map[string][]int), byKey: make(map[string][]int)}
	for i, service := range all {
		for _, c := range service.Certificates {
			addPlace(s.bySubject, c.RawSubject, i)
		}
		for _, id := range service.KeyIDs {
			addPlace(s.byKey, id, i)
		}
	}
	s.granted = newGrantedAnchors(all)
	return s
}

func addPlace(to map[string][]int, name []byte, i int) {
	places := to[string(name)]
	if n := len(places); n == 0 || places[n-1] != i {
		to[string(name)] = append(places, i)
	}
}

// Without returns the services with a remark on lists that were not used, such as
// "NO, whose next update was due on 2026-07-10". It is told where no service is found.
func (s *Services) Without(lists ...string) *Services {
	out := *s
	out.unused = slices.Concat(s.unused, lists)
	return &out
}

// Unused returns the remarks of [Services.Without].
func (s *Services) Unused() []string {
	if s == nil {
		return nil
	}
	return slices.Clone(s.unused)
}

// Remark says in words which lists were not used; "" when all were.
func (s *Services) Remark() string {
	if s == nil || len(s.unused) == 0 {
		return ""
	}
	const most = 3
	text := "not used were the trusted lists of " + strings.Join(s.unused[:min(len(s.unused), most)], ", of ")
	if more := len(s.unused) - most; more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text + "; refresh them (lists refresh)"
}

// All returns the services in the order of the lists.
func (s *Services) All() []Service {
	if s == nil {
		return nil
	}
	return slices.Clone(s.all)
}

// periods are the times at which a service was granted and had to do with seals.
func (s *Service) periods() []period {
	history := slices.SortedStableFunc(slices.Values(s.History), func(a, b ServiceStatus) int { return a.From.Compare(b.From) })
	var out []period
	for i, status := range history {
		if status.Status != Granted || !s.matters(&status) {
			continue
		}
		p := period{from: status.From}
		if i+1 < len(history) {
			p.until = history[i+1].From
		}
		out = append(out, p)
	}
	return out
}

// matters reports whether a service has to do with seals.
func (s *Service) matters(now *ServiceStatus) bool {
	return s.Type == ServiceTimestamp || s.Type == ServiceCertificate && slices.Contains(now.Uses, UseSeals)
}

// At returns the status that a service had at a time, or nil.
func (s *Service) At(t time.Time) *ServiceStatus {
	var found *ServiceStatus
	for i := range s.History {
		status := &s.History[i]
		if !status.From.After(t) && (found == nil || status.From.After(found.From)) {
			found = status
		}
	}
	return found
}

// above returns the services of a type that stand behind a certificate: one of their
// certificates or keys is in the chain, or issued its last certificate. No signature
// in the chain is taken for granted. own says whether the leaf may be the certificate
// of the service itself.
func (s *Services) above(chain []*x509.Certificate, kind string, own bool) []*Service {
	const maxLength = 10
	found := make(map[int]bool)
	for i, c := range chain[:min(len(chain), maxLength)] {
		if own || i > 0 {
			s.named(found, c.RawSubject, kind, func(identity *x509.Certificate) bool { return sameKey(identity, c) })
			s.keyed(found, c, kind)
		}
		if i+1 < len(chain) && !isOversized(chain[i+1]) && issued(chain[i+1], c) {
			continue
		}
		s.named(found, c.RawIssuer, kind, func(identity *x509.Certificate) bool { return !isOversized(identity) && issued(identity, c) })
		break
	}
	var out []*Service
	for _, i := range slices.Sorted(maps.Keys(found)) {
		out = append(out, &s.all[i])
	}
	return out
}

// named finds the services of a type that have a certificate of a name which is
// accepted. The work is bounded: 20 certificates are looked at.
func (s *Services) named(found map[int]bool, subject []byte, kind string, accept func(*x509.Certificate) bool) {
	left := 20
	for _, i := range s.bySubject[string(subject)] {
		service := &s.all[i]
		if service.Type != kind {
			continue
		}
		for _, identity := range service.Certificates {
			if !bytes.Equal(identity.RawSubject, subject) {
				continue
			}
			if left--; left < 0 {
				return
			}
			if accept(identity) {
				found[i] = true
				break
			}
		}
	}
}

// keyed finds the services of a type that have the key of a certificate. The
// identifier is computed: the one in the certificate may be any.
func (s *Services) keyed(found map[int]bool, c *x509.Certificate, kind string) {
	for _, i := range s.byKey[string(KeyID(c))] {
		if s.all[i].Type == kind {
			found[i] = true
		}
	}
}

// KeyID returns the SHA-1 digest of the key of a certificate, as RFC 5280 section
// 4.2.1.2 makes a key identifier (method 1). That needs no more than that nobody finds
// a key for a given digest, which SHA-1 still holds.
func KeyID(c *x509.Certificate) []byte {
	var info struct {
		Algorithm asn1.RawValue
		Key       asn1.BitString
	}
	if rest, err := asn1.Unmarshal(c.RawSubjectPublicKeyInfo, &info); err != nil || len(rest) > 0 {
		return nil
	}
	sum := sha1.Sum(info.Key.Bytes) //nolint:gosec // see above
	return sum[:]
}

// issued reports whether a certificate carries the signature of an authority.
func issued(authority, c *x509.Certificate) bool {
	return bytes.Equal(authority.RawSubject, c.RawIssuer) && c.CheckSignatureFrom(authority) == nil
}

// sameKey reports whether two certificates are of the same entity: an authority may
// have several certificates for one key.
func sameKey(a, b *x509.Certificate) bool {
	return bytes.Equal(a.RawSubject, b.RawSubject) && bytes.Equal(a.RawSubjectPublicKeyInfo, b.RawSubjectPublicKeyInfo)
}
