package online

import (
	"crypto/x509"
	"encoding/asn1"
)

// readMessage returns the certificates in a PKCS#7 message without content (RFC
// 5652 section 5.1). It walks over the top level only and does not go down into
// what it does not need, so depth costs nothing.
func readMessage(der []byte) (out []*x509.Certificate, err error) {
	var outer struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue `asn1:"explicit,tag:0"`
	}
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || len(rest) > 0 {
		return nil, errNoCertificate
	}
	var signed asn1.RawValue
	if _, err := asn1.Unmarshal(outer.Content.Bytes, &signed); err != nil {
		return nil, errNoCertificate
	}
	for rest := signed.Bytes; len(rest) > 0; {
		var element asn1.RawValue
		if rest, err = asn1.Unmarshal(rest, &element); err != nil {
			return nil, errNoCertificate
		}
		if element.Class == asn1.ClassContextSpecific && element.Tag == 0 {
			return readSet(element.Bytes)
		}
	}
	return nil, errNoCertificate
}

// readSet reads certificates that stand side by side.
func readSet(der []byte) (out []*x509.Certificate, err error) {
	for len(der) > 0 && len(out) < maxCertificates {
		var element asn1.RawValue
		if der, err = asn1.Unmarshal(der, &element); err != nil {
			return nil, errNoCertificate
		}
		if c, err := x509.ParseCertificate(element.FullBytes); err == nil {
			out = append(out, c)
		}
	}
	if out == nil {
		return nil, errNoCertificate
	}
	return out, nil
}
