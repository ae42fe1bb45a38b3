// Package lenient reads the JSON of badges as careless issuers write it, where
// its meaning is clear.
package lenient

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Fault says why a member cannot be read, without repeating a value.
type Fault string

func (f Fault) Error() string { return string(f) }

// Several says that a member has several values where there can be one.
const Several Fault = "there are several values where there can be one"

const notNode Fault = "a text stands where there should be an object"

// Each calls read before each value of an array, or before the single
// value that stands in its place, nulls excepted.
func Each(dec *jsontext.Decoder, read func() error) error {
	switch dec.PeekKind() {
	case 'n':
		return dec.SkipValue()
	case '[':
	default:
		return read()
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != ']' {
		if dec.PeekKind() == 'n' {
			if err := dec.SkipValue(); err != nil {
				return err
			}
			continue
		}
		if err := read(); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

// Node reads a member that has one node as its value: an object, or an
// array that holds only that. Where byID is given, the id of the node may
// stand for it, as many issuers write it.
func Node[T any](dec *jsontext.Decoder, node *T, byID func(id string)) error {
	n := 0
	return Each(dec, func() error {
		if n++; n > 1 {
			return Several
		}
		if dec.PeekKind() != '"' {
			return json.UnmarshalDecode(dec, node)
		}
		if byID == nil {
			return notNode
		}
		token, err := dec.ReadToken()
		if err == nil {
			byID(token.String())
		}
		return err
	})
}

// Unmarshal reads JSON into a class. A number may stand where there should be a
// text. The error names the place and what stands there, never a value.
func Unmarshal(src []byte, into any) error {
	err := json.Unmarshal(src, into, json.WithUnmarshalers(numbersAsText))
	var fault *json.SemanticError
	if errors.As(err, &fault) {
		// The words of the error itself may repeat a value.
		return fmt.Errorf("OB3-READ at %s: %s", fault.JSONPointer, reason(fault))
	}
	return err
}

func reason(fault *json.SemanticError) string {
	if known, ok := errors.AsType[Fault](fault.Err); ok {
		return string(known)
	}
	return "there is " + kindName(fault.JSONKind) + " that the member cannot hold"
}

func kindName(k jsontext.Kind) string {
	switch k {
	case '"':
		return "a text"
	case '0':
		return "a number"
	case 't', 'f':
		return "a boolean"
	case '{':
		return "an object"
	case '[':
		return "an array"
	}
	return "a value"
}

// numbersAsText reads a number where there should be a text as it is written.
var numbersAsText = json.UnmarshalFromFunc(func(dec *jsontext.Decoder, s *string) error {
	if dec.PeekKind() != '0' {
		return errors.ErrUnsupported
	}
	value, err := dec.ReadValue()
	*s = string(value)
	return err
})
