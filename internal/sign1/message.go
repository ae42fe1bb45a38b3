package sign1

import (
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"
)

// Tag is the CBOR tag of a COSE_Sign1 message (RFC 9052 table 1).
const Tag = 18

// Message is a COSE_Sign1 message.
type Message struct {
	Protected   Header
	Unprotected Header
	Payload     []byte
	Detached    bool // whether the payload is somewhere else, and Payload nil
	Signature   []byte

	protected []byte // the protected header as it is signed
}

// ErrHeader is wrapped by the errors about a header. Any other error of [Parse]
// is about the message as a whole.
var ErrHeader = errors.New("a header is not as it must be")

// reader bounds the work: nothing in a header is as deep or has as many members.
var reader = must(cbor.DecOptions{
	DupMapKey: cbor.DupMapKeyEnforcedAPF, IntDec: cbor.IntDecConvertSignedOrFail,
	MaxNestedLevels: 16, MaxArrayElements: 1_024, MaxMapPairs: 256,
}.DecMode())

var writer = must(cbor.CoreDetEncOptions().EncMode())

// must returns v. It panics on an error, which constant options never cause.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// The major types of CBOR (RFC 8949 section 3.1) that matter here, as the first
// three bits of an item.
const (
	majorBytes = 2
	majorArray = 4
	majorMap   = 5
	majorTag   = 6
)

func major(item []byte) byte { return item[0] >> 5 }

// null is the item that stands for a payload that is somewhere else.
const null = 0xf6

// parts are the elements of a message.
type parts struct {
	_                                          struct{} `cbor:",toarray"`
	Protected, Unprotected, Payload, Signature cbor.RawMessage
}

// Parse reads a message. An error says in a few words what was found.
func Parse(src []byte) (*Message, error) {
	if len(src) == 0 {
		return nil, errors.New("nothing")
	}
	if major(src) == majorTag {
		var tag cbor.RawTag
		if err := reader.Unmarshal(src, &tag); err != nil {
			return nil, fault(err)
		}
		if tag.Number != Tag {
			return nil, fmt.Errorf("the tag %d instead of %d", tag.Number, Tag)
		}
		src = tag.Content
	}
	if major(src) != majorArray {
		return nil, errors.New("no array")
	}
	var p parts
	if err := reader.Unmarshal(src, &p); err != nil {
		return nil, fault(err)
	}
	return p.message()
}

// fault returns an error without the words of another program.
func fault(err error) error {
	var syntax *cbor.SyntaxError
	var form *cbor.UnmarshalTypeError
	switch {
	case errors.As(err, &form):
		return errors.New("an array that has not four elements")
	case errors.As(err, &syntax):
		return errors.New("CBOR that is not well-formed")
	}
	return errors.New("CBOR that ends too early, goes on after its end, or exceeds a limit")
}

func (p *parts) message() (*Message, error) {
	m := new(Message)
	var err error
	if m.protected, err = octets(p.Protected, "the protected header"); err != nil {
		return nil, err
	}
	// The empty map may be written as no bytes, and is signed so (RFC 9052 section 3).
	if len(m.protected) > 0 {
		if m.Protected, err = parseHeader(m.protected); err != nil {
			return nil, fmt.Errorf("%w: in the protected one stands %w", ErrHeader, err)
		}
	}
	if len(m.Protected) == 0 {
		m.protected = nil
	}
	if m.Unprotected, err = parseHeader(p.Unprotected); err != nil {
		return nil, fmt.Errorf("%w: in the unprotected one stands %w", ErrHeader, err)
	}
	if len(p.Payload) == 1 && p.Payload[0] == null {
		m.Detached = true
	} else if m.Payload, err = octets(p.Payload, "the payload"); err != nil {
		return nil, err
	}
	m.Signature, err = octets(p.Signature, "the signature")
	return m, err
}

// octets returns the content of a byte string.
func octets(item cbor.RawMessage, name string) (out []byte, err error) {
	if len(item) == 0 || major(item) != majorBytes {
		return nil, errors.New("something else than a byte string as " + name)
	}
	if err := reader.Unmarshal(item, &out); err != nil {
		return nil, fault(err)
	}
	return out, nil
}

// SigningInput returns the bytes that the signature covers (RFC 9052 section 4.4).
func (m *Message) SigningInput() []byte { return signingInput(m.protected, m.Payload) }

func signingInput(protected, payload []byte) []byte {
	out, _ := writer.Marshal([]any{"Signature1", nonNil(protected), []byte{}, nonNil(payload)}) // text and bytes always have a form
	return out
}

// nonNil returns an empty byte string for none, which would be written as null.
func nonNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// Write makes a tagged message of a protected header and a payload, with an empty
// unprotected header. sign is given the bytes to sign.
func Write(protected map[int64]any, payload []byte, sign func(input []byte) ([]byte, error)) ([]byte, error) {
	header, err := writer.Marshal(protected)
	if err != nil {
		return nil, err
	}
	signature, err := sign(signingInput(header, payload))
	if err != nil {
		return nil, err
	}
	return writer.Marshal(cbor.Tag{Number: Tag, Content: []any{header, map[int64]any{}, nonNil(payload), signature}})
}
