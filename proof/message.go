package proof

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/sign1"
	"github.com/mikromerit/mikromerit/vc"
)

// Message is a COSE_Sign1 message (RFC 9052 section 4.2), as it was received.
type Message struct {
	Source string // the message in CBOR
	// MediaType is the media type that an envelope states for the message, in lower
	// case and without parameters; "" without an envelope.
	MediaType string
}

// suiteMessage is the name of the suite for COSE messages.
const suiteMessage = "COSE_Sign1"

// isMessage reports whether bytes start as a COSE_Sign1 message does: with its tag,
// or with an array of four elements. No text starts so.
func isMessage(src []byte) bool {
	if len(src) == 0 {
		return false
	}
	second := byte(0)
	if len(src) > 1 {
		second = src[1]
	}
	switch src[0] {
	case 0xc0 | sign1.Tag, 0x84, 0x9f:
		return true
	case 0xd8: // the tag in more bytes than needed
		return second == sign1.Tag
	case 0x98: // the length in more bytes than needed
		return second == 4
	}
	return false
}

// IsMessage reports whether a file starts as a COSE_Sign1 message does.
func IsMessage(src []byte) bool { return isMessage(src) }

// maxMessage is how long a message may be when the limits do not say, and
// maxAround how much longer than its payload.
const (
	maxMessage = 32 << 20
	maxAround  = 1 << 16
)

// openMessage reads a COSE_Sign1 message.
func openMessage(src []byte, limits vc.Limits) (*Secured, error) {
	most := limits.Bytes
	if most <= 0 {
		most = maxMessage
	}
	if len(src) > most+maxAround {
		return nil, &FormatError{Code: "COSE-FORM", Detail: fmt.Sprintf("the message is longer than %d bytes", most+maxAround), Err: vc.ErrLimit}
	}
	message, err := sign1.Parse(src)
	if err != nil {
		code := "COSE-FORM"
		if errors.Is(err, sign1.ErrHeader) {
			code = "COSE-HEADER"
		}
		return nil, &FormatError{Code: code, Detail: "the file starts as a COSE_Sign1 message (RFC 9052 section 4.2) and is none; found " + err.Error(), Err: err}
	}
	out := &Secured{format: COSE, source: string(src), proofs: []Proof{{Kind: Sign1, Suite: suiteMessage, Message: &Message{Source: string(src)}}}}
	if message.Detached {
		out.problem = errors.New("the payload is detached, so the message holds no document")
		return out, nil
	}
	out.document, out.problem = vc.ParseDocument(message.Payload, limits)
	return out, nil
}

// decodeData decodes the base64 of a data: URL (RFC 2397), with its padding or
// without. It is the only spelling of its bytes but for that.
func decodeData(text string) ([]byte, error) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, base64.CorruptInputError(0)
	}
	if len(text)%4 == 0 {
		return base64.StdEncoding.Strict().DecodeString(text)
	}
	return base64.RawStdEncoding.Strict().DecodeString(text)
}
