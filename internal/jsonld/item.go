package jsonld

import (
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// item is an element of the expanded form (JSON-LD 1.1 section 9): a node, a
// value or a list, with the place in the document that it comes from.
type item struct {
	kind itemKind
	at   jsontree.Value

	// A value: what @value holds, with its type, language or direction. In a
	// value made from a member name, text holds the name.
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
	types    []nodeType
	members  []property
	reverse  []property
	graph    []*item
	hasGraph bool
	included []*item

	container bool // made by a graph container around the node at the same place
}

// nodeType is one type of a node, expanded.
type nodeType struct {
	iri      string
	ok       bool // false where IRI expansion yields null
	misleads bool // the known contexts give the name another meaning
	at       jsontree.Value
}

// property is the values of one member of a node.
type property struct {
	iri    string
	at     jsontree.Value
	values []*item
}

// hasStatements reports whether a node is part of a statement of its own.
func (n *node) hasStatements() bool {
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

// newItem returns an item that came from a place in the document.
func (x *expander) newItem(kind itemKind, at jsontree.Value) *item {
	if len(x.spare) == 0 {
		x.spare = make([]item, chunk)
	}
	it := &x.spare[0]
	x.spare = x.spare[1:]
	it.kind, it.at = kind, at
	x.count++
	return it
}

func (x *expander) newNode(at jsontree.Value, n *node) *item {
	it := x.newItem(nodeItem, at)
	it.node = n
	return it
}

// newReference returns the item of a node that has only an id.
func (x *expander) newReference(at jsontree.Value, id string) *item {
	return x.newNode(at, &node{id: id, idAt: at, hasID: true})
}
