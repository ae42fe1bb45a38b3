package jades

import (
	"bytes"
	"crypto"
	_ "crypto/sha256" // SHA-256 for signatures and digests of certificates
	_ "crypto/sha512" // SHA-384 and SHA-512
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// reference is the digest of the signer's certificate in the header.
type reference struct {
	name string // the header parameter
	hash crypto.Hash
	sum  []byte
}

// digests are the digest names of x5t#o and sigX5ts (TS 119 182-1 clause
// 5.1.7) that are accepted.
var digests = map[string]crypto.Hash{"S256": crypto.SHA256, "S384": crypto.SHA384, "S512": crypto.SHA512}

// findCertificate finds the signer's certificate: the first of x5c or, without
// x5c, the one with the digest in the header. It sets leaf only when that digest
// is right. Clause 5.1.7 of TS 119 182-1 would be content with x5c alone, but its
// table 1 demands exactly one digest at the baseline levels.
func (v *verification) findCertificate() {
	chain, found := v.readX5C()
	if found != "" {
		v.addBroken(&ruleX5C, v.protected(), found)
		return
	}
	ref, found := v.readReference()
	if found != "" {
		v.addBroken(&ruleDigest, v.protected(), found)
		return
	}
	if len(chain) == 0 {
		v.leaf = v.certificateFor(ref)
		if v.leaf == nil {
			v.add(&ruleCertificate, vc.Unknown, v.protected(), "The header only holds a digest of the certificate, and the certificate is neither in the file nor among the trust anchors.")
			return
		}
	} else if !ref.matches(chain[0]) {
		v.addBroken(&ruleDigest, v.protected(), "a digest of another certificate in "+ref.name)
		return
	} else {
		v.leaf, v.x5c = chain[0], chain[1:]
	}
	v.add(&ruleDigest, vc.Pass, v.protected(), "The digest in "+ref.name+" is that of the signer's certificate.")
}

// readX5C reads the certificates of the protected header; there may be none.
// found says what stands there instead of certificates, or "".
func (v *verification) readX5C() (chain []*x509.Certificate, found string) {
	x5c := v.header("x5c")
	if !x5c.Exists() {
		return nil, ""
	}
	if x5c.Kind() != jsontree.Array || x5c.Len() == 0 {
		return nil, "something else"
	}
	unreadable := 0
	for entry := range x5c.Elements() {
		der, ok := decodeBase64(base64.StdEncoding, entry.Text())
		if !ok {
			return nil, "an entry that is not base64"
		}
		certificate, err := v.anchors.ParseCertificate(der)
		switch {
		case err == nil:
			chain = append(chain, certificate)
		case len(chain) == 0:
			return nil, "an entry that is not a readable certificate"
		default:
			unreadable++
		}
	}
	if unreadable > 0 {
		// They may only be unusual, and the others may be enough for a chain.
		v.add(&ruleX5C, vc.Warn, v.protected(), "The parameter x5c holds, above the signer's, "+counted(unreadable, "certificate")+" that cannot be read.")
	}
	return chain, ""
}

// readReference reads the one parameter that holds the digest. sigX5ts has one
// digest for each certificate of the chain, the signer's first (TS 119 182-1
// clause 5.2.2). found says what stands there instead of one digest, or "".
func (v *verification) readReference() (ref reference, found string) {
	present := ""
	for _, name := range []string{"x5t#S256", "x5t#o", "sigX5ts"} {
		if !v.header(name).Exists() {
			continue
		}
		if present != "" {
			return ref, "several"
		}
		present = name
	}
	value := v.header(present)
	ref = reference{name: present, hash: crypto.SHA256}
	switch present {
	case "":
		return ref, "none"
	case "sigX5ts":
		if value.Kind() != jsontree.Array {
			return ref, "a sigX5ts that is not an array"
		}
		value = value.At(0)
	}
	text := value.Text()
	if present != "x5t#S256" {
		ref.hash, text = digests[value.Get("digAlg").Text()], value.Get("digVal").Text()
	}
	var ok bool
	if ref.sum, ok = decodeBase64(base64.RawURLEncoding, text); !ok || ref.hash == 0 {
		return ref, "a digest in " + present + " that cannot be read"
	}
	return ref, ""
}

func (r reference) matches(c *x509.Certificate) bool {
	return bytes.Equal(digestOf(r.hash, c.Raw), r.sum)
}

// certificateFor returns the certificate with a digest, among those that came
// with the file and those that you trust, or nil.
func (v *verification) certificateFor(ref reference) *x509.Certificate {
	for _, c := range v.unprotected.certificates {
		if ref.matches(c) {
			return c
		}
	}
	for _, c := range v.anchors.Certificates() {
		if ref.matches(c) {
			return c
		}
	}
	return nil
}

// checkKid compares a kid with the certificate. TS 119 182-1 clause 5.1.4 makes
// it an IssuerSerial of RFC 5035; a kid of another form is ignored.
func (v *verification) checkKid() {
	der, ok := decodeBase64(base64.StdEncoding, v.header("kid").Text())
	if !ok || len(der) == 0 {
		return
	}
	var kid struct {
		Issuer []asn1.RawValue // GeneralNames
		Serial *big.Int
	}
	rest, err := asn1.Unmarshal(der, &kid)
	if err != nil || len(rest) > 0 || kid.Serial == nil || len(kid.Issuer) != 1 {
		return
	}
	const directoryName = 4
	name := kid.Issuer[0]
	if name.Class != asn1.ClassContextSpecific || name.Tag != directoryName {
		return
	}
	if kid.Serial.Cmp(v.leaf.SerialNumber) != 0 || !bytes.Equal(name.Bytes, v.leaf.RawIssuer) {
		v.addBroken(&ruleKid, v.protected(), "another certificate")
		return
	}
	v.add(&ruleKid, vc.Pass, v.protected(), "The kid names the signer's certificate.")
}

// otherPurposes are extended key usages of which none is to seal. Whoever has nothing
// but such must not be able to: web servers, time-stamp authorities and responders
// often have a certificate that names the same organisation.
var otherPurposes = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageTimeStamping, x509.ExtKeyUsageOCSPSigning}

