package trust

import (
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
	"time"
)

// State says what is known about the revocation of a certificate. The zero
// State is [NotKnown].
type State uint8

// The states of a certificate.
const (
	NotKnown   State = iota // nothing usable says anything about it
	NotRevoked              // it was not revoked at the time that was asked for
	Revoked                 // it was revoked, at [Revocation.At]
	Suspended               // it was put on hold, and nothing says that the hold has ended
)

// Revocation is what [Revocations.Of] found out about one certificate.
type Revocation struct {
	State State
	At    time.Time // when it was revoked or suspended
	// Stale says that something is known, but only of an earlier time.
	Stale bool
	// By is whose certificate signed what says so, and Source is that response or
	// list in DER; both are nil when nothing is known.
	By     *x509.Certificate
	Source []byte
}

// The bounds of what is read and computed.
const (
	maxResponse    = 64 << 10
	defaultLists   = 8 << 20  // bytes of all lists together, unless the caller says otherwise
	maxLists       = 64 << 20 // whatever the caller says
	maxRevocations = 64       // responses and lists
	maxChecks      = 512      // signatures
)

// clockSkew is how far the clock of an authority may be ahead of ours.
const clockSkew = 5 * time.Minute

// Revocations holds what came with a document about the revocation of
// certificates: OCSP responses (RFC 6960) and revocation lists (RFC 5280
// section 5). Nothing in it counts until [Revocations.Of] has found that the
// authority that issued the certificate said it. It is not safe for concurrent
// use.
type Revocations struct {
	// MaxListBytes bounds the revocation lists, in bytes of all together. 0 stands
	// for 8 MiB, and more than 64 MiB for 64 MiB.
	MaxListBytes int

	responses  []*ocspResponse
	lists      []*revocationList
	responders []*x509.Certificate
	listBytes  int // bytes of lists
	checked    map[signing]bool
	counted    *int // counts the signatures that were checked; nil: nobody asks
}

// signing is the question whether somebody signed something. Certificates are told
// apart by their bytes: the same one may have been read more than once.
type signing struct{ what, by any }

// check answers whether somebody signed something, and remembers the answer. The
// number of signatures that are checked is bounded: anybody can write a file in
// which all certificates have the same name.
func (r *Revocations) check(what any, by *x509.Certificate, verify func() bool) bool {
	if c, ok := what.(*x509.Certificate); ok {
		what = sha256.Sum256(c.Raw)
	}
	key := signing{what, sha256.Sum256(by.Raw)}
	right, known := r.checked[key]
	if known || len(r.checked) >= maxChecks {
		return right
	}
	if r.checked == nil {
		r.checked = make(map[signing]bool)
	}
	if r.counted != nil {
		*r.counted++
	}
	right = verify()
	r.checked[key] = right
	return right
}

// AddOCSP adds an OCSP response in DER. An error says that it cannot be read.
func (r *Revocations) AddOCSP(der []byte) error {
	if len(r.responses)+len(r.lists) >= maxRevocations {
		return fmt.Errorf("TRUST-OCSP: there are more than %d pieces of revocation data", maxRevocations)
	}
	if len(der) > maxResponse {
		return fmt.Errorf("TRUST-OCSP: an OCSP response has more than %d bytes", maxResponse)
	}
	a, err := readResponse(der)
	if err != nil {
		return fmt.Errorf("TRUST-OCSP: %w", err)
	}
	a.der = der
	r.responses = append(r.responses, a)
	return nil
}

// AddCRL adds a revocation list in DER, which must not change afterwards. An error
// says that it cannot be read, or is of a kind that is not supported.
func (r *Revocations) AddCRL(der []byte) error {
	if len(r.responses)+len(r.lists) >= maxRevocations {
		return fmt.Errorf("TRUST-CRL: there are more than %d pieces of revocation data", maxRevocations)
	}
	most := min(r.MaxListBytes, maxLists)
	if most <= 0 {
		most = defaultLists
	}
	if r.listBytes += len(der); r.listBytes > most {
		return fmt.Errorf("TRUST-CRL: the revocation lists have more than %d bytes", most)
	}
	l, err := readList(der)
	if err != nil {
		return fmt.Errorf("TRUST-CRL: %w", err)
	}
	l.der = der
	r.lists = append(r.lists, l)
	return nil
}

// AddCertificates adds certificates to look for that of an OCSP responder in.
// Being added makes none of them trusted.
func (r *Revocations) AddCertificates(certificates ...*x509.Certificate) {
	r.responders = append(r.responders, certificates...)
}

