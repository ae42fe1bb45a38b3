package trust

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
)

// OCSPRequest returns a request for the status of a certificate that issuer
// issued (RFC 6960 section 4.1). It names both by SHA-1, which every responder
// knows (RFC 5019 section 2.1.1) and on which nothing rests here.
func OCSPRequest(certificate, issuer *x509.Certificate) ([]byte, error) {
	type request struct{ Name certificateName }
	type body struct{ Requests []request }
	sha1 := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, Parameters: asn1.NullRawValue}
	return asn1.Marshal(struct{ Body body }{body{[]request{{certificateName{
		Hash: sha1, IssuerName: digest(crypto.SHA1, issuer.RawSubject), IssuerKey: digest(crypto.SHA1, publicKeyBits(issuer)), Serial: certificate.SerialNumber,
	}}}}})
}

// ResponderCertificates returns the certificates in an OCSP response, which
// are those of its responder and above (RFC 6960 section 4.2.1). Nobody vouches
// for any of them. What cannot be read is left out.
func ResponderCertificates(der []byte) []*x509.Certificate {
	if len(der) > maxResponse {
		return nil
	}
	var outer responseForm
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || len(rest) > 0 {
		return nil
	}
	var basic basicForm
	if rest, err := asn1.Unmarshal(outer.Bytes.Body, &basic); err != nil || len(rest) > 0 {
		return nil
	}
	var out []*x509.Certificate
	for _, raw := range basic.Certificates {
		if c, err := x509.ParseCertificate(raw.FullBytes); err == nil && !isOversized(c) {
			out = append(out, c)
		}
	}
	return out
}
