package proof_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

func verified(tb testing.TB, file string, policy proof.Policy) *proof.Result {
	tb.Helper()
	r, err := verifier(env()).Verify(tb.Context(), []byte(file), policy)
	require.NoError(tb, err)
	return r
}

// Whoever has somebody else's credential can present it with a key of their
// own, and answer the challenge. That they are not its subject is the answer
// to whether it is theirs, with or without a holder.
func TestPresentingAnothersCredential(t *testing.T) {
	inner := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	enveloped := envelope(t, token(t, badge(school.id), jose.VCJOSE, school, jose.Options{}))
	for name, file := range map[string]string{
		"as holder":                 present(t, dataintegrity.EdDSARDFC2022, attacker, presentation(attacker.id, inner)),
		"without a holder":          present(t, dataintegrity.EdDSARDFC2022, attacker, edit(presentation(attacker.id, inner), "/holder", "")),
		"as a token":                token(t, presentation(attacker.id, enveloped), jose.VPJOSE, attacker, jose.Options{Domain: []string{"verifier.example"}, Challenge: "c1"}),
		"as a token without holder": token(t, edit(presentation(attacker.id, enveloped), "/holder", ""), jose.VPJOSE, attacker, jose.Options{Domain: []string{"verifier.example"}, Challenge: "c1"}),
	} {
		r := verified(t, file, bound())
		require.Equal(t, []vc.Verdict{vc.Valid, vc.Invalid, vc.Invalid}, []vc.Verdict{r.Axes[vc.Authentic], r.Axes[vc.Bound], r.Verdict}, "%s: %v", name, r.Findings)
		require.ErrorIs(t, r.Err(), proof.ErrNotBound)
	}
	// Among the learner's own one of somebody else's is enough.
	other := signed(t, edit(badge(school.id), "/credentialSubject/id", quote(attacker.id)), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	require.Equal(t, "invalid PRESENTATION-HOLDER", passOrFail(t, verifier(env()), present(t, dataintegrity.EdDSARDFC2022, learner, presentation(learner.id, inner, other)), bound()))
	require.Equal(t, "valid", passOrFail(t, verifier(env()), present(t, dataintegrity.EdDSARDFC2022, learner, presentation(learner.id, inner)), bound()))
	// One without any subject id can be presented by anybody.
	bearer := signed(t, edit(badge(school.id), "/credentialSubject/id", ""), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	require.Equal(t, "indeterminate PRESENTATION-HOLDER", passOrFail(t, verifier(env()), present(t, dataintegrity.EdDSARDFC2022, learner, presentation(learner.id, bearer)), bound()))
}

// A presentation that was made for one verifier can be shown to another. One
// who gave no challenge cannot tell, and must not be told that all is well.
func TestPresentationForAnotherVerifier(t *testing.T) {
	inner := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	asToken := token(t, presentation(learner.id, envelope(t, token(t, badge(school.id), jose.VCJOSE, school, jose.Options{}))), jose.VPJOSE, learner,
		jose.Options{Domain: []string{"verifier.example"}, Challenge: "c1"})
	for _, file := range []string{present(t, dataintegrity.EdDSARDFC2022, learner, presentation(learner.id, inner)), asToken} {
		r := verified(t, file, anyone())
		require.Equal(t, vc.Valid, r.Verdict, "nobody asked: %v", r.Findings)
		require.Equal(t, vc.Indeterminate, r.Axes[vc.Bound])
		require.Equal(t, []string{"unknown", "unknown"}, []string{finding(r, "PROOF-DOMAIN"), finding(r, "PROOF-CHALLENGE")})
		asking := anyone()
		asking.Require = vc.AllAxes()[:vc.Conformant]
		asking.Require = append(asking.Require[:vc.Trusted:vc.Trusted], vc.Bound)
		require.Equal(t, "indeterminate PROOF-DOMAIN PROOF-CHALLENGE", passOrFail(t, verifier(env()), file, asking))
	}
}

// A policy may let another's key sign for an issuer. It never lets another's key
// present for a holder.
func TestHolderWhereForeignKeysAreAllowed(t *testing.T) {
	inner := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, attacker, dataintegrity.Options{})
	policy := bound()
	policy.UnsafeAllowForeignKeys = true
	require.Equal(t, "valid", passOrFail(t, verifier(env()), present(t, dataintegrity.EdDSARDFC2022, learner, presentation(learner.id, inner)), policy))
	require.Equal(t, "invalid HOLDER-KEY", passOrFail(t, verifier(env()), present(t, dataintegrity.EdDSARDFC2022, attacker, presentation(learner.id, inner)), policy))
}

// Where one proof is enough, that proof shows who presents. A proof of the
// learner's that was taken from elsewhere, and does not fit, shows nothing.
func TestHolderWhereOneProofIsEnough(t *testing.T) {
	inner := signed(t, badge(school.id), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
	doc := edit(presentation(learner.id, inner), "/holder", "")
	mine := document(present(t, dataintegrity.EdDSAJCS2022, attacker, doc))
	// The learner's proof is from elsewhere, so it does not fit; but it comes first.
	stolen := document(present(t, dataintegrity.EdDSAJCS2022, learner, presentation(learner.id))).Get("proof").Raw()
	file := edit(mine, "/proof", "["+stolen+","+mine.Get("proof").Raw()+"]").String()
	policy := bound()
	policy.OneProof = true
	require.Equal(t, "invalid PRESENTATION-HOLDER", passOrFail(t, verifier(env()), file, policy))
}
