package jsonld

import (
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// item is an element of the expanded form (JSON-LD 1.1 section 9): a node, a
// value or a list, with the place in the document that it comes from.
type item struct {
	kind itemKind
	at   jsontree.Value

	// A value: what @value holds, with its type, language or direction. A
	// member name that became a value is a text.
	value     jsontree.Value
	text      string
	datatype  string
	language  string
	direction string

	list []*item // a list
	node *node   // a node
}

type itemKind uint8

const (
	nodeItem    itemKind = iota
	literalItem          // value, or text if that is absent
	jsonItem             // value as a JSON literal
	listItem
)

// node is a node object.
type node struct {
	id       string
	idAt     jsontree.Value
	hasID    bool
	types    []typeOf
	members  []property
	reverse  []property
	graph    []*item
	hasGraph bool
	included []*item

	container bool // made by a graph container around the node at the same place
}

// typeOf is one type of a node, expanded.
type typeOf struct {
	iri      string
	ok       bool // false where IRI expansion yields null
	misleads bool // the name is known to mean something else
	at       jsontree.Value
}

// property is the values of one member of a node.
type property struct {
	iri    string
	at     jsontree.Value
	values []*item
}

// speaks reports whether a node is named in a statement of its own.
func (n *node) speaks() bool {
	if len(n.types) > 0 || len(n.graph) > 0 {
		return true
	}
	for _, p := range n.members {
		if len(p.values) > 0 {
			return true
		}
	}
	for _, p := range n.reverse {
		if len(p.values) > 0 {
			return true
		}
	}
	return false
}

// isGraph reports whether a node is a graph object: @graph with at most an id.
func (n *node) isGraph() bool {
	return n.hasGraph && len(n.types) == 0 && len(n.members) == 0 && len(n.reverse) == 0 && len(n.included) == 0
}

// chunk is how many items are allocated at a time.
const chunk = 64

// make returns a new item.
func (x *expander) make(kind itemKind, at jsontree.Value) *item {
	if len(x.spare) == 0 {
		x.spare = make([]item, chunk)
	}
	it := &x.spare[0]
	x.spare = x.spare[1:]
	it.kind, it.at = kind, at
	x.count++
	return it
}

func (x *expander) makeNode(at jsontree.Value, n *node) *item {
	it := x.make(nodeItem, at)
	it.node = n
	return it
}

// reference returns a node that has only an id.
func (x *expander) reference(at jsontree.Value, id string) *item {
	return x.makeNode(at, &node{id: id, idAt: at, hasID: true})
}
