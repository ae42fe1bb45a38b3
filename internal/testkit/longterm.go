package testkit

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"strings"
	"time"
)

// LongTerm says what a seal holds beside its signature, so that it can be
// judged later: a time stamp and answers about revocation. The zero value is
// right in all.
type LongTerm struct {
	At      time.Time // of the signature time stamp; zero: a minute after SealTime
	NoStamp bool
	Archive time.Time // of an archive time stamp after all else; zero: none

	Answered time.Time // when the authorities answered; zero: a minute after At
	Revoked  time.Time // when the sealer's certificate was revoked; zero: never
	Reason   int       // of the revocation, as RFC 5280 section 5.3.1 numbers it
	Lists    bool      // revocation lists in the place of OCSP responses
	NoData   bool      // no answers at all

	Clear bool // components as plain JSON, not base64url
}

// LongTerm returns what makes a seal of level LT or LTA (TS 119 182-1 clause
// 6) out of one of level B: a value for [SealOptions.Late]. The sealer's
// certificate must be of this authority.
func (ca *CA) LongTerm(sealer Sealer, lt LongTerm) func(SealParts) string {
	if lt.At.IsZero() {
		lt.At = SealTime.Add(time.Minute)
	}
	if lt.Answered.IsZero() {
		lt.Answered = lt.At.Add(time.Minute)
	}
	if sealer.Certificate == nil {
		sealer = ca.RSA
	}
	return func(p SealParts) string {
		var entries []string
		add := func(json string) {
			if !lt.Clear {
				json = quote(encode([]byte(json)))
			}
			entries = append(entries, json)
		}
		if !lt.NoStamp {
			add(stampComponent("sigTst", ca.Timestamp(lt.At, p.Signature)))
		}
		add(`{"xVals":[` + certificateObject(ca.Root) + "," + certificateObject(ca.TSA().Certificate) + `]}`)
		if !lt.NoData {
			add(`{"rVals":` + ca.answers(sealer.Certificate, lt) + `}`)
		}
		if !lt.Archive.IsZero() {
			var before strings.Builder
			for _, entry := range entries {
				before.WriteString(strings.Trim(entry, `"`))
			}
			add(stampComponent("arcTst", ca.Timestamp(lt.Archive, p.Payload+"."+p.Protected+"."+p.Signature+"."+before.String())))
		}
		return `{"etsiU":[` + strings.Join(entries, ",") + `]}`
	}
}

func stampComponent(name string, token []byte) string {
	return `{"` + name + `":{"tstTokens":[` + valueObject(token) + `]}}`
}

func certificateObject(c *x509.Certificate) string { return `{"x509Cert":` + valueObject(c.Raw) + `}` }

func valueObject(der []byte) string {
	return `{"val":` + quote(base64.StdEncoding.EncodeToString(der)) + `}`
}

// answers says of each certificate below the root whether it was revoked.
func (ca *CA) answers(leaf *x509.Certificate, lt LongTerm) string {
	until := lt.Answered.Add(24 * time.Hour)
	if lt.Lists {
		var revoked []x509.RevocationListEntry
		if !lt.Revoked.IsZero() {
			revoked = []x509.RevocationListEntry{{SerialNumber: leaf.SerialNumber, RevocationTime: lt.Revoked, ReasonCode: lt.Reason}}
		}
		list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: lt.Answered, NextUpdate: until}
		upper := valueObject(must(x509.CreateRevocationList(rand.Reader, list, ca.Root, ca.rootKey)))
		list.RevokedCertificateEntries = revoked
		return `{"crlVals":[` + valueObject(must(x509.CreateRevocationList(rand.Reader, list, ca.Intermediate, ca.intermediateKey))) + "," + upper + `]}`
	}
	about := func(c *x509.Certificate) Answer {
		return Answer{Certificate: c, Produced: lt.Answered, Until: until}
	}
	sealer := about(leaf)
	sealer.Revoked, sealer.Reason = lt.Revoked, lt.Reason
	return `{"ocspVals":[` + strings.Join([]string{
		valueObject(ca.OCSP(ca.Intermediate, sealer)),
		valueObject(ca.OCSP(ca.Root, about(ca.Intermediate))),
		valueObject(ca.OCSP(ca.Root, about(ca.TSA().Certificate))),
	}, ",") + `]}`
}

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
	if issuer == ca.Root {
		key = ca.rootKey
	}
	return OCSPBy(Sealer{Certificate: issuer, Key: key}, issuer, answer)
}

// OCSPBy returns a response (RFC 6960 section 4.2.1) that anybody signs, with
// the signer's certificate in it unless that is the issuer's.
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

