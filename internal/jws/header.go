package jws

import (
	"encoding/base64"
	"errors"
	"slices"
	"strconv"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var base64url = base64.RawURLEncoding.Strict()

// Encode returns octets as base64url without padding (RFC 7515 section 2).
func Encode(raw []byte) string { return base64url.EncodeToString(raw) }

// AppendEncode appends octets as [Encode] returns them.
func AppendEncode(dst, raw []byte) []byte { return base64url.AppendEncode(dst, raw) }

// Decode reads base64url without padding. Each octet string has one spelling:
// line breaks, which the decoder would skip, and unused bits that are not zero
// are errors.
func Decode(text string) ([]byte, error) {
	raw, err := base64url.DecodeString(text)
	if err != nil || base64url.EncodedLen(len(raw)) != len(text) {
		return nil, errors.New("the text is not base64url without padding")
	}
	return raw, nil
}

// registered are the parameters of RFC 7515, 7516 and 7518, which every
// reader understands and which crit must not name (RFC 7515 section 4.1.11).
var registered = []string{"alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit",
	"enc", "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"}

// CriticalFault says in a few words what is wrong with the parameter crit of
// a protected header, or "" (RFC 7515 section 4.1.11). The extensions are the
// parameters that the caller understands and acts upon. Those in mandatory must
// be listed in crit when they are in the header; those in elsewhere may stand
// outside the protected header.
func CriticalFault(header jsontree.Value, extensions, mandatory []string, elsewhere ...string) string {
	crit := header.Get("crit")
	if crit.Exists() && (crit.Kind() != jsontree.Array || crit.Len() == 0) {
		return "a crit that is not an array or is empty"
	}
	listed := make([]string, 0, len(extensions))
	for name := range crit.Elements() {
		switch {
		case name.Kind() != jsontree.String:
			return "an entry that is not a string"
		case slices.Contains(registered, name.Text()):
			return strconv.Quote(name.Text()) + ", which is no extension"
		case !slices.Contains(extensions, name.Text()):
			// Anything may stand here, so the message does not repeat it. No more
			// names than are understood ever reach the list.
			return "a parameter that is not understood"
		case slices.Contains(listed, name.Text()):
			return strconv.Quote(name.Text()) + " twice"
		case !header.Get(name.Text()).Exists() && !slices.Contains(elsewhere, name.Text()):
			return strconv.Quote(name.Text()) + ", which is not in the header"
		}
		listed = append(listed, name.Text())
	}
	for _, name := range mandatory {
		if header.Get(name).Exists() && !slices.Contains(listed, name) {
			return "no " + name
		}
	}
	return ""
}
