package ob3

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

func requireSafe(tb testing.TB, doc vc.Document) {
	tb.Helper()
	canonical, err := jsonld.Canonicalize(context.Background(), doc.Root(), jsonld.Options{})
	require.NoError(tb, err, "JSON-LD safe mode")
	require.NotNil(tb, canonical)
}

func publishedSchema(tb testing.TB) *jsonschema.Schema {
	tb.Helper()
	file := testkit.ReadShared(tb, "data/schemas/ob_v3p0_achievementcredential_schema.json")
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(file))
	require.NoError(tb, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(tb, compiler.AddResource("schema.json", parsed))
	schema, err := compiler.Compile("schema.json")
	require.NoError(tb, err)
	return schema
}

func requireFits(tb testing.TB, schema *jsonschema.Schema, doc vc.Document) {
	tb.Helper()
	instance, err := jsonschema.UnmarshalJSON(strings.NewReader(doc.String()))
	require.NoError(tb, err)
	require.NoError(tb, schema.Validate(instance))
}
