package keys

import (
	"crypto"
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// secretForms are the members for the private key of a verification method: those
// of Controlled Identifiers 1.0 section 2.2, and those of earlier suites.
var secretForms = []struct {
	member string
	read   func(jsontree.Value) (crypto.Signer, error)
}{
	{"secretKeyMultibase", secretMultibase},
	{"privateKeyMultibase", secretMultibase},
	{"privateKeyBase58", func(v jsontree.Value) (crypto.Signer, error) { return multikey.SecretBase58(v.Text()) }},
	{"secretKeyJwk", secretJWK},
	{"privateKeyJwk", secretJWK},
}

func secretMultibase(v jsontree.Value) (crypto.Signer, error) { return multikey.Secret(v.Text()) }

func secretJWK(v jsontree.Value) (crypto.Signer, error) {
	key, err := jwk.Private(v)
	return key.Signer, err
}

var errForms = errors.New("KEY-FILE: the file holds no private key in a form that is read here: secretKeyMultibase, privateKeyMultibase, " +
	"privateKeyBase58 (Ed25519), secretKeyJwk, privateKeyJwk, a private JSON Web Key, a set with one, PEM, or PKCS#12")

// parseMethod reads a verification method with its private key.
func parseMethod(root jsontree.Value) (*Private, error) {
	var signer crypto.Signer
	for _, form := range secretForms {
		v := root.Get(form.member)
		switch {
		case !v.Exists():
			continue
		case signer != nil:
			return nil, fmt.Errorf("KEY-FILE at /%s: the file holds its private key twice", form.member)
		}
		var err error
		if signer, err = form.read(v); err != nil {
			return nil, fmt.Errorf("KEY-FILE at /%s: %w", form.member, err)
		}
	}
	if signer == nil {
		return nil, errForms
	}
	if err := checkType(root, signer.Public()); err != nil {
		return nil, err
	}
	controller, method, err := addressOfMultikey(root)
	if err != nil {
		return nil, err
	}
	key, err := New(signer, controller, method)
	if err != nil {
		return nil, err
	}
	return key, belongs(root, key)
}

// typedKinds are the kinds of key that older types of verification methods name.
var typedKinds = []struct {
	prefix string
	kind   Type
}{{"Ed25519", Ed25519}, {"Bls12381G2", BLS12381}}

// checkType returns an error if a key is not of the type of its verification
// method. In base58 it is 32 bytes that could be of any kind: nothing but such a
// type, or none, makes it one of Ed25519.
func checkType(root jsontree.Value, key crypto.PublicKey) error {
	name := root.Get("type").Text()
	fits := name == "" || !root.Get("privateKeyBase58").Exists() && !root.Get("publicKeyBase58").Exists()
	for _, t := range typedKinds {
		if strings.HasPrefix(name, t.prefix) {
			fits = TypeOf(key) == t.kind
		}
	}
	if !fits {
		return errors.New("KEY-FILE at /type: the key is not of the type that the file names")
	}
	return nil
}

// publicForms are the members for the public key of a verification method.
var publicForms = []struct {
	member string
	read   func(jsontree.Value) (crypto.PublicKey, error)
}{
	{"publicKeyMultibase", func(v jsontree.Value) (crypto.PublicKey, error) { return multikey.Public(v.Text()) }},
	{"publicKeyBase58", publicBase58},
	{"publicKeyJwk", func(v jsontree.Value) (crypto.PublicKey, error) {
		key, err := jwk.Public(v)
		return key.Public, err
	}},
}

// publicBase58 reads the publicKeyBase58 of an Ed25519VerificationKey2018.
func publicBase58(v jsontree.Value) (crypto.PublicKey, error) {
	raw, err := multikey.Decode("z" + v.Text())
	if err != nil {
		return nil, err
	}
	key := ed25519.PublicKey(raw)
	return key, jwk.Check(key)
}

// belongs returns an error if the public key in a file does not belong to the
// private key.
func belongs(root jsontree.Value, key *Private) error {
	for _, form := range publicForms {
		v := root.Get(form.member)
		if !v.Exists() {
			continue
		}
		public, err := form.read(v)
		if err != nil || !public.(interface{ Equal(crypto.PublicKey) bool }).Equal(key.public.key) {
			return fmt.Errorf("KEY-FILE at /%s: the public key does not belong to the private key", form.member)
		}
	}
	return nil
}

// parsePublicMethod reads a verification method.
func parsePublicMethod(root jsontree.Value) (*Public, error) {
	for _, form := range secretForms {
		if root.Get(form.member).Exists() {
			return nil, fmt.Errorf("KEY-SECRET at /%s: the file holds a private key where a public one is expected", form.member)
		}
	}
	for _, form := range publicForms {
		v := root.Get(form.member)
		if !v.Exists() {
			continue
		}
		key, err := form.read(v)
		if err != nil {
			return nil, fmt.Errorf("KEY-FILE at /%s: %w", form.member, err)
		}
		if err := checkType(root, key); err != nil {
			return nil, err
		}
		controller, method, err := addressOfMultikey(root)
		if err != nil {
			return nil, err
		}
		return NewPublic(key, controller, method)
	}
	return nil, errors.New("KEY-FILE: the file holds no public key in a form that is read here: publicKeyMultibase, publicKeyBase58 (Ed25519), publicKeyJwk, " +
		"a JSON Web Key, a set with one, or PEM")
}
