package trust

import (
	"bytes"
	"crypto"
	_ "crypto/sha1" // the digests by which an OCSP response names an issuer; nothing is signed with it
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/ocsp"
)

// ocspResponse is an OCSP response that was read but not yet checked.
type ocspResponse struct {
	der     []byte
	names   []certificateName
	used    bool
	refused string // why it was not used
}

// certificateName is how OCSP names a certificate: CertID of RFC 6960 section
// 4.1.1.
type certificateName struct {
	Hash       pkix.AlgorithmIdentifier
	IssuerName []byte
	IssuerKey  []byte
	Serial     *big.Int
}

// The parts of a response that package ocsp does not expose: the full names of
// the certificates, and the responder's certificates before it computes with
// their keys (RFC 6960 section 4.2.1).
type (
	responseForm struct {
		Status asn1.Enumerated
		Bytes  struct {
			Type asn1.ObjectIdentifier
			Body []byte
		} `asn1:"explicit,tag:0,optional"`
	}
	basicForm struct {
		Data struct {
			Raw       asn1.RawContent
			Version   int `asn1:"optional,default:0,explicit,tag:0"`
			Responder asn1.RawValue
			Produced  time.Time `asn1:"generalized"`
			Singles   []singleForm
			Rest      []pkix.Extension `asn1:"explicit,tag:1,optional"`
		}
		Algorithm    pkix.AlgorithmIdentifier
		Signature    asn1.BitString
		Certificates []asn1.RawValue `asn1:"explicit,tag:0,optional"`
	}
	singleForm struct {
		Name   certificateName
		Status asn1.RawValue
		Since  time.Time        `asn1:"generalized"`
		Until  time.Time        `asn1:"generalized,explicit,tag:0,optional"`
		Rest   []pkix.Extension `asn1:"explicit,tag:1,optional"`
	}
)

// maxSingles bounds the work: most responses speak of one certificate.
const maxSingles = 64

func readResponse(der []byte) (*ocspResponse, error) {
	var outer responseForm
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || len(rest) > 0 || outer.Status != 0 {
		return nil, errors.New("an OCSP response is not well formed or is no answer")
	}
	var basic basicForm
	if rest, err := asn1.Unmarshal(outer.Bytes.Body, &basic); err != nil || len(rest) > 0 {
		return nil, errors.New("an OCSP response is not well formed")
	}
	if len(basic.Data.Singles) > maxSingles {
		return nil, errors.New("an OCSP response speaks of too many certificates")
	}
	out := &ocspResponse{der: der, refused: aboutOthers}
	for _, single := range basic.Data.Singles {
		out.names = append(out.names, single.Name)
	}
	for _, extension := range basic.Data.Rest {
		if extension.Critical {
			return nil, errors.New("an OCSP response holds an extension that must be understood and is not")
		}
	}
	for _, raw := range basic.Certificates {
		c, err := x509.ParseCertificate(raw.FullBytes)
		if err != nil {
			return nil, errors.New("an OCSP response holds a certificate that cannot be read")
		}
		if isOversized(c) {
			return nil, errors.New("an OCSP response holds a certificate with a key that is too large")
		}
	}
	return out, nil
}

// responseAbout returns what a response says about a certificate, or false when
// it says nothing or must not be used.
func (r *Revocations) responseAbout(a *ocspResponse, c, issuer *x509.Certificate, now time.Time) (statement, bool) {
	if !slices.ContainsFunc(a.names, func(n certificateName) bool { return n.fits(c, issuer) }) {
		return statement{}, false
	}
	s, refused := r.checkResponse(a, c, issuer, now)
	if refused != "" {
		a.refused = refused
		return statement{}, false
	}
	a.used = true
	return s, s.state != NotKnown
}

func (r *Revocations) checkResponse(a *ocspResponse, c, issuer *x509.Certificate, now time.Time) (s statement, refused string) {
	response, err := ocsp.ParseResponseForCert(a.der, c, nil)
	if err != nil {
		return s, "is damaged, or signed in a way that is not supported"
	}
	// Package ocsp takes the first entry with the serial number, which may be
	// about another issuer's certificate.
	first := slices.IndexFunc(a.names, func(n certificateName) bool { return n.Serial.Cmp(c.SerialNumber) == 0 })
	if !a.names[first].fits(c, issuer) {
		return s, "names a certificate of another issuer first"
	}
	s = statement{since: response.ThisUpdate, until: response.NextUpdate, by: r.responderOf(response, issuer, now), source: a.der}
	switch {
	case s.by == nil:
		return s, "is not from the authority that issued the certificate, nor from somebody that it charged with answering, or was changed"
	case !s.hasPlausibleTimes(now) || response.ProducedAt.After(now.Add(clockSkew)) || response.ProducedAt.Before(s.since.Add(-clockSkew)):
		return s, "states times that cannot be true"
	}
	s.coversExpired = slices.ContainsFunc(response.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidArchiveCutoff) })
	switch response.Status {
	case ocsp.Good:
		s.state = NotRevoked
	case ocsp.Revoked:
		s.state, s.at = revokedState(response.RevocationReason), response.RevokedAt
	}
	return s, ""
}