// statement is what one response or list says about one certificate.
type statement struct {
	state        State // NotKnown, NotRevoked, Revoked or Suspended
	at           time.Time
	since, until time.Time // thisUpdate, and nextUpdate, which may be zero
	expiredFrom  time.Time // certificates that expired from here on are covered too; zero: none
	by           *x509.Certificate
	source       []byte
}

// Of returns what the data say about a certificate that issuer issued. NotRevoked
// is about the time at; a revocation is reported whenever it took place. now is
// the time of the check.
func (r *Revocations) Of(c, issuer *x509.Certificate, at, now time.Time) Revocation {
	var all []statement
	for _, a := range r.responses {
		all = append(all, r.responseAbout(a, c, issuer, now)...)
	}
	for _, l := range r.lists {
		if s, ok := r.listAbout(l, c, issuer, now); ok {
			all = append(all, s)
		}
	}
	return combine(all, c, at)
}

// combine draws one answer from statements. A revocation is final, however old
// the statement; a hold may have been lifted since.
func combine(all []statement, c *x509.Certificate, at time.Time) Revocation {
	slices.SortStableFunc(all, func(a, b statement) int { return a.since.Compare(b.since) })
	out := Revocation{}
	for _, s := range all {
		switch {
		case s.state == Revoked:
			if out.State != Revoked || s.at.Before(out.At) {
				out = Revocation{State: Revoked, At: s.at, By: s.by, Source: s.source}
			}
		case out.State == Revoked:
		case s.state == Suspended:
			out = Revocation{State: Suspended, At: s.at, By: s.by, Source: s.source}
		case s.covers(c, at):
			out = Revocation{State: NotRevoked, By: s.by, Source: s.source}
		case out.State == NotKnown && s.isAbout(c):
			out = Revocation{Stale: true, By: s.by, Source: s.source}
		}
	}
	return out
}

// covers reports whether a statement that a certificate is not revoked holds for
// a time. One made later does, because a revocation is not taken back. One made
// earlier does until its nextUpdate.
func (s statement) covers(c *x509.Certificate, at time.Time) bool {
	return s.isAbout(c) && (!s.since.Before(at) || !s.until.IsZero() && !at.After(s.until))
}

// isAbout reports whether a statement that a certificate is not revoked says
// something: it is from after the certificate began, and from before it ended,
// because authorities forget certificates that have expired (RFC 5280 section 3.3).
func (s statement) isAbout(c *x509.Certificate) bool {
	forgets := s.since.After(c.NotAfter) && (s.expiredFrom.IsZero() || c.NotAfter.Before(s.expiredFrom))
	return !forgets && !s.since.Before(c.NotBefore)
}

// hasPlausibleTimes reports whether the times of a statement can be right.
func (s statement) hasPlausibleTimes(now time.Time) bool {
	return !s.since.IsZero() && !s.since.After(now.Add(clockSkew)) && (s.until.IsZero() || !s.until.Before(s.since))
}

// Unused returns why responses and lists were of no use to [Revocations.Of] for
// any certificate, each reason once. A reason continues a sentence that starts
// with "it", such as "is damaged".
func (r *Revocations) Unused() []string {
	var reasons []string
	add := func(used bool, reason string) {
		if !used && !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	for _, a := range r.responses {
		add(a.used, a.refused)
	}
	for _, l := range r.lists {
		add(l.used, l.refused)
	}
	return reasons
}

// aboutOthers is the reason for a response or list until another is found.
const aboutOthers = "is about none of the certificates here"

var (
	oidNoCheck    = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5} // id-pkix-ocsp-nocheck, RFC 6960 section 4.2.2.2.1
	oidNoRevAvail = asn1.ObjectIdentifier{2, 5, 29, 56}                  // noRevAvail, RFC 9608
	oidShortTerm  = asn1.ObjectIdentifier{0, 4, 0, 194121, 2, 1}         // validity-assured short-term, ETSI EN 319 412-1 clause 5.2.2
)

// NeedsNoRevocation reports whether a certificate says that nobody needs to check
// whether it was revoked, because it is valid for a short time only or is that
// of an OCSP responder. In any other certificate the extension for responders says
// nothing.
func NeedsNoRevocation(c *x509.Certificate) bool {
	responds := slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning)
	return slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool {
		return responds && e.Id.Equal(oidNoCheck) || e.Id.Equal(oidNoRevAvail) || e.Id.Equal(oidShortTerm)
	})
}

// IsSelfSigned reports whether a certificate is signed with its own key.
func IsSelfSigned(c *x509.Certificate) bool {
	return string(c.RawSubject) == string(c.RawIssuer) && !isOversized(c) &&
		c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}
