package trust

import (
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
	Suspended               // it was put on hold, and nothing says that the hold ended
)

// Revocation is what [Revocations.Of] found out about one certificate.
type Revocation struct {
	State State
	At    time.Time // when it was revoked or suspended
	// Stale says that something is known, but only of an earlier time.
	Stale bool
}

// The bounds of what is read: a list of 5 MB takes 200 MB to read.
const (
	maxAnswer      = 64 << 10
	maxList        = 1 << 20
	maxLists       = 2 << 20 // all lists together
	maxRevocations = 64      // answers and lists
)

// clockSkew is how far the clock of an authority may be ahead of ours.
const clockSkew = 5 * time.Minute

// Revocations holds what came with a document about the revocation of
// certificates: OCSP responses (RFC 6960) and revocation lists (RFC 5280
// section 5). Nothing in it is believed before [Revocations.Of] has found that
// the authority that issued the certificate said so. It is not safe for use by
// several goroutines.
type Revocations struct {
	answers []*answer
	lists   []*list
	helpers []*x509.Certificate
	spent   int // bytes of lists
}

// AddOCSP adds an OCSP response in DER. An error says that it cannot be read.
func (r *Revocations) AddOCSP(der []byte) error {
	if len(r.answers)+len(r.lists) >= maxRevocations {
		return fmt.Errorf("TRUST-OCSP: there are more than %d pieces of revocation data", maxRevocations)
	}
	if len(der) > maxAnswer {
		return fmt.Errorf("TRUST-OCSP: an OCSP response has more than %d bytes", maxAnswer)
	}
	a, err := readAnswer(der)
	if err != nil {
		return fmt.Errorf("TRUST-OCSP: %w", err)
	}
	r.answers = append(r.answers, a)
	return nil
}

// AddCRL adds a revocation list in DER. An error says that it cannot be read,
// or is of a kind that is not supported.
func (r *Revocations) AddCRL(der []byte) error {
	if len(r.answers)+len(r.lists) >= maxRevocations {
		return fmt.Errorf("TRUST-CRL: there are more than %d pieces of revocation data", maxRevocations)
	}
	if r.spent += len(der); len(der) > maxList || r.spent > maxLists {
		return fmt.Errorf("TRUST-CRL: a revocation list has more than %d bytes, or all together have more than %d", maxList, maxLists)
	}
	l, err := readList(der)
	if err != nil {
		return fmt.Errorf("TRUST-CRL: %w", err)
	}
	r.lists = append(r.lists, l)
	return nil
}

// AddCertificates adds certificates among which that of an OCSP responder may
// be. None is believed for that.
func (r *Revocations) AddCertificates(certificates ...*x509.Certificate) {
	r.helpers = append(r.helpers, certificates...)
}

// statement is what one answer or list says about one certificate.
type statement struct {
	state             State // NotRevoked, Revoked or Suspended
	at                time.Time
	since, until      time.Time // thisUpdate, and nextUpdate, which may be zero
	afterItsExpiryToo bool      // it also speaks of certificates that have expired
}

// Of returns what the data say about a certificate that issuer issued: whether
// it had been revoked at a time. A revocation is told whenever it was. now is
// the time of the check.
func (r *Revocations) Of(c, issuer *x509.Certificate, at, now time.Time) Revocation {
	var all []statement
	for _, a := range r.answers {
		if s, ok := r.answerAbout(a, c, issuer, now); ok {
			all = append(all, s)
		}
	}
	for _, l := range r.lists {
		if s, ok := l.about(c, issuer, now); ok {
			all = append(all, s)
		}
	}
	return combine(all, c, at)
}

// combine puts statements together. That a certificate was revoked is final,
// however old the statement; a hold may have been lifted since.
func combine(all []statement, c *x509.Certificate, at time.Time) Revocation {
	slices.SortStableFunc(all, func(a, b statement) int { return a.since.Compare(b.since) })
	out := Revocation{}
	for _, s := range all {
		switch {
		case s.state == Revoked:
			if out.State != Revoked || s.at.Before(out.At) {
				out = Revocation{State: Revoked, At: s.at}
			}
		case out.State == Revoked:
		case s.state == Suspended:
			out = Revocation{State: Suspended, At: s.at}
		case s.covers(c, at):
			out = Revocation{State: NotRevoked}
		case out.State == NotKnown:
			out.Stale = true
		}
	}
	return out
}

// covers reports whether a statement says something about a time. What is
// said after it holds for it too, for a revocation is not taken back. What is
// said before holds as long as it promises to.
func (s statement) covers(c *x509.Certificate, at time.Time) bool {
	if s.since.After(c.NotAfter) && !s.afterItsExpiryToo {
		return false // authorities forget certificates that have expired (RFC 5280 section 3.3)
	}
	return !s.since.Before(at) || !s.until.IsZero() && !at.After(s.until)
}

// inOrder reports whether the times of a statement can be true.
func (s statement) inOrder(now time.Time) bool {
	return !s.since.IsZero() && !s.since.After(now.Add(clockSkew)) && (s.until.IsZero() || !s.until.Before(s.since))
}

// Unused says of the answers and lists that [Revocations.Of] could not use for
// any certificate that it was asked about why not, each reason once: what
// follows "it", as "is damaged".
func (r *Revocations) Unused() []string {
	var reasons []string
	add := func(used bool, reason string) {
		if !used && !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	for _, a := range r.answers {
		add(a.used, a.refused)
	}
	for _, l := range r.lists {
		add(l.used, l.refused)
	}
	return reasons
}

// elsewhere is why an answer or list was not used unless another is found.
const elsewhere = "is about none of the certificates here"

var (
	oidNoCheck    = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 5} // id-pkix-ocsp-nocheck, RFC 6960 section 4.2.2.2.1
	oidNoRevAvail = asn1.ObjectIdentifier{2, 5, 29, 56}                  // noRevAvail, RFC 9608
	oidShortTerm  = asn1.ObjectIdentifier{0, 4, 0, 194121, 2, 1}         // validity-assured short-term, ETSI EN 319 412-1 clause 5.2.2
)

// NeedsNoRevocation reports whether the authority says in a certificate that
// its revocation is not to be looked for, because it lives for a short time
// only or is that of an OCSP responder.
func NeedsNoRevocation(c *x509.Certificate) bool {
	return slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool {
		return e.Id.Equal(oidNoCheck) || e.Id.Equal(oidNoRevAvail) || e.Id.Equal(oidShortTerm)
	})
}

// IsSelfSigned reports whether a certificate is signed with its own key.
func IsSelfSigned(c *x509.Certificate) bool {
	return string(c.RawSubject) == string(c.RawIssuer) && !isOversized(c) &&
		c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}
