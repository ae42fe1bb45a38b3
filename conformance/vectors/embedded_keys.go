package vectors

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha512"
	"fmt"
	"io"

	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/bbs"
)

// keyKind is a kind of key that embedded proofs are made with.
type keyKind string

const (
	ed25519Key keyKind = "Ed25519"
	p256Key    keyKind = "P-256"
	p384Key    keyKind = "P-384"
	blsKey     keyKind = "BLS12-381"
)

// signatory is somebody who signs, named by the did:key of the key. The keys are
// made of words that everybody can read here: they are worth nothing.
type signatory struct {
	id  string
	key proof.Key
}

// signatoryOf returns the one who plays a role with a kind of key.
func signatoryOf(role string, kind keyKind) (signatory, error) {
	secret := sha512.Sum512([]byte("mikromerit TEST ONLY embedded " + role))
	var signer crypto.Signer
	switch kind {
	case blsKey:
		key, err := bbs.KeyGen(secret[:], nil)
		if err != nil {
			return signatory{}, fmt.Errorf("vectors: the test key of the %s is none: %w", role, err)
		}
		signer = key
	case ed25519Key:
		signer = ed25519.NewKeyFromSeed(secret[:ed25519.SeedSize])
	default:
		curve := map[keyKind]elliptic.Curve{p256Key: elliptic.P256(), p384Key: elliptic.P384()}[kind]
		key, err := ecdsa.ParseRawPrivateKey(curve, secret[:curve.Params().BitSize/8])
		if err != nil {
			return signatory{}, fmt.Errorf("vectors: the test key of the %s is none: %w", role, err)
		}
		signer = withoutChance{key}
	}
	text, err := multikey.EncodePublic(signer.Public())
	if err != nil {
		return signatory{}, err
	}
	id := "did:key:" + text
	return signatory{id: id, key: proof.Key{Method: id + "#" + text, Signer: signer}}, nil
}

// fragment is how a did:key spells the key.
func (s signatory) fragment() string { return s.id[len("did:key:"):] }

// withoutChance signs with ECDSA as RFC 6979 has it, so that a signature comes out
// the same each time.
type withoutChance struct{ *ecdsa.PrivateKey }

// Sign signs a digest and draws nothing from the source of randomness.
func (s withoutChance) Sign(_ io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	return s.PrivateKey.Sign(nil, digest, o)
}
