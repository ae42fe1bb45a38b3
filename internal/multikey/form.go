package multikey

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit/proof/bbs"
)

// form reads and writes the keys of one kind, without their prefix. The readers
// get a number of bytes that the codec lists. The writers return nothing for a key
// of another kind.
type form struct {
	readPublic  func(raw []byte) (crypto.PublicKey, error)
	readSecret  func(raw []byte) (crypto.Signer, error)
	writePublic func(key crypto.PublicKey) ([]byte, error)
	writeSecret func(key crypto.Signer) ([]byte, error)
}

// edwards is the form of RFC 8032: a point and a seed.
func edwards() form {
	return form{
		readPublic: func(raw []byte) (crypto.PublicKey, error) {
			key := ed25519.PublicKey(raw)
			return key, CheckEd25519(key)
		},
		readSecret: func(raw []byte) (crypto.Signer, error) {
			key := ed25519.NewKeyFromSeed(raw[:ed25519.SeedSize])
			if len(raw) == ed25519.PrivateKeySize && !bytes.Equal(key, raw) {
				return nil, errors.New("the public half of the Ed25519 key does not belong to the secret half")
			}
			return key, nil
		},
		writePublic: func(key crypto.PublicKey) ([]byte, error) {
			k, _ := key.(ed25519.PublicKey)
			return k, nil
		},
		writeSecret: func(key crypto.Signer) ([]byte, error) {
			if k, ok := key.(ed25519.PrivateKey); ok {
				return k.Seed(), nil
			}
			return nil, nil
		},
	}
}

// weierstrass is the form of a NIST curve: a compressed point (SEC 1 section 2.3.3)
// and a number.
func weierstrass(curve elliptic.Curve) form {
	errPoint := fmt.Errorf("the %s key is not a point of the curve", curve.Params().Name)
	return form{
		readPublic: func(raw []byte) (crypto.PublicKey, error) {
			x, y := elliptic.UnmarshalCompressed(curve, raw)
			if x == nil {
				return nil, errPoint
			}
			return &ecdsa.PublicKey{Curve: curve, X: x, Y: y}, nil
		},
		readSecret: func(raw []byte) (crypto.Signer, error) { return ecdsa.ParseRawPrivateKey(curve, raw) },
		writePublic: func(key crypto.PublicKey) ([]byte, error) {
			k, ok := key.(*ecdsa.PublicKey)
			if !ok || k == nil || k.Curve != curve {
				return nil, nil
			}
			point, err := k.Bytes()
			if err != nil {
				return nil, errPoint
			}
			return compress(point), nil
		},
		writeSecret: func(key crypto.Signer) ([]byte, error) {
			if k, ok := key.(*ecdsa.PrivateKey); ok && k != nil && k.Curve == curve {
				return k.Bytes()
			}
			return nil, nil
		},
	}
}

// compress turns the uncompressed form of a point, 4 with both coordinates, into the
// compressed one.
func compress(point []byte) []byte {
	out := append([]byte{}, point[:1+len(point)/2]...)
	out[0] = 2 | point[len(point)-1]&1
	return out
}

// pairing is the form of BLS12-381: a compressed point of G2 and a number, both as
// the BBS draft has them.
func pairing() form {
	return form{
		readPublic: func(raw []byte) (crypto.PublicKey, error) { return bbs.ParsePublicKey(raw) },
		readSecret: func(raw []byte) (crypto.Signer, error) { return bbs.ParsePrivateKey(raw) },
		writePublic: func(key crypto.PublicKey) ([]byte, error) {
			k, ok := key.(*bbs.PublicKey)
			switch {
			case !ok:
				return nil, nil
			case k == nil || k.Equal(&bbs.PublicKey{}):
				return nil, errors.New("the BLS12-381 key is empty")
			}
			return k.Bytes(), nil
		},
		writeSecret: func(key crypto.Signer) ([]byte, error) {
			if k, ok := key.(*bbs.PrivateKey); ok && k != nil {
				return k.Bytes(), nil
			}
			return nil, nil
		},
	}
}
