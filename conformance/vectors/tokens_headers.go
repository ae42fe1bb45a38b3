package vectors

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
)

// The clauses about text that more than one reader must understand in the same way.
const (
	specHeaderNames = "https://www.rfc-editor.org/rfc/rfc7515#section-4"
	specClaimNames  = "https://www.rfc-editor.org/rfc/rfc7519#section-4"
	specSegments    = "https://www.rfc-editor.org/rfc/rfc7515#section-5.2"
	specPadBits     = "https://www.rfc-editor.org/rfc/rfc4648#section-3.5"
)

// headerRow is a header with more at its end; the issuer signs it.
type headerRow struct {
	name, more, rule, because string
	level                     vc.Level
}

// headerRows are headers that no issuer may write. That crit must not be empty, or
// name what is registered, binds those who sign; who verifies may refuse it (RFC
// 7515 section 4.1.11).
var headerRows = []headerRow{
	{"crit-unknown", `,"crit":["urn:example:must-understand"],"urn:example:must-understand":true`, "JWS-CRIT", "The parameter crit lists an extension that nobody knows.", ""},
	{"crit-unknown-beside-known", `,"b64":true,"crit":["b64","urn:example:must-understand"],"urn:example:must-understand":1`, "JWS-CRIT", "The parameter crit lists an extension that nobody knows beside one that some do.", ""},
	{"crit-absent", `,"crit":["urn:example:must-understand"]`, "JWS-CRIT", "The parameter crit lists an extension that nobody knows and that is not there.", ""},
	{"crit-empty", `,"crit":[]`, "JWS-CRIT", "The parameter crit is an empty list.", vc.Should},
	{"crit-text", `,"crit":"urn:example:must-understand","urn:example:must-understand":true`, "JWS-CRIT", "The parameter crit is a string and not a list.", vc.Should},
	{"crit-registered", `,"crit":["alg"]`, "JWS-CRIT", "The parameter crit lists a registered parameter.", vc.Should},
	{"crit-twice", `,"b64":true,"crit":["b64","b64"]`, "JWS-CRIT", "The parameter crit lists a name twice.", vc.Should},
	{"b64-false", `,"b64":false,"crit":["b64"]`, "JWS-B64", "The header says that the payload is signed as it is, which no JWT may (RFC 7797 section 7).", ""},
}

// brokenHeaders returns tokens with a wrong header, most of them signed by the
// issuer.
func brokenHeaders(b tokenBase, good string) ([]spoilt, error) {
	var out []spoilt
	_, rest, _ := strings.Cut(good, ".")
	forged := strings.TrimSuffix(b.header, "}") + `,"cty":"vc"}`
	out = append(out, spoilt{name: "header-altered", rule: "PROOF-SIGNATURE", because: "A parameter was added to the header after signing.", text: jws.Encode([]byte(forged)) + "." + rest})
	for _, row := range headerRows {
		text, err := b.by.sign(strings.TrimSuffix(b.header, "}")+row.more+"}", b.payload)
		if err != nil {
			return nil, err
		}
		out = append(out, spoilt{name: row.name, rule: row.rule, because: row.because, text: text, level: row.level})
	}
	doubled, err := doubledNames(b)
	if err != nil {
		return nil, err
	}
	keys, err := keysInHeader(b)
	return append(append(out, doubled...), keys...), err
}

