package testkit

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"time"
)

// Answer is what an OCSP response says about one certificate.
type Answer struct {
	Certificate *x509.Certificate
	Produced    time.Time // also thisUpdate
	Until       time.Time // nextUpdate; zero: none
	Revoked     time.Time // zero: good
	Reason      int
}

// OCSP returns a response that one of the authorities, the root or the
// intermediate, signs itself.
func (ca *CA) OCSP(issuer *x509.Certificate, answer Answer) []byte {
	key := ca.intermediateKey
	if issuer.Equal(ca.Root) {
		key = ca.rootKey
	}
	return OCSPBy(Sealer{Certificate: issuer, Key: key}, issuer, answer)
}

// OCSPBy returns a response (RFC 6960 section 4.2.1) that any responder signs,
// with the responder's certificate in it unless that is the issuer's.
func OCSPBy(responder Sealer, issuer *x509.Certificate, answer Answer) []byte {
	type name struct {
		Hash      pkix.AlgorithmIdentifier
		Name, Key []byte
		Serial    *big.Int
	}
	type revocation struct {
		At     time.Time       `asn1:"generalized"`
		Reason asn1.Enumerated `asn1:"explicit,tag:0"`
	}
	type single struct {
		Name   name
		Status asn1.RawValue
		Since  time.Time `asn1:"generalized"`
		Until  time.Time `asn1:"generalized,explicit,tag:0,optional"`
	}
	type data struct {
		Responder asn1.RawValue
		Produced  time.Time `asn1:"generalized"`
		Singles   []single
	}
	var info struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	must(asn1.Unmarshal(issuer.RawSubjectPublicKeyInfo, &info))
	issuerName, issuerKey := sha256.Sum256(issuer.RawSubject), sha256.Sum256(info.Key.Bytes)
	status := asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0}
	if !answer.Revoked.IsZero() {
		der := must(asn1.Marshal(revocation{answer.Revoked.UTC(), asn1.Enumerated(answer.Reason)}))
		status = asn1.RawValue{FullBytes: append([]byte{0xa1}, der[1:]...)} // the same bytes under the tag [1]
	}
	signed := must(asn1.Marshal(data{
		asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 1, IsCompound: true, Bytes: responder.Certificate.RawSubject},
		answer.Produced.UTC(),
		[]single{{name{algorithmSHA256, issuerName[:], issuerKey[:], answer.Certificate.SerialNumber}, status, answer.Produced.UTC(), answer.Until.UTC()}},
	}))
	sum := sha256.Sum256(signed)
	type response struct {
		Data         asn1.RawValue
		Algorithm    pkix.AlgorithmIdentifier
		Signature    asn1.BitString
		Certificates []asn1.RawValue `asn1:"explicit,tag:0,optional,omitempty"`
	}
	algorithm := algorithmRSASHA256
	if _, ok := responder.Key.Public().(*ecdsa.PublicKey); ok {
		algorithm = algorithmECDSASHA256
	}
	signature := must(responder.Key.Sign(rand.Reader, sum[:], crypto.SHA256))
	basic := response{asn1.RawValue{FullBytes: signed}, algorithm, asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}, nil}
	if responder.Certificate != issuer {
		basic.Certificates = []asn1.RawValue{{FullBytes: responder.Certificate.Raw}}
	}
	type body struct {
		Type asn1.ObjectIdentifier
		Data []byte
	}
	return must(asn1.Marshal(struct {
		Status asn1.Enumerated
		Body   body `asn1:"explicit,tag:0"`
	}{0, body{asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}, must(asn1.Marshal(basic))}}))
}

// Responder returns an OCSP responder below the intermediate authority. Before
// its certificate is signed, change, if it is set, may make it wrong. Its key is
// the EC sealer's.
func (ca *CA) Responder(change func(*x509.Certificate)) Sealer {
	c := template(400, "mikromerit TEST ONLY responder")
	c.KeyUsage, c.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}
	if change != nil {
		change(c)
	}
	return Sealer{Certificate: sign(c, ca.Intermediate, ca.EC.Key.Public(), ca.intermediateKey), Key: ca.EC.Key}
}

// CRL returns a revocation list of the intermediate authority.
func (ca *CA) CRL(list *x509.RevocationList) []byte {
	return must(x509.CreateRevocationList(rand.Reader, list, ca.Intermediate, ca.intermediateKey))
}
