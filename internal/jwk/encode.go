package jwk

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"math/big"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// member is a name with the text of its value.
type member struct{ name, text string }

// Canonical returns a public key as a JWK with the required members only, in
// the one form that is hashed for the thumbprint (RFC 7638 section 3). The
// error is that of [Check].
func Canonical(key crypto.PublicKey) (string, error) {
	members, err := publicMembers(key)
	if err != nil {
		return "", err
	}
	return object(members), nil
}

// Thumbprint returns the SHA-256 thumbprint of a key in base64url (RFC 7638).
// The error is that of [Check].
func Thumbprint(key crypto.PublicKey) (string, error) {
	text, err := Canonical(key)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(text))
	return base64url.EncodeToString(sum[:]), nil
}

// EncodePublic returns a public key as the text of a JWK, with the identifier
// as kid unless it is "".
func EncodePublic(key crypto.PublicKey, id string) (string, error) {
	members, err := publicMembers(key)
	if err != nil {
		return "", err
	}
	return object(withID(members, id)), nil
}

// EncodePrivate returns a private key as the text of a JWK, secret included,
// with the identifier as kid unless it is "". A signer that does not hold its
// key in memory has no such form.
func EncodePrivate(signer crypto.Signer, id string) (string, error) {
	members, err := publicMembers(signer.Public())
	if err != nil {
		return "", err
	}
	switch key := signer.(type) {
	case ed25519.PrivateKey:
		members = append(members, member{"d", base64url.EncodeToString(key.Seed())})
	case *ecdsa.PrivateKey:
		raw, err := key.Bytes()
		if err != nil {
			return "", err
		}
		members = append(members, member{"d", base64url.EncodeToString(raw)})
	case *rsa.PrivateKey:
		if len(key.Primes) != 2 {
			return "", fmt.Errorf("%w: RSA keys of other than two primes are not", ErrUnsupported)
		}
		if key.Precomputed.Dp == nil {
			clone := *key // the signer may be in use elsewhere
			clone.Precompute()
			key = &clone
		}
		members = append(members,
			number("d", key.D), number("p", key.Primes[0]), number("q", key.Primes[1]),
			number("dp", key.Precomputed.Dp), number("dq", key.Precomputed.Dq), number("qi", key.Precomputed.Qinv))
	default:
		return "", fmt.Errorf("a signer of type %T does not give its private key away", signer)
	}
	return object(withID(members, id)), nil
}

// publicMembers returns the required members in the order of their names.
func publicMembers(key crypto.PublicKey) ([]member, error) {
	if err := Check(key); err != nil {
		return nil, err
	}
	k := kindOfKey(key)
	switch key := key.(type) {
	case ed25519.PublicKey:
		return []member{{"crv", k.crv}, {"kty", k.kty}, {"x", base64url.EncodeToString(key)}}, nil
	case *rsa.PublicKey:
		return []member{number("e", big.NewInt(int64(key.E))), {"kty", k.kty}, number("n", key.N)}, nil
	case *ecdsa.PublicKey:
		point, err := key.Bytes()
		if err != nil {
			return nil, err
		}
		x, y := point[1:1+k.size], point[1+k.size:]
		return []member{{"crv", k.crv}, {"kty", k.kty},
			{"x", base64url.EncodeToString(x)}, {"y", base64url.EncodeToString(y)}}, nil
	}
	return nil, ErrUnsupported
}

func number(name string, n *big.Int) member {
	return member{name, base64url.EncodeToString(n.Bytes())}
}

func withID(members []member, id string) []member {
	if id == "" {
		return members
	}
	return append(members, member{"kid", id})
}

func object(members []member) string {
	out := []byte{'{'}
	for i, m := range members {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(jsontree.AppendString(out, m.name), ':')
		out = jsontree.AppendString(out, m.text)
	}
	return string(append(out, '}'))
}
