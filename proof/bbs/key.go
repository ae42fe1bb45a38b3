package bbs

import (
	"crypto"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"io"

	"github.com/cloudflare/circl/ecc/bls12381"
)

// The sizes of encoded keys, in bytes.
const (
	PrivateKeySize = scalarSize
	PublicKeySize  = bls12381.G2SizeCompressed
)

// The bounds of what a key is derived from, in bytes.
const (
	minMaterial = 32
	maxInfo     = 65_535
	maxTag      = 255
)

// PublicKey is a point of G2. It is immutable.
type PublicKey struct {
	point  *bls12381.G2
	octets [PublicKeySize]byte
}

// ParsePublicKey reads a compressed point of G2 (octets_to_pubkey). The identity
// and points outside the group are refused.
func ParsePublicKey(octets []byte) (*PublicKey, error) {
	g := new(bls12381.G2)
	if len(octets) != PublicKeySize || g.SetBytes(octets) != nil || g.IsIdentity() {
		return nil, errors.New("the BLS12-381 key is not a point of the group G2 in its compressed form of 96 bytes")
	}
	return &PublicKey{g, [PublicKeySize]byte(octets)}, nil
}

// Bytes returns the compressed point.
func (k *PublicKey) Bytes() []byte { return append([]byte{}, k.octets[:]...) }

// Equal reports whether other is the same key.
func (k *PublicKey) Equal(other crypto.PublicKey) bool {
	o, ok := other.(*PublicKey)
	return ok && o.octets == k.octets
}

// Signer is a private key that may be in an HSM or KMS. It is a [crypto.Signer], so
// that it goes where other keys go, but Sign fails.
type Signer interface {
	crypto.Signer
	// SignMessages returns the signature over a header and a list of messages, in 80
	// bytes.
	SignMessages(header []byte, messages [][]byte) ([]byte, error)
}

// PrivateKey is a private key with its public key. It is immutable.
type PrivateKey struct {
	secret scalar
	public *PublicKey
}

// GenerateKey returns a new key.
func GenerateKey() (*PrivateKey, error) {
	var material [minMaterial]byte
	_, _ = rand.Read(material[:]) // never fails
	return KeyGen(material[:], nil, nil)
}

// KeyGen derives a key from secret random material of at least 32 bytes and from
// information of at most 65,535 bytes, which may be empty, under a domain separation
// tag of at most 255 bytes; none: that of the ciphersuite. The same input gives the
// same key.
func KeyGen(material, info, tag []byte) (*PrivateKey, error) {
	if len(material) < minMaterial || len(info) > maxInfo || len(tag) > maxTag {
		return nil, errors.New("a BBS key is derived from at least 32 bytes, with information of at most 65,535 bytes and a tag of at most 255")
	}
	if len(tag) == 0 {
		tag = []byte(tagKey)
	}
	input := append([]byte{}, material...)
	input = append(input, byte(len(info)>>8), byte(len(info)))
	return newPrivateKey(hashToScalar(append(input, info...), string(tag)))
}

// ParsePrivateKey reads a big-endian number of 32 bytes above zero and below the
// order of the groups.
func ParsePrivateKey(octets []byte) (*PrivateKey, error) {
	if len(octets) == PrivateKeySize {
		if secret, ok := parseScalar(octets); ok {
			return newPrivateKey(secret)
		}
	}
	return nil, errors.New("the BLS12-381 secret key is not a number of 32 bytes above zero and below the order of the group")
}

func newPrivateKey(secret scalar) (*PrivateKey, error) {
	point := new(bls12381.G2)
	point.ScalarMult(&secret, fixedP2())
	public, err := ParsePublicKey(point.BytesCompressed()) // refuses zero
	return &PrivateKey{secret, public}, err
}

// Bytes returns the secret number.
func (k *PrivateKey) Bytes() []byte { return scalarOctets(&k.secret) }

// Public returns the [*PublicKey].
func (k *PrivateKey) Public() crypto.PublicKey { return k.public }

// Equal reports whether other is the same key.
func (k *PrivateKey) Equal(other crypto.PrivateKey) bool {
	o, ok := other.(*PrivateKey)
	return ok && subtle.ConstantTimeCompare(k.Bytes(), o.Bytes()) == 1
}

// Sign always fails: BBS signs a list of messages, never a digest.
func (*PrivateKey) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, errors.New("a BLS12-381 key signs a list of messages with BBS, not a digest")
}
