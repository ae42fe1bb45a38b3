package proof_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// Files that other software makes and verifies are authentic here too: with a
// context that is written out and only adds names, an empty array, a null.
func TestAuthenticCases(t *testing.T) {
	for _, name := range []string{"00-control.json", "07-inline-context.json", "08-empty-array.json", "09-null-member.json", "inline-context-ed25519-2020.json"} {
		requireProof(t, env(), string(testkit.ReadShared(t, "cases", name)), name)
	}
}

// Drafts with a context of their own are signed in every way: written out, or
// handed over by a loader.
func TestDraftsWithContextsOfTheirOwn(t *testing.T) {
	world := env()
	world.Contexts = webContexts{"https://issuer.example/ctx/v1": `{"@context":{"level":"https://issuer.example/ns#level"}}`}
	for _, name := range []string{"draft-inline-context.json", "draft-own-context.json"} {
		signEmbedded(t, world, document(string(testkit.ReadShared(t, "cases", name))), name)
	}
}

// A document of the data model 1.1 need not name the context of its proof: the
// one who signs adds it, for a proof set only once, and nothing else changes.
func TestContextInjection(t *testing.T) {
	draft := document(string(testkit.ReadShared(t, "cases", "draft-vc11-without-di-context.json")))
	contexts := draft.Get("@context").Len()
	for suite, want := range map[dataintegrity.Cryptosuite]string{
		dataintegrity.EdDSARDFC2022:        "https://w3id.org/security/data-integrity/v2",
		dataintegrity.EdDSAJCS2022:         "https://w3id.org/security/data-integrity/v2",
		dataintegrity.ECDSASD2023:          "https://w3id.org/security/data-integrity/v2",
		dataintegrity.BBS2023:              "https://w3id.org/security/data-integrity/v2",
		dataintegrity.Ed25519Signature2020: "https://w3id.org/security/suites/ed25519-2020/v1",
	} {
		by := school
		switch suite {
		case dataintegrity.ECDSASD2023:
			by = schoolEC
		case dataintegrity.BBS2023:
			by = schoolBL
		}
		var file string
		if suite == dataintegrity.EdDSAJCS2022 {
			file = signed(t, issuedBy(draft, by), suite, by, dataintegrity.Options{})
		} else {
			var err error
			file, err = signStatements(t, env(), issuedBy(draft, by), suite, by)
			require.NoError(t, err, suite)
		}
		have := document(file).Get("@context")
		require.Equal(t, contexts+1, have.Len(), suite)
		require.Equal(t, want, have.At(contexts).Text(), suite)
		requireProof(t, env(), file, string(suite))
	}
	set := added(t, signed(t, issuedBy(draft, school), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{}), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
	require.Equal(t, contexts+1, document(set).Get("@context").Len())
	require.Equal(t, "valid", check(t, set))
	// One context is no list yet; none is none.
	single := edit(plain(school.id), "/@context", quote(vc.ContextV1), "/issuanceDate", `"2026-01-01T00:00:00Z"`)
	require.Equal(t, 2, document(signed(t, single, dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})).Get("@context").Len())
	bare, err := dataintegrity.Sign(t.Context(), env(), edit(single, "/@context", ""), dataintegrity.EdDSAJCS2022, school.key, dataintegrity.Options{})
	require.NoError(t, err)
	require.False(t, bare.Document().Get("@context").Exists())
	// A proof over the text that is there already must not lose its text.
	covered, err := proof.Open([]byte(byHand(single, school, "")), vc.Limits{})
	require.NoError(t, err)
	covered, err = dataintegrity.Add(t.Context(), env(), covered, dataintegrity.EdDSAJCS2022, school.key, dataintegrity.Options{})
	require.NoError(t, err)
	require.Equal(t, 1, lenOf(covered.Document()))
}

func lenOf(doc vc.Document) int {
	n := 0
	for range doc.Get("@context").Each() {
		n++
	}
	return n
}
