package jsontree

import (
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"
)

// indexFrom is the number of members from which an object gets an index, so
// that looking up every member of a large object is not quadratic.
const indexFrom = 16

// tree holds the values of a text, or those of a part of another tree's text.
//
// The members of an object and the elements of an array stand side by side in
// nodes, and a container's group stands after the groups of all containers
// inside it: the order in which a reader reaches their closing brackets. A root
// has no siblings and stands behind everything it holds.
type tree struct {
	src     string  // the text; a view's is a window on the whole
	nodes   []node  // no pointers: the garbage collector skips them
	decoded string  // texts that the source writes with escapes, each after its length
	tables  []table // indexes of the large objects, ordered by the first member
	root    int32
	base    int32 // where src starts in the text that the positions count in
	depth   int32 // nothing is nested deeper
	cut     *cut  // the member that a view leaves out
}

// node is one value. Positions count from the start of the text that was
// parsed.
type node struct {
	start, end int32 // the value's bytes
	nameStart  int32 // where the name of a member starts, at its quote
	nameEnd    int32 // behind the quote that ends it; with nameEscaped the place in decoded
	parent     int32 // -1 for the root
	first, n   int32 // a container's group; with textEscaped first is the place in decoded
	kind       Kind
	flags      uint8
}

// The flags of a node.
const (
	nameEscaped = 1 << iota // the name is written with escapes
	textEscaped             // the string is
)

// absent is what the zero Value points to.
var absent = node{parent: -1}

func (n *node) isContainer() bool { return n.kind >= Array }

// name returns the member name of a node.
func (t *tree) name(n *node) string {
	if n.flags&nameEscaped != 0 {
		return textAt(t.decoded, n.nameEnd)
	}
	if n.nameEnd == 0 { // an element
		return ""
	}
	return t.src[n.nameStart+1-t.base : n.nameEnd-1-t.base]
}

// text returns the decoded text of a string.
func (t *tree) text(n *node) string {
	if n.flags&textEscaped != 0 {
		return textAt(t.decoded, n.first)
	}
	return t.src[n.start+1-t.base : n.end-1-t.base]
}

// textAt returns the text at a place of tree.decoded.
func textAt(decoded string, place int32) string {
	d := decoded[place:]
	n := uint32(d[0]) | uint32(d[1])<<8 | uint32(d[2])<<16 | uint32(d[3])<<24
	return d[4 : 4+n]
}

// appendLength appends room for the length of a text, setLength fills it in.
func appendLength(dst []byte) []byte { return append(dst, 0, 0, 0, 0) }

func setLength(dst []byte, place int) {
	binary.LittleEndian.PutUint32(dst[place:], uint32(len(dst)-place-4))
}

// find returns the member of an object with this name, or -1.
func (t *tree) find(object *node, name string) int32 {
	if object.n >= indexFrom {
		at, ok := slices.BinarySearchFunc(t.tables, object.first, compareFirst)
		if !ok {
			return -1
		}
		members := t.nodes[object.first : object.first+object.n]
		if k := t.tables[at].find(name, func(k int32) string { return t.name(&members[k]) }); k >= 0 {
			return object.first + k
		}
		return -1
	}
	size := int32(len(name)) + 2
	for i := object.first; i < object.first+object.n; i++ {
		n := &t.nodes[i]
		if n.flags&nameEscaped != 0 {
			if textAt(t.decoded, n.nameEnd) == name {
				return i
			}
		} else if n.nameEnd-n.nameStart == size && t.src[n.nameStart+1-t.base:n.nameEnd-1-t.base] == name {
			return i
		}
	}
	return -1
}

// table is the index of a large object: the places of its members in a hash
// table with open addressing, at most half full.
type table struct {
	first int32   // the object's first member
	slots []int32 // 1 + the place of a member, or 0
}

func compareFirst(t table, first int32) int { return cmp.Compare(t.first, first) }

// seed keeps an attacker from choosing names that meet in one slot.
var seed = maphash.MakeSeed()

// newTable indexes n names. The second result is false if two are equal.
func newTable(first int32, n int, name func(int32) string) (table, bool) {
	size := 2 * indexFrom
	for size < 2*n {
		size *= 2
	}
	t := table{first, make([]int32, size)}
	for k := range int32(n) {
		slot := t.slot(name(k), name)
		if t.slots[slot] != 0 {
			return t, false
		}
		t.slots[slot] = k + 1
	}
	return t, true
}

// slot returns the slot of a name, or the free one that it would take.
func (t table) slot(wanted string, name func(int32) string) int {
	mask := len(t.slots) - 1
	i := int(maphash.String(seed, wanted)) & mask
	for t.slots[i] != 0 && name(t.slots[i]-1) != wanted {
		i = (i + 1) & mask
	}
	return i
}

func (t table) find(wanted string, name func(int32) string) int32 {
	return t.slots[t.slot(wanted, name)] - 1
}