// oidArchiveCutoff is the extension by which a responder says that it keeps
// track of expired certificates (RFC 6960 section 4.4.4).
var oidArchiveCutoff = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 6}

func revokedState(reason int) State {
	switch reason {
	case ocsp.CertificateHold:
		return Suspended
	case ocsp.RemoveFromCRL:
		return NotRevoked
	}
	return Revoked
}

// responderOf returns the certificate of who signed a response: the issuer of the
// certificate that it is about, or a responder to which that issuer gave a
// certificate for this purpose (RFC 6960 section 4.2.2.2) that it has not revoked;
// else nil, because nobody else may answer.
func (r *Revocations) responderOf(response *ocsp.Response, issuer *x509.Certificate, now time.Time) *x509.Certificate {
	if !isOversized(issuer) && response.CheckSignatureFrom(issuer) == nil && namesResponder(response, issuer) {
		return issuer
	}
	candidates := r.responders
	if response.Certificate != nil {
		candidates = []*x509.Certificate{response.Certificate}
	}
	i := slices.IndexFunc(candidates, func(c *x509.Certificate) bool {
		return namesResponder(response, c) && !isOversized(c) && isDelegated(c, issuer, response.ProducedAt) &&
			response.CheckSignatureFrom(c) == nil && !r.isRevokedInList(c, issuer, now)
	})
	if i < 0 {
		return nil
	}
	return candidates[i]
}

// namesResponder reports whether a certificate is the one by which a response names its
// responder.
func namesResponder(response *ocsp.Response, c *x509.Certificate) bool {
	if response.RawResponderName != nil {
		return bytes.Equal(response.RawResponderName, c.RawSubject)
	}
	return bytes.Equal(response.ResponderKeyHash, digest(crypto.SHA1, publicKeyBits(c)))
}

func isDelegated(c, issuer *x509.Certificate, at time.Time) bool {
	return bytes.Equal(c.RawIssuer, issuer.RawSubject) && slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) &&
		within(c, at).Equal(at) && len(c.UnhandledCriticalExtensions) == 0 && c.CheckSignatureFrom(issuer) == nil
}

// isRevokedInList reports whether a list says that a responder's certificate was
// revoked. Other responses are not asked: two responders could vouch for each
// other.
func (r *Revocations) isRevokedInList(c, issuer *x509.Certificate, now time.Time) bool {
	return slices.ContainsFunc(r.lists, func(l *revocationList) bool {
		s, ok := l.about(c, issuer, now)
		return ok && s.state != NotRevoked
	})
}

// fits reports whether the name is that of a certificate.
func (n certificateName) fits(c, issuer *x509.Certificate) bool {
	hash, ok := ocspHash(n.Hash.Algorithm)
	return ok && n.Serial != nil && n.Serial.Cmp(c.SerialNumber) == 0 &&
		bytes.Equal(n.IssuerName, digest(hash, issuer.RawSubject)) &&
		bytes.Equal(n.IssuerKey, digest(hash, publicKeyBits(issuer)))
}

func ocspHash(oid asn1.ObjectIdentifier) (crypto.Hash, bool) {
	for _, h := range []struct {
		oid  asn1.ObjectIdentifier
		hash crypto.Hash
	}{
		{asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, crypto.SHA1},
		{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, crypto.SHA256},
		{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA384},
		{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}, crypto.SHA512},
	} {
		if h.oid.Equal(oid) {
			return h.hash, true
		}
	}
	return 0, false
}

// publicKeyBits returns the bits of a certificate's key without the algorithm
// before them.
func publicKeyBits(c *x509.Certificate) []byte {
	var info struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(c.RawSubjectPublicKeyInfo, &info); err != nil {
		return nil
	}
	return info.Key.RightAlign()
}

func digest(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}