// Responder returns an OCSP responder below the intermediate authority, whose
// certificate change may first make wrong. Its key is the EC sealer's.
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

// TSA returns the time-stamp authority below the root. Its key is the RSA
// sealer's.
func (ca *CA) TSA() Sealer { return ca.stamper(nil) }

// stamper returns a time-stamp authority whose certificate change may first
// make wrong.
func (ca *CA) stamper(change func(*x509.Certificate)) Sealer {
	c := template(500, "mikromerit TEST ONLY time stamps")
	c.KeyUsage = x509.KeyUsageDigitalSignature
	c.ExtraExtensions = []pkix.Extension{{
		Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, // extKeyUsage, which must be critical (RFC 3161 section 2.3)
		Value: must(asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})),
	}}
	if change != nil {
		change(c)
	}
	return Sealer{Certificate: sign(c, ca.Root, ca.RSA.Key.Public(), ca.rootKey), Key: ca.RSA.Key}
}

// Timestamp returns a time-stamp token (RFC 3161) of the authority for a text.
func (ca *CA) Timestamp(at time.Time, covered string) []byte {
	return TimestampBy(ca.TSA(), at, covered)
}

// TimestampWith returns a token of an authority whose certificate change
// first makes wrong.
func (ca *CA) TimestampWith(change func(*x509.Certificate), at time.Time, covered string) []byte {
	return TimestampBy(ca.stamper(change), at, covered)
}

var (
	oidSignedData        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidTSTInfo           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidContentType       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCert       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	algorithmSHA256      = pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}}
	algorithmRSASHA256   = pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}, Parameters: asn1.NullRawValue}
	algorithmECDSASHA256 = pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}}
	algorithmRSA         = pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}, Parameters: asn1.NullRawValue}
	testStampPolicy      = asn1.ObjectIdentifier{1, 2, 3, 4}
	testStampSequence    = big.NewInt(1)
)

// TimestampBy returns a token that a sealer with an RSA key makes, whether its
// certificate is for that or not.
func TimestampBy(authority Sealer, at time.Time, covered string) []byte {
	type imprint struct {
		Algorithm pkix.AlgorithmIdentifier
		Digest    []byte
	}
	sum := sha256.Sum256([]byte(covered))
	info := must(asn1.Marshal(struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint imprint
		Serial  *big.Int
		Time    time.Time `asn1:"generalized"`
	}{1, testStampPolicy, imprint{algorithmSHA256, sum[:]}, testStampSequence, at.UTC()}))
	return signedData(authority, info)
}

// signedData wraps what was signed as CMS does (RFC 5652 section 5).
func signedData(authority Sealer, content []byte) []byte {
	type attribute struct {
		Type   asn1.ObjectIdentifier
		Values []any `asn1:"set"`
	}
	type reference struct{ Digest []byte }
	digest, certified := sha256.Sum256(content), sha256.Sum256(authority.Certificate.Raw)
	signed := []attribute{
		{oidContentType, []any{oidTSTInfo}},
		{oidMessageDigest, []any{digest[:]}},
		{oidSigningCert, []any{struct{ References []reference }{[]reference{{certified[:]}}}}},
	}
	attributes := must(asn1.MarshalWithParams(signed, "set"))
	sum := sha256.Sum256(attributes)
	signature := must(authority.Key.Sign(rand.Reader, sum[:], crypto.SHA256))
	implicit := append([]byte{0xa0}, attributes[1:]...) // the same bytes under the tag [0]

	type issuerSerial struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}
	type signer struct {
		Version    int
		Name       issuerSerial
		Digest     pkix.AlgorithmIdentifier
		Attributes asn1.RawValue
		Algorithm  pkix.AlgorithmIdentifier
		Signature  []byte
	}
	type encapsulated struct {
		Type    asn1.ObjectIdentifier
		Content []byte `asn1:"explicit,tag:0"`
	}
	data := must(asn1.Marshal(struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Content      encapsulated
		Certificates asn1.RawValue
		Signers      []signer `asn1:"set"`
	}{
		3, []pkix.AlgorithmIdentifier{algorithmSHA256}, encapsulated{oidTSTInfo, content},
		asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: authority.Certificate.Raw},
		[]signer{{
			1, issuerSerial{asn1.RawValue{FullBytes: authority.Certificate.RawIssuer}, authority.Certificate.SerialNumber},
			algorithmSHA256, asn1.RawValue{FullBytes: implicit}, algorithmRSA, signature,
		}},
	}))
	return must(asn1.Marshal(struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}{oidSignedData, asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: data}}))
}
