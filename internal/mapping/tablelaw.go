package mapping

import (
	"bytes"
	"fmt"
	"reflect"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// TableLaw is what must hold of every table: its rows read what they write, none
// of that is residue, and writing it again gives the same text. [Law] does not
// find a row that writes one term and reads another, because the residue brings
// the value back.
//
// A test checks each table of a codec with parts of the model, and asks at the
// end which rows have written nothing, and so were not tested:
//
//	require.NoError(t, law.Check(&s.party, &mc.Party{ID: "did:a:b"}))
//	require.Empty(t, law.Silent(&s.party))
type TableLaw struct {
	Writer func() *Writer                    // for one node
	Reader func(root jsontree.Value) *Reader // for one document
	Text   func(n *Node) []byte              // of a document with one node
	Term   string                            // the member that the node is written as, where that matters

	written map[Table]map[int]bool // rows that have written something
}

// Table is a pointer to a [Class] of any type.
type Table interface {
	check(l *TableLaw, part any) error
	silent(written map[int]bool) []string
}

// Tables calls f with every table among the fields of a struct.
func Tables(schema any, f func(name string, table Table)) {
	s := reflect.ValueOf(schema).Elem()
	for i := range s.NumField() {
		if field := s.Field(i).Addr(); field.Type().Implements(reflect.TypeFor[Table]()) {
			f(s.Type().Field(i).Name, reflect.NewAt(s.Field(i).Type(), field.UnsafePointer()).Interface().(Table))
		}
	}
}

// PathsOf returns the paths of the values of a part of the model, from that
// part on.
func PathsOf(part any) (paths []mc.Path) {
	w := unitWalk{same: true}
	w.all(reflect.ValueOf(part).Elem())
	for _, u := range w.out {
		paths = append(paths, leafPaths(u.From, u.Value)...)
	}
	return paths
}

// Check checks the law for a pointer to a part of the model. It returns nil for a
// part that the table is not for.
func (l *TableLaw) Check(table Table, part any) error { return table.check(l, part) }

// Silent returns the terms of the rows that have not written anything yet.
func (l *TableLaw) Silent(table Table) []string { return table.silent(l.written[table]) }

func (c *Class[T]) check(l *TableLaw, part any) error {
	from, ok := part.(*T)
	if !ok {
		return nil
	}
	node := c.Write(l.Writer(), &Node{}, l.Term, from, "", "")
	if node == nil {
		return nil
	}
	if l.written == nil {
		l.written = map[Table]map[int]bool{}
	}
	if l.written[c] == nil {
		l.written[c] = map[int]bool{}
	}
	for _, m := range node.Members {
		l.written[c][m.rank] = true
	}
	text := l.Text(node)
	root, err := jsontree.Parse(text, jsontree.Limits{})
	if err != nil {
		return fmt.Errorf("%w: %s", err, text)
	}
	var back T
	r := l.Reader(root)
	c.Read(r, root, &back, "")
	for format, left := range r.Residue {
		for pointer, raw := range left {
			return fmt.Errorf("%s: %s %s is written and not read in %s", node.Class, pointer, raw, format)
		}
	}
	again := c.Write(l.Writer(), &Node{}, l.Term, &back, "", "")
	if again == nil {
		return fmt.Errorf("%s: nothing comes back of %s", node.Class, text)
	}
	if second := l.Text(again); !bytes.Equal(text, second) {
		return fmt.Errorf("%s: what was read is written differently\n%s", node.Class, apart(text, second))
	}
	return nil
}

// apart shows two texts from a little before their first difference.
func apart(a, b []byte) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	i = max(0, i-80)
	return fmt.Sprintf("at first …%.300s\nand then …%.300s", a[i:], b[i:])
}

func (c *Class[T]) silent(written map[int]bool) (terms []string) {
	for i, row := range c.Rows {
		if row.Write != nil && !written[i] {
			terms = append(terms, row.Term)
		}
	}
	return terms
}
