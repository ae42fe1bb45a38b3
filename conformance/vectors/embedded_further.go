package vectors

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/multiformats/go-multibase"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/vc"
)

// proofs returns the vectors of what can be done to the members of a proof, under
// the suites that stand for the two ways of signing.
func proofs(b bench) ([]Vector, error) {
	d := draftOf("minimal")
	d.slug = "proof"
	return b.vectorsOf(bothWays, d, []operator{
		{slug: "is", rule: "PROOF-FORM", make: notAProof},
		{slug: "suite", rule: "PROOF-SUITE", make: suitesByOtherNames},
		{slug: "purpose", rule: "PROOF-PURPOSE", because: "The purpose of the proof is another one, and its issuer signed that.", spec: specDI + "#proof-purposes", make: otherPurposes},
		{slug: "method", rule: "PROOF-METHOD", make: furtherMethods},
		{slug: "value", rule: "PROOF-VALUE", make: furtherValues},
		{slug: "beside", rule: "ISSUER-KEY", because: "Beside the right proof stands that of a stranger.", level: vc.Should, make: strangerBeside},
		{slug: "sibling", rule: "PROOF-FORM", level: vc.Should, spec: specLists, make: nothingBeside},
	})
}

// notAProof puts something that is no proof in its place.
func notAProof(g good) ([]embeddedCopy, error) {
	right := g.file.Get("proof").Raw()
	type row struct{ slug, rule, because, raw string }
	rows := []row{
		{"true", "", "The proof is true.", "true"},
		{"number", "", "The proof is a number.", "7"},
		{"reference", "", "The proof is only named.", `{"id":"urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad0aa"}`},
		{"object-empty", "", "The proof is an empty object.", "{}"},
		{"text-of-it", "", "The proof is a text that holds it.", quote(right)},
		{"token", "PROOF-SUITE", "In the place of the proof stands a token of the older kind.", `{"type":"JwtProof2020","jwt":"a.b.c"}`},
	}
	for slug, name := range map[string]string{"jws": "JWS", "jades": "JAdES", "sd-jwt": "SD-JWT"} {
		rows = append(rows, row{slug, "", "The proof calls itself a " + name + ", which is no embedded proof.", `{"type":` + quote(name) + "}"})
	}
	var out []embeddedCopy
	for _, r := range rows {
		doc, err := edit(g.file, "/proof", r.raw)
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: r.slug, rule: r.rule, because: r.because, text: doc.String()})
	}
	return out, nil
}

// suitesByOtherNames spells the cryptosuite in ways that only a lenient reader takes
// for it: its names are compared by their letters.
func suitesByOtherNames(g good) ([]embeddedCopy, error) {
	own := string(g.suite.cryptosuite)
	var out []embeddedCopy
	for _, r := range []struct{ slug, rule, because, raw string }{
		{"capitals", "", "The cryptosuite is written in capitals.", quote(strings.ToUpper(own))},
		{"blank", "", "A blank follows the name of the cryptosuite.", quote(own + " ")},
		{"without-way", "", "The name of the cryptosuite lacks its canonicalisation.", `"eddsa-2022"`},
		{"none", "", "The cryptosuite is called none.", `"none"`},
		{"iri", "", "The cryptosuite is an IRI that ends in its name.", quote("https://w3id.org/security#" + own)},
		{"empty", "PROOF-FORM", "The cryptosuite is empty.", `""`},
		{"number", "PROOF-FORM", "The cryptosuite is a number.", "2022"},
		{"two", "PROOF-FORM", "The cryptosuite is one of two in a list.", `["` + own + `","none"]`},
	} {
		doc, err := edit(g.file, "/proof/cryptosuite", r.raw)
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: r.slug, rule: r.rule, because: r.because, text: doc.String()})
	}
	older, err := edit(g.file, "/proof/type", `"Ed25519Signature2020"`, "/proof/cryptosuite", "")
	return append(out, embeddedCopy{slug: "older", rule: "JSONLD-TERM-UNDEFINED", because: "The proof calls itself one of the older suite, which signs in another way.", text: older.String()}), err
}

// otherPurposes are signed for something else.
func otherPurposes(g good) ([]embeddedCopy, error) {
	var out []embeddedCopy
	for slug, purpose := range map[string]string{"agreeing": "keyAgreement", "invoking": "capabilityInvocation", "delegating": "capabilityDelegation"} {
		copies, err := resigned("/proof/proofPurpose", quote(purpose))(g)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", purpose, err)
		}
		copies[0].slug = slug
		out = append(out, copies...)
	}
	return out, nil
}

