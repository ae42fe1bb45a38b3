package contexts

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the files of docs/ns anew from the tables")

// Our own contexts stand in the repository as the files that their URLs are to serve,
// so that others can load them: they say exactly what the tables say that signatures
// are made with.
func TestExtensionFile(t *testing.T) {
	for table, url := range map[string]string{"eumc-v1.terms": EuMicroCredential, "elm-v1.terms": ELM} {
		name := strings.TrimPrefix(url, "https://mikromerit.github.io/ns/")
		t.Run(name, func(t *testing.T) {
			file := "../../docs/ns/" + name + ".jsonld"
			sub, _ := tableFiles(t)
			d, _, err := (&reader{files: sub}).readTable(table)
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

			published, err := New(url, there)
			require.NoError(t, err)
			ours, _ := Builtin().Lookup(url)
			require.Equal(t, ours.Digest, published.Digest)
		})
	}
}
