package mapping

import (
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func toyLaw() *TableLaw {
	format := toyFormat()
	return &TableLaw{
		Writer: func() *Writer {
			return &Writer{Format: format, Best: func(s mc.LangString) int { return s.BestIndex() }}
		},
		Reader: func(jsontree.Value) *Reader { return &Reader{Format: format, Lang: "nb"} },
		Text:   func(n *Node) []byte { return format.AppendJSON(nil, n) },
	}
}

// The law of tables holds for rows made by one constructor, knows which rows
// have said nothing, and finds rows that read otherwise than they write.
func TestTableLaw(t *testing.T) {
	s, law := newToy(), toyLaw()
	d := &mc.Definition{Title: mc.Text("nb", "Sveising"), Tags: []string{"a"}, Fields: []mc.Concept{{Notation: "1"}}}
	require.NoError(t, law.Check(&s.thing, d))
	require.NoError(t, law.Check(&s.thing, &mc.Concept{}), "no part for this table")
	require.Equal(t, []string{"credits", "hours", "stacks", "partial", "summary"}, law.Silent(&s.thing))

	notation := func(c *mc.Concept) *string { return &c.Notation }
	scheme := func(c *mc.Concept) *string { return &c.Scheme }
	for want, row := range map[string]Row[mc.Concept]{
		"is written otherwise":    {Term: "code", Read: Text("code", scheme).Read, Write: Text("code", notation).Write},
		"is written and not read": {Term: "code", Read: Text("code", notation).Read, Write: Text("kode", notation).Write},
	} {
		broken := &Class[mc.Concept]{Rows: []Row[mc.Concept]{row, Text("scheme", scheme)}}
		require.ErrorContains(t, toyLaw().Check(broken, &mc.Concept{Notation: "1"}), want)
	}
	lost := &Class[mc.Concept]{Rows: []Row[mc.Concept]{{Term: "code", Read: func(*Reader, jsontree.Value, *mc.Concept, mc.Path) {}, Write: Text("code", notation).Write}}}
	require.ErrorContains(t, toyLaw().Check(lost, &mc.Concept{Notation: "1"}), "nothing comes back")
}
