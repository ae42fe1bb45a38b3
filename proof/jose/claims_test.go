package jose_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// The claims of a VC-JWT must say what the credential says, in the form of
// either version of the data model.
func TestClaimsOfVCJWTMustAgree(t *testing.T) {
	claims := map[string]string{
		"iss": fmt.Sprintf("%q", issuer.id), "jti": `"urn:uuid:1"`, "sub": `"did:example:kari"`, "nbf": "1767225600", "exp": "1798761600",
	}
	old := func(change map[string]string, credential string) string {
		var members []string
		for name, raw := range claims {
			if other, ok := change[name]; ok {
				raw = other
			}
			if raw != "" {
				members = append(members, fmt.Sprintf("%q:%s", name, raw))
			}
		}
		for name, raw := range change {
			if claims[name] == "" {
				members = append(members, fmt.Sprintf("%q:%s", name, raw))
			}
		}
		return `{"vc":` + credential + "," + strings.Join(members, ",") + "}"
	}
	current := func(change map[string]string) string {
		doc := document(strings.Replace(badge(issuer.id).String(), "urn:uuid:0e7d0a3c-51a2-4a0e-9a53-6a3a1f1a7e01", "urn:uuid:1", 1))
		for name, raw := range claims {
			if other, ok := change[name]; ok {
				raw = other
			}
			if raw != "" {
				doc = edit(doc, "/"+name, raw)
			}
		}
		return doc.String()
	}
	for _, tt := range []struct{ name, claim, raw, want string }{
		{"all right", "", "", ""},
		{"a time of day later", "nbf", "1767225600.75", ""},
		{"another issuer", "iss", `"did:example:x"`, "JWT-ISS fail"},
		{"no issuer", "iss", "", "OB3-JWT-CLAIM warn"},
		{"an issuer that is null", "iss", "null", "JWT-ISS fail"},
		{"another id", "jti", `"urn:uuid:2"`, "JWT-JTI fail"},
		{"an empty id", "jti", `""`, "JWT-JTI fail"},
		{"no id", "jti", "", "OB3-JWT-CLAIM warn"},
		{"another subject", "sub", `"did:example:ola"`, "JWT-SUB fail"},
		{"no subject", "sub", "", "OB3-JWT-CLAIM warn"},
		{"a start a second early", "nbf", "1767225599", "JWT-NBF fail"},
		{"a start a second late", "nbf", "1767225601", "JWT-NBF fail"},
		{"no start", "nbf", "", "OB3-JWT-CLAIM warn"},
		{"a start that is text", "nbf", `"1767225600"`, "JWT-NBF fail"},
		{"an earlier end", "exp", "1798761599", "JWT-CONFLICT warn"},
		{"a later end", "exp", "1798761601", "JWT-CONFLICT warn"},
		{"an end that has come", "exp", "1767225601", "JWT-CONFLICT warn, JWT-EXP fail"},
		{"no end", "exp", "", "OB3-JWT-CLAIM warn"},
	} {
		change := map[string]string{tt.claim: tt.raw}
		for form, payload := range map[string]string{"1.1": old(change, oldBadge(issuer.id)), "2.0": current(change)} {
			if tt.claim == "" {
				payload = map[string]string{"1.1": old(nil, oldBadge(issuer.id)), "2.0": current(nil)}[form]
			}
			for _, typ := range []string{"JWT", ""} {
				r := verify(t, env(), token(ed25519Key, withKid(typ, ""), payload), anyone())
				require.Equal(t, tt.want, faults(r), "%s %s: %v", tt.name, form, r.Findings)
				require.False(t, r.Document.Get("iss").Exists() || r.Document.Get("vc").Exists() || r.Document.Get("exp").Exists())
			}
		}
	}

	// In 1.1 a member may be stated by its claim alone.
	for _, pointer := range []string{"/id", "/issuer", "/issuer/id", "/issuanceDate", "/expirationDate", "/credentialSubject/id"} {
		stripped := edit(document(oldBadge(issuer.id)), pointer, "")
		r := verify(t, env(), token(ed25519Key, withKid("JWT", ""), old(nil, stripped.String())), anyone())
		require.Equal(t, "", faults(r), "%s: %v", pointer, r.Findings)
		if pointer != "/issuer" {
			require.Equal(t, canonical(document(oldBadge(issuer.id))), canonical(r.Document), pointer)
		}
	}
	listed := edit(document(oldBadge(issuer.id)), "/credentialSubject", `[{"degree":"x"}]`)
	r := verify(t, env(), token(ed25519Key, withKid("JWT", ""), old(nil, listed.String())), anyone())
	require.Equal(t, "did:example:kari", r.Document.Lookup("/credentialSubject/0/id").Text(), "%v", r.Findings)
	require.Equal(t, vc.Valid, r.Verdict)

	for name, payload := range map[string]string{
		"a credential beside it":   old(map[string]string{"credentialSubject": `{"id":"did:example:ola"}`}, oldBadge(issuer.id)),
		"an issuer beside it":      old(map[string]string{"issuer": `"did:example:x"`}, oldBadge(issuer.id)),
		"a presentation beside it": old(map[string]string{"vp": `{}`}, oldBadge(issuer.id)),
		"a vc that is text":        old(nil, `"x"`),
		"a presentation as vc":     old(nil, presentation(issuer.id).String()),
	} {
		r := verify(t, env(), token(ed25519Key, withKid("JWT", ""), payload), anyone())
		require.Equal(t, "fail", finding(r, "JWT-CONTENT"), "%s: %v", name, r.Findings)
		require.Equal(t, vc.Invalid, r.Verdict)
	}
}

// A presentation in the claim vp (data model 1.1 section 6.3.1): the suite
// reads it.
func TestOldPresentation(t *testing.T) {
	holder := didKey(holderKey)
	inner := `{"@context":["https://www.w3.org/2018/credentials/v1"],"type":["VerifiablePresentation"],"verifiableCredential":[]}`
	payload := fmt.Sprintf(`{"vp":%s,"iss":%q,"jti":"urn:uuid:9","aud":"https://verifier.example","nonce":"c1","exp":%d}`, inner, holder.id, now.Unix()+60)
	header := fmt.Sprintf(`{"alg":"EdDSA","typ":"JWT","kid":%q}`, holder.key.Method)
	file, err := proof.Open([]byte(token(holderKey, header, payload)), vc.Limits{})
	require.NoError(t, err)
	policy := anyone()
	policy.Domain, policy.Challenge = []string{"https://verifier.example"}, "c1"
	evidence, err := jose.Suites()[0].Verify(t.Context(), env(), proof.Job{File: file, Proof: file.Proofs()[0], Policy: policy})
	require.NoError(t, err)
	require.Equal(t, vc.Valid, vc.VerdictOf(evidence.Findings), "%v", evidence.Findings)
	require.Equal(t, holder.id, evidence.Verified.Get("holder").Text())
	require.Equal(t, "urn:uuid:9", evidence.Verified.Get("id").Text())
	require.Equal(t, vc.Pass, evidence.Signer.Issues)
}
