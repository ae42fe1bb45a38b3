package trust

import (
	"bytes"
	"crypto/x509"
	"slices"
	"sync"
	"time"
)

// Services are the trust services of EU trusted lists (Regulation (EU) 910/2014
// article 22, ETSI TS 119 612). A list says for each service which certificates it
// has and from when it was granted. Services is immutable and may be shared between
// goroutines; a nil *Services holds none.
type Services struct {
	all       []Service
	bySubject map[string][]int // the places of the services with a certificate of this name
	current   func() *Anchors
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
	s := &Services{all: all, bySubject: make(map[string][]int)}
	for i, service := range all {
		for _, c := range service.Certificates {
			name := string(c.RawSubject)
			if places := s.bySubject[name]; len(places) == 0 || places[len(places)-1] != i {
				s.bySubject[name] = append(places, i)
			}
		}
	}
	s.current = sync.OnceValue(func() *Anchors {
		return s.anchors(func(service *Service) *ServiceStatus {
			if len(service.History) == 0 {
				return nil
			}
			return &service.History[0]
		})
	})
	return s
}

// Without returns the services with a remark on lists that were not used, such as
// "NO, which is out of date". It is told where no service is found.
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

// All returns the services in the order of the lists.
func (s *Services) All() []Service {
	if s == nil {
		return nil
	}
	return slices.Clone(s.all)
}

// Anchors returns the certificates of the services that are granted by their latest
// status and issue qualified certificates for seals, or qualified time stamps.
func (s *Services) Anchors() *Anchors {
	if s == nil {
		return nil
	}
	return s.current()
}

// AnchorsAt returns the certificates of the services that were granted at a time,
// as [Services.Anchors] does for now: of all types that matter or, if some are given,
// of those. A service that was granted for time stamps vouches for no seal.
func (s *Services) AnchorsAt(at time.Time, types ...string) *Anchors {
	if s == nil {
		return nil
	}
	return s.anchors(func(service *Service) *ServiceStatus {
		if len(types) > 0 && !slices.Contains(types, service.Type) {
			return nil
		}
		return service.At(at)
	})
}

func (s *Services) anchors(status func(*Service) *ServiceStatus) *Anchors {
	var found []*x509.Certificate
	for i := range s.all {
		service := &s.all[i]
		if now := status(service); now != nil && now.Status == Granted && service.matters(now) {
			found = append(found, service.Certificates...)
		}
	}
	return NewAnchors(found...)
}

// matters reports whether a service has to do with seals.
func (s *Service) matters(now *ServiceStatus) bool {
	switch s.Type {
	case ServiceTimestamp:
		return true
	case ServiceCertificate:
		return now.forSeals()
	}
	return false
}

// forSeals reports whether some certificates of the service may be for seals.
func (s *ServiceStatus) forSeals() bool {
	return slices.Contains(s.Uses, UseSeals) || slices.ContainsFunc(s.Qualifiers, func(q Qualifier) bool { return slices.Contains(q.Names, qualifierSeal) })
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

// above returns the services of a type one of whose certificates is in the chain or
// issued its last certificate. Those nearest to the leaf count, as they say most
// about it. No signature in the chain is taken for granted. own says whether the
// leaf may be the certificate of the service itself.
func (s *Services) above(chain []*x509.Certificate, kind string, own bool) []*Service {
	const maxLength = 10
	for i, c := range chain[:min(len(chain), maxLength)] {
		if own || i > 0 {
			if found := s.named(c.RawSubject, kind, func(identity *x509.Certificate) bool { return sameKey(identity, c) }); len(found) > 0 {
				return found
			}
		}
		if i+1 < len(chain) && !isOversized(chain[i+1]) && issued(chain[i+1], c) {
			continue
		}
		return s.named(c.RawIssuer, kind, func(identity *x509.Certificate) bool { return !isOversized(identity) && issued(identity, c) })
	}
	return nil
}

// named returns the services of a type that have a certificate of a name which is
// accepted. The work is bounded: 20 certificates are looked at.
func (s *Services) named(subject []byte, kind string, accept func(*x509.Certificate) bool) []*Service {
	var found []*Service
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
				return found
			}
			if accept(identity) {
				found = append(found, service)
				break
			}
		}
	}
	return found
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
