package bake

import (
	"bytes"
	"encoding/base64"
	"net/url"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Form is what a payload looks like.
type Form uint8

// The forms of a payload.
const (
	JSON Form = iota + 1 // a JSON object: a credential with embedded proof, or an assertion of Open Badges 2
	JWT                  // a compact JWS (RFC 7515 section 7.1), or what is meant for one
	URL                  // the http or https address of a hosted assertion (Open Badges 1)
)

// String returns the name of the form.
func (f Form) String() string {
	switch f {
	case JSON:
		return "JSON"
	case JWT:
		return "JWT"
	case URL:
		return "URL"
	}
	return "unknown"
}

// Standard is a specification under whose name a badge is baked.
type Standard uint8

// The standards. Open Badges 1 and 2 use the same names.
const (
	OpenBadges3 Standard = iota + 1 // Open Badges 3.0
	CLR2                            // Comprehensive Learner Record 2.0
	OpenBadges2                     // Open Badges 1.x and 2.x: read, never written
)

// names holds, per standard, the keyword of the PNG chunk and the namespace,
// customary prefix and local name of the SVG element.
var names = [...]struct{ title, keyword, namespace, prefix, element string }{
	OpenBadges3: {"Open Badges 3.0", "openbadgecredential", "https://purl.imsglobal.org/ob/v3p0", "openbadges", "credential"},
	CLR2:        {"CLR 2.0", "clrcredential", "https://purl.imsglobal.org/clr/v2p0", "clr", "credential"},
	OpenBadges2: {"Open Badges 2", "openbadges", "http://openbadges.org", "openbadges", "assertion"},
}

// String returns the title of the standard.
func (s Standard) String() string {
	if s == 0 || int(s) >= len(names) {
		return "unknown"
	}
	return names[s].title
}

// name returns the name under which the standard bakes into such an image.
func (s Standard) name(kind Kind) string {
	if kind == PNG {
		return names[s].keyword
	}
	return "{" + names[s].namespace + "}" + names[s].element
}

// formOf recognises the form of a payload, or returns 0.
func formOf(text []byte) Form {
	switch {
	case bytes.HasPrefix(text, []byte("{")):
		return JSON
	case isURL(text):
		return URL
	}
	if _, ok := claims(text); ok || isMeantAsToken(text) {
		return JWT
	}
	return 0
}

// isMeantAsToken recognises a faulty JSON Web Signature, such as one that is cut
// off or has padding, by its header. Opening it says what is wrong.
func isMeantAsToken(text []byte) bool {
	rest := bytes.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.~ \t\r\n")
	header := bytes.HasPrefix(text, []byte("ey")) || bytes.HasPrefix(text, []byte("ew")) // a JSON object in base64url
	return header && bytes.ContainsRune(text, '.') && len(rest) == 0
}

func isURL(text []byte) bool {
	if !bytes.HasPrefix(text, []byte("http")) || len(text) > 4096 {
		return false
	}
	u, err := url.Parse(string(text))
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// claims returns the decoded payload of a compact JWS. The text is one if it
// has three base64url segments without padding, of which the first, which
// must not be empty, encodes something that starts like a JSON object.
func claims(text []byte) ([]byte, bool) {
	segments := bytes.SplitN(text, []byte("."), 4)
	if len(segments) != 3 {
		return nil, false
	}
	var decoded [3][]byte
	for i, segment := range segments {
		// The decoder of the standard library skips line breaks.
		if bytes.ContainsAny(segment, "\r\n") {
			return nil, false
		}
		var err error
		if decoded[i], err = base64.RawURLEncoding.AppendDecode(nil, segment); err != nil {
			return nil, false
		}
	}
	return decoded[1], bytes.HasPrefix(trim(decoded[0]), []byte("{"))
}

// contents parses a payload strictly: the JSON object itself or the claims of
// the JWT. It is absent if that is not JSON.
func contents(text []byte, form Form, limits Limits) (jsontree.Value, error) {
	switch form {
	case JSON:
		return jsontree.Parse(text, jsontree.Limits{Bytes: limits.Payload})
	case JWT:
		decoded, _ := claims(text)
		return jsontree.Parse(decoded, jsontree.Limits{Bytes: limits.Payload})
	}
	return jsontree.Value{}, nil
}

// standardOf returns the standard that the type of a document names, or 0. A
// JWT of the VC Data Model 1.1 has the credential in its member vc.
func standardOf(doc jsontree.Value, err error) Standard {
	if err != nil {
		return 0
	}
	types := doc.Get("type")
	if !types.Exists() {
		types = doc.Get("vc").Get("type")
	}
	switch {
	case lists(types, "VerifiableCredential") && lists(types, "ClrCredential"):
		return CLR2
	case lists(types, "VerifiableCredential"):
		return OpenBadges3
	case lists(types, "Assertion"):
		return OpenBadges2
	}
	return 0
}

func lists(types jsontree.Value, name string) bool {
	for t := range types.Each() {
		if t.IsText(name) {
			return true
		}
	}
	return false
}

// credential makes sure that a payload may be baked.
func credential(payload []byte, limits Limits) ([]byte, Form, Standard, error) {
	refuse := func(format string, args ...any) ([]byte, Form, Standard, error) {
		return nil, 0, 0, newError(CodePayload, Place{}, format, args...)
	}
	text := trim(payload)
	if len(text) > limits.Payload {
		return nil, 0, 0, newError(CodeLimit, Place{}, "the payload has %d bytes, more than the limit of %d", len(text), limits.Payload)
	}
	form := formOf(text)
	switch {
	case form != JSON && form != JWT:
		return refuse("what you bake must be a credential as a JSON object or a compact JSON Web Signature")
	case form == JWT:
		if _, ok := claims(text); !ok {
			return refuse("what you bake looks like a JSON Web Signature but does not have three parts of base64url without padding, with dots between them")
		}
	}
	doc, err := contents(text, form, limits)
	if err != nil {
		return nil, 0, 0, &Error{Code: CodePayload, Detail: "what you bake is not strict JSON: " + err.Error(), Err: err}
	}
	standard := standardOf(doc, nil)
	switch standard {
	case 0:
		return refuse("what you bake is no badge: its type does not list VerifiableCredential")
	case OpenBadges2:
		return refuse("what you bake is an assertion of Open Badges 2, which is read but not written; make an Open Badge 3.0 of it first")
	}
	if dataintegrity.HoldsBase(doc) {
		return refuse("what you bake carries a base proof, with which whoever gets the image could reveal everything; derive from it first, and bake that")
	}
	return text, form, standard, nil
}
