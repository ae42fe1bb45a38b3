package badge_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// A Europass credential that becomes a badge and is read again has the same
// elements of Annex I in the same places, and is the same credential.
func TestEuropassThroughABadge(t *testing.T) {
	requireSameThroughABadge(t, "../examples/data/vestre-aas-micro-credential.payload.json")
}

func TestPublishedEuropassThroughABadge(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "data/samples/elm"), "*"))
	require.NoError(t, err)
	n := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if doc, err := vc.ParseDocument(text, vc.Limits{}); err == nil && edc.Is(doc) {
			n++
			t.Run(filepath.Base(file), func(t *testing.T) { requireSameThroughABadge(t, file) })
		}
	}
	require.Equal(t, 7, n)
}

func requireSameThroughABadge(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	doc, err := vc.ParseDocument(text, vc.Limits{})
	require.NoError(t, err)
	for _, opts := range []badge.EncodeOptions{{Extension: true, PersonalData: true}, {Extension: true}} {
		source, _, err := edc.Decode(doc, edc.DecodeOptions{})
		require.NoError(t, err)
		source.Provenance = []mc.Provenance{{Kind: mc.ConvertedFrom, SourceFormat: edc.Format, SourceID: source.Envelope.ID}}
		made, report, err := badge.Encode(source, opts)
		require.NoError(t, err)
		back, decoded, err := badge.Decode(made, badge.DecodeOptions{})
		require.NoError(t, err)
		require.Equal(t, status(source), status(back))
		for _, l := range decoded.Leaves {
			require.NotEqual(t, mc.KindResidue, l.Kind, l.Source)
			require.False(t, strings.HasPrefix(l.Reason, badge.CodeContradiction), "%s %s", l.Source, l.Reason)
		}
		if opts.PersonalData {
			require.Equal(t, mc.AnnexI(source), mc.AnnexI(back))
			source.Envelope.Display.Pages = nil // only the original has them
			back.Envelope.ID, back.Envelope.Issuer.ID = source.Envelope.ID, source.Envelope.Issuer.ID
			require.Equal(t, mc.Paths(source), mc.Paths(back))
			for _, l := range report.Leaves {
				require.False(t, l.Severity == mc.SeverityError && l.Sight() != mc.SightOurs, "what other readers miss is in our extension or residue: %+v", l)
			}
		}
		t.Logf("%s; back: %s", report.Summary(), decoded.Summary())
	}
}

// status is which elements of Annex I a credential has.
func status(c *mc.Credential) (out []mc.Presence) {
	for _, row := range mc.AnnexI(c) {
		out = append(out, row.Status)
	}
	return out
}

// What is made of a published credential without the extension fits the schema of
// Open Badges, names no address that nobody has, and every alignment says what it
// leads to.
func TestPublishedEuropassAsPlainBadges(t *testing.T) {
	schema := publishedBadgeSchema(t)
	for _, folder := range []string{"elm", "elm-ebsi", "probes"} {
		files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "data/samples/"+folder), "*"))
		require.NoError(t, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			doc, err := vc.ParseDocument(text, vc.Limits{})
			if err != nil || !edc.Is(doc) {
				continue
			}
			t.Run(filepath.Base(file), func(t *testing.T) {
				c, _, err := edc.Decode(doc, edc.DecodeOptions{})
				require.NoError(t, err)
				c.Provenance = []mc.Provenance{{Kind: mc.ConvertedFrom, SourceFormat: edc.Format, SourceID: c.Envelope.ID}}
				made, _, err := badge.Encode(c, badge.EncodeOptions{})
				require.NoError(t, err)
				instance, err := jsonschema.UnmarshalJSON(strings.NewReader(made.String()))
				require.NoError(t, err)
				require.NoError(t, schema.Validate(instance))
				for one := range made.Lookup("/credentialSubject/achievement/alignment").Each() {
					require.False(t, strings.HasPrefix(one.Get("targetUrl").Text(), "urn:uuid:"), one.Raw())
					require.NotEmpty(t, one.Get("targetDescription").Text(), one.Raw())
				}
			})
		}
	}
}

func publishedBadgeSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(testkit.ReadShared(t, "data/schemas/ob_v3p0_achievementcredential_schema.json")))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(t, compiler.AddResource("schema.json", parsed))
	schema, err := compiler.Compile("schema.json")
	require.NoError(t, err)
	return schema
}
