package vectors

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
)

// The clauses of RFC 9901 about what a verifier must reject.
const (
	specDigests = "https://www.rfc-editor.org/rfc/rfc9901#section-7.1"
	specBinding = "https://www.rfc-editor.org/rfc/rfc9901#section-7.3"
)

// hidden are the disclosures of the good SD-JWT: two members of the subject and an
// element of a list. The salts are fixed, so that the set comes out the same.
var hidden = []string{
	`["X1ZDZF9zYWx0X25vLl8x","name","Kari"]`,
	`["X1ZDZF9zYWx0X25vLl8y","description","Fem uker."]`,
	`["X1ZDZF9zYWx0X25vLl8z",{"id":"https://vestre-aas.example/bevis/2","type":["Evidence"],"name":"Prosjekt"}]`,
}

// disclosed returns disclosures as they follow a token.
func disclosed(all ...string) string {
	var b strings.Builder
	b.WriteByte('~')
	for _, d := range all {
		b.WriteString(jws.Encode([]byte(d)) + "~")
	}
	return b.String()
}

// digestOf returns the digest of a disclosure or of any other text.
func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return jws.Encode(sum[:])
}

func digestOfDisclosure(d string) string { return digestOf(jws.Encode([]byte(d))) }

// concealedClaims returns a credential in which the three disclosures are hidden.
func concealedClaims(issuer string, holder tokenSigner) string {
	return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2"],"id":%q,"type":["VerifiableCredential"],"issuer":%q,"validFrom":%q,"validUntil":%q,`+
		`"credentialSubject":{"id":%q,"_sd":[%q,%q]},"evidence":[{"id":"https://vestre-aas.example/bevis/1","type":["Evidence"]},{"...":%q}],`+
		`"iss":%q,"cnf":{"jwk":%s},"_sd_alg":"sha-256"}`,
		tokenID, issuer, dateFrom, dateUntil, tokenSubject, digestOfDisclosure(hidden[0]), digestOfDisclosure(hidden[1]), digestOfDisclosure(hidden[2]), issuer, holder.jwk)
}

