package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/proof/bbs"
)

// Type is a kind of key.
type Type string

// The kinds of key that can be made.
const (
	Ed25519 Type = "ed25519" // RFC 8032; for eddsa-rdfc-2022, eddsa-jcs-2022 and EdDSA
	P256    Type = "p256"    // NIST P-256; for ecdsa-rdfc-2019, ecdsa-jcs-2019, ecdsa-sd-2023 and ES256
	P384    Type = "p384"    // NIST P-384; for ecdsa-rdfc-2019, ecdsa-jcs-2019 and ES384
	P521    Type = "p521"    // NIST P-521; for ES512 alone
	RSA     Type = "rsa"     // RFC 8017 with 3,072 bits; for RS256 and PS256

	BLS12381 Type = "bls12-381" // BLS12-381, with the public key in G2; for bbs-2023 alone
)

// TypeOf returns the type of a public key, or "" for one of a kind that [New] does
// not take.
func TypeOf(key crypto.PublicKey) Type {
	switch key := key.(type) {
	case ed25519.PublicKey:
		return Ed25519
	case *ecdsa.PublicKey:
		switch key.Curve {
		case elliptic.P256():
			return P256
		case elliptic.P384():
			return P384
		case elliptic.P521():
			return P521
		}
	case *rsa.PublicKey:
		return RSA
	case *bbs.PublicKey:
		return BLS12381
	}
	return ""
}

// Presents reports whether keys of the type sign presentations, as all but
// [BLS12381] do. A signature of bbs-2023 is for the holder of a credential, who
// derives proofs from it: no verifier takes it (vc-di-bbs section 3.4.7), and a
// presentation has no other holder than the one who signs it.
func (t Type) Presents() bool { return t != BLS12381 }

// defaultRSABits is the size of the RSA keys of [Generate]. It is good for use
// beyond 2030 (NIST SP 800-57 part 1, table 2).
const defaultRSABits = 3072

// Private is a private key with the address at which others find its public half.
// It is immutable.
type Private struct {
	signer crypto.Signer
	public *Public
}

// Generate makes a new key that is its own address.
func Generate(kind Type) (*Private, error) {
	signer, err := generate(kind)
	if err != nil {
		return nil, err
	}
	return New(signer, "", "")
}

func generate(kind Type) (crypto.Signer, error) {
	switch kind {
	case Ed25519:
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	case P256:
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case P384:
		return ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	case P521:
		return ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	case RSA:
		return rsa.GenerateKey(rand.Reader, defaultRSABits)
	case BLS12381:
		return bbs.GenerateKey()
	}
	return nil, fmt.Errorf("KEY-TYPE: there is no key type %q; use ed25519, p256, p384, p521, rsa or bls12-381", kind)
}

// GenerateRSA makes a new RSA key that is its own address. Its size is a multiple
// of 256, from 2,048 to 8,192 bits.
func GenerateRSA(bits int) (*Private, error) {
	if bits < jwk.MinRSA || bits > jwk.MaxRSA || bits%256 != 0 {
		return nil, fmt.Errorf("KEY-SIZE: an RSA key has %d to %d bits, a multiple of 256", jwk.MinRSA, jwk.MaxRSA)
	}
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		return nil, err
	}
	return New(key, "", "")
}

// New wraps a signer with its address: the controller, and the URL of the
// verification method. If both are "", the key is its own address. The
// signer may keep its key in an HSM or KMS; its public key is an
// ed25519.PublicKey, an *ecdsa.PublicKey on P-256, P-384 or P-521, an
// *rsa.PublicKey, or a *bbs.PublicKey, whose signer is a [bbs.Signer].
func New(signer crypto.Signer, controller, method string) (*Private, error) {
	if signer == nil {
		return nil, errors.New("KEY-TYPE: there is no key")
	}
	public, err := NewPublic(signer.Public(), controller, method)
	if err != nil {
		return nil, err
	}
	if _, fits := signer.(bbs.Signer); !fits && public.canonical == "" {
		return nil, errors.New("KEY-TYPE: a BLS12-381 key signs lists of messages, which the signer cannot")
	}
	return &Private{signer, public}, nil
}

// WithAddress returns the same key under another address. A method that
// starts with "#" is a fragment of the controller's document.
func (k *Private) WithAddress(controller, method string) (*Private, error) {
	if controller == "" && method == "" {
		return nil, errAddress
	}
	return New(k.signer, controller, method)
}

// Key is a private key with its address, in the form that suites sign with.
type Key struct {
	Method string        // verification method: an absolute URL
	Signer crypto.Signer // the key itself, which may be in an HSM or KMS
}

// Key returns the key in the form that suites sign with.
func (k *Private) Key() Key { return Key{Method: k.public.method, Signer: k.signer} }

// Controller returns who the key speaks for: a DID or URL.
func (k *Private) Controller() string { return k.public.controller }

// Method returns the URL of the verification method.
func (k *Private) Method() string { return k.public.method }

// Signer returns the key itself.
func (k *Private) Signer() crypto.Signer { return k.signer }

// Public returns the public half, with the same address.
func (k *Private) Public() *Public { return k.public }

// PublicMultibase returns the public key as a publicKeyMultibase value, or ""
// for an RSA or P-521 key, which has none here.
func (k *Private) PublicMultibase() string { return k.public.multibase }
