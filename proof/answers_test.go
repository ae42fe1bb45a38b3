package proof_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// Anybody can make a key and call themselves a university, with a seal as with
// a DID. Nobody vouched for either, so under a policy that names nobody both
// stay undecided, for the same reason.
func TestNobodyVouches(t *testing.T) {
	named := edit(badge(attacker.id), "/issuer/name", `"Fjordby universitet"`)
	nobody := proof.NewPolicy(proof.Trust{})
	nobody.UnsafeAllowUnknownRevocation = true
	for name, file := range map[string]string{
		"a key of one's own":  signed(t, named, dataintegrity.EdDSARDFC2022, attacker, dataintegrity.Options{}),
		"a seal of one's own": sealed(award, testkit.SealOptions{Sealer: ownCA(t)}),
		"a good seal":         sealed(award, testkit.SealOptions{}),
	} {
		r := verified(t, file, nobody)
		require.Equal(t, vc.Indeterminate, r.Verdict, name)
		require.Equal(t, vc.Indeterminate, r.Axes[vc.Trusted], name)
		require.Equal(t, "unknown", finding(r, "ISSUER-TRUST"), name)
		require.ErrorIs(t, r.Err(), proof.ErrUndecided, name)
	}
	// The question can be waived by name, and is then not asked.
	r := verified(t, signed(t, named, dataintegrity.EdDSARDFC2022, attacker, dataintegrity.Options{}), anyone())
	require.Equal(t, []vc.Verdict{vc.Valid, vc.Unasked}, []vc.Verdict{r.Verdict, r.Axes[vc.Trusted]})
}

