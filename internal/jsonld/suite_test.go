package jsonld

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// skipped lists the tests of the W3C toRdf manifest that do not pass, each with
// its reason. Tests of JSON-LD 1.0 are not listed.
var skipped = map[string]string{
	"#tc033": "a scoped context that is never used is checked for its grammar, not for what its terms expand to",
	"#tdi11": "rdfDirection compound-literal is not supported, nor in any cryptosuite",
	"#tdi12": "rdfDirection compound-literal is not supported, nor in any cryptosuite",
	"#te111": "an IRI with a second number sign is written, not dropped, as N-Quads allows it",
	"#te112": "an IRI with a second number sign is written, not dropped, as N-Quads allows it",
}

// suiteLoader answers the URLs of the test suite from its folder.
type suiteLoader struct{ base, folder string }

func (l suiteLoader) LoadContext(_ context.Context, url string) ([]byte, error) {
	name, ok := strings.CutPrefix(url, l.base)
	if !ok {
		return nil, ErrUnknownContext
	}
	data, err := os.ReadFile(filepath.Join(l.folder, filepath.FromSlash(name)))
	if err != nil {
		return nil, ErrUnknownContext
	}
	return data, nil
}

func parseDocument(tb testing.TB, data []byte) jsontree.Value {
	tb.Helper()
	doc, err := jsontree.Parse(data, jsontree.Limits{})
	require.NoError(tb, err)
	return doc
}

// TestToRDFSuite runs the W3C JSON-LD 1.1 API toRdf tests. Data loss is
// allowed in it, as the JSON-LD algorithms demand.
func TestToRDFSuite(t *testing.T) {
	folder := testkit.Shared(t, "data", "vectors", "json-ld-api")
	manifest := parseDocument(t, testkit.ReadShared(t, "data", "vectors", "json-ld-api", "toRdf-manifest.jsonld"))
	base := manifest.Get("baseIri").Text()
	if base == "" {
		base = "https://w3c.github.io/json-ld-api/tests/"
	}
	passed, old := 0, 0
	for entry := range manifest.Get("sequence").Elements() {
		option := entry.Get("option")
		if option.Get("specVersion").IsText("json-ld-1.0") || option.Get("processingMode").IsText("json-ld-1.0") {
			old++
			continue
		}
		id := entry.Get("@id").Text()
		t.Run(strings.TrimPrefix(id, "#"), func(t *testing.T) {
			if reason, ok := skipped[id]; ok {
				t.Skip(reason)
			}
			runSuiteTest(t, suiteLoader{base, folder}, entry)
			passed++
		})
	}
	t.Logf("%d passed, %d skipped by the list, %d are of JSON-LD 1.0", passed, len(skipped), old)
}

func runSuiteTest(t *testing.T, loader suiteLoader, entry jsontree.Value) {
	option := entry.Get("option")
	input := entry.Get("input").Text()
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(loader.folder, filepath.FromSlash(name)))
		require.NoError(t, err)
		return data
	}
	set := settings{base: loader.base + input, unsafeAllowLoss: true, noDirection: !option.Get("rdfDirection").IsText("i18n-datatype")}
	if base := option.Get("base"); base.Exists() {
		set.base = base.Text()
	}
	if file := option.Get("expandContext"); file.Exists() {
		set.expandContext = parseDocument(t, read(file.Text())).Get("@context")
	}
	ds, err := dataset(t.Context(), parseDocument(t, read(input)), Options{Contexts: newRootContexts(loader)}, set)
	if entry.Get("expectErrorCode").Exists() {
		require.Error(t, err)
		return
	}
	require.NoError(t, err)
	if !entry.Get("expect").Exists() {
		return
	}
	want, err := rdf.ParseNQuads(read(entry.Get("expect").Text()), rdf.Limits{})
	require.NoError(t, err)
	require.Equal(t, canonical(t, want), canonical(t, ds))
}

func canonical(tb testing.TB, ds *rdf.Dataset) string {
	tb.Helper()
	c, err := rdf.Canonicalize(context.Background(), ds, rdf.Options{})
	require.NoError(tb, err)
	return string(c.Bytes())
}
