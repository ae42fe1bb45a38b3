package ob3

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/mikromerit/mikromerit/badge/internal/lenient"
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
	return lenient.Each(dec, func() error {
		var one T
		if err := json.UnmarshalDecode(dec, &one); err != nil {
			return err
		}
		*l = append(*l, one)
		return nil
	})
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
	return lenient.Each(dec, func() error {
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

const errContext = lenient.Fault("a context is neither a URL nor an object")
