package didsyntax

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheckAddressAccepts(t *testing.T) {
	for _, id := range []string{"did:web:issuer.example", "did:web:Issuer.Example", "did:web:issuer.example%3A8443", "did:web:issuer.example%3a8443:people:jane",
		"did:web:xn--bcher-kva.example", "did:web:issuer.example:a%20b", "did:web:issuer.example:2026a", "did:web:issuer.example:1", "did:web:localhost%3A3000",
		"did:key:z6Mk", "did:ebsi:zvHWX359A3CvfJnCYaAiAde", "did:example:123456", "https://issuer.example/1", "https://issuer.example:8443/1", "urn:uuid:1"} {
		require.NoError(t, CheckAddress(id), id)
	}
}

// An address that verification calls malformed must not be given to a key: what
// the key signs could never be verified. The error proposes the right spelling
// where there is one.
func TestCheckAddressRefuses(t *testing.T) {
	for id, better := range map[string]string{
		"did:web:bücher.example":              "did:web:xn--bcher-kva.example",
		"did:web:BÜCHER.example:bøker":        "did:web:xn--bcher-kva.example:b%C3%B8ker",
		"did:web:issuer.example:8443":         "did:web:issuer.example%3A8443",
		"did:web:issuer.example:443:people":   "did:web:issuer.example%3A443:people",
		"did:web:bücher.example:8443":         "did:web:xn--bcher-kva.example%3A8443",
		"did:web:bücher.example%3A8443":       "did:web:xn--bcher-kva.example%3A8443",
		"did:web:issuer.example:bøker":        "did:web:issuer.example:b%C3%B8ker",
		"did:web:issuer.example/people/jane":  "did:web:issuer.example:people:jane",
		"did:web:issuer.example/":             "did:web:issuer.example",
		"DID:web:issuer.example":              "did:web:issuer.example",
		"Did:key:z6Mk":                        "did:key:z6Mk",
		"https://bücher.example/issuer":       "https://xn--bcher-kva.example/issuer",
		"https://bücher.example:8443/Ås#nøkk": "https://xn--bcher-kva.example:8443/%C3%85s#n%C3%B8kk",
		"did:web:a b.example":                 "",
		"did:web:":                            "",
		"did:web:issuer.example:..":           "",
		"did:web:issuer.example%3A":           "did:web:issuer.example",
		"did:web:user@issuer.example":         "",
		"did:Web:issuer.example":              "",
		"did:ebsi:ø":                          "",
		"did:":                                "",
	} {
		err := CheckAddress(id)
		require.Error(t, err, id)
		if better == "" {
			require.NotContains(t, err.Error(), "did you mean", id)
			continue
		}
		require.ErrorContains(t, err, "did you mean "+better+"?", id)
		require.NoError(t, CheckAddress(better))
	}
}
