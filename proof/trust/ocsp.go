package trust

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// ocspResponse is an OCSP response that was read but not yet checked.
type ocspResponse struct {
	der          []byte
	signed       []byte // ResponseData as it was signed
	algorithm    algorithm
	signature    []byte
	name         []byte // of the responder, or the digest of its key
	keyHash      []byte
	produced     time.Time
	nonce        []byte
	singles      []single
	certificates []*x509.Certificate

	used    bool
	refused string // why it was not used
}

// single is what a response says about one certificate (RFC 6960 section 4.2.1).
type single struct {
	id        certificateID
	statement statement
	hash      crypto.Hash // of the certificate itself, and the digest; 0: not stated
	digest    []byte
	unclear   bool // it holds something that must be understood and is not
}

// certificateID is how OCSP names a certificate: CertID of RFC 6960 section
// 4.1.1. Whoever wants to name another certificate with the same digests would need
// a second preimage, so SHA-1 is good enough for that.
type certificateID struct {
	hash       algorithm
	issuerName []byte
	issuerKey  []byte
	serial     *big.Int
}

// The bounds of what is read: most responses speak of one certificate and hold one
// or two.
const (
	maxSingles    = 64
	maxResponders = 16
)

var (
	oidBasicResponse = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}
	oidNonce         = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 2} // section 4.4.1
	oidArchiveCutoff = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 6} // section 4.4.4
	oidCertHash      = asn1.ObjectIdentifier{1, 3, 36, 8, 3, 13}            // Common PKI part 4 section 3.1.2
)

var errResponse = errors.New("an OCSP response is not well formed")

// OCSPResponse is what an OCSP response holds beside what it says of certificates,
// for which see [Revocations]. Nothing of it was checked.
type OCSPResponse struct {
	Produced     time.Time
	Nonce        []byte              // repeats that of the request; nil: none
	Certificates []*x509.Certificate // that of the responder, and those above it
}

// ReadOCSP reads an OCSP response in DER.
func ReadOCSP(der []byte) (*OCSPResponse, error) {
	if len(der) > maxResponse {
		return nil, fmt.Errorf("TRUST-OCSP: an OCSP response has more than %d bytes", maxResponse)
	}
	a, err := readResponse(der)
	if err != nil {
		return nil, fmt.Errorf("TRUST-OCSP: %w", err)
	}
	return &OCSPResponse{Produced: a.produced, Nonce: a.nonce, Certificates: a.certificates}, nil
}

// readResponse reads an OCSPResponse with a BasicOCSPResponse in it.
func readResponse(der []byte) (*ocspResponse, error) {
	in := cryptobyte.String(der)
	var outer, part, s, body cryptobyte.String
	var status int
	var kind asn1.ObjectIdentifier
	if !in.ReadASN1(&outer, tags.SEQUENCE) || !in.Empty() || !outer.ReadASN1Enum(&status) {
		return nil, errResponse
	}
	if status != 0 {
		return nil, fmt.Errorf("an OCSP response is no answer, since the responder failed (status %d of RFC 6960 section 4.2.1)", status)
	}
	if !outer.ReadASN1(&part, explicit(0)) || !outer.Empty() || !part.ReadASN1(&s, tags.SEQUENCE) || !part.Empty() ||
		!s.ReadASN1ObjectIdentifier(&kind) || !kind.Equal(oidBasicResponse) || !s.ReadASN1(&body, tags.OCTET_STRING) || !s.Empty() {
		return nil, errResponse
	}
	return readBasicResponse(body)
}

