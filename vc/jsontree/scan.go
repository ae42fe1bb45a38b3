package jsontree

import (
	"encoding/binary"
	"sync"
	"unicode/utf8"
)

// parser builds the tree of a text in one pass, and refuses the text at the
// first fault without saying which: [diagnose] does.
type parser struct {
	src     string
	limits  Limits
	depth   int
	deepest int
	high    uint64 // all bytes of strings, or-ed: is there one beyond ASCII?
	tables  []table
	*scratch
}

// scratch is the memory that a parser needs only while it works.
type scratch struct {
	stack   []node // the values in the containers that are still open
	nodes   []node // the groups of the containers that are closed
	decoded []byte // see tree.decoded
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

func borrow() *scratch { return scratches.Get().(*scratch) }

// The bounds of what is kept: a sealed credential of usual size fits, whose text
// is one string with escapes.
const (
	mostKeptNodes = 1 << 14
	mostKeptText  = 1 << 18
)

// giveBack keeps the memory for the next parser, unless a rare large text has
// made it large. Nodes are numbers; the decoded texts are wiped.
func (s *scratch) giveBack() {
	if cap(s.stack) > mostKeptNodes || cap(s.nodes) > mostKeptNodes || cap(s.decoded) > mostKeptText {
		return
	}
	clear(s.decoded[:min(len(s.decoded)+8, cap(s.decoded))]) // the last word may reach further
	s.stack, s.nodes, s.decoded = s.stack[:0], s.nodes[:0], s.decoded[:0]
	scratches.Put(s)
}

// run reads the text, and returns nil when it must be refused.
func (p *parser) run() *tree {
	p.push(0, 0, 0)
	end := p.value(skip(p.src, 0), 0)
	if end < 0 || skip(p.src, end) != len(p.src) {
		return nil
	}
	// Outside a string a byte beyond ASCII is no JSON anyhow.
	if p.high&highBits != 0 && !utf8.ValidString(p.src) {
		return nil
	}
	p.settle(0)
	p.nodes[len(p.nodes)-1].parent = -1
	t := &tree{src: p.src, root: int32(len(p.nodes) - 1), tables: p.tables, depth: int32(p.deepest)}
	nodes := make([]node, len(p.nodes)) // not cleared before the copy
	copy(nodes, p.nodes)
	t.nodes = nodes
	if len(p.decoded) > 0 {
		t.decoded = string(p.decoded)
	}
	return t
}

// push starts a value whose name, if it has one, is known. It returns false
// when there are too many values.
func (p *parser) push(nameStart, nameEnd int, flags uint8) bool {
	if len(p.stack)+len(p.nodes) >= p.limits.Values {
		return false
	}
	p.stack = append(p.stack, node{nameStart: int32(nameStart), nameEnd: int32(nameEnd), flags: flags})
	return true
}

// settle moves the values from stack[base:] to their place in the tree, and
// returns that. Only now can the values inside them learn who their parent is.
func (p *parser) settle(base int) (first int32) {
	first = int32(len(p.nodes))
	p.nodes = append(p.nodes, p.stack[base:]...)
	for i, n := range p.stack[base:] {
		if !n.isContainer() {
			continue
		}
		inside := p.nodes[n.first : n.first+n.n]
		for k := range inside {
			inside[k].parent = first + int32(i)
		}
	}
	p.stack = p.stack[:base]
	return first
}

// value reads the value at src[i] into stack[at]. It returns where the value
// ends, or -1.
func (p *parser) value(i, at int) int {
	n := &p.stack[at]
	n.start = int32(i)
	end := -1
	switch c := byteAt(p.src, i); c {
	case '"':
		var place int
		n.kind = String
		if end, place = p.str(i); place >= 0 {
			n.flags |= textEscaped
			n.first = int32(place)
		}
	case '{', '[':
		return p.container(i, at, c)
	case 't':
		n.kind, end = Bool, literal(p.src, i, "true")
	case 'f':
		n.kind, end = Bool, literal(p.src, i, "false")
	case 'n':
		n.kind, end = Null, literal(p.src, i, "null")
	default:
		n.kind, end = Number, number(p.src, i)
	}
	n.end = int32(end)
	return end
}

// container reads the object or array at src[i] into stack[at].
func (p *parser) container(i, at int, bracket byte) int {
	if p.depth >= p.limits.Depth {
		return -1
	}
	p.depth++
	p.deepest = max(p.deepest, p.depth)
	kind, end := Array, 0
	if bracket == '{' {
		kind, end = Object, p.members(i)
	} else {
		end = p.elements(i)
	}
	if end < 0 {
		return -1
	}
	p.depth--
	count := len(p.stack) - at - 1
	first := p.settle(at + 1)
	n := &p.stack[at]
	n.kind, n.end, n.first, n.n = kind, int32(end), first, int32(count)
	if kind == Object && !p.distinct(first) {
		return -1
	}
	return end
}

// members reads what stands between the braces at src[i], and elements what
// stands between the brackets. Both return the place behind the closing one.
func (p *parser) members(i int) int {
	src := p.src
	if i = skip(src, i+1); byteAt(src, i) == '}' {
		return i + 1
	}
	for ; ; i = skip(src, i+1) {
		if byteAt(src, i) != '"' {
			return -1
		}
		nameStart, flags := i, uint8(0)
		end, place := p.str(i)
		if end < 0 {
			return -1
		}
		if i = skip(src, end); byteAt(src, i) != ':' {
			return -1
		}
		if place >= 0 {
			end, flags = place, nameEscaped
		}
		if !p.push(nameStart, end, flags) {
			return -1
		}
		if i = p.value(skip(src, i+1), len(p.stack)-1); i < 0 {
			return -1
		}
		i = skip(src, i)
		switch byteAt(src, i) {
		case ',':
		case '}':
			return i + 1
		default:
			return -1
		}
	}
}

func (p *parser) elements(i int) int {
	src := p.src
	if i = skip(src, i+1); byteAt(src, i) == ']' {
		return i + 1
	}
	for ; ; i = skip(src, i+1) {
		if !p.push(0, 0, 0) {
			return -1
		}
		if i = p.value(i, len(p.stack)-1); i < 0 {
			return -1
		}
		i = skip(src, i)
		switch byteAt(src, i) {
		case ',':
		case ']':
			return i + 1
		default:
			return -1
		}
	}
}

// distinct reports whether no two of the members from nodes[first] on have one
// name. A large object gets its index.
func (p *parser) distinct(first int32) bool {
	members := p.nodes[first:]
	name := func(k int32) string { return p.name(&members[k]) }
	if len(members) >= indexFrom {
		t, ok := newTable(first, len(members), name)
		p.tables = append(p.tables, t)
		return ok
	}
	var seen uint64 // a bit for the length and the last character of each name
	for k := range members {
		n := &members[k]
		if n.flags&nameEscaped != 0 {
			return allDistinct(len(members), name)
		}
		bit := uint64(1) << ((uint32(n.nameEnd-n.nameStart)*11 + uint32(p.src[n.nameEnd-2])) & 63)
		if seen&bit != 0 {
			same := p.src[n.nameStart:n.nameEnd]
			for j := range members[:k] {
				if p.src[members[j].nameStart:members[j].nameEnd] == same {
					return false
				}
			}
		}
		seen |= bit
	}
	return true
}

func allDistinct(n int, name func(int32) string) bool {
	_, ok := newTable(0, n, name)
	return ok
}

// name returns the name of a member while the tree is not complete.
func (p *parser) name(n *node) string {
	if n.flags&nameEscaped == 0 {
		return p.src[n.nameStart+1 : n.nameEnd-1]
	}
	size := binary.LittleEndian.Uint32(p.decoded[n.nameEnd:])
	return string(p.decoded[n.nameEnd+4:][:size])
}
