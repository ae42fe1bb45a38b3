package xmldsig

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // see checkSigner
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The namespaces of XML Signature and XAdES.
const (
	SpaceSignature = "http://www.w3.org/2000/09/xmldsig#"
	SpaceXAdES     = "http://uri.etsi.org/01903/v1.3.2#"
)

const methodSHA1 = SpaceSignature + "sha1"

const typeSignedProperties = "http://uri.etsi.org/01903#SignedProperties"

// Errors of [Verify].
var (
	ErrUnsigned    = errors.New("there is not exactly one signature, at the place for it")
	ErrUnsupported = errors.New("the signature uses what is not supported or is refused")
	ErrSigner      = errors.New("the signer is not one of those that are accepted")
	ErrInvalid     = errors.New("the signature is not right")
)

// Options say what is verified.
type Options struct {
	Limits Limits
	// Place names the elements from the root down to the one that holds the
	// signature, the root left out.
	Place []string
	// Known are certificates of signers beside those in the signature.
	Known []*x509.Certificate
	// Accept says whether the certificate of a signer is accepted; nil accepts all.
	// It is asked before any signature is computed.
	Accept func(*x509.Certificate) bool
	// Plain takes a signature that is no XAdES and has no signed properties. The signer
	// is then the certificate whose key made the signature, and says no time.
	Plain bool
	// Parts lets signatures stand in other places too, which are about parts of the
	// document. They are content like any other, and are not checked.
	Parts bool
}

// Signed is what a signature shows.
type Signed struct {
	// Root is the root of the document without its signature, as it was signed.
	Root *Element
	// Signer is the certificate whose key made the signature.
	Signer *x509.Certificate
	// Certificates are those that came with the signature. They are not signed.
	Certificates []*x509.Certificate
	// SigningTime is the time that the signer claims; zero: none.
	SigningTime time.Time
	// Unsigned names the unsigned properties, such as "SignatureTimeStamp".
	Unsigned []string
}

// maxReferences bounds how often a document is digested.
const maxReferences, maxCertificates = 8, 32

// Verify checks the enveloped XAdES signature of a document.
func Verify(data []byte, o Options) (*Signed, error) {
	root, err := Parse(data, o.Limits)
	if err != nil {
		return nil, err
	}
	return VerifyElement(root, o)
}

// VerifyElement is [Verify] for a document that is read already.
func VerifyElement(root *Element, o Options) (*Signed, error) {
	v := &verifier{root: root, options: o}
	var err error
	if v.signature, err = findSignature(root, o.Place, o.Parts); err != nil {
		return nil, err
	}
	v.ids = idsOf(root)
	if err := v.signedInfo(); err != nil {
		return nil, err
	}
	if err := v.references(); err != nil {
		return nil, err
	}
	if o.Plain && v.signed == nil {
		v.out.Signer = v.signers[0]
	} else if err := v.properties(); err != nil {
		return nil, err
	}
	for e := range v.signature.Walk() {
		if e.Is(SpaceXAdES, "UnsignedSignatureProperties") {
			for kid := range e.Children() {
				v.out.Unsigned = append(v.out.Unsigned, kid.Local)
			}
		}
	}
	return &v.out, nil
}

// verifier holds what is known of a signature so far.
type verifier struct {
	root, signature *Element
	ids             map[string]*Element
	options         Options
	info            *Element            // the SignedInfo, read from its canonical bytes
	signers         []*x509.Certificate // those whose key made the signature
	signed          *Element            // the SignedProperties, read from their canonical bytes
	out             Signed
}

// findSignature returns the only signature of a document, or with parts the only one
// at its place.
func findSignature(root *Element, place []string, parts bool) (*Element, error) {
	var found *Element
	within := root
	if len(place) > 0 {
		within = root.Path(place...)
	}
	for e := range root.Walk() {
		if e.Is(SpaceSignature, "Signature") && (!parts || e.Parent == within) {
			if found != nil {
				return nil, fmt.Errorf("%w: there are several", ErrUnsigned)
			}
			found = e
		}
	}
	if found == nil {
		return nil, fmt.Errorf("%w: there is none", ErrUnsigned)
	}
	at := found.Parent
	for _, name := range slices.Backward(place) {
		if at == nil || at.Local != name {
			at = nil
			break
		}
		at = at.Parent
	}
	if at == nil || at != root {
		return nil, fmt.Errorf("%w: it stands elsewhere", ErrUnsigned)
	}
	return found, nil
}

// idsOf returns the elements by their ids; nil for an id that stands twice.
func idsOf(root *Element) map[string]*Element {
	ids := make(map[string]*Element)
	for e := range root.Walk() {
		for _, a := range e.Attrs {
			if (a.Space != "" || !strings.EqualFold(a.Local, "id")) && (a.Space != spaceXML || a.Local != "id") {
				continue
			}
			if other, twice := ids[a.Value]; twice && other != e {
				ids[a.Value] = nil
				continue
			}
			ids[a.Value] = e
		}
	}
	return ids
}

