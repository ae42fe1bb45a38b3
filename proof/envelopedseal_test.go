package proof_test

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/vc"
)

// A seal in an envelope is the seal that it is alone. Only a seal may stand there, and
// nothing beside it goes unnoticed.
func TestSealInEnvelope(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "examples", "data", "vestre-aas-micro-credential.sealed.jsonld"))
	require.NoError(t, err)
	alone, err := proof.Open(text, vc.Limits{})
	require.NoError(t, err)
	envelope, err := jades.Envelope(alone)
	require.NoError(t, err)
	got, err := proof.Open(envelope.Bytes(), vc.Limits{})
	require.NoError(t, err)
	require.Equal(t, proof.JAdES, got.Format())
	require.Equal(t, alone.Document().String(), got.Document().String())
	require.Equal(t, len(alone.Proofs()), len(got.Proofs()))
	require.JSONEq(t, string(text), string(got.Bytes()))
	_, err = jades.Envelope(mustOpen(t, `{"@context":[],"type":"VerifiableCredential","credentialSubject":{}}`))
	require.Error(t, err)

	in := func(media string, content []byte, more map[string]any) string {
		members := map[string]any{"@context": vc.ContextV2, "type": vc.EnvelopedCredential, "id": "data:" + media + ";base64," + base64.StdEncoding.EncodeToString(content)}
		for name, value := range more {
			members[name] = value
		}
		out, err := json.Marshal(members)
		require.NoError(t, err)
		return string(out)
	}
	beside, err := verifier(env()).Verify(t.Context(), []byte(in("application/jose+json", text, map[string]any{"name": "x"})), anyone())
	require.NoError(t, err)
	require.True(t, slices.ContainsFunc(beside.Findings, func(f vc.Finding) bool { return f.Pointer == "/name" && f.Status == vc.Warn }))
	for name, file := range map[string]string{
		"an envelope again":      in("application/jose+json", envelope.Bytes(), nil),
		"a credential":           in("application/jose+json", []byte(`{"type":"VerifiableCredential"}`), nil),
		"no JSON":                in("application/jose+json", []byte(`{`), nil),
		"nothing":                in("application/jose+json", nil, nil),
		"another media type":     in("application/json", text, nil),
		"called a presentation":  in("application/jose+json", text, map[string]any{"type": vc.EnvelopedPresentation}),
		"called other things":    in("application/jose+json", text, map[string]any{"type": []string{vc.EnvelopedCredential, "VerifiableCredential"}}),
		"base64 that is damaged": in("application/jose+json", nil, map[string]any{"id": "data:application/jose+json;base64,e*"}),
	} {
		_, err := proof.Open([]byte(file), vc.Limits{})
		var fault *proof.FormatError
		require.ErrorAs(t, err, &fault, name)
	}
}

func mustOpen(t *testing.T, text string) *proof.Secured {
	t.Helper()
	file, err := proof.Open([]byte(text), vc.Limits{})
	require.NoError(t, err)
	return file
}
