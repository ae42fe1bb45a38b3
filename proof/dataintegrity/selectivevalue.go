package dataintegrity

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// valueHeader are the first bytes of a proof value with selective disclosure, without
// the last of them, which says of which scheme and kind it is.
const valueHeader = "\xd9\x5d"

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

// label is the label of a node in the statements: u and an HMAC in base64url, or b
// and the rank of that among all. In a proof value it is the bytes of the HMAC, or
// the rank as a number.
type label string

// labelLength is the length of a label with an HMAC of 32 bytes.
const labelLength = 1 + 43

// UnmarshalCBOR accepts a byte string or an unsigned number (major types 2 and 0).
func (l *label) UnmarshalCBOR(data []byte) error {
	if len(data) > 0 && data[0]>>5 == 0 {
		var rank uint32
		err := cborReader.Unmarshal(data, &rank)
		*l = newRank(uint64(rank))
		return err
	}
	var mac octets
	err := mac.UnmarshalCBOR(data)
	*l = newLabel(mac)
	return err
}

// MarshalCBOR writes the label as it stands in a proof value.
func (l label) MarshalCBOR() ([]byte, error) {
	if rank, ok := strings.CutPrefix(string(l), "b"); ok {
		n, err := strconv.ParseUint(rank, 10, 32)
		if err != nil {
			return nil, err
		}
		return cborWriter.Marshal(n)
	}
	mac, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(string(l), "u"))
	if err != nil {
		return nil, err
	}
	return cborWriter.Marshal(mac)
}

// newLabel returns the label that an HMAC makes.
func newLabel(mac []byte) label { return label("u" + base64.RawURLEncoding.EncodeToString(mac)) }

// newRank returns the label that a rank makes.
func newRank(n uint64) label { return label("b" + strconv.FormatUint(n, 10)) }

// checkLabel returns an error when a label is none of the scheme.
func (s *scheme) checkLabel(l label) error {
	switch {
	case s.ranked && l[0] != 'b':
		return errors.New("a label of the proof value is not a number")
	case !s.ranked && len(l) != labelLength:
		return errors.New("a label of the proof value does not have 32 bytes")
	}
	return nil
}

// The proof values are CBOR without tags, indefinite lengths or repeated keys. A derived
// value has no null either, which would be read as whatever is empty. (There are base
// values with null for no pointers.)
var (
	cborReader = must(reading().DecMode())
	cborStrict = must(withoutNull(reading()).DecMode())
	cborWriter = must(writing().EncMode())
)

func reading() cbor.DecOptions {
	return cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		MaxNestedLevels: 4, MaxArrayElements: maxParts, MaxMapPairs: maxParts,
	}
}

func withoutNull(o cbor.DecOptions) cbor.DecOptions {
	o.SimpleValues = must(cbor.NewSimpleValueRegistryFromDefaults(cbor.WithRejectedSimpleValue(22), cbor.WithRejectedSimpleValue(23))) // null, undefined
	return o
}

// writing returns the deterministic encoding, without null.
func writing() cbor.EncOptions {
	o := cbor.CoreDetEncOptions()
	o.NilContainers = cbor.NilContainerAsEmpty
	return o
}

// must returns v. It panics on an error, which constant options never cause.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var (
	errBase     = errors.New("it is a base proof, which is for the holder only: derive a proof from it to show")
	errDerived  = errors.New("it is a derived proof, from which nothing can be derived")
	errOptional = errors.New("it uses anonymous holder binding or pseudonyms, which are not supported; ask the issuer for a credential without them")
)

func (s *scheme) encodeBase(v baseValue) (string, error) { return encodeValue(s.base, v) }

func (s *scheme) encodeDerived(v derivedValue) (string, error) { return encodeValue(s.derived, v) }

func encodeValue(kind byte, value any) (string, error) {
	body, err := cborWriter.Marshal(value)
	if err != nil {
		return "", err
	}
	return "u" + base64.RawURLEncoding.EncodeToString(append(append([]byte(valueHeader), kind), body...)), nil
}

