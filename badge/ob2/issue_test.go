package ob2_test

import (
	"bytes"
	"encoding/base64"
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
	"github.com/mikromerit/mikromerit/vc/jsontree"
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
			{Issuer: archive}, {Issuer: archive, Extension: true}, {IssuerID: key.Controller(), Authority: mc.SameIssuer},
		} {
			out, err := mikromerit.Convert(t.Context(), found, mikromerit.OpenBadge, mikromerit.ConvertOptions{
				EncodeOptions: o, At: ob2.Clock(), EmbedOriginal: i%2 == 0, UnsafeInvalidSource: true})
			require.NoError(t, err, award.Name)
			if award.Name != "0.5" { // whose classes have neither id nor address
				require.Contains(t, out.Document.Lookup("/credentialSubject/achievement/id").Text(), "http", award.Name)
			}
			if !o.Extension {
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

// Whoever embeds the original of a badge that stands in several documents gets
// each of them, and the report says of every value that is only there in which
// document it is: the assertion, the fetched class or the fetched profile.
func TestEmbeddedOriginalsHoldWhatTheReportSays(t *testing.T) {
	for _, award := range ob2.Awards(t) {
		verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
		verifier.Env = vc.Env{Fetcher: award.Web, Clock: ob2.Clock}
		found, err := verifier.Verify(t.Context(), award.File)
		require.NoError(t, err)
		parts, err := ob2.Read(t.Context(), award.File, ob2.ReadOptions{Fetcher: award.Web})
		require.NoError(t, err)
		for _, target := range []string{mikromerit.OpenBadge, mikromerit.Europass} {
			for _, embed := range []bool{true, false} {
				out, err := mikromerit.Convert(t.Context(), found, target, mikromerit.ConvertOptions{
					EncodeOptions: mikromerit.EncodeOptions{WithoutResidue: true, IssuerCountry: "SE"}, At: ob2.Clock(), EmbedOriginal: embed, UnsafeInvalidSource: true})
				require.NoError(t, err, award.Name)
				requireEmbedded(t, award, parts, out, embed)
			}
		}
	}
}

// requireEmbedded checks that what is said to be in an embedded document is in
// it.
func requireEmbedded(tb testing.TB, award ob2.Hosted, parts *ob2.Assertion, out *mikromerit.Conversion, embed bool) {
	tb.Helper()
	documents := map[string]bool{string(award.File): true}
	for _, f := range parts.Fetched {
		documents[string(f.Document.Bytes())] = true
	}
	only := 0
	for _, l := range out.Report.Leaves {
		if l.Added {
			require.NotEqual(tb, mc.KindEmbedded, l.Kind, "%s: %v is in no source", award.Name, l.Target)
			continue
		}
		at, holder := "", string(award.File)
		for _, f := range parts.Fetched {
			if strings.HasPrefix(l.Source, f.Pointer+"/") {
				at, holder = f.Pointer, string(f.Document.Bytes())
			}
		}
		for _, to := range l.Target {
			if content := fileAt(out.Document.Lookup(to)); l.Kind == mc.KindEmbedded || documents[content] {
				require.Equal(tb, holder, content, "%s: %s is said to be in %s", award.Name, l.Source, to)
			}
		}
		if l.Kind != mc.KindEmbedded {
			continue
		}
		only++
		if held, err := vc.ParseDocument([]byte(holder), vc.Limits{}); err == nil { // not a token
			require.Equal(tb, parts.Document.Lookup(l.Source).Raw(), held.Lookup(strings.TrimPrefix(l.Source, at)).Raw())
		}
	}
	if award.Name == "own" {
		require.Equal(tb, embed, only > 0)
	}
}

// fileAt is the content of a file that stands in a document as a data: URL or
// in base64.
func fileAt(v jsontree.Value) string {
	_, encoded, found := strings.Cut(v.Text(), ";base64,")
	if !found {
		encoded = v.Text()
	}
	content, _ := base64.StdEncoding.DecodeString(encoded)
	return string(content)
}
