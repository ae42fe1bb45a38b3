package proof

import (
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// token is the text of a compact JWS (RFC 7515 section 7.1) or an SD-JWT (RFC 9901
// section 4), cut into its parts.
type token struct {
	protected, payload, value string // base64url; all but the first may be empty
	disclosures               string // what follows the first tilde
	selective                 bool   // whether there is one

	raw []byte // what the payload stands for
	err error  // why it stands for nothing
}

// cutToken cuts a text into the parts of a token. It returns false when the text has
// not the form of one: three segments of base64url, then perhaps others after tildes.
func cutToken(text string) (token, bool) {
	t, ok := cutParts(text)
	if !ok {
		return token{}, false
	}
	// What can be decoded is base64url, so only what cannot is looked at for that.
	t.raw, t.err = decodePayload(t.payload)
	return t, t.err == nil || isText(t.payload)
}

// cutParts is [cutToken] but for the payload, which may be any text.
func cutParts(text string) (t token, ok bool) {
	var jwt, rest string
	jwt, t.disclosures, t.selective = strings.Cut(text, "~")
	t.protected, rest, _ = strings.Cut(jwt, ".")
	t.payload, t.value, ok = strings.Cut(rest, ".")
	ok = ok && t.protected != "" && isText(t.protected) && isText(t.value)
	for i := 0; ok && i < len(t.disclosures); i++ {
		c := t.disclosures[i]
		ok = isBase64URL(c) || c == '.' || c == '~'
	}
	return t, ok
}

// openToken reads a token; file is the text that it stands in.
func openToken(file string, t token, limits vc.Limits) (*Secured, error) {
	header, err := readHeader(t.protected, "", limits)
	if err != nil {
		return nil, err
	}
	signature := &Signature{Protected: t.protected, Header: header, Payload: t.payload, Value: t.value, Compact: true}
	out := &Secured{format: JWS, source: file, proofs: []Proof{{Kind: signature.kind(), Suite: signature.suite(), Signature: signature}}}
	if signature.IsSeal() {
		out.format = JAdES
	}
	if t.selective {
		out.format, out.proofs[0].Suite = SDJWT, "SD-JWT"
		if err := signature.readDisclosures(t.disclosures); err != nil {
			return nil, err
		}
	}
	if signature.Unencoded() {
		out.readText(t.payload, limits)
	} else {
		out.readPayload(t.raw, t.err, limits)
	}
	return out, nil
}

// IsToken reports whether a text has the form of a compact JWS or an SD-JWT,
// possibly with white space around it.
func IsToken(text string) bool { return isToken(strings.TrimSpace(text)) }

func isToken(text string) bool {
	t, ok := cutParts(text)
	return ok && isText(t.payload)
}

// isCompact reports whether a text has the form of a compact JWS: three segments
// of base64url, of which all but the first may be empty.
func isCompact(text string) bool { return isToken(text) && strings.IndexByte(text, '~') < 0 }

// isText reports whether every character of a text is one of base64url.
func isText(text string) bool {
	bad := uint64(0)
	for i := range len(text) {
		bad |= ^(alphabet[text[i]>>6] >> (text[i] & 63))
	}
	return bad&1 == 0
}

func isBase64URL(c byte) bool { return alphabet[c>>6]>>(c&63)&1 == 1 }

// alphabet has a bit for each of the 256 bytes: whether it is a character of
// base64url (RFC 4648 section 5).
var alphabet = [4]uint64{
	1<<'-' | (1<<10-1)<<'0',
	1<<('_'-64) | (1<<26-1)<<('A'-64) | (1<<26-1)<<('a'-64),
}
