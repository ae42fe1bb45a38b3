package dataintegrity

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	_ "crypto/sha256" // crypto.SHA256
	_ "crypto/sha512" // crypto.SHA384
	"encoding/asn1"
	"errors"
	"math/big"
	"strings"

	"github.com/multiformats/go-multibase"
)

// algorithm is a signature algorithm with the hash that belongs to it.
type algorithm struct {
	hash   crypto.Hash
	length int // bytes of a signature
	fits   func(crypto.PublicKey) bool
	verify func(key crypto.PublicKey, message, signature []byte) bool
	sign   func(key crypto.Signer, message []byte) ([]byte, error)
}

// ed25519SHA256 is Ed25519 over SHA-256 digests (vc-di-eddsa section 3.2).
var ed25519SHA256 = algorithm{
	hash:   crypto.SHA256,
	length: ed25519.SignatureSize,
	fits: func(key crypto.PublicKey) bool {
		_, ok := key.(ed25519.PublicKey)
		return ok
	},
	verify: func(key crypto.PublicKey, message, signature []byte) bool {
		return ed25519.Verify(key.(ed25519.PublicKey), message, signature)
	},
	sign: func(key crypto.Signer, message []byte) ([]byte, error) {
		return key.Sign(rand.Reader, message, crypto.Hash(0))
	},
}

// ECDSA over SHA-2 digests, as r and s of fixed length (vc-di-ecdsa section
// 3.2; IEEE P1363). The curve decides on the hash.
var (
	ecdsaP256 = ecdsaAlgorithm(elliptic.P256(), crypto.SHA256)
	ecdsaP384 = ecdsaAlgorithm(elliptic.P384(), crypto.SHA384)
)

func ecdsaAlgorithm(curve elliptic.Curve, hash crypto.Hash) algorithm {
	size := (curve.Params().BitSize + 7) / 8
	return algorithm{
		hash:   hash,
		length: 2 * size,
		fits: func(key crypto.PublicKey) bool {
			k, ok := key.(*ecdsa.PublicKey)
			return ok && k.Curve == curve
		},
		verify: func(key crypto.PublicKey, message, signature []byte) bool {
			r, s := new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])
			return ecdsa.Verify(key.(*ecdsa.PublicKey), digest(hash, message), r, s)
		},
		sign: func(key crypto.Signer, message []byte) ([]byte, error) {
			der, err := key.Sign(rand.Reader, digest(hash, message), hash)
			if err != nil {
				return nil, err
			}
			return fixedLength(der, size)
		},
	}
}

// fixedLength turns the ASN.1 form that every crypto.Signer yields into r
// and s of a fixed length.
func fixedLength(der []byte, size int) ([]byte, error) {
	var parts struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(der, &parts)
	if err != nil || len(rest) > 0 || parts.R.Sign() <= 0 || parts.S.Sign() <= 0 ||
		parts.R.BitLen() > 8*size || parts.S.BitLen() > 8*size {
		return nil, errors.New("the signer did not return an ECDSA signature in ASN.1")
	}
	out := make([]byte, 2*size)
	parts.R.FillBytes(out[:size])
	parts.S.FillBytes(out[size:])
	return out, nil
}

// decodeValue reads a proofValue: multibase base58btc of exactly the
// algorithm's signature length. Base58 takes quadratic time, so a text that
// is too long for any signature is not decoded.
func (a algorithm) decodeValue(text string) ([]byte, error) {
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

func encodeValue(signature []byte) (string, error) {
	return multibase.Encode(multibase.Base58BTC, signature)
}