// decodeValue reads a proof value of the wanted kind into out.
func (d *definition) decodeValue(text string, wanted byte, out any) error {
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
	kind, body, ok := cutHeader(raw)
	switch {
	case ok && kind == wanted:
	case ok && kind == d.scheme.base:
		return errBase
	case ok && kind == d.scheme.derived:
		return errDerived
	case ok && slices.ContainsFunc(d.scheme.optional, func(k kinds) bool { return kind == k.base || kind == k.derived }):
		return errOptional
	default:
		return fmt.Errorf("the proof value does not start as one of %s", d.name)
	}
	reader := cborReader
	if wanted == d.scheme.derived {
		reader = cborStrict
	}
	err = reader.Unmarshal(body, out)
	var misfit *cbor.UnmarshalTypeError
	switch {
	case errors.As(err, &misfit):
		return fmt.Errorf("the proof value is not the expected CBOR: a %s stands where something else belongs", misfit.CBORType)
	case err != nil:
		return fmt.Errorf("the proof value is not the expected CBOR: %w", err)
	}
	return nil
}

// cutHeader splits a proof value into its kind and what follows, or returns false.
func cutHeader(raw []byte) (kind byte, body []byte, ok bool) {
	rest, ok := strings.CutPrefix(string(raw[:min(len(raw), len(valueHeader)+1)]), valueHeader)
	if !ok || rest == "" {
		return 0, nil, false
	}
	return rest[0], raw[len(valueHeader)+1:], true
}

func (d *definition) decodeBase(text string) (baseValue, error) {
	b := d.scheme.newBase()
	if err := d.decodeValue(text, d.scheme.base, b); err != nil {
		return nil, err
	}
	if len(b.secret()) != hmacKeyLength {
		return nil, errors.New("the HMAC key of the proof value does not have 32 bytes")
	}
	return b, b.check()
}

func (d *definition) decodeDerived(text string) (derivedValue, error) {
	v := d.scheme.newDerived()
	if err := d.decodeValue(text, d.scheme.derived, v); err != nil {
		return nil, err
	}
	for _, l := range v.nodes() {
		if err := d.scheme.checkLabel(l); err != nil {
			return nil, err
		}
	}
	if !isAscending(v.mandatory()) {
		return nil, errors.New("the mandatory indexes of the proof value are not in ascending order")
	}
	return v, v.check()
}

// isAscending reports whether indexes go up from 0 or more, each one once.
func isAscending(indexes []int) bool {
	last := -1
	for _, index := range indexes {
		if index <= last {
			return false
		}
		last = index
	}
	return true
}

// IsBase reports whether a proof is a base proof of any cryptosuite with selective
// disclosure, as far as its value shows: one that only the holder should have.
func IsBase(p proof.Proof) bool { return isBase(p.Suite, p.Value) }

// HoldsBase reports whether a base proof stands anywhere in a value, such as in a
// credential inside another one; see [IsBase].
func HoldsBase(v jsontree.Value) bool {
	if v.IsObject() && isBase(v.Get("cryptosuite").Text(), v) {
		return true
	}
	for i := range v.Len() {
		if HoldsBase(v.At(i)) {
			return true
		}
	}
	return false
}

func isBase(suite string, p jsontree.Value) bool {
	const beginning = 4 // characters of base64url, for the three bytes
	d, ok := definitionOf(Cryptosuite(suite))
	text := p.Get("proofValue").Text()
	if !ok || d.scheme == nil || len(text) <= beginning || text[0] != 'u' {
		return false
	}
	raw, err := base64.RawURLEncoding.DecodeString(text[1 : 1+beginning])
	kind, _, is := cutHeader(raw)
	isOf := func(k kinds) bool { return kind == k.base }
	return err == nil && is && (isOf(d.scheme.kinds) || slices.ContainsFunc(d.scheme.optional, isOf))
}

// PresentationHeader returns what a derived proof of [BBS2023] answers to a challenge;
// nil for any other proof and for one that answers none.
func PresentationHeader(p proof.Proof) []byte {
	d, ok := definitionOf(Cryptosuite(p.Suite))
	if !ok || d.scheme == nil || !d.scheme.answers {
		return nil
	}
	value, err := d.decodeDerived(p.Value.Get("proofValue").Text())
	if err != nil {
		return nil
	}
	return value.answer()
}
