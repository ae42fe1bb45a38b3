package mapping

import (
	"bytes"
	"fmt"
	"reflect"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// TableLaw is what holds of every table, for the tests of codecs to run: what
// its rows write they read again, nothing of it is residue, and writing what
// was read gives the same text. [Law] alone does not see a row that reads
// another term than it writes, because its value comes back as residue.
type TableLaw struct {
	Writer func() *Writer
	Reader func(root jsontree.Value) *Reader
	Text   func(n *Node) []byte

	spoken map[Table]map[int]bool // rows that have written something
}

// Table is a [Class] of any type.
type Table interface {
	check(l *TableLaw, part any) error
	silent(spoken map[int]bool) []string
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
	w := unitWalk{}
	w.walk(reflect.ValueOf(part).Elem(), "", "")
	for _, u := range w.out {
		paths = append(paths, leafPaths(u.From, u.Value)...)
	}
	return paths
}

// Check checks the law for a part of the model; it holds for what is no part
// that the table is for.
func (l *TableLaw) Check(table Table, part any) error { return table.check(l, part) }

// Silent returns the terms of the rows that no part has made write anything: of
// them nothing is known.
func (l *TableLaw) Silent(table Table) []string { return table.silent(l.spoken[table]) }

func (c *Class[T]) check(l *TableLaw, part any) error {
	from, ok := part.(*T)
	if !ok {
		return nil
	}
	node := c.Write(l.Writer(), &Node{}, "", from, "", "")
	if node == nil {
		return nil
	}
	if l.spoken == nil {
		l.spoken = map[Table]map[int]bool{}
	}
	if l.spoken[c] == nil {
		l.spoken[c] = map[int]bool{}
	}
	for _, m := range node.Members {
		l.spoken[c][m.rank] = true
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
	again := c.Write(l.Writer(), &Node{}, "", &back, "", "")
	if again == nil {
		return fmt.Errorf("%s: nothing comes back of %s", node.Class, text)
	}
	if second := l.Text(again); !bytes.Equal(text, second) {
		return fmt.Errorf("%s: what was read is written otherwise\n%s", node.Class, apart(text, second))
	}
	return nil
}

// apart shows two texts from a little before where they part.
func apart(a, b []byte) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	i = max(0, i-80)
	return fmt.Sprintf("at first …%.300s\nand then …%.300s", a[i:], b[i:])
}

func (c *Class[T]) silent(spoken map[int]bool) (terms []string) {
	for i, row := range c.Rows {
		if row.Write != nil && !spoken[i] {
			terms = append(terms, row.Term)
		}
	}
	return terms
}
