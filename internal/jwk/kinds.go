package jwk

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"

	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The sizes of RSA moduli in bits. The upper bound keeps the work small that
// a foreign key can cause.
const (
	MinRSA = 2048
	MaxRSA = 8192
)

// kind is one kind of key: its name in a JWK and what it may sign with.
type kind struct {
	kty, crv string
	algs     []string       // RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 9864 section 2.2
	curve    elliptic.Curve // of an EC key
	size     int            // bytes of a coordinate and of the secret
}

var kinds = [...]kind{
	{kty: "OKP", crv: "Ed25519", algs: []string{"EdDSA", "Ed25519"}, size: ed25519.SeedSize},
	{kty: "EC", crv: "P-256", algs: []string{"ES256"}, curve: elliptic.P256(), size: 32},
	{kty: "EC", crv: "P-384", algs: []string{"ES384"}, curve: elliptic.P384(), size: 48},
	{kty: "RSA", algs: []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}},
}

var (
	ed25519Kind = &kinds[0]
	rsaKind     = &kinds[len(kinds)-1]
)

// kindOfKey returns the kind of a key that passes [Check], or nil.
func kindOfKey(key crypto.PublicKey) *kind {
	switch key := key.(type) {
	case ed25519.PublicKey:
		return ed25519Kind
	case *rsa.PublicKey:
		return rsaKind
	case *ecdsa.PublicKey:
		for i := range kinds {
			if kinds[i].curve != nil && kinds[i].curve == key.Curve {
				return &kinds[i]
			}
		}
	}
	return nil
}

// Check refuses a public key, wherever it comes from, that is not a safe one
// of a supported kind. The error wraps [ErrUnsupported] for other kinds.
func Check(key crypto.PublicKey) error {
	switch key := key.(type) {
	case ed25519.PublicKey:
		if len(key) != ed25519.PublicKeySize {
			return errors.New("the Ed25519 key has the wrong length")
		}
		return multikey.CheckEd25519(key)
	case *ecdsa.PublicKey:
		if key == nil || kindOfKey(key) == nil {
			return fmt.Errorf("%w: of the NIST curves, P-256 and P-384 are", ErrUnsupported)
		}
		if _, err := key.Bytes(); err != nil {
			return errors.New("the key is not a point of its curve")
		}
		return nil
	case *rsa.PublicKey:
		if key == nil || key.N == nil {
			return errors.New("the RSA key is empty")
		}
		return checkRSA(key)
	}
	return fmt.Errorf("%w: %T", ErrUnsupported, key)
}

// checkRSA refuses moduli that are too short or even, and public exponents
// below 65537, which NIST SP 800-56B section 6.2 does not allow.
func checkRSA(key *rsa.PublicKey) error {
	switch bits := key.N.BitLen(); {
	case bits < MinRSA:
		return fmt.Errorf("the RSA key has %d bits and at least %d are needed", bits, MinRSA)
	case bits > MaxRSA:
		return fmt.Errorf("the RSA key has more than %d bits", MaxRSA)
	case key.N.Sign() <= 0 || key.N.Bit(0) == 0:
		return errors.New("the RSA modulus is not the product of two odd primes")
	case key.E < 65537 || key.E&1 == 0 || int64(key.E) > 1<<31-1:
		return errors.New("the RSA exponent is not an odd number from 65537 to 2147483647")
	}
	return nil
}

// readPublic reads the public members of a key of this kind.
func (k *kind) readPublic(v jsontree.Value) (crypto.PublicKey, error) {
	key, err := k.decodePublic(v)
	if err != nil {
		return nil, err
	}
	if err := Check(key); err != nil {
		return nil, &Error{Code: CodeWeak, Pointer: v.Pointer(), Detail: err.Error(), cause: err}
	}
	return key, nil
}

func (k *kind) decodePublic(v jsontree.Value) (crypto.PublicKey, error) {
	r := reader{v: v}
	switch {
	case k == rsaKind:
		n, e := r.number("n", MaxRSA/8), r.number("e", 4)
		if r.err != nil {
			return nil, r.err
		}
		return &rsa.PublicKey{N: n, E: int(e.Int64())}, nil
	case k.curve == nil:
		x := r.octets("x", k.size)
		return ed25519.PublicKey(x), r.err
	}
	point := append([]byte{4}, r.octets("x", k.size)...)
	point = append(point, r.octets("y", k.size)...)
	if r.err != nil {
		return nil, r.err
	}
	key, err := ecdsa.ParseUncompressedPublicKey(k.curve, point)
	if err != nil {
		return nil, &Error{Code: CodeWeak, Pointer: v.Pointer(), Detail: "the key is not a point of its curve"}
	}
	return key, nil
}

