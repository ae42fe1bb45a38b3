package trust

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// revocationList is a revocation list that was read but not yet checked. Its
// entries stay in the bytes in which they came and are searched there: a list of
// 200,000 entries takes no more memory than its five million bytes.
type revocationList struct {
	der         []byte
	signed      []byte // TBSCertList as it was signed
	algorithm   algorithm
	signature   []byte
	issuer      []byte
	since       time.Time
	until       time.Time // zero: not stated
	entries     cryptobyte.String
	scope       scope
	expiredFrom time.Time // it also lists certificates that expired from here on

	used    bool
	refused string // why it was not used
}

// scope is which certificates of its issuer a list speaks about (RFC 5280 section
// 5.2.5); the zero scope is all.
type scope struct {
	names       [][]byte // of the distribution point, each a GeneralName; nil: none
	users       bool     // only certificates that are not of authorities
	authorities bool     // only certificates of authorities
}

// The extensions of a list that are understood.
var (
	oidAuthorityKey = asn1.ObjectIdentifier{2, 5, 29, 35}
	oidNumber       = asn1.ObjectIdentifier{2, 5, 29, 20}
	oidDelta        = asn1.ObjectIdentifier{2, 5, 29, 27}
	oidDistribution = asn1.ObjectIdentifier{2, 5, 29, 28}
	oidPoints       = asn1.ObjectIdentifier{2, 5, 29, 31} // cRLDistributionPoints, of a certificate
	oidExpiredCerts = asn1.ObjectIdentifier{2, 5, 29, 60} // expiredCertsOnCRL, X.509 clause 9.5.2.8
)

var (
	errList     = errors.New("a revocation list is not well formed")
	errCritical = errors.New("a revocation list holds an extension that must be understood and is not")
	errPart     = errors.New("a revocation list covers only a part, which is not supported")
)

// readList reads a list. It refuses what it may not understand fully: delta
// lists, lists for some reasons only or that speak for other issuers, and every
// other extension that is critical.
func readList(der []byte) (*revocationList, error) {
	in := cryptobyte.String(der)
	var outer, signed, s cryptobyte.String
	var signature asn1.BitString
	if !in.ReadASN1(&outer, tags.SEQUENCE) || !in.Empty() || !outer.ReadASN1Element(&signed, tags.SEQUENCE) {
		return nil, errList
	}
	l := &revocationList{signed: signed, refused: aboutOthers}
	var ok bool
	if l.algorithm, ok = readAlgorithm(&outer); !ok || !outer.ReadASN1BitString(&signature) || signature.BitLength%8 != 0 ||
		!outer.Empty() || !signed.ReadASN1(&s, tags.SEQUENCE) {
		return nil, errList
	}
	l.signature = signature.Bytes
	return l, l.readSigned(s)
}

// readSigned reads the content of a TBSCertList (section 5.1.2).
func (l *revocationList) readSigned(s cryptobyte.String) error {
	version := 0
	if s.PeekASN1Tag(tags.INTEGER) && (!s.ReadASN1Integer(&version) || version != 1) {
		return errList
	}
	inner, ok := readAlgorithm(&s)
	var issuer, extensions cryptobyte.String
	if !ok || !inner.equal(l.algorithm) || !s.ReadASN1Element(&issuer, tags.SEQUENCE) {
		return errList
	}
	l.issuer = issuer
	if l.since, ok = readTime(&s); !ok {
		return errList
	}
	if s.PeekASN1Tag(tags.UTCTime) || s.PeekASN1Tag(tags.GeneralizedTime) {
		if l.until, ok = readTime(&s); !ok {
			return errList
		}
	}
	if s.PeekASN1Tag(tags.SEQUENCE) && !s.ReadASN1(&l.entries, tags.SEQUENCE) {
		return errList
	}
	var present bool
	if !s.ReadOptionalASN1(&extensions, &present, explicit(0)) || !s.Empty() || present && version != 1 {
		return errList
	}
	if present {
		if err := l.readExtensions(extensions); err != nil {
			return err
		}
	}
	return l.checkEntries()
}

