package trust

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// signedData is a SignedData (RFC 5652 section 5.1) that was read but not checked.
type signedData struct {
	kind         asn1.ObjectIdentifier // of the content
	content      []byte
	certificates []*x509.Certificate
	lists        [][]byte // revocation lists
	responses    [][]byte // OCSP responses
	signers      []signerInfo
}

// signerInfo is who signed it, and how (section 5.3).
type signerInfo struct {
	issuer      []byte // and serial, or keyID: which certificate
	serial      *big.Int
	keyID       []byte
	digest      algorithm
	signature   algorithm
	attributes  []attribute
	signedBytes []byte // the attributes as they were signed
	value       []byte
}

// attribute is a signed attribute with its values, of which those that are known
// here have exactly one.
type attribute struct {
	kind   asn1.ObjectIdentifier
	values cryptobyte.String
}

// The bounds of what is read. Real tokens have one to four certificates and about
// six attributes.
const (
	maxCertificates = 64
	maxSigners      = 4
	maxAttributes   = 32
)

var (
	oidSignedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidOCSPInfo   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 16, 2} // id-ri-ocsp-response, RFC 5940 section 2.1
)

var errSignedData = errors.New("it is not well formed signed data (RFC 5652), or of a version that is not supported")

// readSignedData reads a ContentInfo with a SignedData.
func readSignedData(data []byte) (*signedData, error) {
	der, err := definite(data)
	if err != nil {
		return nil, err
	}
	var outer, wrapped, s cryptobyte.String
	var kind asn1.ObjectIdentifier
	in := cryptobyte.String(der)
	if !in.ReadASN1(&outer, tags.SEQUENCE) || !in.Empty() || !outer.ReadASN1ObjectIdentifier(&kind) || !kind.Equal(oidSignedData) ||
		!outer.ReadASN1(&wrapped, explicit(0)) || !outer.Empty() || !wrapped.ReadASN1(&s, tags.SEQUENCE) || !wrapped.Empty() {
		return nil, errSignedData
	}
	var version int
	var digests, content, signers cryptobyte.String
	if !s.ReadASN1Integer(&version) || version < 1 || version > 5 || !s.ReadASN1(&digests, tags.SET) || !s.ReadASN1(&content, tags.SEQUENCE) {
		return nil, errSignedData
	}
	out := new(signedData)
	if !out.readContent(content) || !out.readCertificates(&s) || !out.readRevocation(&s) ||
		!s.ReadASN1(&signers, tags.SET) || !s.Empty() || !out.readSigners(signers) {
		return nil, errSignedData
	}
	return out, nil
}

func (d *signedData) readContent(s cryptobyte.String) bool {
	var wrapped, content cryptobyte.String
	var present bool
	if !s.ReadASN1ObjectIdentifier(&d.kind) || !s.ReadOptionalASN1(&wrapped, &present, explicit(0)) || !s.Empty() {
		return false
	}
	if !present { // as in a bag of certificates
		return true
	}
	d.content = []byte{}
	if !wrapped.ReadASN1(&content, tags.OCTET_STRING) || !wrapped.Empty() {
		return false
	}
	d.content = content
	return true
}

// readCertificates reads the certificates. Those of other kinds and those that
// cannot be understood are left out; whether the one that matters is there is
// found out later.
func (d *signedData) readCertificates(s *cryptobyte.String) bool {
	var all, one cryptobyte.String
	var present bool
	var tag tags.Tag
	if !s.ReadOptionalASN1(&all, &present, explicit(0)) {
		return false
	}
	for n := 0; !all.Empty(); n++ {
		if n == maxCertificates || !all.ReadAnyASN1Element(&one, &tag) {
			return false
		}
		if tag != tags.SEQUENCE {
			continue
		}
		if c, err := x509.ParseCertificate(one); err == nil {
			d.certificates = append(d.certificates, c)
		}
	}
	return true
}

func (d *signedData) readRevocation(s *cryptobyte.String) bool {
	var all, one cryptobyte.String
	var present bool
	var tag tags.Tag
	if !s.ReadOptionalASN1(&all, &present, explicit(1)) {
		return false
	}
	for n := 0; !all.Empty(); n++ {
		if n == maxRevocations || !all.ReadAnyASN1Element(&one, &tag) {
			return false
		}
		switch tag {
		case tags.SEQUENCE:
			d.lists = append(d.lists, one)
		case explicit(1): // OtherRevocationInfoFormat (section 10.2.1)
			var other, response cryptobyte.String
			var kind asn1.ObjectIdentifier
			if !one.ReadASN1(&other, tag) || !other.ReadASN1ObjectIdentifier(&kind) || !other.ReadAnyASN1Element(&response, &tag) {
				return false
			}
			if kind.Equal(oidOCSPInfo) {
				d.responses = append(d.responses, response)
			}
		}
	}
	return true
}

func (d *signedData) readSigners(s cryptobyte.String) bool {
	for !s.Empty() {
		one, ok := readSigner(&s)
		if !ok || len(d.signers) == maxSigners {
			return false
		}
		d.signers = append(d.signers, one)
	}
	return true
}

