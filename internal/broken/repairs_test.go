package broken

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"unicode/utf16"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func firstProof(text []byte) []byte {
	return oneProof(text, func(list []json.RawMessage) json.RawMessage { return list[0] })
}
func lastProof(text []byte) []byte {
	return oneProof(text, func(list []json.RawMessage) json.RawMessage { return list[len(list)-1] })
}

// oneProof leaves one of several proofs.
func oneProof(text []byte, choose func([]json.RawMessage) json.RawMessage) []byte {
	var members map[string]json.RawMessage
	var list []json.RawMessage
	if json.Unmarshal(text, &members) != nil || json.Unmarshal(members["proof"], &list) != nil || len(list) < 2 {
		return text
	}
	return bytes.Replace(text, members["proof"], choose(list), 1)
}

// lastMember writes JSON anew as a reader understands it that takes the last of
// several members with one name.
func lastMember(text []byte) []byte {
	var fault *jsontree.Error
	if _, err := vc.ParseDocument(text, vc.Limits{}); !errors.As(err, &fault) || fault.Code != jsontree.CodeDuplicate {
		return text
	}
	reader := json.NewDecoder(bytes.NewReader(text))
	reader.UseNumber()
	var value any
	if reader.Decode(&value) != nil {
		return text
	}
	if again, err := json.Marshal(value); err == nil {
		return again
	}
	return text
}

func onlyFirstValue(text []byte) []byte {
	var value json.RawMessage
	if json.NewDecoder(bytes.NewReader(text)).Decode(&value) != nil {
		return text
	}
	return value
}

func withoutMark(text []byte) []byte { return bytes.TrimPrefix(text, []byte("\ufeff")) }

// fromUTF16 reads a text that begins with the byte order mark of UTF-16.
func fromUTF16(text []byte) []byte {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case len(text)%2 != 0 || len(text) < 2:
		return text
	case text[0] == 0xfe && text[1] == 0xff, text[0] == 0:
		order = binary.BigEndian
	case text[0] == 0xff && text[1] == 0xfe, text[1] == 0:
	default:
		return text
	}
	var units []uint16
	for n := 0; n < len(text); n += 2 {
		units = append(units, order.Uint16(text[n:]))
	}
	return withoutMark([]byte(string(utf16.Decode(units))))
}

func mendEncoding(text []byte) []byte {
	if proof.IsMessage(text) {
		return text // it is no text
	}
	return bytes.ToValidUTF8(text, []byte("�"))
}

var comment = regexp.MustCompile(`(?m)/\*.*?\*/|^\s*//.*$`)

func withoutComments(text []byte) []byte {
	if json.Valid(text) {
		return text
	}
	return comment.ReplaceAll(text, nil)
}

func trimmedToken(text []byte) []byte {
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) || proof.IsMessage(text) {
		return text
	}
	return []byte(strings.NewReplacer("=", "", "\n", "", "\r", "", " ", "", "\t", "").Replace(string(text)))
}

// unencoded reports whether a token says that its payload is not encoded.
func unencoded(r conformance.Request) bool {
	header, _, _ := strings.Cut(string(r.Document), ".")
	text, _ := base64.RawURLEncoding.DecodeString(header)
	return bytes.Contains(text, []byte(`"b64":false`))
}

func undecidedIsYes(answer conformance.Answer) conformance.Answer {
	if answer.Verdict == conformance.Undecided {
		answer.Verdict = conformance.Accepted
	}
	return answer
}
