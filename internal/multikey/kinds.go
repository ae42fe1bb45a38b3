package multikey

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrUnsupported is wrapped by the errors about keys that may be right but are
// of no use here.
var ErrUnsupported = errors.New("the key is of a kind that is not supported (Ed25519, P-256 and P-384 are)")

// UnsupportedError says what a key is that is of no use here. It is an
// [ErrUnsupported].
type UnsupportedError struct {
	Kind string // the kind of key, "secp256k1"; or "":
	Bare int    // the length in bytes of what does not say its kind
}

// Error says what was found and what can be used.
func (e *UnsupportedError) Error() string { return e.Of("the value") }

// Of says what was found in something, as a clause.
func (e *UnsupportedError) Of(what string) string {
	if e.Kind == "" {
		return fmt.Sprintf("%s is no Multikey: %d bytes without the two bytes that name the kind of key", what, e.Bare)
	}
	return e.Kind + " keys are not supported (Ed25519, P-256 and P-384 are)"
}

// Is makes the error an [ErrUnsupported].
func (e *UnsupportedError) Is(target error) bool { return target == ErrUnsupported }

// The multicodecs of the keys that a did:key may hold beyond a Multikey.
const (
	CodecRSA = 0x1205 // an RSA key as PKCS#1
	CodecJWK = 0xeb51 // a JSON Web Key in the form of RFC 8785
)

// others are the multicodecs of further public keys, for messages.
var others = map[uint64]string{
	0xe7:     "secp256k1",
	0xea:     "BLS12-381 G1",
	0xeb:     "BLS12-381 G2",
	0xec:     "X25519",
	0xee:     "BLS12-381 G1 and G2",
	0x1202:   "P-521",
	0x1203:   "Ed448",
	0x1204:   "X448",
	CodecRSA: "RSA",
	0x1206:   "SM2",
	CodecJWK: "jwk_jcs-pub",
}

// Codec splits a value into its multicodec, an unsigned varint, and the key.
func Codec(raw []byte) (codec uint64, key []byte) {
	codec, n := binary.Uvarint(raw)
	if n <= 0 {
		return 0, raw
	}
	return codec, raw[n:]
}

// bare are the lengths of keys that stand without the two bytes that name
// their kind.
var bare = map[int]bool{32: true, 33: true, 48: true, 49: true, 64: true, 65: true, 96: true, 97: true}

// shortest is a length in bytes below any public key's.
const shortest = 24

// unsupported says what a key is that none of the codecs can read.
func unsupported(raw []byte) error {
	codec, key := Codec(raw)
	if len(key) < shortest {
		return errors.New("the value is too short to be a key")
	}
	switch name, known := others[codec]; {
	case known:
		return &UnsupportedError{Kind: name}
	case bare[len(raw)]:
		return &UnsupportedError{Bare: len(raw)}
	}
	return &UnsupportedError{Kind: fmt.Sprintf("multicodec 0x%x", codec)}
}