// An authentic badge that breaks a rule of its format is authentic. Whoever
// asks whether it keeps the rules is told.
func TestAuthenticButNotConformant(t *testing.T) {
	for name, edits := range map[string][]string{
		"no criteria":          {"/credentialSubject/achievement/criteria", ""},
		"an unknown kind":      {"/credentialSubject/achievement/achievementType", `"Program"`},
		"a subject of no type": {"/credentialSubject/type", ""},
		"an odd type of image": {"/credentialSubject/achievement/image", `{"id":"data:image/jpeg;base64,AAAA","type":"Image"}`},
	} {
		file := signed(t, edit(badge(school.id), edits...), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
		r := verified(t, file, only(school.id))
		require.Equal(t, vc.Valid, r.Verdict, "%s: %v", name, r.Findings)
		require.Equal(t, vc.Invalid, r.Axes[vc.Conformant], name)
		require.NoError(t, r.Err())
		asked := verified(t, file, strict())
		require.Equal(t, vc.Invalid, asked.Verdict, name)
		require.ErrorIs(t, asked.Err(), proof.ErrNotConformant)
		require.NotErrorIs(t, asked.Err(), proof.ErrNotAuthentic)
	}
}

// A holder who withholds what the issuer let them withhold does nothing wrong,
// even where the format requires it; the issuer signed it all.
func TestWithheldByTheHolder(t *testing.T) {
	_, derived := selectively(t, badge(schoolEC.id), schoolEC)
	token := token(t, badge(school.id), jose.VCSDJWT, school, jose.Options{Disclosable: []string{"/name", "/credentialSubject/achievement/description"}})
	jwt, _, _ := strings.Cut(token, "~")
	for name, file := range map[string]string{"derived": derived, "SD-JWT": jwt + "~"} {
		r := verified(t, file, strict())
		require.Equal(t, vc.Valid, r.Verdict, "%s: %v", name, r.Findings)
		require.True(t, r.Derived, name)
		require.False(t, r.Document.Lookup("/credentialSubject/achievement/description").Exists(), name)
		require.Equal(t, "pass", finding(r, "OB3-RULES"), name)
	}
	// An issuer who leaves it out is not excused.
	lacking := edit(badge(school.id), "/credentialSubject/achievement/description", "")
	require.Equal(t, "invalid OB3-REQUIRED", passOrFail(t, verifier(env()), signed(t, lacking, dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{}), strict()))
}

// Wallets hand out credentials in a presentation that nobody signed. It is a
// container: the verdict is that of the credentials, and says nothing about
// who presents them.
func TestUnsignedPresentations(t *testing.T) {
	good := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	forged := once(t, good, "Vinterferdsel", "Sommerferdsel")
	r := verified(t, unsigned(good, good), only(school.id))
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
	require.Equal(t, "not-asked", finding(r, "PRESENTATION-UNSIGNED"))
	require.Equal(t, vc.Unasked, r.Axes[vc.Bound])
	require.Empty(t, r.Proofs)
	require.Len(t, r.Credentials, 2)

	asking := only(school.id)
	asking.Require = append(vc.AllAxes()[:vc.Trusted:vc.Trusted], vc.Bound)
	mine := anyone()
	mine.Recipients = []string{learner.id}
	other := anyone()
	other.Recipients = []string{attacker.id}
	for _, tt := range []struct {
		name, file string
		policy     proof.Policy
		want       string
	}{
		{"one credential was changed", unsigned(good, forged), anyone(), "invalid NESTED-CREDENTIAL"},
		{"without its proof", unsigned(change(good, "/proof", "")), anyone(), "invalid NESTED-CREDENTIAL"},
		{"by another than the trusted ones", unsigned(good), only(attacker.id), "invalid NESTED-CREDENTIAL"},
		{"nobody is trusted", unsigned(good), proof.NewPolicy(proof.Trust{}), "indeterminate NESTED-CREDENTIAL"},
		{"a challenge was given", unsigned(good), bound(), "invalid PRESENTATION-UNSIGNED"},
		{"bound is asked for", unsigned(good), asking, "indeterminate"},
		{"of the recipient", unsigned(good), mine, "valid"},
		{"of another", unsigned(good), other, "invalid NESTED-CREDENTIAL"},
		{"nothing in it", unsigned(), anyone(), "invalid PROOF-NONE"},
		{"null in it", change(unsigned(), "/verifiableCredential", "null"), anyone(), "invalid PROOF-NONE"},
		{"a proof that is null", change(unsigned(good), "/proof", "null"), anyone(), "invalid PROOF-FORM"},
		{"proofs that are none", change(unsigned(good), "/proof", "[]"), anyone(), "valid"},
	} {
		got := passOrFail(t, verifier(env()), tt.file, tt.policy)
		require.True(t, strings.HasPrefix(got, tt.want), "%s: %s", tt.name, got)
	}

	// What nobody signed must not be read as a credential that was verified.
	for _, edits := range [][]string{
		{"/type", `["VerifiablePresentation","VerifiableCredential"]`},
		{"/type", `["VerifiablePresentation","OpenBadgeCredential"]`, "/credentialSubject", `{"id":"did:example:x"}`},
		{"/type", `["EuropeanDigitalCredential","VerifiablePresentation"]`},
		{"/credentialSubject", `{"id":"did:example:x"}`},
	} {
		got := passOrFail(t, verifier(env()), change(unsigned(good), edits...), anyone())
		require.True(t, strings.HasPrefix(got, "invalid PRESENTATION-TYPE"), "%s: %s", edits, got)
	}
}

// Somebody who signs in with a presentation of nothing has shown to have a
// key. There is no issuer in it whom one could trust.
func TestPresentationOfNothing(t *testing.T) {
	file := present(t, dataintegrity.EdDSARDFC2022, learner, presentation(learner.id))
	require.Equal(t, "valid", passOrFail(t, verifier(env()), file, bound()))
	named := bound()
	named.Trust.Any, named.Trust.Issuers = false, []string{school.id}
	require.Equal(t, "indeterminate PRESENTATION-EMPTY", passOrFail(t, verifier(env()), file, named))
}

// A subject whose id is a mailto: URL is found by that URL, letter by letter,
// and by the address in it, in credentials of every format.
func TestRecipientByMail(t *testing.T) {
	const id = `"mailto:Learner@example.org"`
	for name, file := range map[string]string{
		"badge": signed(t, edit(badge(school.id), "/credentialSubject/id", id), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{}),
		"plain": signed(t, edit(plain(school.id), "/credentialSubject/id", id), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{}),
	} {
		for who, want := range map[string]string{
			"mailto:Learner@example.org": "valid", "learner@example.org": "valid", "Learner@example.org": "valid",
			"mailto:other@example.org": "invalid RECIPIENT", "other@example.org": "invalid RECIPIENT", "example.org": "invalid RECIPIENT", "": "invalid RECIPIENT", "mailto:": "invalid RECIPIENT",
		} {
			p := anyone()
			p.Recipients = []string{who}
			expect(t, want, passOrFail(t, verifier(env()), file, p), name, who)
		}
	}
}

// Each proof of a set must hold, unless the policy is content with one of the
// issuer's: then the others only warn, and lend nothing.
func TestOneProofIsEnough(t *testing.T) {
	good := signed(t, badge(school.id), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
	with := func(proofs ...string) string {
		return change(good, "/proof", "["+strings.Join(append(proofs, document(good).Get("proof").Raw()), ",")+"]")
	}
	const unknown = `{"type":"DataIntegrityProof","cryptosuite":"other-2030"}`
	theirs := document(signed(t, badge(school.id), dataintegrity.EdDSAJCS2022, attacker, dataintegrity.Options{})).Get("proof").Raw()
	broken := strings.Replace(document(good).Get("proof").Raw(), `"proofValue":"z`, `"proofValue":"z2`, 1)
	one := func(p proof.Policy) proof.Policy { p.OneProof = true; return p }
	for _, tt := range []struct{ name, file, all, one string }{
		{"one that nobody knows", with(unknown), "indeterminate PROOF-SUITE ISSUER-TRUST", "valid"},
		{"one of a stranger", with(theirs), "invalid ISSUER-KEY ISSUER-TRUST", "valid"},
		{"one that is broken", with(broken), "invalid", "valid"},
		{"one that is none", with("7"), "invalid PROOF-FORM", "valid"},
		{"only one that nobody knows", change(good, "/proof", unknown), "indeterminate PROOF-SUITE ISSUER-TRUST", "indeterminate PROOF-SUITE ISSUER-TRUST"},
		{"only those of others", change(good, "/proof", "["+theirs+","+unknown+"]"), "invalid ISSUER-KEY ISSUER-TRUST", "invalid ISSUER-KEY ISSUER-TRUST"},
		{"none", change(good, "/proof", ""), "invalid PROOF-NONE", "invalid PROOF-NONE"},
		{"twice the same", with(document(good).Get("proof").Raw()), "valid", "valid"},
	} {
		got := passOrFail(t, verifier(env()), tt.file, only(school.id))
		require.True(t, strings.HasPrefix(got, tt.all), "%s: %s", tt.name, got)
		expect(t, tt.one, passOrFail(t, verifier(env()), tt.file, one(only(school.id))), tt.name)
	}
	// The others are named in a warning, and do not make their owners issuers.
	r := verified(t, with(theirs), one(only(school.id)))
	require.Equal(t, "warn", finding(r, "PROOF-OTHER"))
	require.Equal(t, "invalid ISSUER-TRUST", passOrFail(t, verifier(env()), with(theirs), one(only(attacker.id))))
}

// Under JCS each proof covers the contexts that it was made with. Of several,
// what all of them cover is what counts as verified, in whatever order they
// stand.
func TestProofsThatCoverOtherContexts(t *testing.T) {
	const further = `"https://w3id.org/security/multikey/v1"`
	first := signed(t, badge(school.id), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
	both := added(t, change(first, "/@context/-", further), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
	proofs := document(both).Get("proof")
	turned := change(both, "/proof", "["+proofs.At(1).Raw()+","+proofs.At(0).Raw()+"]")
	for _, file := range []string{both, turned} {
		r := verified(t, file, anyone())
		require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
		require.Equal(t, string(must(badge(school.id).Canonical())), string(must(r.Document.Canonical())))
	}
}

// What an issuer's key signed says that somebody learnt something only if it is
// a credential; a key signs other things as well.
func TestSignedThingsThatAreNoCredentials(t *testing.T) {
	for _, doc := range []string{
		fmt.Sprintf(`{"@context":[%q],"issuer":%q}`, vc.ContextV2, school.id),
		fmt.Sprintf(`{"@context":[%q],"type":["Profile"],"issuer":%q,"name":"x"}`, vc.ContextV2, school.id),
		fmt.Sprintf(`{"issuer":%q,"type":"EnvelopedX","nonce":"1"}`, school.id),
	} {
		got := passOrFail(t, verifier(env()), byHand(document(doc), school, ""), only(school.id))
		require.Equal(t, "indeterminate VC-CREDENTIAL", got, doc)
	}
}
