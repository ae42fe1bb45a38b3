package mapping

import (
	"slices"
	"sync"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Class says how the nodes of one class of a format stand in the type T of the
// model. It is not changed once it has been used.
type Class[T any] struct {
	Types []string // values of the type member that are expected; the first is written
	Rows  []Row[T] // in the order in which they are written

	// ID is where an id goes that means something outside the document; nil:
	// such an id has no place in T.
	ID func(*T) *string
	// KeepsID reports whether an id means something outside; nil: all but
	// local ones.
	KeepsID func(id string) bool
	// Bare writes a node that says nothing but its id as that id.
	Bare bool

	// OnType takes a value of the type member that T tells; false leaves it
	// to Types.
	OnType func(r *Reader, name jsontree.Value, to *T, at mc.Path) bool
	// FromText reads a node that is given as a string; nil: as its id.
	FromText func(r *Reader, v jsontree.Value, to *T, at mc.Path)
	// AfterRead sees the whole node once its members are read.
	AfterRead func(r *Reader, node jsontree.Value, to *T, at mc.Path)

	// Instead writes a value in another way than by the rows, such as the id of
	// an equal one that stands elsewhere, or not at all; false leaves it to the
	// rows.
	Instead func(w *Writer, from *T, at mc.Path, pointer string) (n *Node, done bool)
	// IDOf is the id under which a node is written; nil: its own, if that means
	// something outside the document.
	IDOf func(w *Writer, from *T, at mc.Path, pointer string) string
	// TypeOf is the type under which a node is written as a member of its
	// parent, false when it cannot be one; nil: the first of Types.
	TypeOf func(w *Writer, parent *Node, term string, from *T) (string, bool)
	// ExtensionType is the type that a node has besides when a member of an
	// extension stands in it.
	ExtensionType string
	// AfterWrite sees the node once its members are written, before it is
	// judged whether it says anything.
	AfterWrite func(w *Writer, n *Node, from *T, at mc.Path)

	once   sync.Once
	byTerm map[string]int // index of the row
	order  []int          // of reading
	idPath mc.Path
}

// prepare makes the indexes when they are first needed: classes refer to each
// other, so a table is complete only once all are made.
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

// Read reads one node, which is an object or text, and reports whether it was
// any of them; in the leaf-by-leaf account, whether it said anything. Every leaf
// below the node is accounted for when it returns, or left over.
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

// readText reads a node that is given as text: the id of a node that is not in
// the document, unless the class knows better.
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

// ReadObject reads the members of a node.
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

// Write returns the node for a value of the model, as a member of a parent
// that stands or will stand at a pointer; nil when there is nothing to say, as
// of the zero value, or it cannot stand here.
func (c *Class[T]) Write(w *Writer, parent *Node, term string, from *T, at mc.Path, pointer string) *Node {
	if isZero(from) {
		return nil
	}
	return c.write(w, parent, term, from, at, pointer, false)
}

// WriteRequired is Write for a node that the format demands even if it says
// nothing.
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

// begin gives the node its types and its id.
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

// WriteMembers writes the rows of a class into a node: first what every reader
// of the format knows, then the members of an extension, which may look at
// what is left. The members then stand in the order of the table.
func (c *Class[T]) WriteMembers(w *Writer, n *Node, from *T, at mc.Path) {
	start := len(n.Members)
	if WriteRows(w, n, c.Rows, from, at) && c.ExtensionType != "" {
		n.ExtensionType = c.ExtensionType
	}
	slices.SortStableFunc(n.Members[start:], func(a, b Member) int { return a.rank - b.rank })
}

// WriteRows writes some rows of a class and reports whether any of them is a
// term of an extension. It is for classes whose nodes are not written one after
// the other; [Class.Arrange] then puts the members in their order.
func WriteRows[T any](w *Writer, n *Node, rows []Row[T], from *T, at mc.Path) (extended bool) {
	for _, extension := range []bool{false, true} {
		for i := range rows {
			row := &rows[i]
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
	w.Extended = w.Extended || extended
	return extended
}

// Arrange puts the members of a node in the order of the table and gives it the
// type of the extension if one of them is a term of it.
func (c *Class[T]) Arrange(n *Node) {
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

// Insert adds values to a node that is written already.
func (c *Class[T]) Insert(n *Node, m Member) {
	if there := n.Member(m.Term); there != nil {
		there.Items = append(there.Items, m.Items...)
		return
	}
	n.Members = append(n.Members, m)
	c.Arrange(n)
}
