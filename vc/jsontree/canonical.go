package jsontree

import (
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Canonical returns the value's canonical form by the JSON Canonicalization
// Scheme, RFC 8785. The error is an [*Error] with [CodeNumber] when a number
// cannot be kept by binary64: an integer that would be rounded, an overflow
// or an underflow.
func (v Value) Canonical() ([]byte, error) {
	return v.AppendCanonical(make([]byte, 0, len(v.Raw())))
}

// AppendCanonical appends the canonical form to dst; see [Value.Canonical].
func (v Value) AppendCanonical(dst []byte) ([]byte, error) {
	switch v.Kind() {
	case Object:
		return v.appendObject(dst)
	case Array:
		return v.appendArray(dst)
	case String:
		return AppendString(dst, v.Text()), nil
	case Number:
		f, ok := v.Float()
		if !ok {
			return dst, &Error{Code: CodeNumber, Offset: v.Offset(), Pointer: v.Pointer(),
				Detail: "the number has no exact binary64 value, so it would silently become another number; write it as a string"}
		}
		return AppendFloat(dst, f), nil
	default:
		return append(dst, v.Raw()...), nil
	}
}

func (v Value) appendObject(dst []byte) ([]byte, error) {
	members := make([]Value, 0, v.Len())
	for _, m := range v.Members() {
		members = append(members, m)
	}
	slices.SortFunc(members, func(a, b Value) int { return CompareUTF16(a.Name(), b.Name()) })
	var err error
	dst = append(dst, '{')
	for i, m := range members {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(AppendString(dst, m.Name()), ':')
		if dst, err = m.AppendCanonical(dst); err != nil {
			return dst, err
		}
	}
	return append(dst, '}'), nil
}

func (v Value) appendArray(dst []byte) ([]byte, error) {
	var err error
	dst = append(dst, '[')
	for i := range v.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = v.At(i).AppendCanonical(dst); err != nil {
			return dst, err
		}
	}
	return append(dst, ']'), nil
}

// AppendString appends s as a JSON string literal in the minimal form of
// RFC 8785 section 3.2.2.2.
func AppendString(dst []byte, s string) []byte {
	dst, _ = jsontext.AppendQuote(dst, s) // the error is about bytes that become U+FFFD
	return dst
}

// CompareUTF16 orders strings by their UTF-16 code units, as RFC 8785
// section 3.2.3 orders member names. It differs from the order of the bytes
// only where a character beyond the Basic Multilingual Plane meets one of
// U+E000 to U+FFFF.
func CompareUTF16(a, b string) int {
	for a != "" && b != "" {
		if a[0] == b[0] && a[0] < utf8.RuneSelf {
			a, b = a[1:], b[1:]
			continue
		}
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra != rb {
			return compareUnits(ra, rb)
		}
		a, b = a[na:], b[nb:]
	}
	return len(a) - len(b)
}

// compareUnits orders two characters by their first UTF-16 code unit; two
// characters that both need a pair sort as the characters themselves do.
func compareUnits(a, b rune) int {
	if (a > 0xFFFF) != (b > 0xFFFF) {
		a, b = firstUnit(a), firstUnit(b)
	}
	return int(a - b)
}

func firstUnit(r rune) rune {
	if r > 0xFFFF {
		r, _ = utf16.EncodeRune(r)
	}
	return r
}