// doubledNames writes members twice. A reader may refuse that or take the last
// (RFC 7515 section 4, RFC 7519 section 4), so where the last is right, refusing
// is only the better of two.
func doubledNames(b tokenBase) ([]spoilt, error) {
	alg := quoted(b.by.alg.Name)
	noneLast, noneFirst := strings.TrimSuffix(b.header, "}")+`,"alg":"none"}`, `{"alg":"none",`+b.header[1:]
	escaped := strings.TrimSuffix(b.header, "}") + `,"\u0061lg":` + alg + "}"
	issuer, foreignKey := b.party()
	shown, err := edited(b.payload, issuer, quoted(b.stranger.id))
	if err != nil {
		return nil, err
	}
	double := func(first, last string) (string, error) {
		value, err := vc.ParseDocument([]byte(last), vc.Limits{})
		if err != nil {
			return "", err
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(issuer, "/"), "/")
		return strings.TrimSuffix(first, "}") + `,` + quoted(name) + `:` + value.Get(name).Raw() + "}", nil
	}
	foreignLast, err := double(b.payload, shown)
	if err != nil {
		return nil, err
	}
	foreignFirst, err := double(shown, b.payload)
	if err != nil {
		return nil, err
	}
	lastCounts := vc.Must
	if b.inClaim() { // the claim iss takes the place of the member
		lastCounts = vc.Should
	}
	var out []spoilt
	for _, row := range []struct {
		name, header, payload, because, rule, spec string
		level                                      vc.Level
	}{
		{"double-alg-none-last", noneLast, b.payload, "The parameter alg stands twice, and the last says none.", "JWS-HEADER", specHeaderNames, ""},
		{"double-alg-none-first", noneFirst, b.payload, "The parameter alg stands twice, and the first says none.", "JWS-HEADER", specHeaderNames, vc.Should},
		{"double-alg-escaped", escaped, b.payload, "The parameter alg stands twice, once with an escape in its name.", "JWS-HEADER", specHeaderNames, vc.Should},
		{"double-party-foreign-last", b.header, foreignLast, "Who should have signed stands twice, and the last is somebody whose key this is not.", foreignKey, specClaimNames, lastCounts},
		{"double-party-foreign-first", b.header, foreignFirst, "Who should have signed stands twice, and the first is somebody whose key this is not.", "JWS-PAYLOAD", specClaimNames, vc.Should},
	} {
		text, err := b.by.sign(row.header, row.payload)
		if err != nil {
			return nil, err
		}
		out = append(out, spoilt{name: row.name, rule: row.rule, because: row.because, text: text, level: row.level, spec: row.spec})
	}
	return out, nil
}

// keysInHeader puts keys into the header that do not belong there. What a key in the
// header must be binds those who sign; who has the issuer's key from elsewhere need
// not look at it. Only Open Badges tells verifiers to take the key from there.
func keysInHeader(b tokenBase) ([]spoilt, error) {
	secret := b.by.key
	if s, ok := secret.(deterministicSigner); ok {
		secret = s.Signer
	}
	private, err := jwk.EncodePrivate(secret, "")
	if err != nil {
		return nil, err
	}
	with := func(more string) string { return `{"alg":` + quoted(b.by.alg.Name) + `,` + more + "}" }
	taken := vc.Should
	if b.legacy() && !b.inClaim() {
		taken = vc.Must
	}
	var out []spoilt
	for _, row := range []struct {
		name, header, because string
		level                 vc.Level
	}{
		{"jwk-private", with(`"jwk":` + private), "The key in the header is the private one, so it is no longer secret.", vc.Should},
		{"jwk-secret", with(`"jwk":{"kty":"oct","k":"c2VjcmV0"}`), "The key in the header is a symmetric one.", taken},
		{"jwk-of-another", with(`"kid":` + quoted(b.by.kid) + `,"jwk":` + b.stranger.jwk), "The key in the header is another than the one that kid leads to.", vc.Should},
		{"jwk-null", with(`"jwk":null`), "The key in the header is null, and there is no kid.", vc.Should},
	} {
		text, err := b.by.sign(row.header, b.payload)
		if err != nil {
			return nil, err
		}
		rule := "JWS-JWK"
		if row.name == "jwk-null" {
			rule = "JWS-HEADER"
		}
		out = append(out, spoilt{name: row.name, rule: rule, because: row.because, text: text, level: row.level})
	}
	return out, nil
}

