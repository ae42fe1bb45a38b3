package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

func TestContextRevision(t *testing.T) {
	const url = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	b := newBench(t)
	file, _ := signedBadge(b, "badge.json", keys.Ed25519)
	b.ok("verify", "--any-issuer", "--context-revision", url+"=3.0.3 (2024-03)", file)
	b.run("verify", "--any-issuer", "--json", "--context-revision", url+"=3.0.3 (1999)", file)
	require.NotEqual(t, exitValid, b.status)
	require.True(t, b.lines()[0].has("JSONLD-CONTEXT-UNKNOWN", "unknown"), b.out)
}

func TestPairs(t *testing.T) {
	all, err := pairs("--flag", "URL=FILE", []string{"https://a.example/list?n=1=file.json", "urn:b:c=c d"})
	require.NoError(t, err)
	require.Equal(t, map[string]string{"https://a.example/list?n=1": "file.json", "urn:b:c": "c d"}, all)
	for _, wrong := range []string{"", "=", "https://a.example=", "=file", "file", "not a url=file"} {
		_, err := pairs("--flag", "URL=FILE", []string{wrong})
		require.Error(t, err, wrong)
	}
}

// The way to the web is the guarded one.
func TestNetworkIsGuarded(t *testing.T) {
	fetcher, err := network()
	require.NoError(t, err)
	for _, url := range []string{"http://example.org/", "https://127.0.0.1/", "https://localhost/", "file:///etc/hostname"} {
		_, _, err := fetcher.Fetch(t.Context(), url, nil, 1<<20)
		require.Error(t, err, url)
	}
}
