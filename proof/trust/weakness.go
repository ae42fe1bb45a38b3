package trust

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"time"
)

// Weakness says why the key of a certificate, or the algorithm with which it was
// signed, was too weak to be relied on at a time, in words that continue "it"; ""
// stands for no weakness. The dates are those of ETSI TS 119 312 and, for what that
// no longer has, of TS 102 176-1. What was sealed before can still hold if a time
// stamp from before proves it.
func Weakness(c *x509.Certificate, at time.Time) string {
	from := func(year int, month time.Month) bool {
		return !at.Before(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC))
	}
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		bits := key.N.BitLen()
		if bits < 1024 && from(2010, time.August) || bits < 1900 && from(2019, time.October) {
			return "has an RSA key that is too short"
		}
	case *ecdsa.PublicKey:
		if key.Curve.Params().BitSize < 256 && from(2021, time.October) {
			return "has a key on an elliptic curve that is too small"
		}
	}
	if string(c.RawSubject) == string(c.RawIssuer) {
		return "" // nothing depends on the signature of a root
	}
	switch c.SignatureAlgorithm {
	case x509.MD2WithRSA, x509.MD5WithRSA:
		if from(2004, time.August) {
			return "is signed over an MD5 digest, which can be forged"
		}
	case x509.SHA1WithRSA, x509.DSAWithSHA1, x509.ECDSAWithSHA1:
		if from(2012, time.August) {
			return "is signed over a SHA-1 digest, which can be forged"
		}
	}
	return ""
}