// brokenEncodings writes the right token in ways that base64url and the compact
// serialisation forbid. Those that change what is signed are signed so.
func brokenEncodings(b tokenBase, good string) ([]spoilt, error) {
	header, payload := jws.Encode([]byte(b.header)), jws.Encode([]byte(b.payload))
	input, signature := cutSignature(good)
	out := []spoilt{
		{name: "four-parts", rule: "JWS-FORM", because: "The token has four parts.", text: good + ".AA"},
		{name: "five-parts", rule: "JWS-FORM", because: "The token has five parts, as an encrypted one.", text: good + ".AA.AA"},
		{name: "no-header", rule: "JWS-HEADER", because: "The header is empty.", text: "." + payload + "." + signature, spec: specSegments},
		{name: "no-payload", rule: "JWS-PAYLOAD", because: "The payload is empty.", text: header + ".." + signature},
		{name: "signature-padded", rule: "PROOF-SIGNATURE", because: "The signature ends in padding, which base64url of a token never has.", text: good + "==", spec: specSegments},
		{name: "signature-line-break", rule: "PROOF-SIGNATURE", because: "A line break stands in the signature.", text: input + "." + signature[:20] + "\n" + signature[20:], spec: specSegments},
		{name: "signature-space", rule: "PROOF-SIGNATURE", because: "A space stands in the signature.", text: input + "." + signature[:20] + " " + signature[20:], spec: specSegments},
	}
	if other := strings.NewReplacer("-", "+", "_", "/").Replace(signature); other != signature {
		out = append(out, spoilt{name: "signature-base64", rule: "PROOF-SIGNATURE", because: "The signature is written in the alphabet of base64, not of base64url.", text: input + "." + other, spec: specSegments})
	}
	if other := otherPadBits(signature); other != signature {
		out = append(out, spoilt{name: "signature-pad-bits", rule: "PROOF-SIGNATURE", because: "The unused bits at the end of the signature are not zero, so the same bytes have two spellings.", text: input + "." + other, level: vc.Should, spec: specPadBits})
	}
	for _, row := range []struct{ name, header, payload, because, rule, spec string }{
		{"header-padded", header + "=", payload, "The header ends in padding, and is signed so.", "JWS-HEADER", specSegments},
		{"payload-padded", header, payload + "=", "The payload ends in padding, and is signed so.", "JWS-PAYLOAD", specSegments},
		{"payload-line-break", header, payload[:40] + "\n" + payload[40:], "A line break stands in the payload, and is signed so.", "JWS-PAYLOAD", specSegments},
		{"header-not-json", jws.Encode([]byte(b.header[1:])), payload, "The header is not JSON.", "JWS-HEADER", specSegments},
		{"header-array", jws.Encode([]byte("[" + b.header + "]")), payload, "The header is an array.", "JWS-HEADER", specSegments},
		{"header-and-more", jws.Encode([]byte(b.header + "{}")), payload, "Something follows the JSON object of the header.", "JWS-HEADER", specSegments},
		{"payload-not-json", header, jws.Encode([]byte(b.payload[1:])), "The payload is not JSON.", "JWS-PAYLOAD", ""},
		{"payload-array", header, jws.Encode([]byte("[" + b.payload + "]")), "The payload is an array.", "JWS-PAYLOAD", ""},
		{"payload-and-more", header, jws.Encode([]byte(b.payload + "{}")), "Something follows the JSON object of the payload.", "JWS-PAYLOAD", ""},
		{"payload-not-utf8", header, jws.Encode([]byte(strings.TrimSuffix(b.payload, "}") + `,"description":"` + "\xff" + `"}`)), "The payload is not UTF-8.", "JWS-PAYLOAD", ""},
		{"payload-encoded-twice", header, jws.Encode([]byte(payload)), "The payload is base64url of base64url.", "JWS-PAYLOAD", ""},
	} {
		text, err := b.by.signSegments(row.header, row.payload)
		if err != nil {
			return nil, err
		}
		out = append(out, spoilt{name: row.name, rule: row.rule, because: row.because, text: text, spec: row.spec})
	}
	return out, nil
}

// otherPadBits spells the same bytes with other unused bits at the end, or returns
// the text as it is when there are none.
func otherPadBits(text string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	if len(text)%4 == 0 {
		return text
	}
	last := strings.IndexByte(alphabet, text[len(text)-1])
	return text[:len(text)-1] + string(alphabet[last|1])
}
