//go:build !race

package mikromerit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// smallBadge is a badge with little in it.
func smallBadge(tb testing.TB, key *keys.Private) vc.Document {
	tb.Helper()
	doc, err := vc.ParseDocument([]byte(`{"@context":["`+vc.ContextV2+`","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
"id":"urn:uuid:0d7a2f3e-6b1c-4f0a-9c57-2f1f0a5c9b11","type":["VerifiableCredential","OpenBadgeCredential"],
"issuer":{"id":"`+key.Controller()+`","type":["Profile"],"name":"Vestre Aas"},"validFrom":"2026-01-01T00:00:00Z","name":"Bread",
"credentialSubject":{"id":"did:example:1","type":["AchievementSubject"],"achievement":{"id":"urn:uuid:7","type":["Achievement"],
"name":"Bread","description":"To bake bread.","criteria":{"narrative":"Bake one."}}}}`), vc.Limits{})
	require.NoError(tb, err)
	return doc
}

// Issuing and verifying a badge must not begin to allocate again what it does not
// need: to read a text twice, to expand a document twice, to look after findings
// that nobody asked for.
func TestAllocationsOfABadge(t *testing.T) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	doc, secret := smallBadge(t, key), key.Key()
	sign := func() []byte {
		signed, err := dataintegrity.Sign(t.Context(), vc.Env{}, doc, dataintegrity.EdDSARDFC2022, secret, dataintegrity.Options{Array: true})
		require.NoError(t, err)
		return signed.Bytes()
	}
	file := sign()
	v := mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{key.Controller()}})
	verify := func() {
		r, err := v.Verify(t.Context(), file)
		require.NoError(t, err)
		require.Equal(t, vc.Valid, r.Verdict)
	}
	require.LessOrEqual(t, testing.AllocsPerRun(20, func() { sign() }), maxSignAllocs)
	require.LessOrEqual(t, testing.AllocsPerRun(20, verify), maxVerifyAllocs)
}

// What is allocated for the small badge, with some room.
const (
	maxSignAllocs   = 42.0
	maxVerifyAllocs = 72.0
)
