package jsontree

import (
	"slices"
	"unicode/utf8"
)

// The edits below yield the tree of the edited text. They read nothing again:
// the values before the place are copied, those behind it move. They put in x
// as it stands in its text, or the whole text when x is a root, so that white
// space around a text that was read comes along.

// absolute are the limits that hold for an edited text, whatever limits its
// parts were read with.
var absolute = Limits{Bytes: 1 << 30, Depth: 9_999, Values: 1 << 30}

// Replaced returns the root of the text in which x, which must exist, stands in
// place of this value; see [Value.Replace]. The error is an [*Error] when the
// edited text would be longer or deeper than any limit allows.
func (v Value) Replaced(x Value) (Value, error) {
	if !v.Parent().Exists() {
		return ParseString(string(v.Replace(x.outer())), absolute)
	}
	v = v.alone()
	n := v.node()
	e := edit{t: v.t, parent: n.parent, at: v.i, removed: 1, from: n.start, to: n.end, name: *n}
	e.lo, e.hi = v.t.inside(v.i)
	return e.put(x, "", "")
}

// Inserted returns the root of the text in which x, which must exist, is a new
// member at the end of this object; see [Value.Insert]. The error is an [*Error]
// also when the object has a member of that name.
func (v Value) Inserted(name string, x Value) (Value, error) {
	if v.Kind() != Object || v.Get(name).Exists() || !utf8.ValidString(name) {
		return ParseString(string(v.Insert(name, x.outer())), absolute)
	}
	literal := string(AppendString(nil, name))
	v = v.alone()
	e := v.behindLast()
	start := e.from + 1
	e.name = node{nameStart: start, nameEnd: start + int32(len(literal))}
	if len(literal) != len(name)+2 {
		e.escaped = name
	}
	if v.Len() == 0 {
		return e.put(x, "{"+literal+":", "}")
	}
	return e.put(x, ","+literal+":", "")
}

// Appended returns the root of the text in which x, which must exist, is a new
// element at the end of this array; see [Value.Append] and, for the error,
// [Value.Replaced].
func (v Value) Appended(x Value) (Value, error) {
	if v.Kind() != Array {
		return ParseString(string(v.Append(x.outer())), absolute)
	}
	v = v.alone()
	e := v.behindLast()
	if v.Len() == 0 {
		return e.put(x, "[", "]")
	}
	return e.put(x, ",", "")
}

// behindLast is the place behind the last member or element, or the whole of an
// empty container.
func (v Value) behindLast() edit {
	n := v.node()
	e := edit{t: v.t, parent: v.i, at: n.first + n.n, lo: n.first, hi: n.first}
	if n.n == 0 {
		e.from, e.to = n.start, n.end
	} else {
		e.from = v.t.nodes[e.at-1].end
		e.to = e.from
	}
	return e
}

// Removed returns the root of the text without this member or element; see
// [Value.Remove]. Without a member of the outermost object it is a view, whose
// text is written when it is asked for.
func (v Value) Removed() Value {
	parent := v.Parent()
	switch {
	case !parent.Exists():
		return v
	case v.t.cut == nil && parent.i == v.t.root && parent.IsObject():
		return v.leaveOut()
	}
	v = v.alone()
	e := v.gone()
	return e.done(e.t.src[:e.from]+e.t.src[e.to:], nil)
}

// gone is the edit that removes the value.
func (v Value) gone() edit {
	e := edit{t: v.t, parent: v.node().parent, at: v.i, removed: 1}
	e.lo, e.hi = v.t.inside(v.i)
	e.from, e.to = v.span()
	return e
}

// outer returns the text that an edit puts in for the value.
func (v Value) outer() string {
	if v.Parent().Exists() {
		return v.Raw()
	}
	return v.Source()
}

// inside returns the range of nodes that a value holds.
func (t *tree) inside(i int32) (lo, hi int32) {
	n := &t.nodes[i]
	if !n.isContainer() {
		// A scalar holds nothing; that nothing stands where its siblings' stand.
		lo = t.before(i)
		return lo, lo
	}
	return t.lowest(n), n.first + n.n
}

// lowest returns where the groups inside a container start: with those inside
// its first container, and so on down.
func (t *tree) lowest(n *node) int32 {
	for {
		k := slices.IndexFunc(t.nodes[n.first:n.first+n.n], func(m node) bool { return m.isContainer() })
		if k < 0 {
			return n.first
		}
		n = &t.nodes[n.first+int32(k)]
	}
}

// before returns how many nodes are inside values that stand before a value,
// which must have a parent.
func (t *tree) before(i int32) int32 {
	parent := &t.nodes[t.nodes[i].parent]
	for k := i - 1; k >= parent.first; k-- {
		if n := &t.nodes[k]; n.isContainer() {
			return n.first + n.n
		}
	}
	return t.lowest(parent)
}

// alone returns the value in a tree without a window, without anything left out
// and without anything around its root.
func (v Value) alone() Value {
	t := v.t
	if t.cut != nil {
		whole := *t
		whole.cut = nil
		member := Value{&whole, t.cut.member}.alone()
		shift := t.cut.member - member.i
		at := v.i - shift
		if v.i == t.root {
			at = member.t.root
		}
		e := member.gone()
		root := e.done(e.t.src[:e.from]+e.t.src[e.to:], nil)
		return Value{root.t, e.index(at)}
	}
	if t.base == 0 && int(t.root) == len(t.nodes)-1 {
		return v
	}
	lo, hi := t.inside(t.root)
	nodes := make([]node, 0, hi-lo+1)
	for _, n := range t.nodes[lo:hi] {
		nodes = append(nodes, n.moved(-lo, -t.base, 0))
	}
	root := t.nodes[t.root].moved(-lo, -t.base, 0)
	root.unname()
	root.parent = -1
	for i := root.first; i < root.first+root.n; i++ {
		nodes[i].parent = hi - lo
	}
	out := &tree{src: t.src, nodes: append(nodes, root), decoded: t.decoded, root: hi - lo, depth: t.depth}
	for _, index := range t.tables {
		if lo <= index.first && index.first < hi {
			out.tables = append(out.tables, table{index.first - lo, index.slots})
		}
	}
	if v.i == t.root {
		return Value{out, out.root}
	}
	return Value{out, v.i - lo}
}

// unname takes the name of a node away.
func (n *node) unname() {
	n.nameStart, n.nameEnd, n.flags = 0, 0, n.flags&^nameEscaped
}

// moved returns the node with the nodes, the bytes and the decoded texts that
// it points to that much further on.
func (n node) moved(nodes, bytes, decoded int32) node {
	n.parent += nodes
	n.start += bytes
	n.end += bytes
	if n.flags&nameEscaped != 0 {
		n.nameStart += bytes
		n.nameEnd += decoded
	} else if n.nameEnd != 0 {
		n.nameStart += bytes
		n.nameEnd += bytes
	}
	if n.isContainer() {
		n.first += nodes
	} else if n.flags&textEscaped != 0 {
		n.first += decoded
	}
	return n
}
