package trust

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"slices"
	"time"
)

// revocationList is a revocation list that was read but not yet checked.
type revocationList struct {
	crl     *x509.RevocationList
	checked map[string]bool // whether its signature is right, by the issuer's certificate
	used    bool
	refused string // why it was not used
}

// The extensions of a list that are understood.
var (
	oidAuthorityKey = asn1.ObjectIdentifier{2, 5, 29, 35}
	oidNumber       = asn1.ObjectIdentifier{2, 5, 29, 20}
	oidDelta        = asn1.ObjectIdentifier{2, 5, 29, 27}
	oidDistribution = asn1.ObjectIdentifier{2, 5, 29, 28}
	oidExpiredCerts = asn1.ObjectIdentifier{2, 5, 29, 60} // expiredCertsOnCRL, X.509 clause 9.5.2.8
)

// readList reads a list. It refuses what it may not understand fully: delta
// lists, lists that cover only a part of what their issuer issued or that speak
// for other issuers, and every other extension that is critical.
func readList(der []byte) (*revocationList, error) {
	var outer asn1.RawValue
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || len(rest) > 0 {
		return nil, errors.New("a revocation list is not well formed")
	}
	crl, err := x509.ParseRevocationList(der)
	if err != nil {
		return nil, errors.New("a revocation list is not well formed")
	}
	for _, e := range crl.Extensions {
		switch {
		case e.Id.Equal(oidDelta), e.Id.Equal(oidDistribution):
			return nil, errors.New("a revocation list covers only a part, which is not supported")
		case e.Critical && !e.Id.Equal(oidAuthorityKey) && !e.Id.Equal(oidNumber):
			return nil, errors.New("a revocation list holds an extension that must be understood and is not")
		}
	}
	critical := func(e pkix.Extension) bool { return e.Critical }
	for _, entry := range crl.RevokedCertificateEntries {
		if slices.ContainsFunc(entry.Extensions, critical) {
			return nil, errors.New("a revocation list holds an entry that must be understood and is not")
		}
	}
	return &revocationList{crl: crl, checked: make(map[string]bool), refused: aboutOthers}, nil
}

// about returns what the list says about a certificate, or false when it is not
// a list of the certificate's issuer or must not be used.
func (l *revocationList) about(c, issuer *x509.Certificate, now time.Time) (statement, bool) {
	if !bytes.Equal(l.crl.RawIssuer, issuer.RawSubject) {
		return statement{}, false
	}
	s := statement{state: NotRevoked, since: l.crl.ThisUpdate, until: l.crl.NextUpdate, by: issuer, source: l.crl.Raw}
	switch {
	case !l.isSignedBy(issuer):
		l.refused = "is not signed by the authority that it names"
		return s, false
	case !s.hasPlausibleTimes(now):
		l.refused = "states times that cannot be true"
		return s, false
	}
	l.used = true
	s.coversExpired = slices.ContainsFunc(l.crl.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidExpiredCerts) })
	for _, entry := range l.crl.RevokedCertificateEntries {
		if entry.SerialNumber.Cmp(c.SerialNumber) == 0 {
			s.state, s.at = revokedState(entry.ReasonCode), entry.RevocationTime
		}
	}
	return s, true
}

// isSignedBy reports whether an issuer signed the list, and checks that once.
func (l *revocationList) isSignedBy(issuer *x509.Certificate) bool {
	right, known := l.checked[string(issuer.Raw)]
	if !known {
		right = !isOversized(issuer) && l.crl.CheckSignatureFrom(issuer) == nil
		l.checked[string(issuer.Raw)] = right
	}
	return right
}
