package xmldsig

import (
	"iter"
	"strings"
)

// Element is an element of a document.
type Element struct {
	Prefix, Local string
	Space         string // the URI of its namespace
	Attrs         []Attr
	Nodes         []Node
	Parent        *Element

	declared []binding
}

// Attr is an attribute. Declarations of namespaces are none.
type Attr struct{ Prefix, Local, Space, Value string }

// Node is a piece of text or an element. Comments are not kept: what refers to a
// whole document or to an id leaves them out (XML Signature 1.1 section 4.4.3.3).
type Node struct {
	Text    string
	Element *Element
}

// binding is a declaration of a namespace.
type binding struct{ prefix, space string }

// Is reports whether an element has a name.
func (e *Element) Is(space, local string) bool {
	return e != nil && e.Local == local && e.Space == space
}

// Attr returns the value of the attribute that has no namespace, or "".
func (e *Element) Attr(local string) string { return e.AttrIn("", local) }

// AttrIn returns the value of an attribute, or "".
func (e *Element) AttrIn(space, local string) string {
	if e != nil {
		for _, a := range e.Attrs {
			if a.Local == local && a.Space == space {
				return a.Value
			}
		}
	}
	return ""
}

// Children yields the elements directly inside; nil has none.
func (e *Element) Children() iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		if e == nil {
			return
		}
		for _, n := range e.Nodes {
			if n.Element != nil && !yield(n.Element) {
				return
			}
		}
	}
}

// Named yields the elements directly inside that have a name, of any namespace.
func (e *Element) Named(local string) iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		for kid := range e.Children() {
			if kid.Local == local && !yield(kid) {
				return
			}
		}
	}
}

// Path follows names downwards, each time to the first element of that name, and
// returns nil where there is none.
func (e *Element) Path(locals ...string) *Element {
	for _, local := range locals {
		var next *Element
		for kid := range e.Named(local) {
			next = kid
			break
		}
		if e = next; e == nil {
			return nil
		}
	}
	return e
}

// Text returns the text directly inside, without space around it.
func (e *Element) Text() string {
	if e == nil {
		return ""
	}
	if len(e.Nodes) == 1 {
		return strings.TrimSpace(e.Nodes[0].Text)
	}
	var b strings.Builder
	for _, n := range e.Nodes {
		b.WriteString(n.Text)
	}
	return strings.TrimSpace(b.String())
}

// Walk yields the element and all below it, in the order of the document.
func (e *Element) Walk() iter.Seq[*Element] {
	return func(yield func(*Element) bool) { e.walk(yield) }
}

func (e *Element) walk(yield func(*Element) bool) bool {
	if e == nil {
		return true
	}
	if !yield(e) {
		return false
	}
	for kid := range e.Children() {
		if !kid.walk(yield) {
			return false
		}
	}
	return true
}

// space returns the namespace that a prefix stands for at an element.
func (e *Element) space(prefix string) (string, bool) {
	if prefix == "xml" {
		return spaceXML, true
	}
	for ; e != nil; e = e.Parent {
		for _, b := range e.declared {
			if b.prefix == prefix {
				return b.space, true
			}
		}
	}
	return "", prefix == ""
}