func readBasicResponse(in cryptobyte.String) (*ocspResponse, error) {
	var s, data, certificates cryptobyte.String
	var signature asn1.BitString
	if !in.ReadASN1(&s, tags.SEQUENCE) || !in.Empty() || !s.ReadASN1Element(&data, tags.SEQUENCE) {
		return nil, errResponse
	}
	a := &ocspResponse{signed: data, refused: aboutOthers}
	var ok, present bool
	if a.algorithm, ok = readAlgorithm(&s); !ok || !s.ReadASN1BitString(&signature) || signature.BitLength%8 != 0 ||
		!s.ReadOptionalASN1(&certificates, &present, explicit(0)) || !s.Empty() {
		return nil, errResponse
	}
	a.signature = signature.Bytes
	if err := a.readData(data); err != nil {
		return nil, err
	}
	return a, a.readCertificates(certificates)
}

// readCertificates reads those that can be understood.
func (a *ocspResponse) readCertificates(in cryptobyte.String) error {
	var all, one cryptobyte.String
	if !in.Empty() && (!in.ReadASN1(&all, tags.SEQUENCE) || !in.Empty()) {
		return errResponse
	}
	for n := 0; !all.Empty(); n++ {
		if n == maxResponders || !all.ReadASN1Element(&one, tags.SEQUENCE) {
			return errResponse
		}
		if c, err := x509.ParseCertificate(one); err == nil {
			a.certificates = append(a.certificates, c)
		}
	}
	return nil
}

// readData reads a ResponseData.
func (a *ocspResponse) readData(in cryptobyte.String) error {
	var s, singles cryptobyte.String
	var version int
	if !in.ReadASN1(&s, tags.SEQUENCE) || !s.ReadOptionalASN1Integer(&version, explicit(0), 0) || version != 0 || !a.readResponder(&s) {
		return errResponse
	}
	var ok bool
	if a.produced, ok = readTime(&s); !ok || !s.ReadASN1(&singles, tags.SEQUENCE) {
		return errResponse
	}
	for !singles.Empty() {
		one, ok := readSingle(&singles)
		if !ok || len(a.singles) == maxSingles {
			return errResponse
		}
		a.singles = append(a.singles, one)
	}
	extensions, ok := readWrappedExtensions(&s, explicit(1))
	if !ok || !s.Empty() {
		return errResponse
	}
	for _, e := range extensions {
		switch {
		case e.Id.Equal(oidNonce):
			value := cryptobyte.String(e.Value)
			var nonce cryptobyte.String
			if !value.ReadASN1(&nonce, tags.OCTET_STRING) || !value.Empty() {
				nonce = e.Value // responders from before RFC 6960 write it so
			}
			a.nonce = nonce
		case e.Critical:
			return errors.New("an OCSP response holds an extension that must be understood and is not")
		}
	}
	return nil
}

// readWrappedExtensions reads extensions that may be left out.
func readWrappedExtensions(s *cryptobyte.String, tag tags.Tag) (all []pkix.Extension, ok bool) {
	var wrapped cryptobyte.String
	var present bool
	if !s.ReadOptionalASN1(&wrapped, &present, tag) || !present {
		return nil, !present
	}
	all, ok = readExtensions(&wrapped)
	return all, ok && wrapped.Empty()
}

func (a *ocspResponse) readResponder(s *cryptobyte.String) bool {
	var id, value cryptobyte.String
	if s.PeekASN1Tag(explicit(1)) {
		if !s.ReadASN1(&id, explicit(1)) || !id.ReadASN1Element(&value, tags.SEQUENCE) {
			return false
		}
		a.name = value
		return id.Empty()
	}
	if !s.ReadASN1(&id, explicit(2)) || !id.ReadASN1(&value, tags.OCTET_STRING) || len(value) != crypto.SHA1.Size() {
		return false
	}
	a.keyHash = value
	return id.Empty()
}

