package dataintegrity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// Every rule has a code of its own, a sentence and a place where it stands.
func TestRulesAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range dataintegrity.Rules() {
		require.False(t, seen[r.Code], r.Code)
		seen[r.Code] = true
		require.True(t, vc.IsURL(r.Spec) && strings.Contains(r.Spec, "#"), r.Code)
		require.True(t, strings.HasSuffix(r.Text, "."), r.Code)
		require.NotContains(t, r.Text, "the caller")
	}
	require.True(t, seen["PROOF-PLAIN"] && seen["JSONLD-TERM-UNDEFINED"])
}

// A key that is out of reach is named, with the address of its document and
// the flags that help, so that nobody has to guess what was looked for.
func TestMessageAboutAKeyOutOfReach(t *testing.T) {
	key := newKey(t, keys.Ed25519)
	file := signed(t, dataintegrity.EdDSARDFC2022, key, dataintegrity.Options{})
	doc, err := vc.ParseDocument(file.Bytes(), vc.Limits{})
	require.NoError(t, err)
	for url, want := range map[string]string{
		"did:web:issuer.example%3A8443:people:jane#key-1": "https://issuer.example:8443/people/jane/did.json",
		"did:web:issuer.example#key-1":                    "https://issuer.example/.well-known/did.json",
		"https://issuer.example/key#1":                    "https://issuer.example/key",
		"did:example:1#key-1":                             "did:example:1",
	} {
		moved, err := doc.With("/proof/verificationMethod", `"`+url+`"`)
		require.NoError(t, err)
		changed, err := proof.Open(moved.Bytes(), vc.Limits{})
		require.NoError(t, err)
		for _, f := range verify(t, clockAt(2026), changed, anyIssuer()).Findings {
			if f.Code == "PROOF-METHOD" {
				require.Equal(t, vc.Unknown, f.Status)
				require.Contains(t, f.Detail, want)
				require.Contains(t, f.Detail, "--document URL=FILE")
			}
		}
	}
}

// What a proof would not cover has the problem type that the W3C has for it,
// and each finding says which question it answers.
func TestFindingsComeFromRules(t *testing.T) {
	key := newKey(t, keys.Ed25519)
	file := signed(t, dataintegrity.EdDSARDFC2022, key, dataintegrity.Options{})
	doc, err := vc.ParseDocument(file.Bytes(), vc.Limits{})
	require.NoError(t, err)
	doc, err = doc.With("/undefinedTerm", `"x"`)
	require.NoError(t, err)
	changed, err := proof.Open(doc.Bytes(), vc.Limits{})
	require.NoError(t, err)
	found := false
	for _, f := range verify(t, clockAt(2026), changed, anyIssuer()).Findings {
		if f.Code == "JSONLD-TERM-UNDEFINED" {
			found = true
			require.Equal(t, vc.Authentic, f.Axis)
			require.Equal(t, "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR", f.Type)
			require.Equal(t, "/undefinedTerm", f.Pointer)
		}
	}
	require.True(t, found)
}
