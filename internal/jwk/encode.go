package jwk

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"

	jwx "github.com/lestrrat-go/jwx/v2/jwk"

	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Canonical returns a public key as a JWK with only the required members, in the
// form that is hashed for the thumbprint (RFC 7638 section 3). Its error is that of
// [Check], or says that a key of BLS12-381 has no JWK.
func Canonical(key crypto.PublicKey) (string, error) {
	k, err := fromPublic(key)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(k)
	return string(text), err
}

// Thumbprint returns the SHA-256 thumbprint of a key in base64url (RFC 7638).
// Its error is that of [Canonical].
func Thumbprint(key crypto.PublicKey) (string, error) {
	k, err := fromPublic(key)
	if err != nil {
		return "", err
	}
	sum, err := k.Thumbprint(crypto.SHA256)
	return base64url.EncodeToString(sum), err
}

func fromPublic(key crypto.PublicKey) (jwx.Key, error) {
	if err := checkForm(key); err != nil {
		return nil, err
	}
	return jwx.FromRaw(key)
}

// checkForm is [Check] for a key that is to be written as a JWK or in PEM.
func checkForm(key crypto.PublicKey) error {
	if _, ok := key.(*bbs.PublicKey); ok {
		return errors.New("a BLS12-381 key has no form as a JSON Web Key, nor in PEM")
	}
	return Check(key)
}

// EncodePublic returns a public key as the text of a JWK, with the identifier
// as kid unless it is "".
func EncodePublic(key crypto.PublicKey, id string) (string, error) {
	text, err := Canonical(key)
	if err != nil {
		return "", err
	}
	return withID(text, id), nil
}

// EncodePrivate returns a private key as the text of a JWK, secret included,
// with the identifier as kid unless it is "". It is an error if the signer does
// not give its key away.
//
// The secret members follow the public ones, so that a key file that is written
// again does not differ. jwx would mix them.
func EncodePrivate(signer crypto.Signer, id string) (string, error) {
	text, err := Canonical(signer.Public())
	if err != nil {
		return "", err
	}
	switch key := signer.(type) {
	case ed25519.PrivateKey:
	case *ecdsa.PrivateKey:
		if _, err := key.Bytes(); err != nil {
			return "", err
		}
	case *rsa.PrivateKey:
		if len(key.Primes) != 2 {
			return "", fmt.Errorf("%w: only RSA keys of two primes are", ErrUnsupported)
		}
		if key.Precomputed.Dp == nil {
			clone := *key // the signer may be in use elsewhere
			clone.Precompute()
			signer = &clone
		}
	default:
		return "", fmt.Errorf("a signer of type %T does not give its private key away", signer)
	}
	k, err := jwx.FromRaw(signer)
	if err != nil {
		return "", err
	}
	for _, name := range secretMembers {
		if value, ok := k.Get(name); ok {
			octets, _ := value.([]byte)
			text = with(text, name, base64url.EncodeToString(octets))
		}
	}
	return withID(text, id), nil
}

func withID(text, id string) string {
	if id == "" {
		return text
	}
	return with(text, "kid", id)
}

// with adds a member at the end of a JSON object that is not empty.
func with(text, name, value string) string {
	return text[:len(text)-1] + `,"` + name + `":` + string(jsontree.AppendString(nil, value)) + "}"
}
