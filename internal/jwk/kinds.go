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
	"slices"
	"sync"

	jwx "github.com/lestrrat-go/jwx/v2/jwk"

	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The bounds of RSA moduli, in bits. The upper one limits the work that a foreign
// key can cause.
const (
	MinRSA = 2048
	MaxRSA = 8192
)

// kind is a kind of key: its name in a JWK, its algorithms and its members.
type kind struct {
	kty, crv         string
	algs             []string       // RFC 7518 section 3.1, RFC 8037 section 3.1, RFC 9864 section 2.2
	curve            elliptic.Curve // of an EC key
	size             int            // bytes of each member; 0: they are numbers
	members, secrets []string
	public, private  func() jwx.Key // copied and filled with the members to make a key
}

var kinds = [...]kind{
	{
		kty: "OKP", crv: "Ed25519", algs: []string{"EdDSA", "Ed25519"},
		size: ed25519.SeedSize, members: []string{"x"}, secrets: []string{"d"},
		public:  blank(`{"kty":"OKP","crv":"Ed25519","x":""}`),
		private: blank(`{"kty":"OKP","crv":"Ed25519","x":"","d":""}`),
	}, {
		kty: "EC", crv: "P-256", algs: []string{"ES256"}, curve: elliptic.P256(),
		size: 32, members: []string{"x", "y"}, secrets: []string{"d"},
		public:  blank(`{"kty":"EC","crv":"P-256","x":"","y":""}`),
		private: blank(`{"kty":"EC","crv":"P-256","x":"","y":"","d":""}`),
	}, {
		kty: "EC", crv: "P-384", algs: []string{"ES384"}, curve: elliptic.P384(),
		size: 48, members: []string{"x", "y"}, secrets: []string{"d"},
		public:  blank(`{"kty":"EC","crv":"P-384","x":"","y":""}`),
		private: blank(`{"kty":"EC","crv":"P-384","x":"","y":"","d":""}`),
	}, {
		kty: "EC", crv: "P-521", algs: []string{"ES512"}, curve: elliptic.P521(),
		size: 66, members: []string{"x", "y"}, secrets: []string{"d"},
		public:  blank(`{"kty":"EC","crv":"P-521","x":"","y":""}`),
		private: blank(`{"kty":"EC","crv":"P-521","x":"","y":"","d":""}`),
	}, {
		kty: "RSA", algs: []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"},
		members: []string{"n", "e"}, secrets: []string{"d", "p", "q"},
		public:  blank(`{"kty":"RSA","n":"","e":""}`),
		private: blank(`{"kty":"RSA","n":"","e":"","d":""}`),
	},
}

// blank returns a key whose members are to be filled in. Filling a copy takes a
// tenth of the time that jwx needs for the text of a key.
func blank(text string) func() jwx.Key {
	return sync.OnceValue(func() jwx.Key {
		key, err := jwx.ParseKey([]byte(text))
		if err != nil {
			panic(err) // the texts are constants above
		}
		return key
	})
}

