package mikromerit_test

import (
	"crypto"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// counting is a key that counts its signatures.
type counting struct {
	crypto.Signer
	made *int
}

func (c counting) Sign(r io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	*c.made++
	return c.Signer.Sign(r, digest, o)
}

// Issuing drafts the proof before the rules speak. Nobody may notice: with limits
// under which there is no draft, the file, the warnings and the refusal are the
// same, and no key is used for what the rules refuse.
func TestDraftIsNotNoticed(t *testing.T) {
	own, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	made := 0
	key, err := keys.New(counting{own.Signer(), &made}, "", "")
	require.NoError(t, err)
	issue := func(doc vc.Document, limits vc.Limits) (*mikromerit.Issued, error) {
		o := mikromerit.IssueOptions{}
		o.Env.Clock, o.Env.Limits = func() time.Time { return time.Unix(1_780_000_000, 0) }, limits
		return mikromerit.IssueDocument(t.Context(), doc, key, o)
	}
	doc := smallBadge(t, own)
	for _, edit := range []struct {
		pointer, raw string
		signed       bool
	}{
		{"/name", `"Bread"`, true},
		{"/name", `null`, false},
		{"/image", `{"id":"https://example.org/a.png","type":"Image"}`, true},
		{"/unheardOf", `"x"`, false},                                                // no context knows it
		{"/credentialSubject/achievement/id", `"bread"`, false},                     // no URL
		{"/credentialSubject/achievement/criteria", `{}`, false},                    // the rules alone refuse it
		{"/validUntil", `"2025-01-01T00:00:00Z"`, false},                            // the rules alone
		{"/issuer/id", `"did:example:somebody"`, false},                             // another issuer
		{"/@context/1", `"https://example.org/unknown-context"`, false},             // the contexts are not at hand
		{"/issuer", `"` + own.Controller() + `"`, true},                             // a warning
		{"/credentialSubject/achievement/validUntil", `"2099-01"`, false},           // what decides stands elsewhere
		{"/@context/-", `{"VerifiableCredential":"https://example.org/no"}`, false}, // a protected name
		{"/proof", `{"type":"DataIntegrityProof","cryptosuite":"x"}`, false},        // it has one
	} {
		edited, err := doc.With(edit.pointer, edit.raw)
		require.NoError(t, err)
		made = 0
		drafted, refused := issue(edited, vc.Limits{})
		require.Equal(t, edit.signed, refused == nil, "%s: %v", edit.pointer, refused)
		require.Equal(t, map[bool]int{true: 1}[edit.signed], made, edit.pointer)
		other, why := issue(edited, vc.Limits{Quads: 200_000})
		if !edit.signed {
			require.EqualError(t, why, refused.Error(), edit.pointer)
			continue
		}
		require.Equal(t, string(other.File.Bytes()), string(drafted.File.Bytes()))
		require.Equal(t, other.Warnings, drafted.Warnings)
		requireAsRead(t, drafted.File)
	}
}

// requireAsRead requires a file that was made to be what its bytes are read as.
func requireAsRead(t *testing.T, made *proof.Secured) {
	t.Helper()
	read, err := proof.Open(made.Bytes(), vc.Limits{})
	require.NoError(t, err)
	require.Equal(t, read.Format(), made.Format())
	require.Equal(t, read.Document().String(), made.Document().String())
	require.Len(t, made.Proofs(), len(read.Proofs()))
	for i, p := range read.Proofs() {
		got := made.Proofs()[i]
		require.Equal(t, [4]string{string(p.Kind), p.Suite, p.Pointer, p.Value.Raw()}, [4]string{string(got.Kind), got.Suite, got.Pointer, got.Value.Raw()})
	}
}

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
