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

// selection is a document that holds a part of another one, and where each
// of its values stood there.
type selection struct {
	doc    vc.Document
	origin map[string]string // pointer in the selection -> pointer in the original
}

// chosen is a value of the original of which something was selected: all of
// it, or some of its members or elements.
type chosen struct {
	value jsontree.Value
	whole bool
	kids  map[int]*chosen // by place in the original
}

// selectPointers returns the part of a document at JSON Pointers (vc-di-ecdsa
// section 3.4.13): the values themselves and, of every object on the way to
// them, its id, type and contexts. A pointer that leads nowhere is an error.
func selectPointers(ctx context.Context, doc vc.Document, pointers []string) (*selection, error) {
	root := initial(doc.Root())
	if contexts := doc.Get("@context"); contexts.Exists() {
		root.kid(contexts.Ordinal()).whole = true
	}
	for i, pointer := range pointers {
		if i%pointersPerCheck == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := root.choose(pointer); err != nil {
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

// pointersPerCheck is how many pointers are followed between two looks at the
// context.
const pointersPerCheck = 256

// initial selects of an object what must not be missing from it: its type,
// and its id unless that is the label of a blank node (section 3.4.12).
func initial(v jsontree.Value) *chosen {
	c := &chosen{value: v, kids: make(map[int]*chosen)}
	if !v.IsObject() {
		return c
	}
	if id := v.Get("id"); id.Exists() && !strings.HasPrefix(id.Text(), "_:") {
		c.kid(id.Ordinal()).whole = true
	}
	if kind := v.Get("type"); kind.Exists() {
		c.kid(kind.Ordinal()).whole = true
	}
	return c
}

func (c *chosen) kid(i int) *chosen {
	if c.kids[i] == nil {
		c.kids[i] = initial(c.value.At(i))
	}
	return c.kids[i]
}

// choose selects the value at one pointer.
func (c *chosen) choose(pointer string) error {
	if pointer == "" {
		c.whole = true
		return nil
	}
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		next := c.value.Lookup("/" + step)
		if !next.Exists() || pointer[0] != '/' {
			return fmt.Errorf("PROOF-POINTER: nothing stands at %q in the document", pointer)
		}
		c = c.kid(next.Ordinal())
	}
	c.whole = true
	return nil
}

// write writes what was selected. Elements of an array move together.
func (s *selection) write(b *strings.Builder, c *chosen, at string) {
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
	for place, i := range sortedKeys(c.kids) {
		if place > 0 {
			b.WriteByte(',')
		}
		kid := v.At(i)
		step := strconv.Itoa(place)
		if v.IsObject() {
			step = jsontree.EscapePointer(kid.Name())
			b.Write(jsontree.AppendString(nil, kid.Name()))
			b.WriteByte(':')
		}
		s.write(b, c.kids[i], at+"/"+step)
	}
	b.WriteByte(brackets[1])
}

// record remembers where the parts of a value that was taken whole stood.
func (s *selection) record(v jsontree.Value, at string) {
	s.origin[at] = v.Pointer()
	for i := range v.Len() {
		kid := v.At(i)
		step := strconv.Itoa(i)
		if v.IsObject() {
			step = jsontree.EscapePointer(kid.Name())
		}
		s.record(kid, at+"/"+step)
	}
}

func sortedKeys(kids map[int]*chosen) []int {
	keys := make([]int, 0, len(kids))
	for i := range kids {
		keys = append(keys, i)
	}
	slices.Sort(keys)
	return keys
}
