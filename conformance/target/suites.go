package target

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// aliases are names that the form of a token goes by, beside its own.
var aliases = map[string]string{
	"vc-jwt": "jwt", "vc-jose": "vc+jwt", "vc-jose-cose": "vc+jwt", "enveloped": "vc+jwt", "sd-jwt": "vc+sd-jwt", "vp-jose": "vp+jwt", "vc-cose": "vc+cose", "cose": "vc+cose", "vp-cose": "vp+cose",
}

// fitting are the types of key for each suite of this library, the preferred first.
var fitting = map[string][]string{
	"eddsa-rdfc-2022": {"ed25519"}, "eddsa-jcs-2022": {"ed25519"}, "Ed25519Signature2020": {"ed25519"},
	"ecdsa-rdfc-2019": {"p256", "p384"}, "ecdsa-jcs-2019": {"p256", "p384"}, "ecdsa-sd-2023": {"p256"}, "bbs-2023": {"bls12-381"},
	"jwt": {"rsa", "p256", "ed25519", "p384", "p521"}, "vc+jwt": {"ed25519", "p256", "p384", "rsa", "p521"}, "vp+jwt": {"ed25519", "p256", "p384", "rsa", "p521"}, "vc+sd-jwt": {"p256", "ed25519", "p384", "rsa", "p521"},
	"vc+cose": {"ed25519", "p256", "p384", "p521"}, "vp+cose": {"ed25519", "p256", "p384", "p521"},
}

// suffixes name a key or algorithm at the end of the name of a suite.
var suffixes = map[string]string{
	"-p256": "p256", "-p384": "p384", "-es256": "p256", "-es384": "p384", "-es512": "p521", "-rs256": "rsa", "-eddsa": "ed25519",
}

// signer returns the suite with a name and the key for it. "" is the suite that fits
// the first key.
func (l *library) signer(name string) (string, *keys.Private, error) {
	if name == "" {
		name = "eddsa-rdfc-2022"
	}
	suite, wanted := strings.TrimSpace(name), ""
	for suffix, kind := range suffixes {
		if short, ok := strings.CutSuffix(strings.ToLower(suite), suffix); ok && fitting[short] != nil || ok && aliases[short] != "" {
			suite, wanted = short, kind
		}
	}
	if other, ok := aliases[suite]; ok {
		suite = other
	}
	for _, kind := range fitting[suite] {
		i := slices.IndexFunc(l.options.Keys, func(k *keys.Private) bool { return string(keys.TypeOf(k.Public().Key())) == kind })
		if i >= 0 && (wanted == "" || wanted == kind) {
			return suite, l.options.Keys[i], nil
		}
	}
	return "", nil, fmt.Errorf("%w: there is no suite %q for the keys at hand", conformance.ErrUnsupported, name)
}

// mediaTypeOf returns the media type of something secured: the one that it came
// with, if that says more than JSON or text, or the one that its content shows.
func mediaTypeOf(document []byte, given string) string {
	switch given {
	case "", "application/json", "application/ld+json", "text/plain", "application/octet-stream":
	default:
		return given
	}
	if proof.IsMessage(document) {
		return "application/vc+cose"
	}
	text := bytes.TrimSpace(document)
	if len(text) > 0 && text[0] == '{' {
		if bytes.Contains(text, []byte(`"VerifiablePresentation"`)) {
			return "application/vp"
		}
		return "application/vc"
	}
	header, _, _ := bytes.Cut(text, []byte("."))
	raw, err := base64.RawURLEncoding.DecodeString(string(header))
	var members struct{ Typ string }
	if err == nil && json.Unmarshal(raw, &members) == nil && strings.Contains(members.Typ, "+") {
		return "application/" + strings.ToLower(members.Typ)
	}
	return "application/jwt"
}

// isToken reports whether a document is a token and not JSON: its first letter is
// one of base64url, or ends an empty header. What is neither is sent as it is, as
// broken JSON.
func isToken(document []byte) bool {
	text := bytes.TrimSpace(document)
	return len(text) > 0 && bytes.ContainsRune([]byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"), rune(text[0]))
}
