package mikromerit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// revealedBy returns what a holder shows of a credential that a new key signs.
func revealedBy(t *testing.T, kind keys.Type, credential string, o dataintegrity.Options) *proof.Secured {
	t.Helper()
	key, err := keys.Generate(kind)
	require.NoError(t, err)
	doc, err := vc.ParseDocument([]byte(credential), vc.Limits{})
	require.NoError(t, err)
	base, err := dataintegrity.SignSelective(t.Context(), vc.Env{}, doc, key.Key(), dataintegrity.SelectiveOptions{Options: o})
	require.NoError(t, err)
	file, err := dataintegrity.Derive(t.Context(), vc.Env{}, base, dataintegrity.DeriveOptions{Reveal: []string{"/credentialSubject"}})
	require.NoError(t, err)
	return file
}

func TestLinks(t *testing.T) {
	const bare = `{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"], "issuer": "did:example:issuer", "credentialSubject": {"name": "Ada"}}`
	require.Empty(t, mikromerit.Links(revealedBy(t, keys.BLS12381, bare, dataintegrity.Options{})))

	const full = `{"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:uuid:5a6f1a0c-7c3e-4b43-9f0e-2b3a1c9d8e70", "type": ["VerifiableCredential"], "issuer": "did:example:issuer",
"credentialStatus": [{"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": "https://example.org/list"}],
"credentialSubject": [{"id": "did:example:ada", "name": "Ada"}, {"id": "did:example:bo", "name": "Bo"}]}`
	options := dataintegrity.Options{ID: "urn:uuid:5a6f1a0c-7c3e-4b43-9f0e-2b3a1c9d8e71", Nonce: "n"}
	var at []string
	for _, f := range mikromerit.Links(revealedBy(t, keys.BLS12381, full, options)) {
		require.Equal(t, "SD-LINK", f.Code)
		require.Equal(t, vc.Warn, f.Status)
		at = append(at, f.Pointer)
	}
	require.Equal(t, []string{"/proof/id", "/proof/nonce", "/id", "/credentialStatus", "/credentialSubject/0/id", "/credentialSubject/1/id"}, at)

	require.Empty(t, mikromerit.Links(revealedBy(t, keys.P256, full, options)), "an ecdsa-sd-2023 signature links in any case")
	unsigned, err := proof.Open([]byte(full), vc.Limits{})
	require.NoError(t, err)
	require.Empty(t, mikromerit.Links(unsigned))
}
