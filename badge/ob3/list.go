package ob3

import (
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// List is a member that may have several values. It is written as an array,
// as the plain JSON binding has it; a value that stands alone, as the JSON-LD
// binding and many issuers write it, is read as a list of one. A null is no
// value.
type List[T any] []T

// UnmarshalJSONFrom reads an array or a single value.
func (l *List[T]) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*l = nil
	return readEach(dec, func() error {
		var one T
		if err := json.UnmarshalDecode(dec, &one); err != nil {
			return err
		}
		*l = append(*l, one)
		return nil
	})
}

// readEach calls read before each value of an array, or before the single
// value that stands in its place, nulls excepted.
func readEach(dec *jsontext.Decoder, read func() error) error {
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

// Contexts are the JSON-LD contexts of a credential: URLs and, as the text of
// its JSON object, a context that is written out.
type Contexts []string

// MarshalJSONTo writes the contexts as an array.
func (c Contexts) MarshalJSONTo(enc *jsontext.Encoder) error {
	if err := enc.WriteToken(jsontext.BeginArray); err != nil {
		return err
	}
	for _, one := range c {
		value := jsontext.Value(one)
		if !isInline(one) {
			value = jsontree.AppendString(nil, one)
		}
		if err := enc.WriteValue(value); err != nil {
			return err
		}
	}
	return enc.WriteToken(jsontext.EndArray)
}

// isInline tells a context that is written out from a URL, which never starts
// with a brace.
func isInline(context string) bool { return context != "" && context[0] == '{' }

// UnmarshalJSONFrom reads an array or a single context.
func (c *Contexts) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*c = nil
	return readEach(dec, func() error {
		value, err := dec.ReadValue()
		if err != nil {
			return err
		}
		text := string(value)
		switch value.Kind() {
		case '{':
		case '"':
			unquoted, err := jsontext.AppendUnquote(nil, value)
			if err != nil {
				return err
			}
			if text = string(unquoted); isInline(text) {
				return errContext
			}
		default:
			return errContext
		}
		*c = append(*c, text)
		return nil
	})
}

// ErrSeveral says that a member has several values where there can be one.
var ErrSeveral = errors.New("there are several values where there can be one")

var (
	errContext = errors.New("a context is neither a URL nor an object")
	errNode    = errors.New("a text stands where there should be an object")
)

// readNode reads a member that has one node as its value: an object, or an
// array that holds only that. Where byID is given, the id of the node may
// stand for it, as many issuers write it.
func readNode[T any](dec *jsontext.Decoder, node *T, byID func(id string)) error {
	n := 0
	return readEach(dec, func() error {
		if n++; n > 1 {
			return ErrSeveral
		}
		if dec.PeekKind() != '"' {
			return json.UnmarshalDecode(dec, node)
		}
		if byID == nil {
			return errNode
		}
		token, err := dec.ReadToken()
		if err == nil {
			byID(token.String())
		}
		return err
	})
}
