package mapping

import (
	"slices"
	"sync"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Class is the table of one class of a format: it says how the nodes of the
// class stand in the type T of the model. Rows is all that most classes need;
// the other fields are exceptions. A class does not change once it is in use.
type Class[T any] struct {
	Types []string // the types that a node may have; the first one is written
	Rows  []Row[T] // in the order in which they are written

	// ID is the field for the id of a node. Nil: T has none, and an id that
	// means something outside the document is residue.
	ID func(*T) *string
	// KeepsID reports whether an id means something outside the document. Nil:
	// all do that are not [Format.IsLocal].
	KeepsID func(id string) bool
	// Bare writes a node that has nothing but an id as the id alone.
	Bare bool

	// OnType takes a type that says something that T has a field for. It
	// returns false for a type that it does not know, which Types then decides
	// on.
	OnType func(r *Reader, name jsontree.Value, to *T, at mc.Path) bool
	// FromText reads a string that stands in place of a node. Nil: the string
	// is the id of the node.
	FromText func(r *Reader, v jsontree.Value, to *T, at mc.Path)
	// AfterRead is called with the node once its members are read.
	AfterRead func(r *Reader, node jsontree.Value, to *T, at mc.Path)

	// Instead may write a value without the rows: as the id of an equal node
	// elsewhere, for example, or as nil, which is not at all. It returns false
	// to leave the value to the rows.
	Instead func(w *Writer, from *T, at mc.Path, pointer string) (n *Node, done bool)
	// IDOf returns the id to write. Nil: the id in T, if it means something
	// outside the document.
	IDOf func(w *Writer, from *T, at mc.Path, pointer string) string
	// TypeOf returns the type to write for a member of a parent, or false when
	// the value cannot be such a member. Nil: the first of Types.
	TypeOf func(w *Writer, parent *Node, term string, from *T) (string, bool)
	// ExtensionType is the second type of a node that has a member of an
	// extension.
	ExtensionType string
	// AfterWrite is called with the node once its members are written. A node
	// that still has no member and no id is then left out.
	AfterWrite func(w *Writer, n *Node, from *T, at mc.Path)

	once   sync.Once
	byTerm map[string]int // index of the row
	order  []int          // in which rows are read
	idPath mc.Path
}

// prepare makes the indexes on first use. It cannot be done earlier: classes
// refer to each other, so a table is complete only when all of them are made.
func (c *Class[T]) prepare() {
	c.once.Do(func() {
		c.byTerm = make(map[string]int, len(c.Rows))
		for i, row := range c.Rows {
			c.byTerm[row.Term] = i
			c.order = append(c.order, i)
		}
		slices.SortStableFunc(c.order, func(a, b int) int { return c.Rows[a].before(&c.Rows[b]) })
		if c.ID != nil {
			c.idPath = PathOf(c.ID)
		}
	})
}

// Read reads a node from an object, or from text in place of one. It returns
// false for any other value and, with [Format.LeafByLeaf], for a node of which
// nothing was read. Every leaf of the value is then accounted for or left over.
func (c *Class[T]) Read(r *Reader, v jsontree.Value, to *T, at mc.Path) bool {
	if r.Follow != nil {
		if node, leave, ok := r.Follow(v); ok {
			defer leave()
			v = node
		}
	}
	read := false
	switch v.Kind() {
	case jsontree.Object:
		c.ReadObject(r, v, to, at)
		read = true
	case jsontree.String:
		read = c.readText(r, v, to, at)
	default:
		r.Reject(v, "not a node")
	}
	return read && (!r.Format.LeafByLeaf || !isZero(to))
}

// readText reads text in place of a node. Unless the class has FromText, that
// is the id of a node outside the document.
func (c *Class[T]) readText(r *Reader, v jsontree.Value, to *T, at mc.Path) bool {
	switch {
	case c.FromText != nil:
		c.FromText(r, v, to, at)
		return true
	case c.ID != nil && v.Text() != "" && (r.Format.Merges || !r.Format.IsLocal(v.Text())):
		c.ReadID(r, v, to, at)
		return true
	}
	r.Reject(v, r.Format.Dangling)
	return false
}

// ReadObject reads the id, types and members of a node into T.
func (c *Class[T]) ReadObject(r *Reader, v jsontree.Value, to *T, at mc.Path) {
	c.prepare()
	if r.Format.TableOrder {
		c.readInTableOrder(r, v, to, at)
	} else {
		for name, m := range v.Members() {
			c.readMember(r, name, m, to, at)
		}
	}
	if c.AfterRead != nil {
		c.AfterRead(r, v, to, at)
	}
}

func (c *Class[T]) readInTableOrder(r *Reader, v jsontree.Value, to *T, at mc.Path) {
	for _, name := range []string{"id", "@id"} {
		if _, isRow := c.byTerm[name]; !isRow && v.Get(name).Exists() {
			c.ReadID(r, v.Get(name), to, at)
		}
	}
	for _, i := range c.order {
		if m := v.Get(c.Rows[i].Term); m.Exists() {
			c.readRow(r, i, m, to, at)
		}
	}
	for name, m := range v.Members() {
		if _, isRow := c.byTerm[name]; !isRow && name != "id" && name != "@id" {
			c.readMember(r, name, m, to, at)
		}
	}
}

func (c *Class[T]) readMember(r *Reader, name string, m jsontree.Value, to *T, at mc.Path) {
	if usual, ok := r.Names[name]; ok {
		name = usual
	}
	i, isRow := c.byTerm[name]
	switch {
	case isRow:
		c.readRow(r, i, m, to, at)
	case name == "id" || name == "@id":
		c.ReadID(r, m, to, at)
	case name == "type" || name == "@type":
		for t := range m.Each() {
			c.readType(r, t, to, at)
		}
		r.Nothing(m)
	default:
		r.Reject(m, "the model has no place for this member")
	}
}

func (c *Class[T]) readRow(r *Reader, i int, m jsontree.Value, to *T, at mc.Path) {
	row := &c.Rows[i]
	if row.Extension && r.Plain {
		return
	}
	outer := r.extension
	r.extension = outer || row.Extension
	row.Read(r, m, to, at)
	r.extension = outer
	r.Nothing(m)
}

func (c *Class[T]) keepsID(f *Format, id string) bool {
	if c.KeepsID != nil {
		return c.KeepsID(id)
	}
	return !f.IsLocal(id)
}

// ReadID reads the id of a node.
func (c *Class[T]) ReadID(r *Reader, v jsontree.Value, to *T, at mc.Path) {
	c.prepare()
	switch {
	case v.Kind() != jsontree.String || v.Text() == "":
		r.Reject(v, "not an identifier")
	case !c.keepsID(r.Format, v.Text()):
		r.Scaffold(v)
	case c.ID == nil || !r.Format.Merges && *c.ID(to) != "":
		r.Reject(v, "the model keeps no id here")
	default:
		Fill(r, v, c.ID(to), v.Text(), step(at, c.idPath))
	}
}

func (c *Class[T]) readType(r *Reader, v jsontree.Value, to *T, at mc.Path) {
	switch {
	case r.Nothing(v):
	case v.Kind() != jsontree.String:
		r.Reject(v, "not the name of a type")
	case c.OnType != nil && c.OnType(r, v, to, at):
	case slices.Contains(c.Types, v.Text()), c.ExtensionType != "" && v.Text() == c.ExtensionType:
		r.Scaffold(v)
	default:
		r.Reject(v, "not a type that is expected here")
	}
}

// Write returns the node for a value of the model, to be a member of a parent
// and to stand at a pointer of the document. It returns nil when the value
// says nothing or cannot stand there.
func (c *Class[T]) Write(w *Writer, parent *Node, term string, from *T, at mc.Path, pointer string) *Node {
	if isZero(from) {
		return nil
	}
	return c.write(w, parent, term, from, at, pointer, false)
}

// WriteRequired is like Write for a node that the format requires: it is
// written even if it says nothing.
func (c *Class[T]) WriteRequired(w *Writer, parent *Node, term string, from *T, at mc.Path, pointer string) *Node {
	return c.write(w, parent, term, from, at, pointer, true)
}

func (c *Class[T]) write(w *Writer, parent *Node, term string, from *T, at mc.Path, pointer string, required bool) *Node {
	if c.Instead != nil {
		if n, done := c.Instead(w, from, at, pointer); done {
			return n
		}
	}
	c.prepare()
	n := &Node{From: at, Pointer: pointer}
	if !c.begin(w, n, parent, term, from, at) {
		return nil
	}
	c.WriteMembers(w, n, from, at)
	if c.AfterWrite != nil {
		c.AfterWrite(w, n, from, at)
	}
	if !required && len(n.Members) == 0 && n.ID == "" {
		return nil
	}
	n.Bare = c.Bare && n.ID != "" && len(n.Members) == 0
	if w.accounts() && n.ID != "" && c.ID != nil && n.ID == *c.ID(from) {
		w.Keep(step(at, c.idPath), n.idPointer())
	}
	if w.Format.Close != nil {
		w.Format.Close(w, n)
	}
	return n
}

// begin gives the node its type and id. It returns false when no type fits.
func (c *Class[T]) begin(w *Writer, n, parent *Node, term string, from *T, at mc.Path) bool {
	if c.TypeOf != nil {
		name, ok := c.TypeOf(w, parent, term, from)
		if !ok {
			w.Explain(at, w.Format.Refused)
			return false
		}
		n.Class = name
	} else if len(c.Types) > 0 {
		n.Class = c.Types[0]
	}
	switch {
	case c.IDOf != nil:
		n.ID = c.IDOf(w, from, at, n.Pointer)
	case c.ID != nil:
		if id := *c.ID(from); w.Format.IsGlobal(id) && c.keepsID(w.Format, id) {
			n.ID = id
		}
	}
	return true
}

// WriteMembers adds the members of a class to a node. Members of an extension
// are written after all others, so that they can look at what those left out;
// in the end all stand in the order of the table.
func (c *Class[T]) WriteMembers(w *Writer, n *Node, from *T, at mc.Path) {
	start, extended := len(n.Members), false
	for _, extension := range []bool{false, true} {
		for i := range c.Rows {
			row := &c.Rows[i]
			if row.Write == nil || row.Extension != extension || extension && w.Plain {
				continue
			}
			before := len(n.Members)
			outer := w.extension
			w.extension = outer || extension
			row.Write(w, n, from, at)
			w.extension = outer
			extended = extended || extension && len(n.Members) > before
			for j := before; j < len(n.Members); j++ {
				n.Members[j].rank = i
			}
		}
	}
	if extended && c.ExtensionType != "" {
		n.ExtensionType = c.ExtensionType
	}
	w.Extended = w.Extended || extended
	slices.SortStableFunc(n.Members[start:], func(a, b Member) int { return a.rank - b.rank })
}

// arrange puts the members of a node in the order of the table, and gives it
// the type of the extension if one of them is a term of the extension.
func (c *Class[T]) arrange(n *Node) {
	c.prepare()
	for i := range n.Members {
		m := &n.Members[i]
		m.rank = c.byTerm[m.Term]
		if c.Rows[m.rank].Extension {
			n.ExtensionType = c.ExtensionType
		}
	}
	slices.SortStableFunc(n.Members, func(a, b Member) int { return a.rank - b.rank })
}

// Insert adds the values of a member to a node that is already written.
func (c *Class[T]) Insert(n *Node, m Member) {
	if there := n.Member(m.Term); there != nil {
		there.Items = append(there.Items, m.Items...)
		return
	}
	n.Members = append(n.Members, m)
	c.arrange(n)
}
