package trust

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
)

// OCSPRequest returns a request for the status of a certificate that issuer
// issued (RFC 6960 section 4.1). It names both by SHA-1, which every responder
// knows (RFC 5019 section 2.1.1) and on which nothing rests here.
func OCSPRequest(certificate, issuer *x509.Certificate) ([]byte, error) {
	type name struct {
		Hash                  pkix.AlgorithmIdentifier
		IssuerName, IssuerKey []byte
		Serial                *big.Int
	}
	type request struct{ Name name }
	type body struct{ Requests []request }
	sha1 := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, Parameters: asn1.NullRawValue}
	one := request{name{sha1, digest(crypto.SHA1, issuer.RawSubject), digest(crypto.SHA1, publicKeyBits(issuer)), certificate.SerialNumber}}
	return asn1.Marshal(struct{ Body body }{body{[]request{one}}})
}
