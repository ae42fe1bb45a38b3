package badge_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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
			require.False(t, strings.HasPrefix(l.Reason, badge.CodeContradiction), l.Source)
		}
		if opts.PersonalData {
			require.Equal(t, mc.AnnexI(source), mc.AnnexI(back))
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
