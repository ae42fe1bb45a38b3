package dataintegrity

import (
	"crypto"
	"errors"
	"strings"

	"github.com/multiformats/go-multibase"

	"github.com/mikromerit/mikromerit/internal/jws"
)

// algorithm is a signature algorithm, with the hash that the cryptosuites use
// with it: for the two canonical forms, and inside the canonicaliser. What is
// signed are the two hashes one after the other, which ECDSA hashes once more.
type algorithm struct {
	jws.Algorithm
	hash   crypto.Hash
	length int    // bytes of a signature
	key    string // the kind of key, in words
}

// The algorithms: Ed25519 (vc-di-eddsa section 3.2), and ECDSA with r and s of
// fixed length, for which the curve decides the hash (vc-di-ecdsa section 3.2).
var (
	ed25519SHA256 = algorithm{algorithmOf("EdDSA"), crypto.SHA256, 64, "Ed25519"}
	ecdsaP256     = algorithm{algorithmOf("ES256"), crypto.SHA256, 64, "P-256"}
	ecdsaP384     = algorithm{algorithmOf("ES384"), crypto.SHA384, 96, "P-384"}
)

func algorithmOf(name string) jws.Algorithm {
	a, _ := jws.Lookup(name) // the names are in its table
	return a
}

// fits reports whether a key is of the type that the algorithm needs.
func (a algorithm) fits(key crypto.PublicKey) bool { return a.Misfit(key) == "" }

// decodeSignature reads a proofValue: multibase base58btc of exactly the length
// of the algorithm's signatures. Base58 takes quadratic time, so a text that is
// too long for any signature is not decoded.
func (a algorithm) decodeSignature(text string) ([]byte, error) {
	if !strings.HasPrefix(text, "z") || len(text) > 2*a.length {
		return nil, errors.New("the proof value is not a signature in multibase base58btc")
	}
	_, raw, err := multibase.Decode(text)
	if err != nil {
		return nil, errors.New("the proof value is not valid base58btc")
	}
	if len(raw) != a.length {
		return nil, errors.New("the proof value does not have the length of a signature")
	}
	return raw, nil
}

func encodeSignature(signature []byte) (string, error) {
	return multibase.Encode(multibase.Base58BTC, signature)
}
