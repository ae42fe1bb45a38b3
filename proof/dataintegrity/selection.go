package dataintegrity

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// selection is a document that holds a part of another one, with the places
// where its values stand in that one.
type selection struct {
	doc    vc.Document
	origin map[string]string // pointer in the selection -> pointer in the original
}

// selectedNode is a value of the original that was selected, as a whole or in
// part.
type selectedNode struct {
	value    jsontree.Value
	whole    bool
	children map[int]*selectedNode // by their index in the original
}

// selectPointers returns the part of a document at JSON Pointers (vc-di-ecdsa
// section 3.4.13): the values there, the id and type of every object on the way
// to them, and the contexts. A pointer that leads nowhere is an error.
func selectPointers(ctx context.Context, doc vc.Document, pointers []string) (*selection, error) {
	root := newSelectedNode(doc.Root())
	if contexts := doc.Get("@context"); contexts.Exists() {
		root.child(contexts.Ordinal()).whole = true
	}
	for i, pointer := range pointers {
		if i%pointersPerCheck == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := root.selectPointer(pointer); err != nil {
			return nil, err
		}
	}
	s := &selection{origin: make(map[string]string)}
	var b strings.Builder
	s.write(&b, root, "")
	var err error
	s.doc, err = vc.ParseDocument([]byte(b.String()), vc.Limits{Bytes: 1 << 30, Depth: 9_999, Values: 1 << 30})
	return s, err
}

// pointersPerCheck is how many pointers are followed before it is asked again
// whether the context has ended.
const pointersPerCheck = 256

// newSelectedNode returns a node for a value of which nothing is selected yet but
// what an object always keeps: its type, and its id unless that is the label of
// a blank node (section 3.4.12).
func newSelectedNode(v jsontree.Value) *selectedNode {
	c := &selectedNode{value: v, children: make(map[int]*selectedNode)}
	if !v.IsObject() {
		return c
	}
	if id := v.Get("id"); id.Exists() && !strings.HasPrefix(id.Text(), "_:") {
		c.child(id.Ordinal()).whole = true
	}
	if kind := v.Get("type"); kind.Exists() {
		c.child(kind.Ordinal()).whole = true
	}
	return c
}

func (c *selectedNode) child(i int) *selectedNode {
	if c.children[i] == nil {
		c.children[i] = newSelectedNode(c.value.At(i))
	}
	return c.children[i]
}

// selectPointer selects the value at a pointer that starts at the node.
func (c *selectedNode) selectPointer(pointer string) error {
	if pointer == "" {
		c.whole = true
		return nil
	}
	if pointer[0] != '/' {
		return fmt.Errorf("PROOF-POINTER: nothing stands at %q in the document: a JSON Pointer begins with a slash, such as /credentialSubject", pointer)
	}
	for step := range strings.SplitSeq(pointer[1:], "/") {
		next := c.value.Lookup("/" + step)
		if !next.Exists() {
			return fmt.Errorf("PROOF-POINTER: nothing stands at %q in the document", pointer)
		}
		c = c.child(next.Ordinal())
	}
	c.whole = true
	return nil
}

// write writes what was selected. The elements of an array close ranks.
func (s *selection) write(b *strings.Builder, c *selectedNode, at string) {
	v := c.value
	if c.whole {
		b.WriteString(v.Raw())
		s.record(v, at)
		return
	}
	brackets := "[]"
	if v.IsObject() {
		brackets = "{}"
	}
	s.origin[at] = v.Pointer()
	b.WriteByte(brackets[0])
	for place, i := range sortedKeys(c.children) {
		if place > 0 {
			b.WriteByte(',')
		}
		child := v.At(i)
		step := strconv.Itoa(place)
		if v.IsObject() {
			step = jsontree.EscapePointer(child.Name())
			b.Write(jsontree.AppendString(nil, child.Name()))
			b.WriteByte(':')
		}
		s.write(b, c.children[i], at+"/"+step)
	}
	b.WriteByte(brackets[1])
}

// record notes the origin of every part of a value that was selected as a whole.
func (s *selection) record(v jsontree.Value, at string) {
	s.origin[at] = v.Pointer()
	for i := range v.Len() {
		child := v.At(i)
		step := strconv.Itoa(i)
		if v.IsObject() {
			step = jsontree.EscapePointer(child.Name())
		}
		s.record(child, at+"/"+step)
	}
}

func sortedKeys(children map[int]*selectedNode) []int {
	keys := make([]int, 0, len(children))
	for i := range children {
		keys = append(keys, i)
	}
	slices.Sort(keys)
	return keys
}
