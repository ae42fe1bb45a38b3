package dataintegrity

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"github.com/mikromerit/mikromerit/vc"
)

// The first bytes of the two kinds of ecdsa-sd-2023 proof value (vc-di-ecdsa
// sections 3.5.2 and 3.5.7).
var (
	baseHeader    = []byte{0xd9, 0x5d, 0x00}
	derivedHeader = []byte{0xd9, 0x5d, 0x01}
)

// The bounds of a proof value: of its text, and of the numbers of its
// signatures, labels and indexes. How many signatures are checked is bounded by
// [vc.Limits].
const (
	maxProofValue = 16 << 20
	maxParts      = 250_000
)

// octets is a CBOR byte string. For a []byte the decoder would accept an array
// of numbers too, so one proof could be written in several ways.
type octets []byte

// UnmarshalCBOR accepts a byte string (major type 2) and nothing else.
func (o *octets) UnmarshalCBOR(data []byte) error {
	if len(data) == 0 || data[0]>>5 != 2 {
		return errors.New("there is something else than a byte string")
	}
	return cborReader.Unmarshal(data, (*[]byte)(o))
}

// MarshalCBOR writes a byte string.
func (o octets) MarshalCBOR() ([]byte, error) { return cborWriter.Marshal([]byte(o)) }

// baseValue is the content of the proof value of a base proof. It is for the
// holder only.
type baseValue struct {
	_                 struct{} `cbor:",toarray"`
	BaseSignature     octets
	PublicKey         octets // of the key that signed the statements, as Multikey bytes
	HMACKey           octets
	Signatures        []octets
	MandatoryPointers []string
}

// derivedValue is the content of the proof value of a derived proof.
type derivedValue struct {
	_                struct{} `cbor:",toarray"`
	BaseSignature    octets
	PublicKey        octets
	Signatures       []octets
	Labels           map[uint32]octets // n of c14n<n> -> the 32 bytes of its label
	MandatoryIndexes []int
}

// The proof values are CBOR without tags, indefinite lengths or repeated
// keys.
var (
	cborReader = must(cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		MaxNestedLevels: 4, MaxArrayElements: maxParts, MaxMapPairs: maxParts,
	}.DecMode())
	cborWriter = must(cbor.CoreDetEncOptions().EncMode())
)

// must returns v. It panics on an error, which constant options never cause.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var (
	errBase    = errors.New("it is a base proof, which is for the holder only: derive a proof from it to show")
	errDerived = errors.New("it is a derived proof, from which nothing can be derived")
)

func (b *baseValue) encode() (string, error) { return encodeSelective(baseHeader, b) }

func (d *derivedValue) encode() (string, error) { return encodeSelective(derivedHeader, d) }

func encodeSelective(header []byte, value any) (string, error) {
	body, err := cborWriter.Marshal(value)
	if err != nil {
		return "", err
	}
	return "u" + base64.RawURLEncoding.EncodeToString(append(bytes.Clone(header), body...)), nil
}

// decodeSelective reads a proof value with the wanted header into out.
func decodeSelective(text string, header []byte, wrongKind error, out any) error {
	if len(text) > maxProofValue {
		return fmt.Errorf("PROOF-VALUE: %w: the proof value is longer than %d bytes", vc.ErrLimit, maxProofValue)
	}
	if !strings.HasPrefix(text, "u") || strings.ContainsAny(text, "\r\n") {
		return errors.New("the proof value is not multibase base64url")
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text[1:])
	if err != nil {
		return errors.New("the proof value is not valid base64url")
	}
	other := derivedHeader
	if bytes.Equal(header, derivedHeader) {
		other = baseHeader
	}
	if bytes.HasPrefix(raw, other) {
		return wrongKind
	}
	if !bytes.HasPrefix(raw, header) {
		return errors.New("the proof value does not start as one of ecdsa-sd-2023")
	}
	if err := cborReader.Unmarshal(raw[len(header):], out); err != nil {
		return fmt.Errorf("the proof value is not the expected CBOR: %w", err)
	}
	return nil
}

func decodeBase(text string) (*baseValue, error) {
	b := new(baseValue)
	if err := decodeSelective(text, baseHeader, errDerived, b); err != nil {
		return nil, err
	}
	if len(b.HMACKey) != hmacKeyLength {
		return nil, errors.New("the HMAC key of the proof value does not have 32 bytes")
	}
	return b, checkParts(b.BaseSignature, b.PublicKey, b.Signatures)
}

func decodeDerived(text string) (*derivedValue, error) {
	d := new(derivedValue)
	if err := decodeSelective(text, derivedHeader, errBase, d); err != nil {
		return nil, err
	}
	for _, label := range d.Labels {
		if len(label) != hmacKeyLength {
			return nil, errors.New("a label of the proof value does not have 32 bytes")
		}
	}
	for i, index := range d.MandatoryIndexes {
		if index < 0 || (i > 0 && index <= d.MandatoryIndexes[i-1]) {
			return nil, errors.New("the mandatory indexes of the proof value are not in ascending order")
		}
	}
	return d, checkParts(d.BaseSignature, d.PublicKey, d.Signatures)
}

func checkParts(signature, key []byte, signatures []octets) error {
	if len(signature) != ecdsaP256.length {
		return errors.New("the base signature does not have 64 bytes")
	}
	if len(key) != statementKeyLength {
		return errors.New("the key for the statements does not have 35 bytes")
	}
	for _, s := range signatures {
		if len(s) != ecdsaP256.length {
			return errors.New("a signature over a statement does not have 64 bytes")
		}
	}
	return nil
}
