package mapping

import (
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// jar is a format with a member for the title and a residue for all else.
type jar struct {
	lie    bool // about the title
	forget bool // a leaf, when reading
	lose   bool // what is residue
	change bool // the credential
}

func (j jar) encode(c *mc.Credential) (vc.Document, *mc.Report, error) {
	title, track := c.Definition.Title, mc.NewEncodeTracker("jar", c)
	text := []byte(`{"title":`)
	text = appendTexts(text, title)
	for i, p := range TextPaths("definition.title", title) {
		track.Keep(string(p), TextPointers("/title", title)[i])
	}
	rest := Clone(c)
	rest.Definition.Title = nil
	for _, p := range mc.Paths(rest) {
		track.Mark(string(p), mc.Outcome{Kind: mc.KindResidue, To: "/residue"})
	}
	text = append(text, `,"residue":`...)
	d := Compare(Units(rest, nil), nil).Differences()
	if j.lose {
		d = d[:len(d)/2]
	}
	if j.lie {
		text = []byte(`{"title":{"nb":"something else"},"residue":`)
	}
	if j.change {
		c.Definition.Title = nil
	}
	if text = AppendResidue(text, d, nil); len(d) == 0 {
		text = append(text, `{}`...)
	}
	doc, err := vc.ParseDocument(append(text, '}'), vc.Limits{})
	report := track.Report()
	return doc, &report, err
}

func (j jar) decode(doc vc.Document) (*mc.Credential, *mc.Report, error) {
	c := &mc.Credential{}
	track := mc.NewDecodeTracker("jar", Leaves(doc.Root()))
	title, leaves, _ := ReadTexts(doc.Get("title"))
	c.Definition.Title = title
	for i, p := range TextPaths("definition.title", title) {
		track.Keep(leaves[i].Pointer(), string(p))
	}
	for _, d := range (&Restorer{Guarded: true}).Apply(c, ReadResidue(doc.Get("residue"), doc.Get("was"))) {
		track.Mark(d.Is.Pointer(), mc.Outcome{Kind: mc.KindScaffold})
		for _, p := range d.Leaves() {
			leaf := d.Is
			for leaf.Len() > 0 {
				leaf = leaf.At(0)
			}
			track.Keep(leaf.Pointer(), string(p))
		}
	}
	if !j.forget {
		track.Scaffold("/title")
		track.Scaffold("/residue")
	}
	report := track.Report()
	return c, &report, nil
}

func (j jar) law() Law { return Law{Encode: j.encode, Decode: j.decode, Lossless: true} }

// The kit finds nothing at fault in a codec that keeps the law, and finds each
// way of breaking it.
func TestLawKit(t *testing.T) {
	for seed := range uint64(20) {
		c := Random(seed)
		Prune(c)
		c.Definition.Title = mc.Text("nb", "Sveising").With("sv", "Svetsning")
		written, err := jar{}.law().Check(c)
		require.NoError(t, err)
		require.True(t, written)
	}
	c := Random(1)
	Prune(c)
	for want, j := range map[string]jar{
		"comes back changed": {lose: true}, "is said to stand at": {lie: true}, "the credential was changed": {change: true},
	} {
		c.Definition.Title = mc.Text("sv", "Svetsning")
		_, err := j.law().Check(c)
		require.ErrorContains(t, err, want)
	}
	c = &mc.Credential{}
	_, err := jar{forget: true}.law().Check(c)
	require.ErrorContains(t, err, "nothing is said of")
	c.Definition.Title, c.Definition.Version = mc.Text("nb", "Sveising"), "1"
	lossy := jar{lose: true}.law()
	lossy.Lossless = false
	_, err = lossy.Check(c)
	require.ErrorContains(t, err, "it comes back: false")
}
