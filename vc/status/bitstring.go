package status

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// MinEntries is the least number of entries of a list, for the privacy of
// those in it (Bitstring Status List 1.0 section 6.1): 16 KiB of single bits.
const MinEntries = 131_072

// Limits bounds what is read. A zero field means the default.
type Limits struct {
	Compressed int // bytes of the gzip member; default 1 MiB
	Expanded   int // bytes of the bitstring; default 16 MiB
}

func (l Limits) compressed() int {
	if l.Compressed <= 0 {
		return 1 << 20
	}
	return l.Compressed
}

func (l Limits) expanded() int {
	if l.Expanded <= 0 {
		return 16 << 20
	}
	return l.Expanded
}

// Bitstring is the content of a status list: bits, of which the first is the
// left-most, that is the most significant of the first byte (Bitstring Status
// List 1.0 section 7.1). It is immutable; the zero Bitstring has no bits.
type Bitstring struct {
	bits []byte
}

// NewBitstring returns a bitstring of these bytes, which are copied.
func NewBitstring(bits []byte) Bitstring { return Bitstring{bytes.Clone(bits)} }

// Len returns the number of bits.
func (b Bitstring) Len() uint64 { return uint64(len(b.bits)) * 8 }

// Get returns the value of an entry that is size bits wide, from 1 to 64. The
// second result is false when the entry does not lie within the bitstring.
func (b Bitstring) Get(index uint64, size int) (uint64, bool) {
	if size < 1 || size > 64 || index >= b.Len()/uint64(size) {
		return 0, false
	}
	var value uint64
	for bit := index * uint64(size); bit < (index+1)*uint64(size); bit++ {
		value = value<<1 | uint64(b.bits[bit/8]>>(7-bit%8)&1)
	}
	return value, true
}

// setBits writes an entry of size bits; the caller has checked the range.
func setBits(bits []byte, index uint64, size int, value uint64) {
	for i := range uint64(size) {
		bit := index*uint64(size) + i
		mask := byte(0x80) >> (bit % 8)
		if value>>(uint64(size)-1-i)&1 == 1 {
			bits[bit/8] |= mask
		} else {
			bits[bit/8] &^= mask
		}
	}
}

// compressionLevel suits a list that is compressed once and downloaded by many.
const compressionLevel = gzip.DefaultCompression

// Encode returns the bitstring as an encodedList: gzip without name and time,
// in multibase base64url (section 3.3). The same bits always give the same
// text under one version of Go's compressor.
func (b Bitstring) Encode() (string, error) {
	var out bytes.Buffer
	out.WriteByte('u')
	text := base64.NewEncoder(base64.RawURLEncoding, &out)
	w, err := gzip.NewWriterLevel(text, compressionLevel)
	if err != nil {
		return "", err
	}
	_, err = w.Write(b.bits)
	if err = errors.Join(err, w.Close(), text.Close()); err != nil {
		return "", fmt.Errorf("STATUS-ENCODE: the bitstring could not be compressed: %w", err)
	}
	return out.String(), nil
}

// DecodeBitstring reads an encodedList of a BitstringStatusList: u, base64url
// without padding, one gzip member and nothing after it. The error is a
// [vc.Problem].
func DecodeBitstring(encoded string, limits Limits) (Bitstring, error) {
	text, ok := strings.CutPrefix(encoded, "u")
	if !ok {
		return Bitstring{}, ruleListEncoded.At("", "a text that does not start with u")
	}
	return inflate(text, limits)
}

// decode2021 reads an encodedList of a StatusList2021. Its drafts ask for
// base64 and for base64url, and it is found with and without padding and with
// the u of its successor. In base64 a gzip member always starts with H, so a u
// in front is never part of it.
func decode2021(encoded string, limits Limits) (Bitstring, error) {
	text := strings.TrimRight(strings.TrimPrefix(encoded, "u"), "=")
	return inflate(strings.NewReplacer("+", "-", "/", "_").Replace(text), limits)
}

// inflate expands base64url text. Every length is checked against the limits
// before memory is allocated for it.
func inflate(text string, limits Limits) (Bitstring, error) {
	if base64.RawURLEncoding.DecodedLen(len(text)) > limits.compressed() {
		return Bitstring{}, ruleListLimit.At("", "more compressed bytes than the limit")
	}
	// The decoder would skip line breaks; Strict refuses stray bits at the end.
	if strings.ContainsAny(text, "\r\n") {
		return Bitstring{}, ruleListEncoded.At("", "a line break")
	}
	packed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return Bitstring{}, ruleListEncoded.At("", "a text that is not base64url without padding")
	}
	source := bytes.NewReader(packed)
	member, err := gzip.NewReader(source)
	if err != nil {
		return Bitstring{}, ruleListEncoded.At("", "no gzip header")
	}
	member.Multistream(false)
	content, err := expand(member, packed, limits.expanded())
	var problem vc.Problem
	switch {
	case errors.As(err, &problem):
		return Bitstring{}, problem
	case err != nil:
		return Bitstring{}, ruleListEncoded.At("", "damaged gzip data")
	case source.Len() > 0:
		return Bitstring{}, ruleListEncoded.At("", "bytes after the gzip member")
	}
	return Bitstring{content}, nil
}

// maxRatio is the most that deflate can expand: 258 bytes from 2 bits.
const maxRatio = 1032

// expand reads the whole member. The length stated at its end (RFC 1952 section
// 2.3.1) is trusted only as far as the limit and the compressed length allow.
func expand(member io.Reader, packed []byte, limit int) ([]byte, error) {
	stated := int64(binary.LittleEndian.Uint32(packed[len(packed)-4:]))
	bits := make([]byte, min(stated, int64(limit), int64(len(packed))*maxRatio))
	n, err := io.ReadFull(member, bits)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err // with ErrUnexpectedEOF the member is cut off or states a wrong length
	}
	// Reading one more byte finds out whether the member goes on; at its end the
	// checksum is compared.
	switch more, err := io.ReadFull(member, make([]byte, 1)); {
	case more > 0 && n == limit:
		return nil, ruleListLimit.At("", "more expanded bytes than the limit")
	case more > 0:
		return nil, io.ErrUnexpectedEOF
	case err != io.EOF:
		return nil, err
	}
	return bits[:n], nil
}

// countOnes returns the number of bits that are set.
func countOnes(data []byte) uint64 {
	n := 0
	for _, b := range data {
		n += bits.OnesCount8(b)
	}
	return uint64(n)
}