// Check returns an error for a public key that is not a safe one of a supported
// kind: of those that have a JWK, or BLS12-381, which has none. For other kinds, the
// error wraps [ErrUnsupported].
func Check(key crypto.PublicKey) error {
	switch key := key.(type) {
	case ed25519.PublicKey:
		if len(key) != ed25519.PublicKeySize {
			return errors.New("the Ed25519 key has the wrong length")
		}
		return multikey.CheckEd25519(key)
	case *ecdsa.PublicKey:
		if key == nil || !slices.ContainsFunc(kinds[:], func(k kind) bool { return k.curve != nil && k.curve == key.Curve }) {
			return fmt.Errorf("%w: of the NIST curves, P-256, P-384 and P-521 are", ErrUnsupported)
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
	case *bbs.PublicKey: // it was checked when it was read
		_, err := multikey.Bytes(key)
		return err
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

// make lets jwx make a key from its members, after each was read strictly.
func (k *kind) make(v jsontree.Value, blank jwx.Key, members []string) (made any, err error) {
	r := reader{v: v}
	key, err := blank.Clone()
	for _, name := range members {
		octets := r.part(name, k.size)
		if err == nil {
			err = key.Set(name, octets)
		}
	}
	switch {
	case r.err != nil:
		return nil, r.err
	case err == nil:
		err = key.Raw(&made)
	}
	if err != nil {
		return nil, &Error{Code: codeConflict, Pointer: v.Pointer(), Detail: detailForeign}
	}
	return made, nil
}

const detailForeign = "the public key does not belong to the private key"

// readPublic reads the public members of a key of this kind.
func (k *kind) readPublic(v jsontree.Value) (crypto.PublicKey, error) {
	key, err := k.make(v, k.public(), k.members)
	if err != nil {
		return nil, err
	}
	if err := Check(key); err != nil {
		return nil, &Error{Code: codeWeak, Pointer: v.Pointer(), Detail: err.Error(), cause: err}
	}
	return key, nil
}

// readPrivate reads the private members and checks that they belong to the public
// ones.
func (k *kind) readPrivate(v jsontree.Value) (crypto.Signer, error) {
	if oth := v.Get("oth"); oth.Exists() && k.kty == "RSA" {
		return nil, &Error{Code: codeKind, Pointer: oth.Pointer(), Detail: "RSA keys of more than two primes are not supported", cause: ErrUnsupported}
	}
	made, err := k.make(v, k.private(), slices.Concat(k.members, k.secrets))
	if err != nil {
		return nil, err
	}
	switch key := made.(type) { // jwx has compared the halves of an Ed25519 key
	case *ecdsa.PrivateKey:
		err = checkEC(v, key)
	case *rsa.PrivateKey:
		err = completeRSA(v, key)
	}
	if err != nil {
		return nil, err
	}
	return made.(crypto.Signer), nil
}

// checkEC compares the halves of a key, which jwx does not.
func checkEC(v jsontree.Value, key *ecdsa.PrivateKey) error {
	own, err := key.ECDH()
	if err != nil {
		return &Error{Code: codeWeak, Pointer: v.Get("d").Pointer(), Detail: "the private key is not in the range of its curve"}
	}
	if public, err := key.PublicKey.ECDH(); err != nil || !own.PublicKey().Equal(public) {
		return &Error{Code: codeConflict, Pointer: v.Pointer(), Detail: detailForeign}
	}
	return nil
}

// completeRSA checks the numbers of a key. Both primes are required, which almost
// every writer gives. The three numbers derived from them are optional and checked
// if they are there (RFC 7518 section 6.3.2).
func completeRSA(v jsontree.Value, key *rsa.PrivateKey) error {
	conflict := &Error{Code: codeConflict, Pointer: v.Pointer(), Detail: "the numbers of the RSA key do not belong together"}
	if err := key.Validate(); err != nil {
		return conflict
	}
	key.Precompute()
	r := reader{v: v}
	for name, want := range map[string]*big.Int{"dp": key.Precomputed.Dp, "dq": key.Precomputed.Dq, "qi": key.Precomputed.Qinv} {
		if !v.Get(name).Exists() {
			continue
		}
		if got := r.part(name, 0); r.err == nil && (want == nil || !bytes.Equal(got, want.Bytes())) {
			return conflict
		}
	}
	return r.err
}

// reader reads octet strings from a JWK and keeps the first error.
type reader struct {
	v   jsontree.Value
	err error
}

func (r *reader) fail(name, detail string) {
	if r.err == nil {
		r.err = &Error{Code: codeMember, Pointer: r.v.Pointer() + "/" + name, Detail: detail}
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
	// The decoder skips line breaks, which the comparison of lengths finds.
	if err != nil || base64url.EncodedLen(len(raw)) != len(text) {
		r.fail(name, name+" is not base64url without padding")
		return nil
	}
	return raw
}

var base64url = base64.RawURLEncoding.Strict()

// octets returns a member of exactly this length, leading zeros included.
func (r *reader) octets(name string, size int) []byte {
	raw := r.decode(name, size)
	if r.err == nil && len(raw) != size {
		r.fail(name, fmt.Sprintf("%s has %d bytes instead of %d", name, len(raw), size))
	}
	return raw
}

// number returns a member that is a positive number without leading zeros (RFC
// 7518 section 2, Base64urlUInt).
func (r *reader) number(name string, limit int) []byte {
	raw := r.decode(name, limit)
	if r.err == nil && bytes.HasPrefix(raw, []byte{0}) {
		r.fail(name, name+" starts with a zero byte")
	}
	return raw
}

// part returns a member of a key: octets of this size, or a number for size 0.
func (r *reader) part(name string, size int) []byte {
	switch {
	case size > 0:
		return r.octets(name, size)
	case name == "e":
		return r.number(name, 4)
	}
	return r.number(name, MaxRSA/8)
}
