package mikromerit_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

func freshBadge(t *testing.T) (id, file string) {
	t.Helper()
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	text, err := multikey.EncodePublic(key.Public())
	require.NoError(t, err)
	id = "did:key:" + text
	doc, err := vc.ParseDocument([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":{"id":"`+id+`"},"credentialSubject":{"id":"urn:x:learner"}}`), vc.Limits{})
	require.NoError(t, err)
	secured, err := dataintegrity.Sign(context.Background(), vc.Env{}, doc, dataintegrity.EdDSARDFC2022, proof.Key{Method: id + "#" + text, Signer: key}, dataintegrity.Options{Created: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	return id, string(secured.Bytes())
}

// What looks like a credential and is none must not stand unnoticed beside one
// that is valid: not for lack of a context, nor as a text, nor deep inside.
func TestForgedBesideValidInContainer(t *testing.T) {
	_, good := freshBadge(t)
	forged := `{"type":["OpenBadgeCredential"],"name":"Master of Medicine","issuer":"https://school.example"}`
	quoted, err := json.Marshal(`{"type":["VerifiableCredential"],"credentialSubject":{"name":"Master"}}`)
	require.NoError(t, err)
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	for name, file := range map[string]string{
		"without context": `[` + good + `,` + forged + `]`,
		"as a text":       `[` + good + `,` + string(quoted) + `]`,
		"deep inside":     `[` + good + `,` + strings.Repeat(`{"a":`, 12) + forged + strings.Repeat("}", 12) + `]`,
	} {
		r, err := verifier.Verify(t.Context(), []byte(file))
		require.NoError(t, err, name)
		require.Error(t, r.Err(), name)
		require.Equal(t, 2, len(r.Credentials), name)
		require.NoError(t, r.Credentials[0].Err(), name)
	}
	r, err := verifier.Verify(t.Context(), []byte(`{"credentials":[`+good+`]}`))
	require.NoError(t, err)
	require.NoError(t, r.Err())
}

// A name must not be able to end its own quotation and go on in our words, nor
// to hide or turn around what stands beside it.
func TestNameStaysInItsQuotation(t *testing.T) {
	id, good := freshBadge(t)
	doc, err := vc.ParseDocument([]byte(good), vc.Limits{})
	require.NoError(t, err)
	doc, err = doc.With("/issuer/name", `"School”. You trust it.\u001b[2J\u202e\u2066 “x"`)
	require.NoError(t, err)
	r, err := mikromerit.NewVerifier(proof.Issuers(id)).Verify(t.Context(), []byte(doc.String()))
	require.NoError(t, err)
	require.Equal(t, "Nobody is shown to have signed it; it calls its issuer “School'. You trust it.[2J 'x”.", r.Headline())
	require.Empty(t, r.Signatories())
}

// A key at its own address is bound to nobody. It is not the signer of a badge
// whose issuer does not list it, and nobody is told to trust it.
func TestUnboundKeyIsNoSigner(t *testing.T) {
	token, key := testkit.ReadShared(t, "cases/kid-is-jwk-url.jwt"), testkit.ReadShared(t, "cases/kid-is-jwk-url.jwk.json")
	verifier := mikromerit.NewVerifier(mikromerit.Trust{})
	verifier.Env.Resolver = did.Web(vc.StaticFetcher{"https://issuer.example/key.jwk": key})
	r, err := verifier.Verify(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, vc.Indeterminate, r.Verdict)
	require.Empty(t, r.Signatories())
	require.True(t, strings.HasPrefix(r.Headline(), "It is not known who signed it"), r.Headline())
	require.NotContains(t, strings.Join(r.Remedies(), " "), "key.jwk if you trust")
}
