package trust

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	_ "crypto/sha1"   // the digests by which others name certificates; nothing is signed with it
	_ "crypto/sha256" // crypto.SHA256
	_ "crypto/sha3"   // crypto.SHA3_256 and its sisters
	_ "crypto/sha512" // crypto.SHA384 and crypto.SHA512
	"encoding/asn1"
	"errors"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// algorithm is an AlgorithmIdentifier (RFC 5280 section 4.1.1.2).
type algorithm struct {
	id         asn1.ObjectIdentifier
	parameters cryptobyte.String // one element, or nothing
}

func readAlgorithm(s *cryptobyte.String) (a algorithm, ok bool) {
	return readAlgorithmAs(s, tags.SEQUENCE)
}

func readAlgorithmAs(s *cryptobyte.String, tag tags.Tag) (a algorithm, ok bool) {
	var one cryptobyte.String
	if !s.ReadASN1(&one, tag) || !one.ReadASN1ObjectIdentifier(&a.id) {
		return a, false
	}
	a.parameters = one
	var parameters cryptobyte.String
	var kind tags.Tag
	return a, one.Empty() || one.ReadAnyASN1(&parameters, &kind) && one.Empty()
}

// equal reports whether two identifiers say the same. Parameters that are NULL may
// as well be left out (RFC 5754 section 2).
func (a algorithm) equal(b algorithm) bool {
	null := []byte{5, 0}
	return a.id.Equal(b.id) && bytes.Equal(bytes.TrimPrefix(a.parameters, null), bytes.TrimPrefix(b.parameters, null))
}

// hash returns the hash function that an identifier names.
func (a algorithm) hash() (crypto.Hash, bool) {
	if len(a.parameters) > 0 && !bytes.Equal(a.parameters, []byte{5, 0}) {
		return 0, false
	}
	for _, h := range hashes {
		if h.id.Equal(a.id) {
			return h.hash, true
		}
	}
	return 0, false
}

var hashes = []struct {
	id   asn1.ObjectIdentifier
	hash crypto.Hash
}{
	{asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, crypto.SHA1},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, crypto.SHA256},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}, crypto.SHA384},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}, crypto.SHA512},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 8}, crypto.SHA3_256},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 9}, crypto.SHA3_384},
	{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 10}, crypto.SHA3_512},
}

// family is a kind of signature.
type family uint8

const (
	pkcs1 family = iota + 1 // RSASSA-PKCS1-v1_5
	pss                     // RSASSA-PSS
	ec                      // ECDSA
	ed                      // Ed25519
)

// scheme is how a signature was made.
type scheme struct {
	family family
	hash   crypto.Hash // 0 for Ed25519
	salt   int         // of RSASSA-PSS
}

// schemes lists what is supported. MD5 and SHA-1 are not: whoever chose what was
// signed could have made something else with the same signature.
var schemes = []struct {
	id     asn1.ObjectIdentifier
	scheme scheme
}{
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}, scheme{pkcs1, crypto.SHA256, 0}},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}, scheme{pkcs1, crypto.SHA384, 0}},
	{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}, scheme{pkcs1, crypto.SHA512, 0}},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}, scheme{ec, crypto.SHA256, 0}},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}, scheme{ec, crypto.SHA384, 0}},
	{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}, scheme{ec, crypto.SHA512, 0}},
	{asn1.ObjectIdentifier{1, 3, 101, 112}, scheme{ed, 0, 0}},
}

var (
	oidRSA  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidPSS  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidMGF1 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}
)

// scheme returns how a signature with this identifier is made.
func (a algorithm) scheme() (scheme, bool) {
	if a.id.Equal(oidPSS) {
		return readPSS(a.parameters)
	}
	for _, s := range schemes {
		if s.id.Equal(a.id) {
			null := len(a.parameters) == 0 || s.scheme.family == pkcs1 && bytes.Equal(a.parameters, []byte{5, 0})
			return s.scheme, null
		}
	}
	return scheme{}, false
}

// readPSS reads RSASSA-PSS-params (RFC 4055 section 3.1). What is left out there
// stands for SHA-1, so the hash functions must be named.
func readPSS(s cryptobyte.String) (out scheme, ok bool) {
	var all, part cryptobyte.String
	var hash, mask, inner algorithm
	if !s.ReadASN1(&all, tags.SEQUENCE) || !s.Empty() || !all.ReadASN1(&part, explicit(0)) {
		return out, false
	}
	if hash, ok = readAlgorithm(&part); !ok || !part.Empty() || !all.ReadASN1(&part, explicit(1)) {
		return out, false
	}
	if mask, ok = readAlgorithm(&part); !ok || !part.Empty() || !mask.id.Equal(oidMGF1) {
		return out, false
	}
	if inner, ok = readAlgorithm(&mask.parameters); !ok || !inner.equal(hash) {
		return out, false
	}
	trailer := 1
	out = scheme{family: pss}
	if !all.ReadOptionalASN1Integer(&out.salt, explicit(2), 20) || !all.ReadOptionalASN1Integer(&trailer, explicit(3), 1) {
		return out, false
	}
	out.hash, ok = hash.hash()
	return out, ok && out.hash != crypto.SHA1 && all.Empty() && trailer == 1 && out.salt > 0 && out.salt <= 512 // package rsa takes 0 for any
}

// explicit returns the tag [n] of something constructed.
func explicit(n uint8) tags.Tag { return tags.Tag(n).ContextSpecific().Constructed() }

// errSignature means that a signature is not right.
var errSignature = errors.New("the signature is not right")

// verify checks a signature. A key of an absurd size is refused before anything
// is computed with it.
func (s scheme) verify(public crypto.PublicKey, data, signature []byte) error {
	switch key := public.(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() > maxRSABits {
			return errSignature
		}
		switch s.family {
		case pkcs1:
			return rsa.VerifyPKCS1v15(key, s.hash, digest(s.hash, data), signature)
		case pss:
			return rsa.VerifyPSS(key, s.hash, digest(s.hash, data), signature, &rsa.PSSOptions{SaltLength: s.salt})
		}
	case *ecdsa.PublicKey:
		if s.family == ec && ecdsa.VerifyASN1(key, digest(s.hash, data), signature) {
			return nil
		}
	case ed25519.PublicKey:
		if s.family == ed && ed25519.Verify(key, data, signature) {
			return nil
		}
	}
	return errSignature
}

func digest(hash crypto.Hash, data []byte) []byte {
	h := hash.New()
	h.Write(data)
	return h.Sum(nil)
}
