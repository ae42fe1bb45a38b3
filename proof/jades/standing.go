package jades

import (
	"crypto/x509"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// object is something that was signed, with the certificates for it: the seal, or a
// time stamp in it.
type object struct {
	path   []*x509.Certificate // from the signer's to an anchor
	made   time.Time           // when it was made, as far as that is proven
	exists time.Time           // when it is proven to have existed; now when nothing proves more
	stamp  bool                // whether it is a time stamp
}

// judgePath validates the certificates of an object: first those that nothing helps,
// then those whose revocation or end a proof of existence can outdate.
func (v *verification) judgePath(o object) conclusion {
	for i, c := range o.path[:len(o.path)-1] {
		if end := v.judgeCertificate(o, i); end != passed {
			return end
		}
		if trust.Weakness(c, o.exists) != "" {
			return undecided(proof.CryptoConstraintsNoPOE)
		}
	}
	if len(o.path) == 1 { // an anchor is believed as it is, but only while it is valid
		return v.judgePeriod(o, 0, trust.Revocation{State: trust.NotRevoked})
	}
	return passed
}

// judgeCertificate validates one certificate below the anchor.
func (v *verification) judgeCertificate(o object, i int) conclusion {
	c := o.path[i]
	known := trust.Revocation{State: trust.NotRevoked}
	if !trust.NeedsNoRevocation(c) {
		known = v.revocationOf(c, o.path[i+1], o.made)
	}
	after := !o.exists.Before(known.At) // whether the object may be younger than the revocation
	switch {
	case known.State == trust.NotKnown && v.needsNoAnswer(o, i):
		known.State = trust.NotRevoked
	case known.State == trust.NotKnown && known.Stale:
		// Newer data could help only if all else is good.
		if end := v.judgePeriod(o, i, known); end != passed {
			return end
		}
		return undecided(proof.TryLater)
	case known.State == trust.NotKnown:
		return undecided(proof.CertificateChainFailure)
	case known.State == trust.Revoked && after && i == 0:
		return undecided(proof.RevokedNoPOE)
	case known.State == trust.Revoked && after:
		return undecided(proof.RevokedCANoPOE)
	case known.State == trust.Suspended && after:
		return undecided(proof.TryLater)
	}
	return v.judgePeriod(o, i, known)
}

// needsNoAnswer reports whether it is accepted that nothing says whether a
// certificate was revoked: because you said so, or for an authority above that of a
// time stamp, whose list is seldom at hand.
func (v *verification) needsNoAnswer(o object, i int) bool {
	return v.job.Policy.UnsafeAllowUnknownRevocation || o.stamp && i > 0
}

// judgePeriod judges the object against the validity period of a certificate, and
// what shows that it was not revoked against that of who said so (clauses 5.5.4 and
// 5.6.2.4).
func (v *verification) judgePeriod(o object, i int, known trust.Revocation) conclusion {
	c, now := o.path[i], v.now
	if o.exists.Before(c.NotBefore) {
		if i == 0 && !o.stamp {
			return failed(proof.NotYetValidSub)
		}
		return undecided(proof.OutOfBoundsNoPOE)
	}
	reliable := v.isReliable(known)
	switch {
	case !o.exists.After(c.NotAfter) && (reliable || i > 0 || o.stamp && !now.After(c.NotAfter)):
		return passed
	case now.After(c.NotAfter) && reliable:
		return undecided(proof.OutOfBoundsNotRevoked)
	case now.After(c.NotAfter) && o.stamp && (known.State == trust.NotRevoked || known.Stale):
		return undecided(proof.OutOfBoundsNotRevoked)
	case now.After(c.NotAfter):
		return undecided(proof.OutOfBoundsNoPOE)
	}
	return undecided(proof.RevocationOutOfBounds)
}

// isReliable reports whether what is known about revocation can still be believed:
// whoever said it has a certificate that is valid, or an archive time stamp proves
// that it was said while that was valid. Who holds an old key could otherwise say
// anything.
func (v *verification) isReliable(known trust.Revocation) bool {
	if known.By == nil || v.isAnchor(known.By) {
		return true
	}
	isValid := func(at time.Time) bool { return !at.Before(known.By.NotBefore) && !at.After(known.By.NotAfter) }
	return isValid(v.now) || slices.ContainsFunc(v.archives, func(a archive) bool {
		at, ok := v.unprotected.sources[string(known.Source)]
		return ok && at < a.before && isValid(a.at)
	})
}

// isAnchor reports whether a certificate is one of those that you trust.
func (v *verification) isAnchor(c *x509.Certificate) bool {
	if v.anchors.Contains(c) {
		return true
	}
	for _, anchors := range v.granted {
		if anchors.Contains(c) {
			return true
		}
	}
	return false
}

// grant is a type of services of trusted lists, and the time at which they were
// granted.
type grant struct {
	kind string
	at   time.Time
}

// anchorsAt returns what vouches for a seal, or for a time stamp, that is proven to
// have existed at a time: the anchors of the policy, and the services of one type that
// were granted then. What was withdrawn later does not matter; what was withdrawn
// before does.
func (v *verification) anchorsAt(kind string, at time.Time) *trust.Anchors {
	of := v.job.Policy.Trust
	if of.Services == nil {
		return v.anchors
	}
	key := grant{kind, at}
	if v.granted[key] == nil {
		if v.granted == nil {
			v.granted = make(map[grant]*trust.Anchors)
		}
		v.granted[key] = of.Services.AnchorsAtWith(of.Anchors, at, kind)
	}
	return v.granted[key]
}

// archive is an archive time stamp that holds: what stands in the first entries of
// etsiU existed at its time.
type archive struct {
	before int
	at     time.Time
}

// pathFor looks for a chain from a certificate to one of some anchors. Whether the
// certificates were valid is another question, so the search is for each of some
// moments. When there is none, the outcome is that for the first moment.
func pathFor(anchors *trust.Anchors, leaf *x509.Certificate, others []*x509.Certificate, moments ...time.Time) ([]*x509.Certificate, trust.Outcome) {
	first := trust.UnknownAuthority
	for i, at := range append(moments, leaf.NotBefore, leaf.NotAfter) {
		chain := anchors.Chain(leaf, others, at)
		if chain.Certificates != nil {
			return chain.Certificates, chain.Outcome
		}
		if i == 0 {
			first = chain.Outcome
		}
	}
	return nil, first
}
