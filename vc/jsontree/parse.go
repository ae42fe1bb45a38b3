package jsontree

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Limits bounds what [Parse] accepts. A zero field means the default.
type Limits struct {
	Bytes  int // length of the text; default 32 MiB
	Depth  int // nesting of objects and arrays; default 100, at most 9,999
	Values int // number of values; default 1,000,000
}

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 32 << 20
	}
	if l.Depth <= 0 {
		l.Depth = 100
	}
	if l.Values <= 0 {
		l.Values = 1_000_000
	}
	// The tokeniser has a hard limit of 10,000; positions are 32 bits wide.
	l.Depth = min(l.Depth, 9_999)
	l.Bytes = min(l.Bytes, 1<<30)
	return l
}

// indexFrom is the number of members from which an object gets an index, so
// that looking up every member of a large object is not quadratic.
const indexFrom = 16

// tree holds every value of a text, in document order.
type tree struct {
	src      string
	nodes    []node
	children []int32                    // of each container, contiguous
	index    map[int32]map[string]int32 // members of large objects, by name
}

// node is one value. A name or text with an escape is decoded once; any other
// is a window on the source.
type node struct {
	kind          Kind
	parent        int32
	ordinal       int32 // place among the parent's children
	start, end    int32 // the value's bytes
	nameStart     int32 // where the name of a member starts
	firstChild, n int32 // window of a container on tree.children
	name, text    string
}

// Parse reads exactly one JSON value. The text is copied; an error is an
// [*Error].
func Parse(src []byte, limits Limits) (Value, error) {
	limits = limits.withDefaults()
	if len(src) > limits.Bytes {
		return Value{}, &Error{Code: CodeSize, Offset: limits.Bytes,
			Detail: fmt.Sprintf("the text is longer than the limit of %d bytes", limits.Bytes)}
	}
	if bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) {
		return Value{}, &Error{Code: CodeEncoding, Detail: "the text starts with a byte order mark, which JSON does not allow"}
	}
	if len(bytes.Trim(src, " \t\r\n")) == 0 {
		return Value{}, &Error{Code: CodeEmpty, Detail: "there is no JSON value, the text is empty"}
	}
	p := parser{
		t:      &tree{src: string(src), nodes: make([]node, 0, len(src)/24+4)},
		dec:    jsontext.NewDecoder(bytes.NewBuffer(src)),
		limits: limits,
	}
	if err := p.run(); err != nil {
		return Value{}, err
	}
	return Value{p.t, 0}, nil
}

type parser struct {
	t      *tree
	dec    *jsontext.Decoder
	limits Limits
	stack  []int32 // children of the open containers, innermost last
	open   []frame
}

// frame is an open container: its node and where its children start on the
// stack.
type frame struct{ node, base int32 }

func (p *parser) run() error {
	for {
		if err := p.step(); err != nil {
			return err
		}
		if len(p.open) == 0 {
			break
		}
	}
	end := p.dec.InputOffset()
	if _, err := p.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return &Error{Code: CodeTrailing, Offset: int(end), Detail: "there are further bytes after the JSON value"}
	}
	return nil
}

// step reads one value, or the start or end of a container.
func (p *parser) step() error {
	n := node{parent: -1}
	if len(p.open) > 0 {
		top := p.open[len(p.open)-1]
		n.parent, n.ordinal = top.node, int32(len(p.stack))-top.base
		if k := p.dec.PeekKind(); k == '}' || k == ']' {
			return p.close()
		}
		if p.t.nodes[top.node].kind == Object {
			if err := p.name(&n); err != nil {
				return err
			}
		}
	}
	if len(p.t.nodes) >= p.limits.Values {
		return p.newError(CodeCount, fmt.Sprintf("there are more than %d values", p.limits.Values))
	}
	kind := p.dec.PeekKind()
	if kind == '{' || kind == '[' {
		return p.begin(n, kind)
	}
	raw, err := p.dec.ReadValue()
	if err != nil {
		return newReadError([]byte(p.t.src), err)
	}
	n.end = int32(p.dec.InputOffset())
	n.start = n.end - int32(len(raw))
	n.kind = kindOf(kind)
	if n.kind == String {
		n.text = p.t.decode(n.start, n.end)
	}
	p.add(n)
	return nil
}

func (p *parser) name(n *node) error {
	raw, err := p.dec.ReadValue()
	if err != nil {
		return newReadError([]byte(p.t.src), err)
	}
	end := int32(p.dec.InputOffset())
	n.nameStart = end - int32(len(raw))
	n.name = p.t.decode(n.nameStart, end)
	return nil
}

func (p *parser) begin(n node, kind jsontext.Kind) error {
	if len(p.open) >= p.limits.Depth {
		return p.newError(CodeDepth, fmt.Sprintf("the value is nested more than %d levels deep", p.limits.Depth))
	}
	if _, err := p.dec.ReadToken(); err != nil {
		return newReadError([]byte(p.t.src), err)
	}
	n.kind = kindOf(kind)
	n.start = int32(p.dec.InputOffset()) - 1
	p.add(n)
	p.open = append(p.open, frame{int32(len(p.t.nodes) - 1), int32(len(p.stack))})
	return nil
}

func (p *parser) close() error {
	if _, err := p.dec.ReadToken(); err != nil {
		return newReadError([]byte(p.t.src), err)
	}
	top := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	n := &p.t.nodes[top.node]
	n.end = int32(p.dec.InputOffset())
	n.firstChild, n.n = int32(len(p.t.children)), int32(len(p.stack))-top.base
	p.t.children = append(p.t.children, p.stack[top.base:]...)
	p.stack = p.stack[:top.base]
	if n.kind == Object && n.n >= indexFrom {
		p.t.addIndex(top.node)
	}
	return nil
}

func (p *parser) add(n node) {
	p.t.nodes = append(p.t.nodes, n)
	if n.parent >= 0 {
		p.stack = append(p.stack, int32(len(p.t.nodes)-1))
	}
}

func (p *parser) newError(code, detail string) error {
	return &Error{Code: code, Offset: int(p.dec.InputOffset()), Pointer: string(p.dec.StackPointer()), Detail: detail}
}

// decode returns the text of the string literal at src[start:end].
func (t *tree) decode(start, end int32) string {
	inner := t.src[start+1 : end-1]
	if strings.IndexByte(inner, '\\') < 0 {
		return inner
	}
	text, _ := jsontext.AppendUnquote(nil, t.src[start:end]) // the tokeniser has checked it
	return string(text)
}

func (t *tree) childrenOf(n *node) []int32 { return t.children[n.firstChild : n.firstChild+n.n] }

func (t *tree) addIndex(object int32) {
	n := t.nodes[object]
	names := make(map[string]int32, n.n)
	for _, child := range t.childrenOf(&n) {
		names[t.nodes[child].name] = child
	}
	if t.index == nil {
		t.index = make(map[int32]map[string]int32)
	}
	t.index[object] = names
}

func kindOf(k jsontext.Kind) Kind {
	switch k {
	case 'n':
		return Null
	case 't', 'f':
		return Bool
	case '0':
		return Number
	case '"':
		return String
	case '[':
		return Array
	case '{':
		return Object
	}
	return Absent
}
