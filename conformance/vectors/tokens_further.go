package vectors

import (
	"encoding/base64"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
)

// furtherTokens returns tokens with headers and shapes that no issuer writes, or by
// which a stranger signs. They are made of two good tokens, one of each kind of key.
func furtherTokens(b tokenBase, good string) ([]spoilt, error) {
	if b.suite != "vc+jwt" || b.presented() || b.tail != "" {
		return nil, nil
	}
	headers, err := furtherHeaders(b)
	if err != nil {
		return nil, err
	}
	keys, err := furtherKeys(b)
	if err != nil {
		return nil, err
	}
	return append(append(headers, keys...), furtherShapes(good)...), nil
}

// furtherHeaders are headers that the issuer signs.
func furtherHeaders(b tokenBase) ([]spoilt, error) {
	var out []spoilt
	for _, row := range []headerRow{
		{"crit-null", `,"crit":null`, "JWS-CRIT", "The parameter crit is null.", vc.Should},
		{"crit-object", `,"crit":{"urn:example:must-understand":true},"urn:example:must-understand":1`, "JWS-CRIT", "The parameter crit is an object.", vc.Should},
		{"crit-numbers", `,"crit":[7]`, "JWS-CRIT", "The parameter crit lists a number.", vc.Should},
		{"crit-list-in-list", `,"crit":[["urn:example:must-understand"]],"urn:example:must-understand":1`, "JWS-CRIT", "The parameter crit lists a list.", vc.Should},
		{"crit-other-case", `,"crit":["B64"],"B64":true`, "JWS-CRIT", "The parameter crit lists a name that is a known one in capitals.", ""},
		{"crit-address", `,"crit":["http://example.com/UNDEFINED"],"http://example.com/UNDEFINED":true`, "JWS-CRIT", "The parameter crit lists an address that nobody knows.", ""},
		{"crit-of-a-seal", `,"crit":["sigT"],"sigT":"2026-01-01T00:00:00Z"`, "JWS-CRIT", "The parameter crit lists an extension of seals, which no token has.", ""},
		{"crit-of-a-claim", `,"crit":["exp"],"exp":4102358400`, "JWS-CRIT", "The parameter crit lists the name of a claim.", ""},
		{"b64-text", `,"b64":"false","crit":["b64"]`, "JWS-HEADER", "The parameter b64 is a string.", vc.Should},
		{"surrogate", `,"x":"\ud800"`, "JWS-HEADER", "A string in the header holds half a pair of UTF-16.", vc.Should},
		{"iss-in-the-header", `,"iss":` + quoted(b.stranger.id), "JWT-ISS", "The header names somebody else as issuer.", vc.Should},
	} {
		text, err := b.by.sign(strings.TrimSuffix(b.header, "}")+row.more+"}", b.payload)
		if err != nil {
			return nil, err
		}
		out = append(out, spoilt{name: "further-" + row.name, rule: row.rule, because: row.because, text: text, level: row.level})
	}
	return out, nil
}

// furtherKeys are headers by which a stranger signs.
func furtherKeys(b tokenBase) ([]spoilt, error) {
	thief := strings.TrimPrefix(b.stranger.id, "did:key:")
	var out []spoilt
	for _, row := range []struct{ name, more, rule, because string }{
		{"kid-fragment", `"kid":` + quoted("#"+thief), "PROOF-SIGNATURE", "A stranger signed, and kid is the fragment of the stranger's key."},
		{"kid-key", `"kid":` + quoted(thief), "PROOF-SIGNATURE", "A stranger signed, and kid is the stranger's key without a name before it."},
		{"kid-path", `"kid":"../../../../dev/null"`, "PROOF-SIGNATURE", "A stranger signed, and kid is the path of an empty file."},
		{"kid-query", `"kid":"' OR 1=1 --"`, "PROOF-SIGNATURE", "A stranger signed, and kid is a piece of a database query."},
		{"kid-empty", `"kid":""`, "PROOF-SIGNATURE", "A stranger signed, and kid is empty."},
		{"kid-list", `"kid":[` + quoted(b.by.kid) + "]", "JWS-HEADER", "A stranger signed, and kid is a list with the issuer's key."},
		{"kid-null", `"kid":null`, "JWS-HEADER", "A stranger signed, and kid is null."},
		{"kid-elsewhere", `"kid":"https://elsewhere.example/key"`, "PROOF-METHOD", "A stranger signed, and kid is an address where nothing is."},
		{"jwk-and-hint", `"kid":"1","jwk":` + b.stranger.jwk, "ISSUER-KEY", "A stranger signed, whose key stands in the header beside a kid that is only a hint."},
		{"jwk-and-jku", `"kid":"1","jku":"https://elsewhere.example/keys.json","jwk":` + b.stranger.jwk, "ISSUER-KEY", "A stranger signed, whose key stands in the header beside the address of a set of keys."},
		{"x5u", `"x5u":"https://elsewhere.example/certificate.pem"`, "PROOF-SIGNATURE", "A stranger signed, and x5u is the address of a certificate."},
	} {
		text, err := b.stranger.sign(`{"alg":`+quoted(b.stranger.alg.Name)+`,"typ":"vc+jwt",`+row.more+"}", b.payload)
		if err != nil {
			return nil, err
		}
		out = append(out, spoilt{name: "further-" + row.name, rule: row.rule, because: row.because, text: text})
	}
	return out, nil
}

// furtherShapes are texts that are nearly the token.
func furtherShapes(good string) []spoilt {
	input, signature := cutSignature(good)
	header, payload, _ := strings.Cut(input, ".")
	disclosure := base64.RawURLEncoding.EncodeToString([]byte(`["s","name","Master of Medicine"]`))
	var out []spoilt
	for _, row := range []struct {
		name, rule, because, text string
		level                     vc.Level
	}{
		{"bearer", "JWS-FORM", "The word Bearer stands before the token.", "Bearer " + good, ""},
		{"nul", "JWS-FORM", "A NUL follows the token.", good + "\x00", ""},
		{"mark", "JWS-FORM", "A byte order mark stands before the token.", "\ufeff" + good, ""},
		{"capitals", "JWS-FORM", "The token is written in capitals.", strings.ToUpper(good), ""},
		{"header-twice", "JWS-FORM", "The header is encoded twice.", jws.Encode([]byte(header)) + "." + payload + "." + signature, ""},
		{"signature-twice", "PROOF-SIGNATURE", "The signature stands twice.", good + signature, ""},
		{"two-parts", "JWS-FORM", "The token has two parts.", input, ""},
		{"tilde", "JWS-TYP", "A tilde follows the token, as in an SD-JWT, and its type is that of a plain one.", good + "~", vc.Should},
		{"disclosure", "JWS-TYP", "A disclosure follows the token, for which the issuer signed no digest.", good + "~" + disclosure + "~", ""},
		{"token-behind", "JWS-TYP", "The token follows itself where an SD-JWT has its key binding.", good + "~" + good, ""},
	} {
		out = append(out, spoilt{name: "further-" + row.name, rule: row.rule, because: row.because, text: row.text, level: row.level})
	}
	return out
}
