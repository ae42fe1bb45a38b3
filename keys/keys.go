package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/jsontree"
)

// Type is a kind of key.
type Type string

// The kinds of key that can be made.
const (
	Ed25519 Type = "ed25519" // RFC 8032; for eddsa-rdfc-2022 and eddsa-jcs-2022
	P256    Type = "p256"    // NIST P-256
	P384    Type = "p384"    // NIST P-384
)

// Private is a private key with the address under which its public half is
// found. It is immutable.
type Private struct {
	signer     crypto.Signer
	multibase  string // the public key
	controller string
	method     string
}

// Generate makes a new key whose address is its did:key.
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
	}
	return nil, fmt.Errorf("KEY-TYPE: there is no key type %q; use ed25519, p256 or p384", kind)
}

// New wraps a signer with its address: the controller, and the URL of the
// verification method. Where both are "" the address is the key's did:key.
func New(signer crypto.Signer, controller, method string) (*Private, error) {
	text, err := multikey.EncodePublic(signer.Public())
	if err != nil {
		return nil, fmt.Errorf("KEY-TYPE: %w", err)
	}
	if controller == "" && method == "" {
		controller = "did:key:" + text
		method = controller + "#" + text
	}
	return &Private{signer, text, controller, method}, nil
}

// Parse reads a key file; see the package comment for its form. The members
// id and controller may be missing: the address is then the key's did:key.
func Parse(data []byte) (*Private, error) {
	root, err := jsontree.Parse(data, jsontree.Limits{Bytes: 64 << 10})
	if err != nil {
		return nil, fmt.Errorf("KEY-FILE: the key file is not JSON: %w", err)
	}
	if !root.Get("secretKeyMultibase").Exists() {
		return nil, errors.New("KEY-FILE: the key file has no secretKeyMultibase; make one with keygen")
	}
	signer, err := multikey.Secret(root.Get("secretKeyMultibase").Text())
	if err != nil {
		return nil, fmt.Errorf("KEY-FILE at /secretKeyMultibase: %w", err)
	}
	key, err := New(signer, root.Get("controller").Text(), root.Get("id").Text())
	if err != nil {
		return nil, err
	}
	if public := root.Get("publicKeyMultibase"); public.Exists() && !public.IsText(key.multibase) {
		return nil, errors.New("KEY-FILE at /publicKeyMultibase: the public key does not belong to the secret key")
	}
	if key.controller == "" || key.method == "" {
		return nil, errors.New("KEY-FILE: give both id and controller, or neither")
	}
	return key, nil
}

// Controller returns who the key speaks for: a DID or URL.
func (k *Private) Controller() string { return k.controller }

// Method returns the URL of the verification method.
func (k *Private) Method() string { return k.method }

// Signer returns the key itself.
func (k *Private) Signer() crypto.Signer { return k.signer }

// PublicMultibase returns the public key as a publicKeyMultibase value.
func (k *Private) PublicMultibase() string { return k.multibase }

// Encode returns the key as the text of a key file, secret included.
func (k *Private) Encode() ([]byte, error) {
	secret, err := multikey.EncodeSecret(k.signer)
	if err != nil {
		return nil, fmt.Errorf("KEY-SECRET: %w", err)
	}
	out := []byte("{")
	for i, member := range [][2]string{
		{"id", k.method}, {"type", "Multikey"}, {"controller", k.controller},
		{"publicKeyMultibase", k.multibase}, {"secretKeyMultibase", secret},
	} {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, "\n  "...)
		out = append(jsontree.AppendString(out, member[0]), ": "...)
		out = jsontree.AppendString(out, member[1])
	}
	return append(out, "\n}\n"...), nil
}
