package vectors

import (
	"fmt"

	"github.com/mikromerit/mikromerit/internal/jws"
)

// envelopedTokens returns the vectors of tokens that stand in a JSON object as a
// data: URL (data model 2.0 section 4.13).
func envelopedTokens(o Options, p tokenParties) ([]Vector, error) {
	const specEnvelope = "https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials"
	header, claims := p.ec.header("vc+jwt", false), plainClaims(p.ec.id)
	token, err := p.ec.sign(header, claims)
	if err != nil {
		return nil, err
	}
	good := envelopeOf(token)
	held, err := envelopedContents(p, header, claims, token)
	if err != nil {
		return nil, err
	}
	forged := fmt.Sprintf(`"issuer":%q,"validFrom":%q,"credentialSubject":{"id":%q}`, p.ec.id, dateFrom, tokenOtherSub)
	copies := make([]spoilt, 0, len(held)+8)
	for _, row := range held {
		row.text = envelopeOf(row.text)
		copies = append(copies, row)
	}
	for _, row := range []struct {
		name, rule, because string
		edits               []string
	}{
		{"no-context", "VCDM2-ENVELOPE-CONTEXT", "The envelope has no @context.", []string{"/@context", ""}},
		{"id-address", "FORMAT-ENVELOPE", "The id of the envelope is an address and not a data: URL.", []string{"/id", `"https://vestre-aas.example/1.jwt"`}},
		{"id-token", "FORMAT-ENVELOPE", "The id of the envelope is the token itself and not a data: URL.", []string{"/id", quoted(token)}},
		{"id-missing", "FORMAT-ENVELOPE", "The envelope has no id.", []string{"/id", ""}},
		{"type-of-presentation", "ENVELOPE-CONTENT", "The envelope says that it holds a presentation.", []string{"/type", `"EnvelopedVerifiablePresentation"`}},
	} {
		text, err := edited(good, row.edits...)
		if err != nil {
			return nil, err
		}
		copies = append(copies, spoilt{name: row.name, rule: row.rule, because: row.because, text: text, spec: specEnvelope})
	}
	beside, err := edited(good[:len(good)-1]+","+forged+"}", "/type", `["VerifiableCredential","EnvelopedVerifiableCredential"]`)
	if err != nil {
		return nil, err
	}
	copies = append(copies, spoilt{name: "credential-beside", rule: "ENVELOPE-CONTENT", because: "The envelope is also a credential of its own, which nobody signed.", text: beside, spec: specEnvelope})
	base := tokenBase{id: "jose/vc-jose/enveloped", suite: "vc+jwt", format: "vcdm2", media: "application/vc", base: o.Base, operation: VerifyCredential}
	v := base.goodVector(good)
	v.Spec = specEnvelope
	return pairOf(v, copies)
}

// envelopedContents returns tokens by which an envelope must not be accepted.
func envelopedContents(p tokenParties, header, claims, token string) ([]spoilt, error) {
	input, signature := cutSignature(token)
	renamed, err := edited(claims, "/credentialSubject/name", `"Ola"`)
	if err != nil {
		return nil, err
	}
	ended, err := edited(claims, "/validUntil", quoted(datePast))
	if err != nil {
		return nil, err
	}
	expired, err := p.ec.sign(header, ended)
	if err != nil {
		return nil, err
	}
	foreign, err := p.strangeEC.sign(p.strangeEC.header("vc+jwt", false), claims)
	if err != nil {
		return nil, err
	}
	none := jws.Encode([]byte(`{"alg":"none","typ":"vc+jwt"}`)) + "." + jws.Encode([]byte(claims)) + "."
	return []spoilt{
		{name: "altered", rule: "PROOF-SIGNATURE", because: "The credential in the envelope was changed after signing.", text: jws.Encode([]byte(header)) + "." + jws.Encode([]byte(renamed)) + "." + signature},
		{name: "signature-empty", rule: "PROOF-SIGNATURE", because: "The token in the envelope has no signature.", text: input + "."},
		{name: "alg-none", rule: "JWS-ALG", because: "The token in the envelope says that it has no signature.", text: none},
		{name: "alg-none-signed", rule: "JWS-ALG", because: "The token in the envelope says none and bears the signature of the good one.", text: none + signature},
		{name: "expired", rule: "VALID-UNTIL", because: "The credential in the envelope has expired.", text: expired},
		{name: "stranger", rule: "ISSUER-KEY", because: "A stranger signed the token in the envelope.", text: foreign},
	}, nil
}