func (l *revocationList) readExtensions(s cryptobyte.String) error {
	all, ok := readExtensions(&s)
	if !ok || !s.Empty() {
		return errList
	}
	for _, e := range all {
		value := cryptobyte.String(e.Value)
		switch {
		case e.Id.Equal(oidDelta):
			return errPart
		case e.Id.Equal(oidDistribution):
			if err := l.scope.read(value); err != nil {
				return err
			}
		case e.Id.Equal(oidExpiredCerts):
			if l.expiredFrom, ok = readTime(&value); !ok || !value.Empty() {
				return errList
			}
		case e.Critical && !e.Id.Equal(oidAuthorityKey) && !e.Id.Equal(oidNumber):
			return errCritical
		}
	}
	return nil
}

// read reads an IssuingDistributionPoint.
func (p *scope) read(in cryptobyte.String) error {
	var s, point, reasons cryptobyte.String
	var named, some, indirect, attributes bool
	tag := func(n uint8) tags.Tag { return tags.Tag(n).ContextSpecific() }
	if !in.ReadASN1(&s, tags.SEQUENCE) || !in.Empty() || !s.ReadOptionalASN1(&point, &named, explicit(0)) ||
		!readFlag(&s, tag(1), &p.users) || !readFlag(&s, tag(2), &p.authorities) || !s.ReadOptionalASN1(&reasons, &some, tag(3)) ||
		!readFlag(&s, tag(4), &indirect) || !readFlag(&s, tag(5), &attributes) || !s.Empty() {
		return errList
	}
	if some || indirect || attributes || p.users && p.authorities {
		return errPart
	}
	if named {
		var ok bool
		if p.names, ok = readPointNames(point); !ok {
			return errPart // a name that is relative to the issuer's
		}
	}
	return nil
}

// readPointNames reads the names of a DistributionPointName.
func readPointNames(s cryptobyte.String) (names [][]byte, ok bool) {
	var all, one cryptobyte.String
	var tag tags.Tag
	if !s.ReadASN1(&all, explicit(0)) || !s.Empty() {
		return nil, false
	}
	for !all.Empty() {
		if len(names) == maxExtensions || !all.ReadAnyASN1Element(&one, &tag) {
			return nil, false
		}
		names = append(names, one)
	}
	return names, len(names) > 0
}

// includes reports whether a list with this scope speaks about a certificate (RFC
// 5280 section 6.3.3 step b).
func (p *scope) includes(c *x509.Certificate) bool {
	if p.users && c.IsCA || p.authorities && !c.IsCA {
		return false
	}
	return p.names == nil || slices.ContainsFunc(pointsOf(c), func(name []byte) bool {
		return slices.ContainsFunc(p.names, func(n []byte) bool { return bytes.Equal(n, name) })
	})
}

// pointsOf returns the names of the distribution points at which a certificate says
// that its own list is: points for all reasons and by its own issuer. Without any,
// the name of the issuer counts as one.
func pointsOf(c *x509.Certificate) (names [][]byte) {
	value, ok := extensionOf(c.Extensions, oidPoints)
	if !ok {
		var b cryptobyte.Builder
		b.AddASN1(explicit(4), func(b *cryptobyte.Builder) { b.AddBytes(c.RawIssuer) }) // directoryName
		return [][]byte{b.BytesOrPanic()}
	}
	var all, one, point cryptobyte.String
	if !value.ReadASN1(&all, tags.SEQUENCE) {
		return nil
	}
	for n := 0; n < maxExtensions && !all.Empty(); n++ {
		var named bool
		if !all.ReadASN1(&one, tags.SEQUENCE) || !one.ReadOptionalASN1(&point, &named, explicit(0)) {
			return names
		}
		if found, ok := readPointNames(point); named && ok && one.Empty() {
			names = append(names, found...)
		}
	}
	return names
}

// entry is one revoked certificate of a list.
type entry struct {
	serial     cryptobyte.String // the bytes of the number
	at         time.Time
	extensions cryptobyte.String
}

func readEntry(all *cryptobyte.String) (e entry, ok bool) {
	var s cryptobyte.String
	if !all.ReadASN1(&s, tags.SEQUENCE) || !s.ReadASN1(&e.serial, tags.INTEGER) || len(e.serial) == 0 {
		return e, false
	}
	if e.at, ok = readTime(&s); !ok {
		return e, false
	}
	if s.Empty() {
		return e, true
	}
	return e, s.ReadASN1(&e.extensions, tags.SEQUENCE) && s.Empty()
}

