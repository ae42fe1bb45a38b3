package contexts

import (
	"flag"
	"os"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the files of docs/ns anew from the tables")

// The extension context stands in the repository as the file that its URL is
// to serve, so that others can load it: it says exactly what the table says
// that signatures are made with.
func TestExtensionFile(t *testing.T) {
	const file = "../../docs/ns/eumc/v1.jsonld"
	sub, _ := tableFiles(t)
	d, _, err := (&reader{files: sub}).readTable("eumc-v1.terms")
	require.NoError(t, err)
	text, err := d.write(jsontext.WithIndent("  "), jsontext.EscapeForHTML(false))
	require.NoError(t, err)
	text = append(text, '\n')
	if *update {
		require.NoError(t, os.WriteFile(file, text, 0o644))
	}
	there, err := os.ReadFile(file)
	require.NoError(t, err)
	require.True(t, string(text) == string(there), "%s is not what the table says; go test ./internal/contexts -run TestExtensionFile -update", file)

	published, err := New(EuMicroCredential, there)
	require.NoError(t, err)
	ours, _ := Builtin().Lookup(EuMicroCredential)
	require.Equal(t, ours.Digest, published.Digest)
}
