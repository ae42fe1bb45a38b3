package sign1

import (
	"errors"
	"slices"

	"github.com/fxamacker/cbor/v2"
)

// The labels of header parameters (RFC 9052 table 3, RFC 9596, RFC 9597).
const (
	Alg         int64 = 1
	Crit        int64 = 2
	ContentType int64 = 3
	Kid         int64 = 4
	CWTClaims   int64 = 15
	Typ         int64 = 16
)

// Header holds parameters, or the claims of a CBOR Web Token, by their labels,
// each an int64 or a string. The values are CBOR as it was received.
type Header map[any]cbor.RawMessage

// parseHeader reads a map of header parameters.
func parseHeader(src []byte) (Header, error) {
	if len(src) == 0 || major(src) != majorMap {
		return nil, errors.New("no map")
	}
	var h Header
	err := reader.Unmarshal(src, &h)
	var twice *cbor.DupMapKeyError
	switch {
	case errors.As(err, &twice):
		return nil, errors.New("a label twice")
	case err != nil:
		return nil, errors.New("what is not one well-formed map of parameters")
	}
	for label := range h {
		if !isLabel(label) {
			return nil, errors.New("a label that is neither an integer nor text")
		}
	}
	return h, nil
}

func isLabel(label any) bool {
	switch label.(type) {
	case int64, string:
		return true
	}
	return false
}

// Has reports whether there is a parameter.
func (h Header) Has(label any) bool {
	_, ok := h[label]
	return ok
}

// value returns a parameter that is an integer, text, or bytes; nil for any other.
func (h Header) value(label int64) (out any) {
	raw, ok := h[label]
	if !ok || major(raw) > 3 {
		return nil
	}
	if reader.Unmarshal(raw, &out) != nil {
		return nil
	}
	return out
}

// Int returns a parameter that is an integer, or false.
func (h Header) Int(label int64) (int64, bool) {
	n, ok := h.value(label).(int64)
	return n, ok
}

// Text returns a parameter that is text, or false.
func (h Header) Text(label int64) (string, bool) {
	text, ok := h.value(label).(string)
	return text, ok
}

// Bytes returns a parameter that is a byte string, or false.
func (h Header) Bytes(label int64) ([]byte, bool) {
	octets, ok := h.value(label).([]byte)
	return octets, ok
}

// Seconds returns a parameter that is a time in seconds: an integer, or a floating
// point number without its fraction; or false.
func (h Header) Seconds(label int64) (float64, bool) {
	if n, ok := h.Int(label); ok {
		return float64(n), true
	}
	raw, ok := h[label]
	var at float64
	const majorSimple = 7 // or a floating point number
	if !ok || major(raw) != majorSimple || len(raw) < 3 || reader.Unmarshal(raw, &at) != nil {
		return 0, false
	}
	return at, true
}

// Labels returns a parameter that is an array of labels, or false.
func (h Header) Labels(label int64) ([]any, bool) {
	raw, ok := h[label]
	var all []any
	if !ok || major(raw) != majorArray || reader.Unmarshal(raw, &all) != nil {
		return nil, false
	}
	return all, !slices.ContainsFunc(all, func(one any) bool { return !isLabel(one) })
}

// Texts returns a parameter that is text or an array of texts, or false.
func (h Header) Texts(label int64) ([]string, bool) {
	if text, ok := h.Text(label); ok {
		return []string{text}, true
	}
	all, ok := h.Labels(label)
	var texts []string
	for _, one := range all {
		text, isText := one.(string)
		if ok = ok && isText; ok {
			texts = append(texts, text)
		}
	}
	return texts, ok
}

// Claims returns a parameter that is a map, such as the claims of a CBOR Web Token
// (RFC 9597 section 2), or false. It is empty when there is none.
func (h Header) Claims() (Header, bool) {
	raw, ok := h[CWTClaims]
	if !ok {
		return nil, true
	}
	claims, err := parseHeader(raw)
	return claims, err == nil
}
