package jsontree

import (
	"cmp"
	"slices"
)

// edit is the change of a tree at one place: of the children of a container, at
// most one goes and at most one comes, with everything inside it.
type edit struct {
	t       *tree
	parent  int32
	at      int32  // the child that goes, or before which one comes
	removed int32  // 1 if a child goes
	added   int32  // 1 if one comes
	lo, hi  int32  // the nodes inside the child that goes
	from    int32  // the bytes that go
	to      int32  //
	name    node   // the child that comes, with nothing but its name
	escaped string // that name, if its literal has escapes

	grown int32 // how many more nodes are inside
	delta int32 // how much longer the text is
}

// put carries the edit out with x between two texts.
func (e *edit) put(x Value, before, after string) (Value, error) {
	if x.isCut() {
		x = x.alone()
	}
	outer := x.outer()
	text := e.t.src[:e.from] + before + outer + after + e.t.src[e.to:]
	c := child{x: x, start: e.from + int32(len(before))}
	if !x.Parent().Exists() {
		c.start += x.start()
	}
	c.lo, c.hi = 0, 0
	if x.node().isContainer() {
		c.lo, c.hi = x.t.inside(x.i)
	}
	c.depth = e.t.level(e.parent) + x.t.depth
	// A text that might be too large, or whose tree holds more texts of former
	// edits than of its own, is read.
	if len(text) > absolute.Bytes || int(c.depth) > absolute.Depth || len(e.t.decoded)+len(x.t.decoded) > 2*len(text) {
		return ParseString(text, absolute)
	}
	e.added = 1
	return e.done(text, &c), nil
}

// child is the value that comes: its nodes, the place of its first byte in the
// edited text, and the deepest level that is then reached in it.
type child struct {
	x            Value
	lo, hi       int32
	start, depth int32
}

// level returns how many containers are open inside the container.
func (t *tree) level(i int32) (n int32) {
	for ; i >= 0; i = t.nodes[i].parent {
		n++
	}
	return n
}

// done builds the tree of the edited text.
func (e *edit) done(text string, c *child) Value {
	old := e.t
	e.delta = int32(len(text) - len(old.src))
	e.grown = e.lo - e.hi
	if c != nil {
		e.grown += c.hi - c.lo
	}
	t := &tree{src: text, decoded: old.decoded, depth: old.depth}
	t.nodes = make([]node, 0, int32(len(old.nodes))+e.grown+e.added-e.removed)
	for _, n := range old.nodes[:e.lo] {
		n.parent = e.index(n.parent)
		t.nodes = append(t.nodes, n)
	}
	if c != nil {
		e.addInside(t, c)
	}
	for i := range old.nodes[e.hi:e.at] {
		t.nodes = append(t.nodes, e.moved(&old.nodes[int(e.hi)+i]))
	}
	if c != nil {
		e.addChild(t, c)
	}
	for i := range old.nodes[e.at+e.removed:] {
		t.nodes = append(t.nodes, e.moved(&old.nodes[int(e.at+e.removed)+i]))
	}
	t.nodes[e.index(e.parent)].n += e.added - e.removed
	t.root = int32(len(t.nodes) - 1)
	e.addTables(t, c)
	return Value{t, t.root}
}

// index returns the place of an old node in the new tree.
func (e *edit) index(i int32) int32 {
	switch {
	case i < e.lo:
		return i
	case i < e.at:
		return i + e.grown
	}
	return i + e.grown + e.added - e.removed
}

// position returns the place of an old byte in the new text.
func (e *edit) position(p int32) int32 {
	if p > e.from {
		return p + e.delta
	}
	return p
}

// moved returns an old node as it is in the new tree.
func (e *edit) moved(n *node) node {
	m := *n
	m.parent = e.index(n.parent)
	m.start, m.end, m.nameStart = e.position(n.start), e.position(n.end), e.position(n.nameStart)
	if n.flags&nameEscaped == 0 {
		m.nameEnd = e.position(n.nameEnd)
	}
	if n.isContainer() && n.end > e.from { // its group stands behind the place
		m.first += e.grown
		if parent := &e.t.nodes[e.parent]; n.start < parent.start || n.end > parent.end {
			m.first += e.added - e.removed
		}
	}
	return m
}

// addInside adds the nodes inside the child that comes.
func (e *edit) addInside(t *tree, c *child) {
	x := c.x.node()
	decoded := int32(len(t.decoded))
	used := x.flags&textEscaped != 0
	nodes, bytes := e.lo-c.lo, c.start-x.start
	for _, n := range c.x.t.nodes[c.lo:c.hi] {
		used = used || n.flags != 0
		m := n.moved(nodes, bytes, decoded)
		if n.parent == c.x.i {
			m.parent = e.at + e.grown
		}
		t.nodes = append(t.nodes, m)
	}
	if used {
		t.decoded += c.x.t.decoded
	}
	t.depth = max(t.depth, c.depth)
}

// addChild adds the child that comes itself.
func (e *edit) addChild(t *tree, c *child) {
	x := *c.x.node()
	x.unname()
	x = x.moved(e.lo-c.lo, c.start-x.start, int32(len(e.t.decoded)))
	x.parent = e.index(e.parent)
	x.nameStart, x.nameEnd = e.name.nameStart, e.name.nameEnd
	x.flags |= e.name.flags & nameEscaped
	if e.escaped != "" {
		x.nameEnd, x.flags = int32(len(t.decoded)), x.flags|nameEscaped
		name := append(appendLength(nil), e.escaped...)
		setLength(name, 0)
		t.decoded += string(name)
	}
	t.nodes = append(t.nodes, x)
}

// addTables adds the indexes of the large objects: those of the old tree and of
// the child, which hold places within an object, and a new one of the edited
// object.
func (e *edit) addTables(t *tree, c *child) {
	parent := &e.t.nodes[e.parent]
	for _, old := range e.t.tables {
		first := old.first
		switch {
		case e.lo <= first && first < e.hi, first == parent.first && parent.n > 0:
			continue
		case first >= e.hi:
			first += e.grown
			if old.first >= e.at {
				first += e.added - e.removed
			}
		}
		t.tables = append(t.tables, table{first, old.slots})
	}
	if c != nil {
		for _, x := range c.x.t.tables {
			if c.lo <= x.first && x.first < c.hi {
				t.tables = append(t.tables, table{x.first + e.lo - c.lo, x.slots})
			}
		}
	}
	if p := &t.nodes[e.index(e.parent)]; p.kind == Object && p.n >= indexFrom {
		members := t.nodes[p.first : p.first+p.n]
		index, _ := newTable(p.first, len(members), func(k int32) string { return t.name(&members[k]) })
		t.tables = append(t.tables, index)
	}
	slices.SortFunc(t.tables, func(a, b table) int { return cmp.Compare(a.first, b.first) })
}
