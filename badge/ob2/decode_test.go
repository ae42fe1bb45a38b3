package ob2

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// requireDecoded decodes a document and checks that the report has every leaf
// once, that nothing is dropped but what belongs to the proof, and that what is
// said to stand in the model stands there.
func requireDecoded(tb testing.TB, doc vc.Document) (*mc.Credential, *mc.Report) {
	tb.Helper()
	c, report, err := Decode(doc, DecodeOptions{})
	require.NoError(tb, err)
	stated := map[mc.Path]bool{}
	for _, p := range mc.Paths(c) {
		stated[p] = true
	}
	var pointers []string
	for _, l := range report.Leaves {
		pointers = append(pointers, l.Source)
		require.True(tb, l.Kind != mc.KindDropped || l.CarriedBy == mc.CarriedByProvenance, "%s: %s", l.Source, l.Reason)
		for _, p := range l.Canonical {
			require.True(tb, stated[p], "%s is said to stand at %s", l.Source, p)
		}
		if l.Kind != mc.KindScaffold && l.Kind != mc.KindDropped {
			require.NotEmpty(tb, l.Canonical, l.Source)
		}
	}
	require.Equal(tb, leavesOf(doc.Root()), pointers)
	return c, report
}

func TestDecode(t *testing.T) {
	doc := read(t, awardText(), rich(t)).Document
	c, report := requireDecoded(t, doc)
	require.Equal(t, hostedID, c.Envelope.ID)
	require.Equal(t, issuerID, c.Envelope.Issuer.ID)
	require.Equal(t, mc.Text("", "Malmön folkhögskola"), c.Envelope.Issuer.Name)
	require.Equal(t, "post@malmon.example", c.Envelope.Issuer.Contacts[0].Email[0])
	require.Equal(t, "2019-06-07T10:00:00+02:00", c.Award.Awarding.On.String())
	require.Equal(t, "2039-06-07T10:00:00Z", c.Envelope.ValidUntil.String())
	require.Equal(t, mc.Text("sv-SE", "Båtbyggare"), c.Definition.Title)
	require.Equal(t, "2", c.Definition.Version)
	require.Equal(t, []string{"båt", "trä"}, c.Definition.Tags)
	require.Equal(t, "https://malmon.example/badges/boat/criteria", c.Definition.Criteria.URL)
	require.Len(t, c.Definition.Alignments, 4)
	require.Equal(t, "2.50", c.Definition.Workload[0].Amount.String())
	require.EqualValues(t, 4, c.Definition.Levels[0].EQF)
	require.Equal(t, mc.Text("sv-SE", "Bygga båtar"), c.Definition.OutcomeSummary.Text)
	id := c.Learner.Party.Identifiers[0]
	require.Equal(t, mc.IdentEmail, id.Scheme)
	require.Equal(t, &mc.IdentityHash{Algorithm: "sha256", Salt: "havet"}, id.Hash)
	require.Len(t, c.Envelope.Evidence, 2)
	require.Equal(t, "https://union.example/e/1", c.Definition.Endorsements[0].ID)
	require.NotEmpty(t, c.Residue.Pointers(Format), "extensions are kept")
	require.Equal(t, "true", c.Residue[Format]["/badge/stackable"])
	require.Equal(t, Format, report.From)

	out, _, err := badge.Encode(c, badge.EncodeOptions{})
	require.NoError(t, err)
	requireBadge(t, out)
}

func TestDecodeEditions(t *testing.T) {
	for e, text := range oldBadges {
		t.Run(e.String(), func(t *testing.T) {
			c, _ := requireDecoded(t, read(t, text, oldWeb(e)).Document)
			require.Equal(t, "Båtbyggare", c.Definition.Title[0].Text)
			require.NotEmpty(t, c.Learner.Party.Identifiers)
			out, _, err := badge.Encode(c, badge.EncodeOptions{})
			require.NoError(t, err)
			requireBadge(t, out)
		})
	}
	c, _ := requireDecoded(t, read(t, awardText(), nil).Document)
	require.Equal(t, classID, c.Definition.ID, "of a class that was not fetched its address is known")
	c, _ = requireDecoded(t, read(t, oldBadges[Edition11], oldWeb(Edition11)).Document)
	require.NotEmpty(t, c.Definition.Image.Content)
	_, _, err := Decode(vc.Document{}, DecodeOptions{})
	require.ErrorIs(t, err, ErrNoBadge)
}

func TestDecodeSamples(t *testing.T) {
	root, all := testkit.Shared(t, "data/samples/ob2"), sampleWeb(t)
	for _, s := range samples {
		text, err := os.ReadFile(filepath.Join(root, s.file))
		require.NoError(t, err)
		a, err := Read(t.Context(), text, ReadOptions{Fetcher: webFor(all, s.file, text)})
		if err != nil {
			continue
		}
		c, _ := requireDecoded(t, a.Document)
		out, _, err := badge.Encode(c, badge.EncodeOptions{})
		require.NoError(t, err, s.file)
		require.Empty(t, ob3.Check(out), s.file)
	}
}

func TestDecodeMutants(t *testing.T) {
	for mutant := range testkit.Mutants(read(t, awardText(), rich(t)).Document.Bytes()) {
		doc, err := vc.ParseDocument(mutant.Text, vc.Limits{})
		if err != nil || !Is(doc) {
			continue
		}
		requireDecoded(t, doc)
	}
}
