package contexts

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// published names the table of every published file in the shared folder.
var published = map[string]string{
	"clr-v2p0.json":                         "clr-2.0.0",
	"clr-v2p0-2.0.1.json":                   "clr-2.0.1",
	"credentials-undefined-terms-v2.jsonld": "credentials-undefined-terms-v2",
	"credentials-v1.jsonld":                 "credentials-v1",
	"credentials-v2.jsonld":                 "credentials-v2",
	"data-integrity-v1.jsonld":              "data-integrity-v1",
	"data-integrity-v2.jsonld":              "data-integrity-v2",
	"did-v1.jsonld":                         "did-v1",
	"edc-ap-3.1.jsonld":                     "edc-ap-3.1",
	"edc-ap-3.2.jsonld":                     "edc-ap-3.2",
	"jwk-v1.jsonld":                         "jwk-v1",
	"multikey-v1.jsonld":                    "multikey-v1",
	"ob-v2p0.json":                          "ob-2.0",
	"ob-v3p0.json":                          "ob-3.0.0",
	"ob-v3p0-3.0.1.json":                    "ob-3.0.1",
	"ob-v3p0-3.0.2.json":                    "ob-3.0.2",
	"ob-v3p0-3.0.3-2024-03.json":            "ob-3.0.3-2024-03",
	"ob-v3p0-3.0.3-2026-06.json":            "ob-3.0.3-2026-06",
	"ob-v3p0-extensions.json":               "ob-extensions",
	"suites-ed25519-2020.jsonld":            "ed25519-2020-v1",
}

func tableFiles(t testing.TB) (fs.FS, []string) {
	t.Helper()
	sub, err := fs.Sub(tables, "tables")
	require.NoError(t, err)
	names, err := fs.Glob(sub, "*.terms")
	require.NoError(t, err)
	return sub, names
}

// Every table compiles to the document whose digest it carries.
func TestDigests(t *testing.T) {
	sub, names := tableFiles(t)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			c, err := newFromTable(sub, name)
			require.NoError(t, err)
			document, err := compile(sub, name)
			require.NoError(t, err)
			digest, err := canonicalDigest(document)
			require.NoError(t, err)
			require.Equal(t, c.Digest, digest, "%s", document)
			require.Equal(t, document, c.JSON())
			require.NoError(t, checkDocument(document))
			require.NotEmpty(t, c.Revision)
			require.NotEmpty(t, c.Source)
		})
	}
}

// Every published file has a table, and where they differ the first
// difference is named.
func TestPublished(t *testing.T) {
	folder := testkit.Shared(t, "data", "contexts")
	sub, _ := tableFiles(t)
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, entry := range entries {
		t.Run(entry.Name(), func(t *testing.T) {
			table, ok := published[entry.Name()]
			require.True(t, ok, "no table for this file")
			theirs, err := os.ReadFile(filepath.Join(folder, entry.Name()))
			require.NoError(t, err)
			ours, err := compile(sub, table+".terms")
			require.NoError(t, err)
			var want, got any
			require.NoError(t, json.Unmarshal(theirs, &want))
			require.NoError(t, json.Unmarshal(ours, &got))
			require.Empty(t, firstDifference("", want, got))
			digest, err := canonicalDigest(theirs)
			require.NoError(t, err)
			c, err := newFromTable(sub, table+".terms")
			require.NoError(t, err)
			require.Equal(t, digest, c.Digest)
		})
	}
}