// isForOtherPurposes reports whether a certificate says that its key is for other
// purposes only (RFC 5280 section 4.2.1.12).
func isForOtherPurposes(c *x509.Certificate) bool {
	seals := func(usage x509.ExtKeyUsage) bool { return !slices.Contains(otherPurposes, usage) }
	return len(c.ExtKeyUsage) > 0 && len(c.UnknownExtKeyUsage) == 0 && !slices.ContainsFunc(c.ExtKeyUsage, seals)
}

// checkUsage checks that the certificate's key may be used for signatures.
func (v *verification) checkUsage() {
	const signs = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment // the latter is nonRepudiation
	switch usage := v.leaf.KeyUsage; {
	case usage == 0 && !isForOtherPurposes(v.leaf):
		v.add(&ruleUsage, vc.Warn, v.protected(), "The signer's certificate does not say what its key may be used for.")
	case usage != 0 && usage&signs == 0:
		v.addBroken(&ruleUsage, v.protected(), "only other uses")
	case isForOtherPurposes(v.leaf):
		v.addBroken(&ruleUsage, v.protected(), "only other purposes, such as web servers, time stamps or answers about revocation")
	default:
		v.add(&ruleUsage, vc.Pass, v.protected(), "The key of the certificate may be used for seals.")
	}
}

func digestOf(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}

// decodeBase64 decodes base64 strictly. The decoder of the standard library
// would skip line breaks, which would give the same bytes many spellings.
func decodeBase64(encoding *base64.Encoding, text string) ([]byte, bool) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, false
	}
	raw, err := encoding.Strict().DecodeString(text)
	return raw, err == nil
}
