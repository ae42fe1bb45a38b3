package trust

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"
	"time"
)

// Outcome says how the search for a chain ended. The zero value is
// [UnknownAuthority].
type Outcome uint8

// The outcomes of [Anchors.Chain].
const (
	UnknownAuthority Outcome = iota // no chain leads to an anchor
	Trusted                         // a chain leads to an anchor at the given time
	Expired                         // a chain led to an anchor until a certificate in it expired
	NotYetValid                     // a chain will lead to an anchor once a certificate in it is valid
	Refused                         // a certificate in the chain forbids this use, or cannot be understood
)

// String returns the outcome in words.
func (o Outcome) String() string {
	return [...]string{"unknown authority", "trusted", "expired", "not yet valid", "refused"}[o]
}

// Chain is the result of [Anchors.Chain].
type Chain struct {
	Outcome Outcome
	// Certificates is the chain from the certificate to the anchor; it is nil
	// unless the Outcome is Trusted, Expired or NotYetValid by the first
	// certificate's own validity period.
	Certificates []*x509.Certificate
	// Err is the reason when the Outcome is not Trusted.
	Err error
}

// errNoAnchors is the reason when there are no anchors.
var errNoAnchors = errors.New("no trust anchors were given")

// Chain looks for a chain of certificates (RFC 5280 section 6) from leaf to an
// anchor that is valid at a time. The untrusted certificates, those that came
// with the document, may be part of the chain but are never anchors. Any
// extended key usage is accepted: the policies for seals (ETSI EN 319 412-3)
// demand none.
//
// The work is bounded: at most 100 signatures are checked, and untrusted
// certificates with an RSA key of more than 8,192 bits are skipped.
func (a *Anchors) Chain(leaf *x509.Certificate, untrusted []*x509.Certificate, at time.Time) Chain {
	if a == nil || len(a.certificates) == 0 {
		return Chain{Err: errNoAnchors}
	}
	leaf = withoutHandledExtensions(leaf)
	key, keep := keyOfChain(leaf, untrusted)
	if keep {
		if path := a.known.find(key, leaf, at); path != nil {
			return Chain{Outcome: Trusted, Certificates: path}
		}
	}
	chain := a.search(leaf, untrusted, at)
	if keep && chain.Outcome == Trusted {
		s := a.spanOf(leaf, untrusted, at)
		a.known.add(key, knownChain{certificates: slices.Clone(chain.Certificates), from: s.from, until: s.until}, leaf, untrusted)
	}
	return chain
}

// search is [Anchors.Chain] without what is known from before.
func (a *Anchors) search(leaf *x509.Certificate, untrusted []*x509.Certificate, at time.Time) Chain {
	pool := x509.NewCertPool()
	for _, c := range untrusted {
		if !isOversized(c) {
			pool.AddCert(withoutHandledExtensions(c))
		}
	}
	path, err := a.path(leaf, pool, at)
	if err == nil {
		return Chain{Outcome: Trusted, Certificates: path}
	}
	inside := within(leaf, at)
	if inside.Equal(at) {
		return Chain{Outcome: outcomeOf(err, at), Err: err}
	}
	// "It has expired" must be kept apart from "nobody ever trusted it", so the
	// chain is built again for the nearest time at which the leaf was valid.
	path, then := a.path(leaf, pool, inside)
	if then != nil {
		return Chain{Outcome: outcomeOf(then, inside), Err: then}
	}
	return Chain{Outcome: outcomeOf(err, at), Certificates: path, Err: err}
}

// isOversized reports whether checking a signature with a certificate's key
// would take too long. The standard library sets no bound, and with a key of a
// million bits one check takes most of a minute.
func isOversized(c *x509.Certificate) bool {
	key, ok := c.PublicKey.(*rsa.PublicKey)
	return ok && key.N.BitLen() > maxRSABits
}

// maxRSABits is four times the size that certificates have today.
const maxRSABits = 8192

// path returns the shortest chain that is valid at a time and ends with an anchor
// that counts then.
func (a *Anchors) path(leaf *x509.Certificate, untrusted *x509.CertPool, at time.Time) ([]*x509.Certificate, error) {
	paths, err := leaf.Verify(x509.VerifyOptions{
		Roots:         a.pool, // never nil, so the system's roots are not used
		Intermediates: untrusted,
		CurrentTime:   at,
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	if err != nil {
		return nil, err
	}
	paths = slices.DeleteFunc(paths, func(p []*x509.Certificate) bool { return !a.isGranted(p[len(p)-1], at) })
	if len(paths) == 0 {
		return nil, x509.UnknownAuthorityError{Cert: leaf}
	}
	return slices.MinFunc(paths, func(p, q []*x509.Certificate) int { return len(p) - len(q) }), nil
}

// Path returns the certificates from leaf upwards, each signed by the next, as
// far as others holds them. Nobody vouches for any of them: use [Anchors.Chain]
// to find out which to trust. The work is bounded as it is there.
func Path(leaf *x509.Certificate, others []*x509.Certificate) []*x509.Certificate {
	const maxLength, maxChecks = 10, 100
	path, checks := []*x509.Certificate{leaf}, 0
	for last := leaf; len(path) < maxLength && !bytes.Equal(last.RawIssuer, last.RawSubject); last = path[len(path)-1] {
		i := slices.IndexFunc(others, func(c *x509.Certificate) bool {
			if !bytes.Equal(c.RawSubject, last.RawIssuer) || isOversized(c) || checks >= maxChecks {
				return false
			}
			checks++
			return last.CheckSignatureFrom(c) == nil
		})
		if i < 0 {
			break
		}
		path = append(path, others[i])
	}
	return path
}

// within returns the time in a certificate's validity period that is nearest to
// a given one.
func within(c *x509.Certificate, at time.Time) time.Time {
	switch {
	case at.Before(c.NotBefore):
		return c.NotBefore
	case at.After(c.NotAfter):
		return c.NotAfter
	}
	return at
}

func outcomeOf(err error, at time.Time) Outcome {
	var invalid x509.CertificateInvalidError
	var unhandled x509.UnhandledCriticalExtension
	switch {
	case errors.As(err, &unhandled):
		return Refused
	case !errors.As(err, &invalid):
		return UnknownAuthority
	case invalid.Reason != x509.Expired:
		return Refused
	case invalid.Cert != nil && at.Before(invalid.Cert.NotBefore):
		return NotYetValid
	}
	return Expired
}

// oidStatements is the extension for qualified certificate statements.
var oidStatements = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}

// withoutHandledExtensions returns a certificate whose list of critical
// extensions that are not understood lacks the qualified certificate
// statements: RFC 3739 section 3.2.6 lets them be critical, and this package
// reads them.
func withoutHandledExtensions(c *x509.Certificate) *x509.Certificate {
	if !slices.ContainsFunc(c.UnhandledCriticalExtensions, oidStatements.Equal) {
		return c
	}
	handled := *c
	handled.UnhandledCriticalExtensions = slices.DeleteFunc(slices.Clone(c.UnhandledCriticalExtensions), oidStatements.Equal)
	return &handled
}