// furtherMethods are names that lead to no key, or to one that is somebody else's.
func furtherMethods(g good) ([]embeddedCopy, error) {
	public, err := jwk.EncodePublic(g.stranger.key.Signer.Public(), "")
	if err != nil {
		return nil, err
	}
	raw := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	issuer, method, thief := g.issuer.id, g.issuer.key.Method, g.stranger.fragment()
	var out []embeddedCopy
	for _, r := range []struct{ slug, rule, because, raw string }{
		{"null", "PROOF-FORM", "The verificationMethod is null.", "null"},
		{"list-empty", "PROOF-FORM", "The verificationMethod is an empty list.", "[]"},
		{"list", "PROOF-FORM", "The verificationMethod is a list of two keys.", "[" + quote(method) + "," + quote(g.stranger.key.Method) + "]"},
		{"fragment", "", "The verificationMethod is a fragment only.", quote("#" + g.issuer.fragment())},
		{"did-only", "", "The verificationMethod is the beginning of a DID.", `"did:"`},
		{"did-key-empty", "", "The verificationMethod is a did:key without a key.", `"did:key:#z"`},
		{"did-jwk-empty", "", "The verificationMethod is a did:jwk of an empty object.", `"did:jwk:e30#0"`},
		{"did-jwk-symmetric", "", "The verificationMethod is a did:jwk of a symmetric key.", quote("did:jwk:" + raw(`{"kty":"oct","k":"AAAA"}`) + "#0")},
		{"did-jwk-padded", "", "The verificationMethod is a did:jwk that ends in padding.", quote("did:jwk:" + raw(public) + "==#0")},
		{"two-fragments", "", "The verificationMethod has two fragments, the last of which is a stranger's key.", quote(method + "#" + thief)},
		{"fragment-empty", "", "The fragment of the verificationMethod is empty.", quote(issuer + "#")},
		{"strangers-with-own-fragment", "", "The verificationMethod is the did:key of a stranger with the fragment of the issuer.", quote(g.stranger.id + "#" + g.issuer.fragment())},
		{"query", "", "The verificationMethod is the did:key of a stranger that names the issuer in a query.", quote(g.stranger.id + "?controller=" + issuer + "#" + thief)},
		{"path", "", "The verificationMethod is the did:key of a stranger that names the issuer in a path.", quote(g.stranger.id + "/" + issuer + "#" + thief)},
		{"parameter", "", "The verificationMethod is the did:key of a stranger that names the issuer in a parameter.", quote(g.stranger.id + ";service=" + issuer + "#" + thief)},
		{"capitals", "", "The scheme of the verificationMethod is written in capitals.", quote("DID" + strings.TrimPrefix(method, "did"))},
		{"data", "", "The verificationMethod is a data: URL.", quote("data:application/json,{}#" + thief)},
		{"file", "", "The verificationMethod is a file.", quote("file:///etc/passwd#" + thief)},
	} {
		doc, err := edit(g.file, "/proof/verificationMethod", r.raw)
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: r.slug, rule: r.rule, because: r.because, text: doc.String()})
	}
	return out, nil
}

// furtherValues spell the right value in other ways.
func furtherValues(g good) ([]embeddedCopy, error) {
	text := g.file.Lookup("/proof/proofValue").Text()
	_, signature, err := multibase.Decode(text)
	if err != nil {
		return nil, err
	}
	spelled := func(base multibase.Encoding) string {
		out, err := multibase.Encode(base, signature)
		if err != nil {
			return ""
		}
		return quote(out)
	}
	twice, err := base58(slices.Concat(signature, signature))
	if err != nil {
		return nil, err
	}
	var out []embeddedCopy
	for _, r := range []struct{ slug, rule, because, raw string }{
		{"null", "PROOF-FORM", "The proofValue is null.", "null"},
		{"value-object", "PROOF-FORM", "The proofValue is a value object.", `{"@value":` + quote(text) + "}"},
		{"zero-before", "", "A zero byte stands before the signature.", quote("z1" + text[1:])},
		{"twice", "", "The signature stands twice.", quote(twice)},
		{"base64-padded", "", "The signature is in base64url with padding.", spelled(multibase.Base64urlPad)},
		{"base64", "", "The signature is in base64.", spelled(multibase.Base64)},
		{"flickr", "", "The signature is in the other alphabet of base58.", spelled(multibase.Base58Flickr)},
		{"base32", "", "The signature is in base32.", spelled(multibase.Base32)},
		{"blank-before", "", "A blank stands before the signature.", quote(" " + text)},
		{"line-break", "", "A line break stands in the signature.", quote(text[:9] + "\n" + text[9:])},
		{"zero-width", "", "A space without width follows the signature.", quote(text + "\u200b")},
		{"letter-o", "", "A letter of the signature is one that base58 does not have.", quote(text[:9] + "0" + text[10:])},
	} {
		doc, err := edit(g.file, "/proof/proofValue", r.raw)
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: r.slug, rule: r.rule, because: r.because, text: doc.String()})
	}
	return out, nil
}

// strangerBeside adds a proof of somebody else. A verifier that relies on one proof
// must say on which (Data Integrity section 4.5).
func strangerBeside(g good) ([]embeddedCopy, error) {
	return one(g.bench.add(g.file, g.suite.cryptosuite, g.stranger, g.options))
}

// nothingBeside puts something that is no proof beside the right one.
func nothingBeside(g good) ([]embeddedCopy, error) {
	right := g.file.Get("proof").Raw()
	var out []embeddedCopy
	for slug, raw := range map[string]string{"null": "null", "empty": "{}", "text": `"ok"`, "list": "[" + right + "]"} {
		doc, err := edit(g.file, "/proof", "["+right+","+raw+"]")
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: slug, because: "Beside the right proof stands something that is none.", text: doc.String()})
	}
	return out, nil
}
