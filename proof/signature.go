package proof

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Signature is one signature of a JSON Web Signature, as it was received.
type Signature struct {
	Protected   string         // the protected header, base64url
	Header      jsontree.Value // the protected header, read strictly
	Unprotected jsontree.Value // the unprotected header; may be absent
	Payload     string         // the payload as it was received
	Value       string         // the signature, base64url
	Compact     bool           // whether it is in the compact serialisation

	// Disclosures and KeyBinding are what follows the signature in an SD-JWT: the
	// disclosures in base64url, and the key binding JWT or "".
	Disclosures []string
	KeyBinding  string
	// MediaType is the media type that an envelope states for the token, in lower
	// case and without parameters; "" without an envelope.
	MediaType string
}

// Unencoded reports whether the payload is signed as it is, without base64url
// ("b64": false in the protected header, RFC 7797 section 3).
func (s *Signature) Unencoded() bool {
	b64 := s.Header.Get("b64")
	return b64.Kind() == jsontree.Bool && !b64.Bool()
}

// PayloadBytes returns the signed payload: the text itself if it is unencoded,
// otherwise what its base64url text stands for.
func (s *Signature) PayloadBytes() ([]byte, error) {
	if s.Unencoded() {
		return []byte(s.Payload), nil
	}
	return decodePayload(s.Payload)
}

func decodePayload(text string) ([]byte, error) {
	raw, err := decodeBase64URL(text)
	if err != nil {
		return nil, &FormatError{Code: "JWS-PAYLOAD", Pointer: "/payload", Detail: "the payload is not base64url without padding", Err: err}
	}
	return raw, nil
}

// SigningInput returns the bytes that the signature covers: the protected header
// as received, a full stop and the payload as received (RFC 7515 section 5.1, RFC
// 7797 section 3).
func (s *Signature) SigningInput() []byte {
	out := make([]byte, 0, len(s.Protected)+1+len(s.Payload))
	out = append(out, s.Protected...)
	out = append(out, '.')
	return append(out, s.Payload...)
}

// suite returns the name of the suite for a signature. The suite for tokens knows
// no unprotected header, so a JSON serialisation with one goes to the suite for
// seals, which reports that it cannot be checked.
func (s *Signature) suite() string {
	if s.IsSeal() || s.Unprotected.Len() > 0 {
		return "JAdES"
	}
	return "JWS"
}

// kind returns how the signature belongs to its document.
func (s *Signature) kind() Kind {
	if s.suite() == "JAdES" {
		return Seal
	}
	return Token
}

// sealParameters are the header parameters that only a JAdES signature has (TS
// 119 182-1 clause 5); certificateParameters are those that a token may also
// have.
var (
	sealParameters        = []string{"sigT", "x5t#o", "sigX5ts", "srCms", "sigPl", "srAts", "adoTst", "sigPId", "sigD"}
	certificateParameters = []string{"x5c", "x5t#S256"}
)

// IsSeal reports whether a signature is a JAdES seal, judging by its header. One
// that calls itself a JWT, such as vc+jwt, is not.
func (s *Signature) IsSeal() bool {
	has := func(name string) bool { return s.Header.Get(name).Exists() }
	typ := strings.TrimPrefix(strings.ToLower(s.Header.Get("typ").Text()), "application/")
	certified := slices.ContainsFunc(certificateParameters, has)
	switch {
	case typ == "jwt", strings.HasSuffix(typ, "+jwt"), strings.HasSuffix(typ, "+sd-jwt"):
		return false
	case slices.ContainsFunc(sealParameters, has):
		return true
	case s.Compact:
		// A token may have a certificate too, but it has iat in the payload, not
		// in the header.
		return certified && (typ == "jose" || has("iat"))
	}
	// A token names its key. What names neither a key nor a certificate can only
	// be a seal whose certificate is missing.
	return certified || typ == "jose+json" || s.Unprotected.Get("etsiU").Exists() || !has("kid") && !has("jwk")
}

// maxDisclosures bounds the work: each disclosure is hashed and parsed.
const maxDisclosures = 10_000

// readDisclosures reads what follows the first tilde of an SD-JWT: each
// disclosure with a tilde after it, and a key binding JWT or nothing.
func (s *Signature) readDisclosures(text string) error {
	if strings.Count(text, "~") > maxDisclosures {
		return &FormatError{Code: "SDJWT-FORM", Detail: fmt.Sprintf("there are more than %d disclosures", maxDisclosures)}
	}
	all := strings.Split(text, "~")
	s.Disclosures, s.KeyBinding = all[:len(all)-1], all[len(all)-1]
	for _, d := range s.Disclosures {
		if d == "" || strings.Contains(d, ".") {
			return &FormatError{Code: "SDJWT-FORM", Detail: "a disclosure is empty or is no base64url text; a key binding JWT can only stand last"}
		}
	}
	if s.KeyBinding != "" && !isCompact(s.KeyBinding) {
		return &FormatError{Code: "SDJWT-FORM", Detail: "what follows the last tilde is no key binding JWT; an SD-JWT without one ends with a tilde"}
	}
	return nil
}

// readSignature reads one entry of a JWS in JSON.
func readSignature(entry jsontree.Value, payload string, limits vc.Limits) (*Signature, error) {
	protected, value := entry.Get("protected"), entry.Get("signature")
	if protected.Kind() != jsontree.String || value.Kind() != jsontree.String {
		return nil, &FormatError{Code: "JWS-SERIALISATION", Pointer: entry.Pointer(), Detail: "a signature needs the members protected and signature, both base64url strings"}
	}
	unprotected := entry.Get("header")
	if unprotected.Exists() && !unprotected.IsObject() {
		return nil, &FormatError{Code: "JWS-HEADER", Pointer: unprotected.Pointer(), Detail: "the unprotected header must be an object"}
	}
	header, err := readHeader(protected.Text(), protected.Pointer(), limits)
	if err != nil {
		return nil, err
	}
	for name, member := range unprotected.Members() {
		if header.Get(name).Exists() {
			return nil, &FormatError{Code: "JWS-HEADER", Pointer: member.Pointer(), Detail: "a header parameter stands in both the protected and the unprotected header (RFC 7515 section 4)"}
		}
	}
	return &Signature{Protected: protected.Text(), Header: header, Unprotected: unprotected, Payload: payload, Value: value.Text()}, nil
}

// readHeader reads a protected header strictly: base64url without padding,
// one JSON object, no name twice.
func readHeader(protected, pointer string, limits vc.Limits) (jsontree.Value, error) {
	raw, err := decodeBase64URL(protected)
	if err != nil {
		return jsontree.Value{}, &FormatError{Code: "JWS-HEADER", Pointer: pointer, Detail: "the protected header is not base64url without padding", Err: err}
	}
	doc, err := vc.ParseDocument(raw, limits)
	if err != nil {
		return jsontree.Value{}, &FormatError{Code: "JWS-HEADER", Pointer: pointer, Detail: "the protected header is not one strict JSON object", Err: err}
	}
	return doc.Root(), nil
}

// base64url is the strict decoder: unused bits that are not zero are an error.
var base64url = base64.RawURLEncoding.Strict()

// decodeBase64URL decodes base64url without padding, strictly. The decoder of the
// standard library skips line breaks; then the text is longer than its bytes need.
func decodeBase64URL(text string) ([]byte, error) {
	raw, err := base64url.DecodeString(text)
	if err == nil && base64url.EncodedLen(len(raw)) == len(text) {
		return raw, nil
	}
	if i := strings.IndexAny(text, "\r\n"); i >= 0 {
		return nil, base64.CorruptInputError(i)
	}
	return nil, err
}
