package mapping

import (
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A format that keeps its residue by leaves loses none: what no row takes is
// left over whole, what is empty included, and a node of which nothing is read
// is no entry. Only null says nothing.
func TestLeafByLeaf(t *testing.T) {
	const text = `{"tag":["a"],"credits":[{"other":1},{"amount":"2"}],"field":[],"more":{"x":[1,null],"y/z":{}},"gone":null,"partial":"maybe"}`
	root, err := jsontree.Parse([]byte(text), jsontree.Limits{})
	require.NoError(t, err)
	require.Equal(t, []string{"/tag/0", "/credits/0/other", "/credits/1/amount", "/field", "/more/x/0", "/more/x/1", "/more/y~1z", "/gone", "/partial"}, Leaves(root))
	format := toyFormat()
	format.LeafByLeaf = true
	r := &Reader{Format: format, Tracker: mc.NewDecodeTracker("toy", Leaves(root))}
	d := &mc.Definition{}
	newToy().thing.ReadObject(r, root, d, "")
	require.Equal(t, &mc.Definition{Tags: []string{"a"}, Workload: []mc.Workload{{Kind: mc.WorkloadCredits, Amount: decimal(t, "2")}}}, d)
	require.Equal(t, []string{"/credits/0/other", "/field", "/more/x/0", "/more/x/1", "/more/y~1z", "/partial"}, r.Tracker.Unmarked())
	require.Empty(t, r.Residue)
	r.Scaffold(root.Get("absent"))
	require.Empty(t, r.Tracker.Stray(), "what is not there needs no account")
}

// A member with several names is read once: by the first that says something.
// A list of which the format has one entry has its members in the node itself.
func TestAliasAndFirst(t *testing.T) {
	class := Class[mc.Party]{Rows: Rows(
		Alias(Text("id", func(p *mc.Party) *string { return &p.ID }), "@id", "url"),
		First(func(p *mc.Party) *[]mc.ContactPoint { return &p.Contacts },
			Texts("email", func(c *mc.ContactPoint) *[]string { return &c.Email }), Texts("phone", func(c *mc.ContactPoint) *[]string { return &c.Phone })))}
	for text, want := range map[string]mc.Party{
		`{"url":"u","@id":"b","id":"a"}`:  {ID: "a"},
		`{"url":"u","@id":"b","id":null}`: {ID: "b"},
		`{"url":"u"}`:                     {ID: "u"},
		`{"phone":["1"],"email":"e"}`:     {Contacts: []mc.ContactPoint{{Email: []string{"e"}, Phone: []string{"1"}}}},
		`{"phone":[]}`:                    {},
	} {
		root, err := jsontree.Parse([]byte(text), jsontree.Limits{})
		require.NoError(t, err)
		r := &Reader{Format: toyFormat(), Tracker: mc.NewDecodeTracker("toy", Leaves(root))}
		var p mc.Party
		class.ReadObject(r, root, &p, "")
		require.Equal(t, want, p, text)
		require.Empty(t, r.Tracker.Unmarked(), text)
		if want.ID == "a" {
			require.Equal(t, `"b"`, r.Residue["toy"]["/@id"])
		}
	}
	w := &Writer{Format: toyFormat()}
	written := class.Write(w, nil, "", &mc.Party{ID: "a", Contacts: []mc.ContactPoint{{Phone: []string{"1"}}}}, "", "")
	require.Equal(t, `{"id":"a","phone":["1"]}`, string(w.Format.AppendJSON(nil, written)), "under the first name")
}