func readSingle(in *cryptobyte.String) (out single, ok bool) {
	var s, until cryptobyte.String
	var present bool
	if !in.ReadASN1(&s, tags.SEQUENCE) || !out.id.read(&s) || !out.statement.readStatus(&s) {
		return out, false
	}
	if out.statement.since, ok = readTime(&s); !ok || !s.ReadOptionalASN1(&until, &present, explicit(0)) {
		return out, false
	}
	if present {
		if out.statement.until, ok = readTime(&until); !ok || !until.Empty() {
			return out, false
		}
	}
	extensions, ok := readWrappedExtensions(&s, explicit(1))
	if !ok || !s.Empty() {
		return out, false
	}
	for _, e := range extensions {
		value := cryptobyte.String(e.Value)
		switch {
		case e.Id.Equal(oidArchiveCutoff):
			if out.statement.expiredFrom, ok = readTime(&value); !ok || !value.Empty() {
				return out, false
			}
		case e.Id.Equal(oidCertHash):
			if !out.readDigest(value) {
				return out, false
			}
		case e.Critical:
			out.unclear = true
		}
	}
	return out, true
}

func (n *certificateID) read(in *cryptobyte.String) (ok bool) {
	var s, name, key cryptobyte.String
	if !in.ReadASN1(&s, tags.SEQUENCE) {
		return false
	}
	n.serial = new(big.Int)
	if n.hash, ok = readAlgorithm(&s); !ok || !s.ReadASN1(&name, tags.OCTET_STRING) || !s.ReadASN1(&key, tags.OCTET_STRING) {
		return false
	}
	n.issuerName, n.issuerKey = name, key
	return s.ReadASN1Integer(n.serial) && s.Empty()
}

// readStatus reads a CertStatus: good, revoked or unknown.
func (s *statement) readStatus(in *cryptobyte.String) bool {
	var value, reason cryptobyte.String
	var tag tags.Tag
	var present, ok bool
	if !in.ReadAnyASN1(&value, &tag) {
		return false
	}
	switch tag {
	case tags.Tag(0).ContextSpecific():
		s.state = NotRevoked
		return value.Empty()
	case tags.Tag(2).ContextSpecific():
		return value.Empty()
	case explicit(1):
		code := 0
		if s.at, ok = readTime(&value); !ok || !value.ReadOptionalASN1(&reason, &present, explicit(0)) || !value.Empty() ||
			present && (!reason.ReadASN1Enum(&code) || !reason.Empty()) {
			return false
		}
		s.state = stateFor(code)
		return true
	}
	return false
}

// readDigest reads a CertHash.
func (s *single) readDigest(in cryptobyte.String) bool {
	var all, sum cryptobyte.String
	if !in.ReadASN1(&all, tags.SEQUENCE) || !in.Empty() {
		return false
	}
	hash, ok := readAlgorithm(&all)
	if !ok || !all.ReadASN1(&sum, tags.OCTET_STRING) || !all.Empty() {
		return false
	}
	s.hash, _ = hash.hash() // one that is not known says nothing
	s.digest = sum
	return true
}

// The reasons for a revocation that matter here (RFC 5280 section 5.3.1).
const (
	reasonHold   = 6
	reasonRemove = 8
)

func stateFor(reason int) State {
	switch reason {
	case reasonHold:
		return Suspended
	case reasonRemove:
		return NotRevoked
	}
	return Revoked
}

// responseAbout returns what a response says about a certificate, or nothing when
// it says nothing or must not be used.
func (r *Revocations) responseAbout(a *ocspResponse, c, issuer *x509.Certificate, now time.Time) (all []statement) {
	for i := range a.singles {
		one := &a.singles[i]
		if !one.id.fits(c, issuer) {
			continue
		}
		by, refused := r.responderOf(a, one, c, issuer, now)
		if refused != "" {
			a.refused = refused
			continue
		}
		a.used = true
		if said := one.statement; said.state != NotKnown {
			said.by, said.source = by, a.der
			all = append(all, said)
		}
	}
	return all
}

