package testkit

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"time"
)

// TSA returns the time-stamp authority below the root. Its key is the RSA
// sealer's.
func (ca *CA) TSA() Sealer { return ca.stamper(nil) }

// stamper returns a time-stamp authority. Before its certificate is signed,
// change, if it is set, may make it wrong.
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

// TimestampWith returns a token of an authority whose certificate change makes
// wrong.
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

// TimestampBy returns a token that a sealer with an RSA key makes, whether or
// not its certificate is for that.
func TimestampBy(authority Sealer, at time.Time, covered string) []byte {
	sum := sha256.Sum256([]byte(covered))
	return StampBy(authority, Stamp{At: at, Imprint: sum[:]})
}

// Stamp is what a time-stamp token says (RFC 3161 section 2.4.2).
type Stamp struct {
	At      time.Time
	Hash    crypto.Hash // of the imprint; 0: SHA-256
	Imprint []byte
	Nonce   *big.Int // nil: none
}

// StampBy returns a token that a sealer with an RSA key makes.
func StampBy(authority Sealer, stamp Stamp) []byte {
	type imprint struct {
		Algorithm pkix.AlgorithmIdentifier
		Digest    []byte
	}
	algorithm := algorithmSHA256
	if stamp.Hash != 0 {
		algorithm.Algorithm = stampHashes[stamp.Hash]
	}
	info := must(asn1.Marshal(struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint imprint
		Serial  *big.Int
		Time    time.Time `asn1:"generalized"`
		Nonce   *big.Int  `asn1:"optional"`
	}{1, testStampPolicy, imprint{algorithm, stamp.Imprint}, testStampSequence, stamp.At.UTC(), stamp.Nonce}))
	return signedData(authority, info)
}

// stampHashes are the hashes of imprints that the test authority stamps.
var stampHashes = map[crypto.Hash]asn1.ObjectIdentifier{
	crypto.SHA256: {2, 16, 840, 1, 101, 3, 4, 2, 1},
	crypto.SHA384: {2, 16, 840, 1, 101, 3, 4, 2, 2},
	crypto.SHA512: {2, 16, 840, 1, 101, 3, 4, 2, 3},
}

// signedData signs content and wraps it as CMS does (RFC 5652 section 5).
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

// OtherTSA returns a second time-stamp authority below the root, with the same
// key under another name.
func (ca *CA) OtherTSA() Sealer {
	return ca.stamper(func(c *x509.Certificate) {
		c.SerialNumber = big.NewInt(501)
		c.Subject.CommonName = "mikromerit TEST ONLY other time stamps"
	})
}