// selectiveTokens returns the vectors of SD-JWTs, without and with key binding.
func selectiveTokens(o Options, p tokenParties) ([]Vector, error) {
	base := tokenBase{
		id: "jose/sd-jwt/es256-credential", suite: "vc+sd-jwt", format: "vcdm2", media: "application/vc+sd-jwt", operation: VerifyCredential, base: o.Base,
		header: p.ec.header("vc+sd-jwt", false), payload: concealedClaims(p.ec.id, p.holder), by: p.ec, stranger: p.strangeEC, tail: disclosed(hidden...),
	}
	all, err := base.vectors()
	if err != nil {
		return nil, err
	}
	for _, make := range []func(tokenBase) ([]Vector, error){disclosureVectors, withheldVectors} {
		made, err := make(base)
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	bound, err := boundVectors(o, base, p)
	return append(all, bound...), err
}

// withheldVectors returns an SD-JWT of which some, and nothing, is revealed.
func withheldVectors(base tokenBase) ([]Vector, error) {
	token, err := base.by.sign(base.header, base.payload)
	if err != nil {
		return nil, err
	}
	input, _ := cutSignature(token)
	var all []Vector
	for _, row := range []struct{ name, tail string }{{"one-revealed", disclosed(hidden[1])}, {"none-revealed", "~"}} {
		base.id = "jose/sd-jwt/" + row.name
		made, err := pairOf(base.goodVector(token+row.tail), []spoilt{
			{name: "signature-empty", rule: "PROOF-SIGNATURE", because: "The signature was taken away.", text: input + "." + row.tail},
			{name: "disclosure-of-another", rule: "SDJWT-DISCLOSURE", because: "A disclosure was added of which the issuer signed no digest.", text: token + row.tail + jws.Encode([]byte(`["c2FsdA","name","Ola"]`)) + "~", spec: specDigests},
		})
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

// disclosureRow is an SD-JWT with other disclosures, or another payload that its
// issuer signs.
type disclosureRow struct {
	name, rule, because string
	edits               []string // of the payload, as for edited
	tail                string
}

// disclosureRows are what a verifier must reject by RFC 9901 section 7.1.
func disclosureRows() []disclosureRow {
	const sd, disclosure = "SDJWT-DIGEST", "SDJWT-DISCLOSURE"
	all := disclosed(hidden...)
	one := func(name, rule, because, text string) disclosureRow {
		return disclosureRow{name, rule, because, []string{"/credentialSubject/_sd/-", quoted(digestOfDisclosure(text))}, all + jws.Encode([]byte(text)) + "~"}
	}
	replaced := func(i int, text string) string {
		other := append([]string{}, hidden...)
		other[i] = text
		return disclosed(other...)
	}
	first := quoted(digestOfDisclosure(hidden[0]))
	return []disclosureRow{
		{"disclosure-altered", disclosure, "The value in a disclosure was changed.", nil, replaced(0, strings.Replace(hidden[0], "Kari", "Ola", 1))},
		{"disclosure-renamed", disclosure, "The name in a disclosure was changed.", nil, replaced(0, strings.Replace(hidden[0], "name", "image", 1))},
		{"disclosure-salt-altered", disclosure, "The salt in a disclosure was changed.", nil, replaced(0, strings.Replace(hidden[0], "X1", "Y1", 1))},
		{"disclosure-added", disclosure, "A disclosure was added of which the issuer signed no digest.", nil, all + jws.Encode([]byte(`["c2FsdA","image","https://evil.example/1.png"]`)) + "~"},
		{"disclosure-doubled", disclosure, "A disclosure stands twice.", nil, all + jws.Encode([]byte(hidden[0])) + "~"},
		{"disclosure-padded", disclosure, "A disclosure ends in padding.", nil, strings.TrimSuffix(all, "~") + "=~"},
		{"disclosure-empty", disclosure, "A disclosure is empty.", nil, "~" + all},
		{"disclosure-plain-json", disclosure, "A disclosure is JSON and not base64url.", nil, all + `["c2FsdA","x",1]~`},
		one("disclosure-of-one", disclosure, "A disclosure holds a salt and nothing else.", `["c2FsdA"]`),
		one("disclosure-of-four", disclosure, "A disclosure holds four elements.", `["c2FsdA","image","a",1]`),
		one("disclosure-of-element-as-member", disclosure, "A disclosure without a name stands for a member.", `["c2FsdA","image"]`),
		one("disclosure-object", disclosure, "A disclosure is an object.", `{"image":"a"}`),
		one("disclosure-not-json", disclosure, "A disclosure is not JSON.", `["c2FsdA","image",`),
		one("disclosure-named-sd", disclosure, "A disclosure has the name _sd.", `["c2FsdA","_sd",[]]`),
		one("disclosure-named-dots", disclosure, "A disclosure has the name of three dots.", `["c2FsdA","...","x"]`),
		one("disclosure-of-what-is-there", disclosure, "A disclosure has the name of a member that is there.", `["c2FsdA","id","did:example:ola"]`),
		one("disclosure-name-twice", disclosure, "Two disclosures have the same name in the same object.", `["c2FsdA","name","Ola"]`),
		{"disclosure-of-member-as-element", disclosure, "A disclosure with a name stands for an element of a list.", []string{"/evidence/-", `{"...":` + quoted(digestOfDisclosure(`["c2FsdA","x","y"]`)) + "}"}, all + jws.Encode([]byte(`["c2FsdA","x","y"]`)) + "~"},
		{"digest-twice", sd, "A digest stands twice in the same list.", []string{"/credentialSubject/_sd/-", first}, all},
		{"digest-at-two-places", sd, "A digest stands at two places.", []string{"/_sd", "[" + first + "]"}, all},
		{"hash-unknown", sd, "The hash algorithm is one that nobody knows.", []string{"/_sd_alg", `"sha-0"`}, all},
		{"hash-other", disclosure, "The hash algorithm is another than the one of the digests.", []string{"/_sd_alg", `"sha-512"`}, all},
		{"tilde-missing", "SDJWT-BINDING", "The tilde after the last disclosure is missing.", nil, strings.TrimSuffix(all, "~")},
		{"no-tilde", "JWS-TYP", "There is no tilde, so it is a plain token with a type of its own.", nil, ""},
	}
}

// disclosureVectors returns what can be the matter with disclosures, as copies of
// the good SD-JWT.
func disclosureVectors(base tokenBase) ([]Vector, error) {
	var copies []spoilt
	for _, row := range disclosureRows() {
		payload, err := edited(base.payload, row.edits...)
		if err != nil {
			return nil, fmt.Errorf("vectors: %s: %w", row.name, err)
		}
		token, err := base.by.sign(base.header, payload)
		if err != nil {
			return nil, err
		}
		c := spoilt{name: row.name, rule: row.rule, because: row.because, text: token + row.tail, spec: specDigests}
		if row.name == "no-tilde" {
			c.level, c.spec = vc.Should, ""
		}
		copies = append(copies, c)
	}
	made, err := pairOf(base.goodVector(""), copies)
	if err != nil {
		return nil, err
	}
	return made[1:], nil // the good one is there already
}
