package ob2_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

func publishedSchema(tb testing.TB) *jsonschema.Schema {
	tb.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(testkit.ReadShared(tb, "data/schemas/ob_v3p0_achievementcredential_schema.json")))
	require.NoError(tb, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(tb, compiler.AddResource("schema.json", parsed))
	schema, err := compiler.Compile("schema.json")
	require.NoError(tb, err)
	return schema
}

// Every older badge that can be put together becomes one of Open Badges 3.0
// that fits the published schema and verifies once it is issued, whoever makes
// it and with or without our extension. One that would end before it begins is
// not issued.
func TestConvertedBadgesVerify(t *testing.T) {
	schema := publishedSchema(t)
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	archive := &mc.Party{ID: key.Controller(), Name: mc.Text("sv", "Arkivet")}
	issued := 0
	for i, award := range ob2.Awards(t) {
		verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
		verifier.Env = vc.Env{Fetcher: award.Web, Clock: ob2.Clock}
		found, err := verifier.Verify(t.Context(), award.File)
		require.NoError(t, err)
		for _, o := range []mikromerit.EncodeOptions{
			{Issuer: archive, WithoutExtension: true}, {Issuer: archive}, {IssuerID: key.Controller(), SameIssuer: true, WithoutExtension: true},
		} {
			out, err := mikromerit.Convert(t.Context(), found, mikromerit.OpenBadge, mikromerit.ConvertOptions{
				EncodeOptions: o, At: ob2.Clock(), EmbedOriginal: i%2 == 0, UnsafeInvalidSource: true})
			require.NoError(t, err, award.Name)
			if award.Name != "0.5" { // whose classes have neither id nor address
				require.Contains(t, out.Document.Lookup("/credentialSubject/achievement/id").Text(), "http", award.Name)
			}
			if o.WithoutExtension {
				require.NotContains(t, out.Document.String(), "mikromerit.github.io", "nothing but Open Badges")
			}
			instance, err := jsonschema.UnmarshalJSON(strings.NewReader(out.Document.String()))
			require.NoError(t, err)
			require.NoError(t, schema.Validate(instance), award.Name)
			made, err := mikromerit.IssueDocument(t.Context(), out.Document, key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: verifier.Env}})
			if award.Name == "basic-assertion-expired-before-issued.json" {
				require.ErrorContains(t, err, "VCDM2-PERIOD")
				continue
			}
			require.NoError(t, err, award.Name)
			again, err := verifier.Verify(t.Context(), made.File.Bytes())
			require.NoError(t, err)
			require.Equal(t, vc.Valid, again.Axes[vc.Authentic], award.Name)
			require.Equal(t, vc.Valid, again.Axes[vc.Conformant], award.Name)
			issued++
		}
	}
	require.Equal(t, 3*26, issued)
}
