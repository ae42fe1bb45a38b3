package speed

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// limit returns what nobody can avoid who signs or verifies a text: to read it
// once, to hash what is signed, and the operation of the key.
func limit(t testing.TB, text []byte, hashAndKey func() error) *way {
	scan, name := fastestScan(t, text)
	return &way{name: "limit, scan by " + name, do: func() error {
		if err := scan(text); err != nil {
			return err
		}
		return hashAndKey()
	}}
}

var (
	errSyntax = errors.New("not JSON")
	errLimit  = errors.New("the limit does not accept its own signature")
)

func scanStandard(text []byte) error {
	if !json.Valid(text) {
		return errSyntax
	}
	return nil
}

func scanTree(text []byte) error {
	_, err := jsontree.Parse(text, jsontree.Limits{})
	return err
}

// fastestScan returns the fastest way that there is here to read a text strictly:
// that of the standard library, which keeps nothing, or our own, which makes a tree.
func fastestScan(t testing.TB, text []byte) (scan func([]byte) error, name string) {
	standard := &way{name: "encoding/json", do: func() error { return scanStandard(text) }}
	tree := &way{name: "vc/jsontree", do: func() error { return scanTree(text) }}
	race(t, 5, 2*time.Millisecond, standard, tree)
	if tree.least() < standard.least() {
		return scanTree, tree.name
	}
	return scanStandard, standard.name
}

// signing hashes and signs as an embedded proof does: two digests, that of the
// proof's options and that of the document, of which only the second costs time.
func signing(key ed25519.PrivateKey, canonical []byte) func() error {
	return func() error {
		digest := sha256.Sum256(canonical)
		ed25519.Sign(key, append(digest[:], digest[:]...))
		return nil
	}
}

// verifying is the other side of signing.
func verifying(key ed25519.PrivateKey, canonical []byte) func() error {
	digest := sha256.Sum256(canonical)
	signature := ed25519.Sign(key, append(digest[:], digest[:]...))
	public := key.Public().(ed25519.PublicKey)
	return func() error {
		digest := sha256.Sum256(canonical)
		if !ed25519.Verify(public, append(digest[:], digest[:]...), signature) {
			return errLimit
		}
		return nil
	}
}

// verifyingToken verifies a signature over the text of a token or seal. Ed25519
// hashes the text itself.
func verifyingToken(t testing.TB, key crypto.Signer, signed []byte) func() error {
	t.Helper()
	digest := sha256.Sum256(signed)
	message, hash := digest[:], crypto.SHA256
	if _, ok := key.Public().(ed25519.PublicKey); ok {
		message, hash = signed, crypto.Hash(0)
	}
	signature, err := key.Sign(rand.Reader, message, hash)
	require.NoError(t, err)
	right := func() bool {
		switch public := key.Public().(type) {
		case ed25519.PublicKey:
			return ed25519.Verify(public, signed, signature)
		case *ecdsa.PublicKey:
			digest := sha256.Sum256(signed)
			return ecdsa.VerifyASN1(public, digest[:], signature)
		case *rsa.PublicKey:
			digest := sha256.Sum256(signed)
			return rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature) == nil
		}
		return false
	}
	return func() error {
		if !right() {
			return errLimit
		}
		return nil
	}
}
