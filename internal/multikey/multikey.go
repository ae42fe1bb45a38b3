package multikey

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/elliptic"
	"errors"
	"fmt"
	"slices"
	"strings"

	"filippo.io/edwards25519"
	"github.com/multiformats/go-multibase"

	"github.com/mikromerit/mikromerit/proof/bbs"
)

// codec is one kind of key: its multicodec prefixes, and the lengths of what
// follows them.
type codec struct {
	name           string
	public, secret [2]byte
	publicLen      int
	secretLens     []int // the first is written
	form
}

var codecs = [...]codec{
	{"Ed25519", [2]byte{0xed, 0x01}, [2]byte{0x80, 0x26}, 32, []int{ed25519.SeedSize, ed25519.PrivateKeySize}, edwards()},
	{"P-256", [2]byte{0x80, 0x24}, [2]byte{0x86, 0x26}, 33, []int{32}, weierstrass(elliptic.P256())},
	{"P-384", [2]byte{0x81, 0x24}, [2]byte{0x87, 0x26}, 49, []int{48}, weierstrass(elliptic.P384())},
	{"BLS12-381 G2", [2]byte{0xeb, 0x01}, [2]byte{0x8a, 0x26}, bbs.PublicKeySize, []int{bbs.PrivateKeySize}, pairing()},
}

// supported says, as the end of a sentence, which kinds of key are supported.
var supported = func() string {
	names := make([]string, len(codecs))
	for i, c := range codecs {
		names[i] = c.name
	}
	last := len(names) - 1
	return "not supported (" + strings.Join(names[:last], ", ") + " and " + names[last] + " are)"
}()

// Public reads a publicKeyMultibase value. The key is an ed25519.PublicKey, an
// *ecdsa.PublicKey or a *bbs.PublicKey and is known to be a safe point of its
// curve. The error wraps [ErrUnsupported] for keys of another kind.
func Public(text string) (crypto.PublicKey, error) {
	raw, err := Decode(text)
	if err != nil {
		return nil, err
	}
	return PublicBytes(raw)
}

// PublicBytes reads the bytes of a publicKeyMultibase value; see [Public].
func PublicBytes(raw []byte) (crypto.PublicKey, error) {
	for i := range codecs {
		c := &codecs[i]
		key, ok := bytes.CutPrefix(raw, c.public[:])
		switch {
		case !ok:
			continue
		case len(key) != c.publicLen:
			return nil, fmt.Errorf("the %s key has %d bytes instead of %d", c.name, len(key), c.publicLen)
		}
		return c.readPublic(key)
	}
	return nil, newUnsupportedError(raw)
}

// Secret reads a secretKeyMultibase value, or the older privateKeyMultibase, in
// which an Ed25519 secret is followed by the public key.
func Secret(text string) (crypto.Signer, error) {
	raw, err := Decode(text)
	if err != nil {
		return nil, err
	}
	for i := range codecs {
		if key, ok := bytes.CutPrefix(raw, codecs[i].secret[:]); ok {
			return codecs[i].parseSecret(key)
		}
	}
	return nil, errors.New("the secret key is of a kind that is " + supported)
}

// SecretBase58 reads the privateKeyBase58 of an Ed25519VerificationKey2018: the
// secret followed by the public key, in base58 without any prefix.
func SecretBase58(text string) (crypto.Signer, error) {
	raw, err := Decode("z" + text)
	if err != nil {
		return nil, err
	}
	return codecs[0].parseSecret(raw)
}

func (c *codec) parseSecret(raw []byte) (crypto.Signer, error) {
	if !slices.Contains(c.secretLens, len(raw)) {
		return nil, fmt.Errorf("the %s secret key has %d bytes instead of %d", c.name, len(raw), c.secretLens[0])
	}
	return c.readSecret(raw)
}

// EncodePublic returns a public key as a publicKeyMultibase value.
func EncodePublic(key crypto.PublicKey) (string, error) {
	raw, err := Bytes(key)
	if err != nil {
		return "", err
	}
	return encode(raw), nil
}

// Bytes returns a public key as the bytes of its publicKeyMultibase value.
func Bytes(key crypto.PublicKey) ([]byte, error) {
	for i := range codecs {
		raw, err := codecs[i].writePublic(key)
		if raw != nil || err != nil {
			return append(codecs[i].public[:], raw...), err
		}
	}
	return nil, fmt.Errorf("a key of type %T has no Multikey form here", key)
}

// EncodeSecret returns a private key as a secretKeyMultibase value.
func EncodeSecret(key crypto.Signer) (string, error) {
	for i := range codecs {
		raw, err := codecs[i].writeSecret(key)
		switch {
		case err != nil:
			return "", err
		case raw != nil:
			return encode(append(codecs[i].secret[:], raw...)), nil
		}
	}
	return "", fmt.Errorf("a key of type %T has no Multikey form here", key)
}

// CheckEd25519 refuses a public key that the standard library would accept
// although anybody can sign for it or it has a second encoding: a point of
// small order, or one that is not encoded canonically (RFC 8032 section
// 5.1.3; "Taming the many EdDSAs", section 2).
func CheckEd25519(key ed25519.PublicKey) error {
	point, err := new(edwards25519.Point).SetBytes(key)
	if err != nil {
		return errors.New("the Ed25519 key is not a point of the curve")
	}
	if !isCanonical(key) {
		return errors.New("the Ed25519 key is not in its canonical encoding")
	}
	if new(edwards25519.Point).MultByCofactor(point).Equal(edwards25519.NewIdentityPoint()) == 1 {
		return errors.New("the Ed25519 key is of small order, so that anybody could sign for it")
	}
	return nil
}

// isCanonical reports whether the encoding of a point is the only one that RFC 8032
// section 5.1.2 has for it: y is below the prime, and a zero x has no sign. Encoding
// the point again, to compare, would cost an inversion in the field.
func isCanonical(key []byte) bool {
	y := [ed25519.PublicKeySize]byte(key)
	signed := y[31]>>7 == 1
	y[31] &= 0x7f
	switch {
	case y[31] == 0x7f && y[0] >= 0xec && !slices.ContainsFunc(y[1:31], func(b byte) bool { return b != 0xff }):
		// From the prime less one upwards. At that one x is zero.
		return y[0] == 0xec && !signed
	case y[0] == 1 && !slices.ContainsFunc(y[1:], func(b byte) bool { return b != 0 }):
		return !signed // x is zero here too
	}
	return true
}

// maxText bounds the text of any key, so that hostile input is not decoded:
// base58 takes quadratic time. An RSA key of 8,192 bits as a JSON Web Key has
// about 1,930 characters.
const maxText = 2_048

// Decode returns the bytes of a value in multibase base58btc. The error wraps
// [ErrUnsupported] when the value is too long to be decoded.
func Decode(text string) ([]byte, error) {
	if text == "" || text[0] != 'z' {
		return nil, errors.New("the key is not in multibase base58btc, which starts with z")
	}
	if len(text) > maxText {
		return nil, fmt.Errorf("%w: it has more than %d characters", ErrUnsupported, maxText)
	}
	_, raw, err := multibase.Decode(text)
	if err != nil || len(raw) < 2 {
		return nil, errors.New("the key is not valid base58btc")
	}
	return raw, nil
}

func encode(raw []byte) string {
	text, _ := multibase.Encode(multibase.Base58BTC, raw) // the base is known
	return text
}