// responderOf returns the certificate of who signed a response, or why the response
// must not be used.
func (r *Revocations) responderOf(a *ocspResponse, one *single, c, issuer *x509.Certificate, now time.Time) (by *x509.Certificate, refused string) {
	how, known := a.algorithm.scheme()
	switch {
	case one.unclear:
		return nil, "holds an extension that must be understood and is not"
	case !known:
		return nil, "is signed in a way that is too weak or not supported"
	case one.hash != 0 && !bytes.Equal(digest(one.hash, c.Raw), one.digest):
		return nil, "is about another certificate with the same number"
	}
	by = r.signerOf(a, how, c, issuer, now)
	switch {
	case by == nil:
		return nil, "is not from the authority that issued the certificate, nor from somebody that it charged with answering, or was changed"
	case !one.statement.hasPlausibleTimes(now) || a.produced.After(now.Add(clockSkew)) || a.produced.Before(one.statement.since.Add(-clockSkew)):
		return nil, "states times that cannot be true"
	}
	return by, ""
}

// signerOf returns the certificate of who signed a response, if that may answer: the
// issuer of a certificate, or a responder to which that issuer gave a certificate for
// this purpose (RFC 6960 section 4.2.2.2) that it has not revoked. A responder that
// answers for its own certificate proves nothing by it.
func (r *Revocations) signerOf(a *ocspResponse, how scheme, c, issuer *x509.Certificate, now time.Time) *x509.Certificate {
	signed := func(by *x509.Certificate) bool {
		return r.check(a, by, func() bool { return how.verify(by.PublicKey, a.signed, a.signature) == nil })
	}
	if a.isNamed(issuer) && signed(issuer) {
		return issuer
	}
	candidates := slices.Concat(a.certificates, r.responders)
	i := slices.IndexFunc(candidates, func(by *x509.Certificate) bool {
		return a.isNamed(by) && !by.Equal(c) && isDelegated(by, issuer, a.produced) &&
			r.check(by, issuer, func() bool { return by.CheckSignatureFrom(issuer) == nil }) &&
			signed(by) && !r.isRevokedInList(by, issuer, now)
	})
	if i < 0 {
		return nil
	}
	return candidates[i]
}

// isNamed reports whether a certificate is the one by which a response names its
// responder.
func (a *ocspResponse) isNamed(c *x509.Certificate) bool {
	if a.name != nil {
		return bytes.Equal(a.name, c.RawSubject)
	}
	return bytes.Equal(a.keyHash, digest(crypto.SHA1, publicKeyBits(c)))
}

// isDelegated reports whether a certificate says that its issuer charged the
// subject with answering. Whether the issuer signed it is checked apart.
func isDelegated(c, issuer *x509.Certificate, at time.Time) bool {
	return bytes.Equal(c.RawIssuer, issuer.RawSubject) && slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) &&
		within(c, at).Equal(at) && len(c.UnhandledCriticalExtensions) == 0 && !isOversized(issuer)
}

// isRevokedInList reports whether a list says that a responder's certificate was
// revoked. Other responses are not asked: two responders could vouch for each
// other.
func (r *Revocations) isRevokedInList(c, issuer *x509.Certificate, now time.Time) bool {
	return slices.ContainsFunc(r.lists, func(l *revocationList) bool {
		s, ok := r.listAbout(l, c, issuer, now)
		return ok && s.state != NotRevoked
	})
}

// fits reports whether the name is that of a certificate.
func (n certificateID) fits(c, issuer *x509.Certificate) bool {
	if n.serial.Cmp(c.SerialNumber) != 0 {
		return false
	}
	hash, ok := n.hash.hash()
	return ok && bytes.Equal(n.issuerName, digest(hash, issuer.RawSubject)) && bytes.Equal(n.issuerKey, digest(hash, publicKeyBits(issuer)))
}

// publicKeyBits returns the bits of a certificate's key without the algorithm
// before them.
func publicKeyBits(c *x509.Certificate) []byte {
	in := cryptobyte.String(c.RawSubjectPublicKeyInfo)
	var s cryptobyte.String
	var key asn1.BitString
	if !in.ReadASN1(&s, tags.SEQUENCE) || !s.SkipASN1(tags.SEQUENCE) || !s.ReadASN1BitString(&key) {
		return nil
	}
	return key.Bytes
}
