package vectors

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	_ "embed"
	"encoding/pem"
	"errors"
	"fmt"
	"io"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

//go:embed data/token-test-key.pem
var tokenTestKey []byte

// tokenSigner is somebody who signs tokens, named by a DID that stands for the key.
type tokenSigner struct {
	id, kid string
	key     crypto.Signer
	alg     jws.Algorithm
	jwk     string // the public key as JSON
}

// tokenParties are those who sign. The strangers are the attackers.
type tokenParties struct {
	rsa, ec, ed, holder  tokenSigner
	strangeEC, strangeEd tokenSigner
}

func newTokenParties() (p tokenParties, err error) {
	block, _ := pem.Decode(tokenTestKey)
	if block == nil {
		return p, errors.New("vectors: the test key is not PEM")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return p, fmt.Errorf("vectors: the test key cannot be read: %w", err)
	}
	for _, made := range []struct {
		to   *tokenSigner
		name string
		key  func() (crypto.Signer, error)
	}{
		{&p.rsa, "jwk", func() (crypto.Signer, error) { return key.(crypto.Signer), nil }},
		{&p.ec, "key", func() (crypto.Signer, error) { return tokenECKey("token issuer") }},
		{&p.ed, "key", func() (crypto.Signer, error) { return tokenEdKey("token issuer"), nil }},
		{&p.holder, "key", func() (crypto.Signer, error) { return tokenEdKey("token holder"), nil }},
		{&p.strangeEC, "key", func() (crypto.Signer, error) { return tokenECKey("token stranger") }},
		{&p.strangeEd, "key", func() (crypto.Signer, error) { return tokenEdKey("token stranger"), nil }},
	} {
		signer, err := made.key()
		if err != nil {
			return p, err
		}
		if *made.to, err = newTokenSigner(made.name, signer); err != nil {
			return p, err
		}
	}
	return p, nil
}

func tokenEdKey(label string) crypto.Signer {
	seed := sha256.Sum256([]byte("mikromerit TEST ONLY " + label))
	return ed25519.NewKeyFromSeed(seed[:])
}

func tokenECKey(label string) (crypto.Signer, error) {
	secret := sha256.Sum256([]byte("mikromerit TEST ONLY " + label))
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), secret[:])
	return deterministicSigner{key}, err
}

// deterministicSigner signs without randomness: ECDSA by RFC 6979, so that the
// same input has the same signature each time.
type deterministicSigner struct{ crypto.Signer }

// Sign ignores the source of randomness.
func (s deterministicSigner) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return s.Signer.Sign(nil, digest, opts)
}

// newTokenSigner names a key by a DID of the method "key" or "jwk".
func newTokenSigner(method string, key crypto.Signer) (s tokenSigner, err error) {
	algorithm, ok := jws.Default(key.Public())
	if !ok {
		return s, errors.New("vectors: no algorithm fits the key")
	}
	s = tokenSigner{key: key, alg: algorithm}
	if s.jwk, err = jwk.EncodePublic(key.Public(), ""); err != nil {
		return s, err
	}
	if method == "jwk" {
		s.id = "did:jwk:" + jws.Encode([]byte(s.jwk))
		s.kid = s.id + "#0"
		return s, nil
	}
	text, err := multikey.EncodePublic(key.Public())
	s.id = "did:key:" + text
	s.kid = s.id + "#" + text
	return s, err
}

// proofKey returns the key as the signing functions of the library take it.
func (s tokenSigner) proofKey() proof.Key { return proof.Key{Method: s.kid, Signer: s.key} }

// sign returns the compact token of any header and payload, right or wrong.
func (s tokenSigner) sign(header, payload string) (string, error) {
	return s.signSegments(jws.Encode([]byte(header)), jws.Encode([]byte(payload)))
}

// signSegments signs two segments that are encoded already, in whatever way.
func (s tokenSigner) signSegments(header, payload string) (string, error) {
	signature, err := s.alg.Sign(s.key, []byte(header+"."+payload))
	return header + "." + payload + "." + jws.Encode(signature), err
}

// header returns the header that the signer writes, with kid or with jwk.
func (s tokenSigner) header(typ string, embed bool) string {
	head := `{"alg":` + quoted(s.alg.Name)
	if typ != "" {
		head += `,"typ":` + quoted(typ)
	}
	if embed {
		return head + `,"jwk":` + s.jwk + "}"
	}
	return head + `,"kid":` + quoted(s.kid) + "}"
}

func quoted(text string) string { return string(jsontree.AppendString(nil, text)) }