// The extensions of an entry that are understood, reasonCode and invalidityDate,
// in DER without tag and length.
const (
	reasonCode     = "\x55\x1d\x15"
	invalidityDate = "\x55\x1d\x18"
)

// readEntryExtension does what [readExtension] does, and allocates nothing.
func readEntryExtension(s *cryptobyte.String) (id, value cryptobyte.String, critical, ok bool) {
	var one cryptobyte.String
	ok = s.ReadASN1(&one, tags.SEQUENCE) && one.ReadASN1(&id, tags.OBJECT_IDENTIFIER) &&
		readFlag(&one, tags.BOOLEAN, &critical) && one.ReadASN1(&value, tags.OCTET_STRING) && one.Empty()
	return id, value, critical, ok
}

// checkEntries reads every entry once and keeps none. An extension that must be
// understood and is not makes the whole list of no use (section 5.3): it may say
// that the entries after it are about another issuer's certificates.
func (l *revocationList) checkEntries() error {
	for all := l.entries; !all.Empty(); {
		e, ok := readEntry(&all)
		if !ok {
			return errList
		}
		for !e.extensions.Empty() {
			id, value, critical, ok := readEntryExtension(&e.extensions)
			code := 0
			switch {
			case !ok || string(id) == reasonCode && (!value.ReadASN1Enum(&code) || !value.Empty()):
				return errList
			case critical && string(id) != reasonCode && string(id) != invalidityDate:
				return errCritical
			}
		}
	}
	return nil
}

// find looks for a certificate among the entries. The last counts.
func (l *revocationList) find(c *x509.Certificate, s *statement) {
	var b cryptobyte.Builder
	b.AddASN1BigInt(c.SerialNumber)
	element, wanted := cryptobyte.String(b.BytesOrPanic()), cryptobyte.String(nil)
	if !element.ReadASN1(&wanted, tags.INTEGER) {
		return
	}
	for all := l.entries; !all.Empty(); {
		e, ok := readEntry(&all)
		if !ok {
			return // not after checkEntries
		}
		if bytes.Equal(e.serial, wanted) {
			s.state, s.at = stateFor(e.reason()), e.at
		}
	}
}

// reason returns the reason for a revocation, 0 if none is given.
func (e entry) reason() int {
	code := 0
	for s := e.extensions; !s.Empty(); {
		id, value, _, ok := readEntryExtension(&s)
		if !ok || string(id) == reasonCode && !value.ReadASN1Enum(&code) {
			return 0 // not after checkEntries
		}
	}
	return code
}

// listAbout returns what a list says about a certificate, or false when it is not
// a list of the certificate's issuer or must not be used.
func (r *Revocations) listAbout(l *revocationList, c, issuer *x509.Certificate, now time.Time) (statement, bool) {
	if !bytes.Equal(l.issuer, issuer.RawSubject) {
		return statement{}, false
	}
	s := statement{state: NotRevoked, since: l.since, until: l.until, expiredFrom: l.expiredFrom, by: issuer, source: l.der}
	how, known := l.algorithm.scheme()
	switch {
	case !known:
		l.refused = "is signed in a way that is too weak or not supported"
	case !mayList(issuer) || !r.check(l, issuer, func() bool { return how.verify(issuer.PublicKey, l.signed, l.signature) == nil }):
		l.refused = "is not signed by the authority that it names"
	case !s.hasPlausibleTimes(now):
		l.refused = "states times that cannot be true"
	case !l.scope.includes(c):
		l.refused = "is a list for other certificates of the authority"
	default:
		l.used = true
		l.find(c, &s)
		return s, true
	}
	return s, false
}

// mayList reports whether an authority may sign lists (RFC 5280 section 4.2.1.3).
func mayList(issuer *x509.Certificate) bool {
	return (issuer.KeyUsage == 0 || issuer.KeyUsage&x509.KeyUsageCRLSign != 0) && (issuer.Version < 3 || issuer.BasicConstraintsValid && issuer.IsCA)
}