// signedInfo checks the signature value.
func (v *verifier) signedInfo() error {
	info := only(v.signature, SpaceSignature, "SignedInfo")
	value := only(v.signature, SpaceSignature, "SignatureValue")
	how, err := methodOf(only(info, SpaceSignature, "CanonicalizationMethod"))
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := canonicalize(&text, info, how, nil, v.options.Limits.withDefaults().Bytes); err != nil {
		return err
	}
	if v.info, err = Parse(text.Bytes(), v.options.Limits); err != nil {
		return err
	}
	named := only(v.info, SpaceSignature, "SignatureMethod")
	chosen, ok := algorithms[named.Attr("Algorithm")]
	if !ok || len(slices.Collect(named.Children())) > 0 {
		return fmt.Errorf("%w: the signature method %.100q", ErrUnsupported, named.Attr("Algorithm"))
	}
	signature, err := decode(value)
	if err != nil {
		return err
	}
	return v.findSigner(chosen, text.Bytes(), signature)
}

// findSigner tries the certificates that are accepted.
func (v *verifier) findSigner(chosen algorithm, text, signature []byte) error {
	if err := v.readCertificates(); err != nil {
		return err
	}
	failed := fmt.Errorf("%w: no certificate that came with the signature is accepted", ErrSigner)
	for _, c := range slices.Concat(v.out.Certificates, v.options.Known) {
		if v.options.Accept != nil && !v.options.Accept(c) {
			continue
		}
		err := chosen.verify(c, text, signature)
		if err == nil {
			v.signers = append(v.signers, c)
			continue
		}
		failed = err
	}
	if len(v.signers) == 0 {
		return failed
	}
	return nil
}

func (v *verifier) readCertificates() error {
	for data := range only(v.signature, SpaceSignature, "KeyInfo").Named("X509Data") {
		for e := range data.Named("X509Certificate") {
			der, err := decode(e)
			if err != nil {
				return err
			}
			c, err := x509.ParseCertificate(der)
			if err != nil {
				return fmt.Errorf("%w: a certificate in it cannot be read", ErrUnsupported)
			}
			if v.out.Certificates = append(v.out.Certificates, c); len(v.out.Certificates) > maxCertificates {
				return fmt.Errorf("%w: it has more than %d certificates", ErrLimit, maxCertificates)
			}
		}
	}
	return nil
}

// properties reads what XAdES signs about the signature (EN 319 132-1 clause 5.2).
func (v *verifier) properties() error {
	p := only(v.signed, SpaceXAdES, "SignedSignatureProperties")
	if at := only(p, SpaceXAdES, "SigningTime"); at != nil {
		t, err := time.Parse(time.RFC3339, at.Text())
		if err != nil {
			return fmt.Errorf("%w: the signing time is not a time", ErrUnsupported)
		}
		v.out.SigningTime = t
	}
	for _, name := range []string{"SigningCertificateV2", "SigningCertificate"} {
		for cert := range only(p, SpaceXAdES, name).Named("Cert") {
			digest := only(cert, SpaceXAdES, "CertDigest")
			for _, c := range v.signers {
				if err := v.checkSigner(digest, c); err == nil {
					v.out.Signer = c
					return nil
				}
			}
		}
	}
	return fmt.Errorf("%w: it does not say by a digest which certificate signed (SigningCertificate)", ErrInvalid)
}

// checkSigner compares a certificate with its digest in the signed properties. Many
// lists still write that digest by SHA-1. It is accepted for a certificate that the
// caller accepted as a whole, about which it says nothing new.
func (v *verifier) checkSigner(digest *Element, c *x509.Certificate) error {
	if v.options.Accept == nil || only(digest, SpaceSignature, "DigestMethod").Attr("Algorithm") != methodSHA1 {
		return checkDigest(digest, c.Raw)
	}
	want, err := decode(only(digest, SpaceSignature, "DigestValue"))
	if err != nil {
		return err
	}
	sum := sha1.Sum(c.Raw)
	return invalid(bytes.Equal(sum[:], want))
}

// only returns the child of a name if there is exactly one.
func only(e *Element, space, local string) *Element {
	var found *Element
	for kid := range e.Children() {
		if kid.Is(space, local) {
			if found != nil {
				return nil
			}
			found = kid
		}
	}
	return found
}

// decode returns the bytes of an element in base64.
func decode(e *Element) ([]byte, error) {
	if e == nil {
		return nil, fmt.Errorf("%w: a part of it is missing", ErrInvalid)
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(e.Text()), ""))
	if err != nil {
		return nil, fmt.Errorf("%w: a part of it is not base64", ErrInvalid)
	}
	return raw, nil
}
