package proof_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// Anybody can write the name of a trusted key into a proof. Whoever asks for
// nothing but trust must not be told that a forged credential is from one whom
// they trust.
func TestForgedProofEarnsNoTrust(t *testing.T) {
	policy := only(school.id)
	policy.Require = []vc.Axis{vc.Trusted}
	for _, suite := range bothWays {
		good := signed(t, badge(school.id), suite, school, dataintegrity.Options{})
		expect(t, "valid", passOrFail(t, verifier(env()), good, policy), suite)
		forged := change(good, "/name", `"Master of Medicine"`)
		expect(t, "indeterminate ISSUER-TRUST", passOrFail(t, verifier(env()), forged, policy), suite)
	}
	good := token(t, badge(school.id), jose.VCJOSE, school, jose.Options{})
	expect(t, "valid", passOrFail(t, verifier(env()), good, policy), "token")
	header := `{"alg":"EdDSA","typ":"vc+jwt","kid":"` + school.key.Method + `"}`
	forged := rawToken(attacker.key.Signer, header, badge(school.id).String())
	expect(t, "indeterminate ISSUER-TRUST", passOrFail(t, verifier(env()), forged, policy), "forged token")
	unknown := rawToken(attacker.key.Signer, `{"alg":"ES512","typ":"vc+jwt","kid":"`+school.key.Method+`"}`, badge(school.id).String())
	r, err := verifier(env()).Verify(t.Context(), []byte(unknown), policy)
	require.NoError(t, err)
	require.NotEqual(t, vc.Valid, r.Verdict)
	require.False(t, r.Proofs[0].ShowsSigner(), "an algorithm that cannot be checked shows nothing of who signed")
}

// What ends or revokes a credential may stand beside it in a token, where this
// reader does not look and another does. Such a token is never valid.
func TestForceBesideTheCredential(t *testing.T) {
	header := `{"alg":"EdDSA","typ":"JWT","kid":"` + school.key.Method + `"}`
	doc := badge(school.id).String()
	expect(t, "valid", check(t, rawToken(school.key.Signer, header, `{"vc":`+doc+`}`)))
	expect(t, "valid", check(t, rawToken(school.key.Signer, header, `{"vc":`+doc+`,"validUntil":"2027-01-01T00:00:00Z"}`)), "the same twice")
	const listed = `"status":{"status_list":{"idx":1,"uri":"https://status.example/1"}}`
	for _, claim := range []string{
		`"validUntil":"2026-02-01T00:00:00Z"`, `"expirationDate":"2026-02-01T00:00:00Z"`, `"validFrom":"2030-01-01T00:00:00Z"`,
		`"credentialStatus":{"type":"X"}`, listed,
	} {
		expect(t, "indeterminate JWT-STATUS", check(t, rawToken(school.key.Signer, header, `{"vc":`+doc+`,`+claim+`}`)), claim)
	}
	for _, form := range []jose.Form{jose.VCJOSE, jose.VCSDJWT} {
		revocable := edit(badge(school.id), "/status", `{"status_list":{"idx":1,"uri":"https://status.example/1"}}`)
		expect(t, "indeterminate JWT-STATUS", check(t, token(t, revocable, form, school, jose.Options{})), form)
	}
}
