package jades

import (
	"bytes"
	"context"
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// gatherer finds the certificates and the revocation data that the validation of
// a seal needs, and knows which of them the seal has.
type gatherer struct {
	env      vc.Env
	services Services // never nil above level B
	anchors  *trust.Anchors
	leaf     *x509.Certificate

	pool  []*x509.Certificate // certificates that may stand above another
	had   values              // what the seal has; its certificates include those of x5c
	asked map[string]bool     // certificates whose issuers were asked for
}

// subject is a certificate that must be validated for a time.
type subject struct {
	certificate *x509.Certificate
	at          time.Time
}

// The bounds of what is gathered.
const (
	maxIssuers    = 16 // certificates that one answer about issuers adds
	maxAscents    = 8  // answers about issuers for one chain
	maxPool       = 200
	maxResponders = 4
)

func newGatherer(env vc.Env, leaf *x509.Certificate, o ExtendOptions) gatherer {
	pool := slices.DeleteFunc(slices.Clone(o.Certificates), func(c *x509.Certificate) bool { return c == nil })
	return gatherer{
		env: env, services: o.Services, anchors: o.Anchors, leaf: leaf, asked: make(map[string]bool),
		pool: slices.Concat(pool, o.Anchors.Certificates()),
	}
}

func (g *gatherer) now() time.Time { return g.env.Now() }

func (g *gatherer) isAnchor(c *x509.Certificate) bool {
	return g.anchors.Contains(c)
}

// chain returns the certificates from one upwards: to an anchor, for which it
// returns true, or as far as they can be found.
func (g *gatherer) chain(ctx context.Context, c *x509.Certificate, at time.Time) (path []*x509.Certificate, vouched bool) {
	for range maxAscents {
		if chain := g.anchors.Chain(c, g.pool, at); chain.Outcome == trust.Trusted {
			return chain.Certificates, true
		}
		path = trust.Path(c, g.pool)
		top := path[len(path)-1]
		if trust.IsSelfSigned(top) || g.asked[string(top.Raw)] {
			break
		}
		g.asked[string(top.Raw)] = true
		issuers, err := g.services.Issuers(ctx, top)
		if err != nil || len(issuers) == 0 {
			break
		}
		for _, issuer := range issuers[:min(len(issuers), maxIssuers)] {
			if issuer != nil && len(g.pool) < maxPool {
				g.pool = append(g.pool, issuer)
			}
		}
	}
	return path, false
}

// gather returns what the seal lacks for the validation of certificates, and
// says what could not be found. With fresh, revocation data about the last of them
// are asked for even where the seal has some.
func (g *gatherer) gather(ctx context.Context, subjects []subject, fresh bool) (found values, missing []string) {
	for i, s := range subjects {
		for _, why := range g.gatherFor(ctx, &found, s, fresh && i == len(subjects)-1) {
			if !slices.Contains(missing, why) {
				missing = append(missing, why)
			}
		}
	}
	return found, missing
}

// gatherFor adds what one certificate needs: those above it, up to an anchor,
// which a reader must have from elsewhere, and what says that none of them was
// revoked.
func (g *gatherer) gatherFor(ctx context.Context, found *values, s subject, fresh bool) (missing []string) {
	path, vouched := g.chain(ctx, s.certificate, s.at)
	last := len(path) - 1
	for i, c := range path {
		if !vouched || i < last || i == 0 {
			g.takeCertificate(found, c)
		}
		switch {
		case i < last:
			if why := g.findRevocation(ctx, found, c, path[i+1], s.at, fresh); why != "" {
				missing = append(missing, "about the revocation of "+nameOf(c)+", "+why)
			}
		case !vouched && !trust.IsSelfSigned(c):
			missing = append(missing, "the certificate above "+nameOf(c)+" cannot be found")
		}
	}
	return missing
}

// takeCertificate adds a certificate unless the seal has it.
func (g *gatherer) takeCertificate(found *values, c *x509.Certificate) {
	if !slices.ContainsFunc(slices.Concat(g.had.certificates, found.certificates), c.Equal) {
		found.certificates = append(found.certificates, c)
	}
}

// keep notes what the seal now has.
func (g *gatherer) keep(found values) {
	g.had.certificates = append(g.had.certificates, found.certificates...)
	g.had.ocsp = append(g.had.ocsp, found.ocsp...)
	g.had.crl = append(g.had.crl, found.crl...)
}

// findRevocation adds revocation data about a certificate unless what the seal
// has, or has just been found, is enough. It says why there is not enough, or "".
func (g *gatherer) findRevocation(ctx context.Context, found *values, c, issuer *x509.Certificate, at time.Time, fresh bool) string {
	if trust.NeedsNoRevocation(c) {
		return ""
	}
	known := g.knownOf(slices.Concat(g.had.ocsp, found.ocsp), slices.Concat(g.had.crl, found.crl), c, issuer, at)
	why := judge(known, at)
	if why == "" && !fresh || known.State == trust.Revoked {
		return why
	}
	ocsp, crl, err := g.services.Revocation(ctx, c, issuer)
	answered := ""
	switch {
	case err != nil:
		answered = strings.TrimSuffix(vc.Plain(err.Error()), ".")
	case len(ocsp)+len(crl) == 0:
		answered = "the services have no answer"
	default:
		answered = g.takeAnswers(ctx, found, ocsp, crl, c, issuer, at)
	}
	if why == "" {
		return "" // what the seal has is enough
	}
	return answered
}

// takeAnswers adds the answers of the services that are enough; it says why none
// is, or "".
func (g *gatherer) takeAnswers(ctx context.Context, found *values, ocsp, crl []byte, c, issuer *x509.Certificate, at time.Time) (why string) {
	if len(ocsp) > 0 {
		// A list may speak of the responder.
		why = judge(g.knownOf([][]byte{ocsp}, slices.Concat(g.had.crl, found.crl), c, issuer, at), at)
		if why == "" {
			found.ocsp = withAnswer(found.ocsp, g.had.ocsp, ocsp)
			g.takeResponders(ctx, found, ocsp, issuer, at)
			return ""
		}
	}
	if len(crl) > 0 {
		if why = judge(g.knownOf(nil, [][]byte{crl}, c, issuer, at), at); why == "" {
			found.crl = withAnswer(found.crl, g.had.crl, crl)
		}
	}
	return why
}

// withAnswer adds an answer to those found unless the seal has it.
func withAnswer(found, had [][]byte, der []byte) [][]byte {
	if slices.ContainsFunc(slices.Concat(found, had), func(one []byte) bool { return bytes.Equal(one, der) }) {
		return found
	}
	return append(found, der)
}

// knownOf returns what answers show about a certificate. Each is read and
// checked as the validation of the seal would.
func (g *gatherer) knownOf(ocsp, crl [][]byte, c, issuer *x509.Certificate, at time.Time) trust.Revocation {
	var all trust.Revocations
	all.AddCertificates(g.pool...)
	for _, der := range ocsp {
		_ = all.AddOCSP(der) // what cannot be read says nothing
	}
	for _, der := range crl {
		_ = all.AddCRL(der)
	}
	return all.Of(c, issuer, at, g.now())
}

// judge says in a clause why a state of knowledge is not enough, or "".
func judge(known trust.Revocation, at time.Time) string {
	switch {
	case known.State == trust.NotRevoked:
		return ""
	case known.State == trust.Revoked && known.At.After(at):
		return ""
	case known.State == trust.Revoked:
		return "it was revoked at " + timeText(known.At)
	case known.State == trust.Suspended:
		return "it was suspended at " + timeText(known.At)
	case known.Stale:
		return "the answer is about an earlier time than " + timeText(at)
	}
	return "there is no answer that its authority vouches for"
}

// takeResponders adds the certificates of the responders that a response holds
// and, where they say nothing else, revocation data about them.
func (g *gatherer) takeResponders(ctx context.Context, found *values, response []byte, issuer *x509.Certificate, at time.Time) {
	read, err := trust.ReadOCSP(response)
	if err != nil {
		return
	}
	responders := read.Certificates
	for _, c := range responders[:min(len(responders), maxResponders)] {
		if c.Equal(issuer) || !bytes.Equal(c.RawIssuer, issuer.RawSubject) || slices.ContainsFunc(found.certificates, c.Equal) {
			continue
		}
		g.takeCertificate(found, c)
		if !g.asked["revocation of "+string(c.Raw)] {
			g.asked["revocation of "+string(c.Raw)] = true
			_ = g.findRevocation(ctx, found, c, issuer, at, false)
		}
	}
}

// nameOf returns how a certificate is called in a sentence. The names of persons
// are not written out; those of authorities and services are public.
func nameOf(c *x509.Certificate) string {
	if c.IsCA || slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageTimeStamping) {
		return "“" + c.Subject.CommonName + "”"
	}
	return "the signer's certificate"
}