func readSigner(in *cryptobyte.String) (out signerInfo, ok bool) {
	var s, name, value cryptobyte.String
	var version int
	if !in.ReadASN1(&s, tags.SEQUENCE) || !s.ReadASN1Integer(&version) {
		return out, false
	}
	switch {
	case s.PeekASN1Tag(tags.SEQUENCE) && version == 1:
		var issuer cryptobyte.String
		out.serial = new(big.Int)
		if !s.ReadASN1(&name, tags.SEQUENCE) || !name.ReadASN1Element(&issuer, tags.SEQUENCE) || !name.ReadASN1Integer(out.serial) || !name.Empty() {
			return out, false
		}
		out.issuer = issuer
	case version == 3:
		if !s.ReadASN1(&name, tags.Tag(0).ContextSpecific()) || len(name) == 0 {
			return out, false
		}
		out.keyID = name
	default:
		return out, false
	}
	if out.digest, ok = readAlgorithm(&s); !ok || !out.readAttributes(&s) {
		return out, false
	}
	if out.signature, ok = readAlgorithm(&s); !ok || !s.ReadASN1(&value, tags.OCTET_STRING) {
		return out, false
	}
	out.value = value
	return out, s.SkipOptionalASN1(explicit(1)) && s.Empty()
}

// readAttributes reads the signed attributes. They are signed as a SET OF, but
// stand here under the tag [0] (section 5.4); all other bytes stay as they are.
func (i *signerInfo) readAttributes(s *cryptobyte.String) bool {
	var element, all cryptobyte.String
	if !s.PeekASN1Tag(explicit(0)) {
		return true // what needs them finds out that there are none
	}
	if !s.ReadASN1Element(&element, explicit(0)) {
		return false
	}
	i.signedBytes = append([]byte{byte(tags.SET)}, element[1:]...)
	if !element.ReadASN1(&all, explicit(0)) {
		return false
	}
	for !all.Empty() {
		var one cryptobyte.String
		a := attribute{}
		if !all.ReadASN1(&one, tags.SEQUENCE) || !one.ReadASN1ObjectIdentifier(&a.kind) || !one.ReadASN1(&a.values, tags.SET) || !one.Empty() ||
			len(i.attributes) == maxAttributes {
			return false
		}
		if _, twice := i.attribute(a.kind); twice { // of those that matter, only one may be there (sections 11.1 and 11.2)
			return false
		}
		i.attributes = append(i.attributes, a)
	}
	return true
}

// attribute returns the values of a signed attribute.
func (i *signerInfo) attribute(kind asn1.ObjectIdentifier) (cryptobyte.String, bool) {
	for _, a := range i.attributes {
		if a.kind.Equal(kind) {
			return a.values, true
		}
	}
	return nil, false
}

// names reports whether a certificate is the one that the signer names.
func (i *signerInfo) names(c *x509.Certificate) bool {
	if i.keyID != nil {
		return bytes.Equal(i.keyID, c.SubjectKeyId)
	}
	return bytes.Equal(i.issuer, c.RawIssuer) && i.serial.Cmp(c.SerialNumber) == 0
}

// maxBag bounds the size of a bag of certificates.
const maxBag = 1 << 20

// ParseCertificates reads what an authority publishes about its own certificates,
// to which others point (RFC 5280 section 4.2.2.1): one certificate or a bag of
// them ("certs-only" CMS), in DER or BER, or PEM text with such. None of them is
// thereby trusted.
func ParseCertificates(data []byte) ([]*x509.Certificate, error) {
	if len(data) > maxBag {
		return nil, errors.New("TRUST-CERTIFICATES: there is too much data")
	}
	if bytes.Contains(data, []byte("-----BEGIN ")) {
		return parsePublishedPEM(data)
	}
	c, err := x509.ParseCertificate(data)
	if err == nil {
		return []*x509.Certificate{c}, nil
	}
	bag, err := readSignedData(data)
	if err != nil || len(bag.certificates) == 0 {
		return nil, errors.New("TRUST-CERTIFICATES: the data are neither a certificate nor a bag of certificates")
	}
	return bag.certificates, nil
}

func parsePublishedPEM(data []byte) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for {
		block, rest := pem.Decode(data)
		if block == nil {
			break
		}
		data = rest
		switch block.Type {
		case "CERTIFICATE":
			if c, err := x509.ParseCertificate(block.Bytes); err == nil {
				all = append(all, c)
			}
		case "PKCS7", "CMS":
			if bag, err := readSignedData(block.Bytes); err == nil {
				all = append(all, bag.certificates...)
			}
		}
		if len(all) > maxCertificates {
			return nil, errors.New("TRUST-CERTIFICATES: there are too many certificates")
		}
	}
	if len(all) == 0 {
		return nil, errors.New("TRUST-CERTIFICATES: no certificate in the PEM text can be read")
	}
	return all, nil
}
