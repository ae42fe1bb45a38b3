package testkit

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"slices"
	"time"
)

// DER returns one element with a tag and a content in parts. Unlike the encoder of
// the standard library it can write anything.
func DER(tag byte, parts ...[]byte) []byte {
	content := slices.Concat(parts...)
	n := len(content)
	switch {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, content...)
	case n < 0x100:
		return append([]byte{tag, 0x81, byte(n)}, content...)
	case n < 0x10000:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, content...)
	case n < 0x1000000:
		return append([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, content...)
	}
	return append([]byte{tag, 0x84, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, content...)
}

// BER returns one element without a definite length.
func BER(tag byte, parts ...[]byte) []byte {
	return slices.Concat([]byte{tag, 0x80}, slices.Concat(parts...), []byte{0, 0})
}

// OID returns an object identifier in DER.
func OID(arcs ...int) []byte { return must(asn1.Marshal(asn1.ObjectIdentifier(arcs))) }

// Extension returns an extension (RFC 5280 section 4.1) with a DER value.
func Extension(critical bool, value []byte, arcs ...int) []byte {
	if critical {
		return DER(0x30, OID(arcs...), []byte{1, 1, 0xff}, DER(4, value))
	}
	return DER(0x30, OID(arcs...), DER(4, value))
}

// GeneralizedTime returns a time in DER.
func GeneralizedTime(at time.Time) []byte {
	return DER(0x18, []byte(at.UTC().Format("20060102150405Z")))
}

// AlgorithmOf returns the AlgorithmIdentifier of a hash function.
func AlgorithmOf(hash crypto.Hash) []byte {
	if hash == crypto.SHA1 {
		return DER(0x30, OID(1, 3, 14, 3, 2, 26))
	}
	last := map[crypto.Hash]int{crypto.SHA256: 1, crypto.SHA384: 2, crypto.SHA512: 3, crypto.SHA3_256: 8, crypto.SHA3_512: 10}[hash]
	return DER(0x30, OID(2, 16, 840, 1, 101, 3, 4, 2, last))
}

// SignDER signs data and returns the AlgorithmIdentifier of how, and the signature.
func SignDER(key crypto.Signer, hash crypto.Hash, pss bool, data []byte) (algorithm, signature []byte) {
	h := hash.New()
	h.Write(data)
	sum := h.Sum(nil)
	last := map[crypto.Hash]int{crypto.SHA256: 0, crypto.SHA384: 1, crypto.SHA512: 2}[hash]
	switch key.(type) {
	case ed25519.PrivateKey:
		return DER(0x30, OID(1, 3, 101, 112)), must(key.Sign(rand.Reader, data, crypto.Hash(0)))
	case *ecdsa.PrivateKey:
		return DER(0x30, OID(1, 2, 840, 10045, 4, 3, 2+last)), must(key.Sign(rand.Reader, sum, hash))
	}
	if hash == crypto.SHA1 {
		return DER(0x30, OID(1, 2, 840, 113549, 1, 1, 5), []byte{5, 0}), must(key.Sign(rand.Reader, sum, hash))
	}
	if pss {
		salt := hash.Size()
		parameters := DER(0x30, DER(0xa0, AlgorithmOf(hash)), DER(0xa1, DER(0x30, OID(1, 2, 840, 113549, 1, 1, 8), AlgorithmOf(hash))), DER(0xa2, DER(2, []byte{byte(salt)})))
		return DER(0x30, OID(1, 2, 840, 113549, 1, 1, 10), parameters), must(key.Sign(rand.Reader, sum, &rsa.PSSOptions{SaltLength: salt, Hash: hash}))
	}
	return DER(0x30, OID(1, 2, 840, 113549, 1, 1, 11+last), []byte{5, 0}), must(key.Sign(rand.Reader, sum, hash))
}
