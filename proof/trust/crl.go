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

// list is a revocation list that was read but not yet checked.
type list struct {
	crl     *x509.RevocationList
	checked map[string]bool // whether its signature is right, by the issuer's certificate
	used    bool
	refused string
}

// The extensions of a list that are looked at.
var (
	oidAuthorityKey = asn1.ObjectIdentifier{2, 5, 29, 35}
	oidNumber       = asn1.ObjectIdentifier{2, 5, 29, 20}
	oidDelta        = asn1.ObjectIdentifier{2, 5, 29, 27}
	oidDistribution = asn1.ObjectIdentifier{2, 5, 29, 28}
	oidExpiredToo   = asn1.ObjectIdentifier{2, 5, 29, 60} // expiredCertsOnCRL, X.509 clause 9.5.2.8
)

// readList reads a list and refuses what it cannot be sure to understand:
// delta lists, lists that cover only part of what their issuer issued or that
// speak for others, and every other extension that is critical.
func readList(der []byte) (*list, error) {
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
	return &list{crl: crl, checked: make(map[string]bool), refused: elsewhere}, nil
}

// about returns what the list says about a certificate, if it may.
func (l *list) about(c, issuer *x509.Certificate, now time.Time) (statement, bool) {
	if !bytes.Equal(l.crl.RawIssuer, issuer.RawSubject) {
		return statement{}, false
	}
	s := statement{state: NotRevoked, since: l.crl.ThisUpdate, until: l.crl.NextUpdate}
	switch {
	case !l.isFrom(issuer):
		l.refused = "is not signed by the authority that it names"
		return s, false
	case !s.inOrder(now):
		l.refused = "states times that cannot be true"
		return s, false
	}
	l.used = true
	s.afterItsExpiryToo = slices.ContainsFunc(l.crl.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidExpiredToo) })
	for _, entry := range l.crl.RevokedCertificateEntries {
		if entry.SerialNumber.Cmp(c.SerialNumber) == 0 {
			s.state, s.at = revokedState(entry.ReasonCode), entry.RevocationTime
		}
	}
	return s, true
}

// isFrom checks the signature, once for each issuer.
func (l *list) isFrom(issuer *x509.Certificate) bool {
	right, known := l.checked[string(issuer.Raw)]
	if !known {
		right = !isOversized(issuer) && l.crl.CheckSignatureFrom(issuer) == nil
		l.checked[string(issuer.Raw)] = right
	}
	return right
}
