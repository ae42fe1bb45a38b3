package trust

import (
	"crypto/x509"
	"encoding/asn1"
)

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
