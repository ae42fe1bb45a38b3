package multikey

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrUnsupported is wrapped by the errors about keys that may be right but are
// of a kind that is not supported.
var ErrUnsupported = errors.New("the key is of a kind that is " + supported)

// UnsupportedError says what a key is that is not supported. It is an
// [ErrUnsupported].
type UnsupportedError struct {
	Kind string // the kind of key, "secp256k1", or "" when the value does not say
	Bare int    // the length in bytes of a value that does not say its kind
}

// Error says what was found and what is supported.
func (e *UnsupportedError) Error() string { return e.Describe("the value") }

// Describe is Error with a name for the value that holds the key.
func (e *UnsupportedError) Describe(what string) string {
	if e.Kind == "" {
		return fmt.Sprintf("%s is no Multikey: %d bytes without the two bytes that name the kind of key", what, e.Bare)
	}
	return e.Kind + " keys are " + supported
}

// Is makes the error an [ErrUnsupported].
func (e *UnsupportedError) Is(target error) bool { return target == ErrUnsupported }

// The multicodecs of the keys that a did:key may hold beyond a Multikey.
const (
	CodecRSA = 0x1205 // an RSA key as PKCS#1
	CodecJWK = 0xeb51 // a JSON Web Key in the form of RFC 8785
)

// unsupportedKinds names further public keys by their multicodecs, for messages.
var unsupportedKinds = map[uint64]string{
	0xe7:     "secp256k1",
	0xea:     "BLS12-381 G1",
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

// bareLengths are the lengths of keys without the two bytes that name their
// kind.
var bareLengths = map[int]bool{32: true, 33: true, 48: true, 49: true, 64: true, 65: true, 96: true, 97: true}

// minLength is a length in bytes below that of any public key.
const minLength = 24

// newUnsupportedError returns the error about a key that none of the codecs can
// read.
func newUnsupportedError(raw []byte) error {
	codec, key := Codec(raw)
	if len(key) < minLength {
		return errors.New("the value is too short to be a key")
	}
	switch name, known := unsupportedKinds[codec]; {
	case known:
		return &UnsupportedError{Kind: name}
	case bareLengths[len(raw)]:
		return &UnsupportedError{Bare: len(raw)}
	}
	return &UnsupportedError{Kind: fmt.Sprintf("multicodec 0x%x", codec)}
}
