package standard_test

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
		expect(t, "valid", outcome(t, verifier(env()), good, policy), suite)
		forged := change(good, "/name", `"Master of Medicine"`)
		expect(t, "indeterminate ISSUER-TRUST", outcome(t, verifier(env()), forged, policy), suite)
	}
	good := token(t, badge(school.id), jose.VCJOSE, school, jose.Options{})
	expect(t, "valid", outcome(t, verifier(env()), good, policy), "token")
	header := `{"alg":"EdDSA","typ":"vc+jwt","kid":"` + school.key.Method + `"}`
	forged := rawToken(attacker.key.Signer, header, badge(school.id).String())
	expect(t, "indeterminate ISSUER-TRUST", outcome(t, verifier(env()), forged, policy), "forged token")
	unknown := rawToken(attacker.key.Signer, `{"alg":"ES512","typ":"vc+jwt","kid":"`+school.key.Method+`"}`, badge(school.id).String())
	r, err := verifier(env()).Verify(t.Context(), []byte(unknown), policy)
	require.NoError(t, err)
	require.NotEqual(t, vc.Valid, r.Verdict)
	require.False(t, r.Proofs[0].Shown(), "an algorithm that cannot be checked shows nothing of who signed")
}
