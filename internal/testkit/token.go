package testkit

import (
	"crypto"
	_ "crypto/sha1" // some tokens use it
	"encoding/asn1"
	"math/big"
	"slices"
	"time"
)

// Token says how to make a time-stamp token (RFC 3161), right or wrong. The zero
// value of each member is what most authorities do.
type Token struct {
	Authority Sealer
	At        time.Time
	Covered   string

	Hash     crypto.Hash // of the content and the signature; 0: SHA-256
	Imprint  crypto.Hash // 0: the same
	PSS      bool
	PlainRSA bool // rsaEncryption as the algorithm of the signature
	KeyID    bool // the signer is named by the identifier of its key
	Accuracy []byte
	Nonce    *big.Int
	Extra    []byte // after the nonce: the name of the authority, and extensions
	Fraction string // of a second, such as ".25"

	// Reference is the attribute that names the certificate; nil: the usual one.
	Reference []byte
	// Attributes changes the signed attributes before they are signed.
	Attributes func(all [][]byte) [][]byte
	// Content changes the content after it was signed.
	Content func([]byte) []byte
	// Signature changes the signature.
	Signature func([]byte) []byte
	// Unsigned is the element of unsigned attributes.
	Unsigned []byte

	Certificates []byte // elements; nil: that of the authority
	Revocation   []byte // elements
	Signers      int    // 0: one
	Indefinite   bool   // as BER
}

// Attribute returns an attribute with its values.
func Attribute(value []byte, arcs ...int) []byte {
	return DER(0x30, OID(arcs...), DER(0x31, value))
}

// ReferenceV1 returns the attribute that names a certificate by its SHA-1 digest
// (RFC 2634 section 5.4).
func ReferenceV1(s Sealer) []byte {
	return Attribute(DER(0x30, DER(0x30, DER(0x30, DER(4, sumOf(crypto.SHA1, s.Certificate.Raw))))), 1, 2, 840, 113549, 1, 9, 16, 2, 12)
}

// ReferenceV2 returns the attribute that names a certificate by any digest (RFC
// 5035 section 3).
func ReferenceV2(s Sealer, hash crypto.Hash) []byte {
	named := AlgorithmOf(hash)
	if hash == crypto.SHA256 { // the default, which DER leaves out
		named = nil
	}
	return Attribute(DER(0x30, DER(0x30, DER(0x30, named, DER(4, sumOf(hash, s.Certificate.Raw))))), 1, 2, 840, 113549, 1, 9, 16, 2, 47)
}

func sumOf(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}

// DER returns the token.
func (t Token) DER() []byte {
	if t.Hash == 0 {
		t.Hash = crypto.SHA256
	}
	if t.Imprint == 0 {
		t.Imprint = t.Hash
	}
	if t.Certificates == nil {
		t.Certificates = t.Authority.Certificate.Raw
	}
	content := t.info()
	signer := t.signer(content)
	if t.Content != nil {
		content = t.Content(content)
	}
	wrap := DER
	text := DER(4, content)
	if t.Indefinite {
		wrap = BER
		text = BER(0x24, DER(4, content[:10]), DER(4, content[10:]))
	}
	var revocation []byte
	if t.Revocation != nil {
		revocation = wrap(0xa1, t.Revocation)
	}
	signers := slices.Repeat(signer, max(1, t.Signers))
	data := wrap(0x30, []byte{2, 1, 3}, DER(0x31, AlgorithmOf(t.Hash)), wrap(0x30, OID(oidTSTInfo...), wrap(0xa0, text)),
		wrap(0xa0, t.Certificates), revocation, DER(0x31, signers))
	return wrap(0x30, OID(oidSignedData...), wrap(0xa0, data))
}

func (t Token) info() []byte {
	nonce := []byte(nil)
	if t.Nonce != nil {
		nonce = must(asn1.Marshal(t.Nonce))
	}
	at := DER(0x18, []byte(t.At.UTC().Format("20060102150405")+t.Fraction+"Z"))
	imprint := DER(0x30, AlgorithmOf(t.Imprint), DER(4, sumOf(t.Imprint, []byte(t.Covered))))
	return DER(0x30, []byte{2, 1, 1}, OID(testStampPolicy...), imprint, []byte{2, 1, 1}, at, t.Accuracy, nonce, t.Extra)
}

func (t Token) signer(content []byte) []byte {
	if t.Reference == nil {
		t.Reference = ReferenceV2(t.Authority, crypto.SHA256)
	}
	attributes := [][]byte{
		Attribute(OID(oidTSTInfo...), oidContentType...),
		Attribute(DER(4, sumOf(t.Hash, content)), oidMessageDigest...),
		t.Reference,
	}
	if t.Attributes != nil {
		attributes = t.Attributes(attributes)
	}
	signed := slices.Concat(attributes...)
	algorithm, signature := SignDER(t.Authority.Key, t.Hash, t.PSS, DER(0x31, signed))
	if t.PlainRSA {
		algorithm = must(asn1.Marshal(algorithmRSA))
	}
	if t.Signature != nil {
		signature = t.Signature(signature)
	}
	version, name := []byte{2, 1, 1}, DER(0x30, t.Authority.Certificate.RawIssuer, must(asn1.Marshal(t.Authority.Certificate.SerialNumber)))
	if t.KeyID {
		version, name = []byte{2, 1, 3}, DER(0x80, t.Authority.Certificate.SubjectKeyId)
	}
	return DER(0x30, version, name, AlgorithmOf(t.Hash), DER(0xa0, signed), algorithm, DER(4, signature), t.Unsigned)
}
