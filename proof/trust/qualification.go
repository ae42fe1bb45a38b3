package trust

import (
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Qualification is what trusted lists say of a seal: whether it is a qualified
// seal or an advanced one with a qualified certificate, and by whose grant.
type Qualification struct {
	// Level is "qualified eSeal", "advanced eSeal with a qualified certificate" or
	// "not qualified"; for a time stamp "qualified time stamp" or "not qualified".
	Level string `json:"level"`
	// Provider and Service name who issued the certificate, and Territory the list.
	Provider  string `json:"provider,omitempty"`
	Service   string `json:"service,omitempty"`
	Territory string `json:"territory,omitempty"`
	// GrantedOn is when the status began that the service had at the time of the
	// seal.
	GrantedOn time.Time `json:"grantedOn,omitzero"`
	// At is the time for which that was asked.
	At time.Time `json:"at,omitzero"`
	// Reason says why, in one sentence.
	Reason string `json:"reason"`
}

// The levels of a [Qualification].
const (
	LevelQualifiedSeal      = "qualified eSeal"
	LevelAdvancedSeal       = "advanced eSeal with a qualified certificate"
	LevelQualifiedTimestamp = "qualified time stamp"
	LevelNotQualified       = "not qualified"
)

// qualifiedSince is when the Regulation began to apply. Before it there were
// qualified certificates for signatures of persons only, and no qualified time
// stamps (ETSI TS 119 615 clauses 4.4 and 4.6).
var qualifiedSince = time.Date(2016, 6, 30, 22, 0, 0, 0, time.UTC)

// Qualify says what the lists say of a seal (ETSI TS 119 615 clauses 4.4 to 4.7). The
// chain leads from the certificate of the seal upwards, as far as it is known; its
// signatures are checked again. at is the best proven time of the seal, and
// statements is what the certificate says about itself. Without lists the answer is
// nil. Whether the seal itself is right is another question.
func (s *Services) Qualify(chain []*x509.Certificate, at time.Time, statements Statements) *Qualification {
	return s.qualify(chain, at, ServiceCertificate, func(service *Service) *Qualification {
		return service.qualifySeal(chain[0], at, statements)
	})
}

// QualifyTimestamp says whether the authority of a time stamp was granted at the
// time that it states. The chain leads from the certificate of the authority
// upwards. Without lists the answer is nil.
func (s *Services) QualifyTimestamp(chain []*x509.Certificate, at time.Time) *Qualification {
	return s.qualify(chain, at, ServiceTimestamp, func(service *Service) *Qualification {
		q := service.about(at)
		if reason := service.refusal(at); reason != "" {
			return q.refuse("%s", reason)
		}
		q.Level = LevelQualifiedTimestamp
		q.Reason = q.Level + service.grant(q)
		return q
	})
}

// qualify asks the services above a certificate. When there are several, as a
// certificate may stand in several lists, they must agree (ETSI TS 119 615 clause
// 4.3): a list cannot grant what another has withdrawn.
func (s *Services) qualify(chain []*x509.Certificate, at time.Time, kind string, ask func(*Service) *Qualification) *Qualification {
	if s == nil {
		return nil
	}
	none := &Qualification{Level: LevelNotQualified, At: at}
	if len(chain) == 0 {
		return none.refuse("there is no certificate")
	}
	services := s.above(chain, kind, kind == ServiceTimestamp)
	if len(services) == 0 {
		reason := "no service of this kind in the trusted lists stands behind the certificate"
		if remark := s.Remark(); remark != "" {
			reason += "; " + remark
		}
		return none.refuse("%s", reason)
	}
	var asked []*Qualification
	for _, service := range services {
		if service.applies(chain[0], at) {
			asked = append(asked, ask(service))
		}
	}
	if len(asked) == 0 {
		return ask(services[0])
	}
	for _, other := range asked[1:] {
		if other.Level != asked[0].Level {
			return none.refuse("the trusted lists contradict each other about the services %s of %s (%s) and %s of %s (%s)",
				asked[0].Service, asked[0].Provider, asked[0].Territory, other.Service, other.Provider, other.Territory)
		}
	}
	return asked[0]
}

// applies reports whether the service has something to say about what it is asked: it
// was in the list at a time and, for certificates, could issue those for seals.
func (s *Service) applies(leaf *x509.Certificate, at time.Time) bool {
	now := s.At(at)
	if s.Type == ServiceTimestamp {
		return now != nil
	}
	then := s.At(leaf.NotBefore)
	return now != nil && then != nil && s.matters(now) && s.matters(then)
}

// about starts a qualification that names a service.
func (s *Service) about(at time.Time) *Qualification {
	q := &Qualification{Level: LevelNotQualified, Provider: s.Provider, Service: s.Name, Territory: s.Territory, At: at}
	if status := s.At(at); status != nil {
		q.GrantedOn = status.From
	}
	return q
}

// refuse ends a qualification with the reason why it is none.
func (q *Qualification) refuse(format string, args ...any) *Qualification {
	q.Level, q.GrantedOn = LevelNotQualified, time.Time{}
	q.Reason = LevelNotQualified + ": " + fmt.Sprintf(format, args...)
	return q
}

// refusal says why a service was not qualified at a time; "" when it was.
func (s *Service) refusal(at time.Time) string {
	day, status := at.UTC().Format(time.DateOnly), s.At(at)
	switch {
	case at.Before(qualifiedSince):
		return fmt.Sprintf("on %s the Regulation did not apply yet", day)
	case status == nil:
		return fmt.Sprintf("the service %s of %s was not yet in the list on %s", s.Name, s.Provider, day)
	case status.Status != Granted:
		return fmt.Sprintf("the service %s of %s had the status %s on %s", s.Name, s.Provider, lastPart(status.Status), day)
	}
	return ""
}

// qualifySeal applies TS 119 615 to one certificate below a service. The status and
// the qualifiers count at both times: when the certificate was issued and when the
// seal was made.
func (s *Service) qualifySeal(leaf *x509.Certificate, at time.Time, statements Statements) *Qualification {
	q := s.about(at)
	device := true
	for _, t := range []time.Time{leaf.NotBefore, at} {
		if reason := s.refusal(t); reason != "" {
			return q.refuse("%s", reason)
		}
		status := s.At(t)
		found := status.qualifiersFor(leaf)
		if reason := sealRefusal(status, found, statements); reason != "" {
			return q.refuse("%s", reason)
		}
		device = device && hasDevice(found, statements)
	}
	q.Level = LevelAdvancedSeal
	if device {
		q.Level = LevelQualifiedSeal
	}
	q.Reason = q.Level + " of " + nameOf(leaf) + s.grant(q)
	return q
}

// grant says by whom a service was granted, and if that may be out of date.
func (s *Service) grant(q *Qualification) string {
	text := fmt.Sprintf(", granted by %s on %s to the service %s of %s", s.Territory, q.GrantedOn.Format(time.DateOnly), s.Name, s.Provider)
	if !s.Overdue.IsZero() {
		text += ", by a list whose next update was due on " + s.Overdue.Format(time.DateOnly)
	}
	return text
}

// sealRefusal says why a certificate is not qualified for seals, or "".
func sealRefusal(status *ServiceStatus, found qualifiers, statements Statements) string {
	overruled := found.perhaps(qualifierSeal, qualifierSignature, qualifierWeb)
	sealed := statements.Seal && !statements.Signature && !statements.Web
	if overruled {
		sealed = found.surely(qualifierSeal) && !found.perhaps(qualifierSignature, qualifierWeb)
	}
	granted := slices.Contains(status.Uses, UseSeals)
	switch {
	case found.perhaps(qualifierNotQualified):
		return "the trusted list says that this certificate is not qualified"
	case !statements.Compliance && !found.surely(qualifierStatement):
		return "neither the certificate nor the trusted list says that it is qualified"
	case !granted:
		return "the service was not granted for certificates of seals"
	case !sealed && statements.Seal && !overruled:
		return "the certificate is not for seals alone"
	case !sealed:
		return "the certificate is not for seals"
	}
	return ""
}

// hasDevice reports whether the key of a certificate is in a qualified device.
func hasDevice(found qualifiers, statements Statements) bool {
	with := found.surely(withDevice...)
	without := found.perhaps(withoutDevice...) || found.perhaps(olderDevice) && !with
	return !without && (with || statements.Device)
}

// nameOf returns the name of the organisation in a certificate.
func nameOf(c *x509.Certificate) string {
	if len(c.Subject.Organization) > 0 {
		return c.Subject.Organization[0]
	}
	return c.Subject.CommonName
}

func lastPart(uri string) string { return uri[strings.LastIndexByte(uri, '/')+1:] }
