package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// An issuer is asked for no pointer that its suite cannot follow: a subject that has
// only an id is a text by the time that the suite selects. Nor is it asked twice.
func TestMandatoryPointersCanBeFollowed(t *testing.T) {
	for text, want := range map[string][]string{
		`{"issuer":"https://a.example","credentialSubject":{"id":"urn:x:1"}}`:                   {"/issuer", "/credentialSubject"},
		`{"issuer":{"id":"https://a.example"},"credentialSubject":{"id":"urn:x:1","name":"A"}}`: {"/issuer", "/credentialSubject", "/credentialSubject/id"},
	} {
		doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, want, mandatoryPointers(doc), text)
	}
}