// readPrivate reads the private members and checks that they belong to the
// public key.
func (k *kind) readPrivate(v jsontree.Value, public crypto.PublicKey) (crypto.Signer, error) {
	if k == rsaKind {
		return readRSAPrivate(v, public.(*rsa.PublicKey))
	}
	r := reader{v: v}
	d := r.octets("d", k.size)
	if r.err != nil {
		return nil, r.err
	}
	var signer crypto.Signer
	if k.curve == nil {
		signer = ed25519.NewKeyFromSeed(d)
	} else {
		key, err := ecdsa.ParseRawPrivateKey(k.curve, d)
		if err != nil {
			return nil, &Error{Code: CodeWeak, Pointer: v.Get("d").Pointer(), Detail: "the private key is not in the range of its curve"}
		}
		signer = key
	}
	if !public.(interface{ Equal(crypto.PublicKey) bool }).Equal(signer.Public()) {
		return nil, &Error{Code: CodeConflict, Pointer: v.Pointer(), Detail: "the public key does not belong to the private key"}
	}
	return signer, nil
}

// readRSAPrivate needs both primes, which every writer but the most sparing
// gives; the three numbers derived from them are checked where they stand
// (RFC 7518 section 6.3.2).
func readRSAPrivate(v jsontree.Value, public *rsa.PublicKey) (crypto.Signer, error) {
	if oth := v.Get("oth"); oth.Exists() {
		return nil, &Error{Code: CodeKind, Pointer: oth.Pointer(), Detail: "RSA keys of more than two primes are not supported", cause: ErrUnsupported}
	}
	r := reader{v: v}
	key := &rsa.PrivateKey{PublicKey: *public, D: r.number("d", MaxRSA/8)}
	key.Primes = []*big.Int{r.number("p", MaxRSA/8), r.number("q", MaxRSA/8)}
	if r.err != nil {
		return nil, r.err
	}
	conflict := &Error{Code: CodeConflict, Pointer: v.Pointer(), Detail: "the numbers of the RSA key do not belong together"}
	if err := key.Validate(); err != nil {
		return nil, conflict
	}
	key.Precompute()
	for name, want := range map[string]*big.Int{"dp": key.Precomputed.Dp, "dq": key.Precomputed.Dq, "qi": key.Precomputed.Qinv} {
		if !v.Get(name).Exists() {
			continue
		}
		if got := r.number(name, MaxRSA/8); r.err == nil && (want == nil || got.Cmp(want) != 0) {
			return nil, conflict
		}
	}
	if r.err != nil {
		return nil, r.err
	}
	return key, nil
}

// reader takes octet strings out of a JWK and remembers the first fault.
type reader struct {
	v   jsontree.Value
	err error
}

func (r *reader) fail(name, detail string) {
	if r.err == nil {
		r.err = &Error{Code: CodeMember, Pointer: r.v.Pointer() + "/" + name, Detail: detail}
	}
}

// decode returns at most limit octets of a member in base64url without
// padding; there is one spelling of every octet string (RFC 7515 section 2).
func (r *reader) decode(name string, limit int) []byte {
	text := r.v.Get(name).Text()
	switch {
	case text == "":
		r.fail(name, name+" is missing, empty or not a string")
		return nil
	case len(text) > base64.RawURLEncoding.EncodedLen(limit):
		r.fail(name, name+" is too long")
		return nil
	}
	raw, err := base64url.DecodeString(text)
	// The decoder skips line breaks, which leave the text longer than it is.
	if err != nil || base64url.EncodedLen(len(raw)) != len(text) {
		r.fail(name, name+" is not base64url without padding")
		return nil
	}
	return raw
}

var base64url = base64.RawURLEncoding.Strict()

// octets returns a member of exactly this length; leading zeros stay.
func (r *reader) octets(name string, size int) []byte {
	raw := r.decode(name, size)
	if r.err == nil && len(raw) != size {
		r.fail(name, fmt.Sprintf("%s has %d bytes instead of %d", name, len(raw), size))
	}
	return raw
}

// number returns a member as a positive number in as few octets as it needs
// (RFC 7518 section 2, Base64urlUInt). It is never nil.
func (r *reader) number(name string, limit int) *big.Int {
	raw := r.decode(name, limit)
	if r.err == nil && bytes.HasPrefix(raw, []byte{0}) {
		r.fail(name, name+" starts with a zero byte")
	}
	return new(big.Int).SetBytes(raw)
}
