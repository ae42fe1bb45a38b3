package jsontree

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// oracleTree is the tree of a reader over jsontext, against which the parser is
// tested: slower, with a pointer for each text, and obvious.
type oracleTree struct {
	src      string
	nodes    []oracleNode
	children []int32 // of each container, contiguous
}

// oracleNode is one value. A name or text with an escape is decoded once; any other
// is a window on the source.
type oracleNode struct {
	kind          Kind
	parent        int32
	ordinal       int32 // place among the parent's children
	start, end    int32 // the value's bytes
	nameStart     int32 // where the name of a member starts
	firstChild, n int32 // window of a container on tree.children
	name, text    string
}

func parseWithOracle(src []byte, limits Limits) (*oracleTree, error) {
	limits = limits.withDefaults()
	if len(src) > limits.Bytes {
		return nil, &Error{Code: CodeSize, Offset: limits.Bytes,
			Detail: fmt.Sprintf("the text is longer than the limit of %d bytes", limits.Bytes)}
	}
	if bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) {
		return nil, &Error{Code: CodeEncoding, Detail: "the text starts with a byte order mark, which JSON does not allow"}
	}
	if len(bytes.Trim(src, " \t\r\n")) == 0 {
		return nil, &Error{Code: CodeEmpty, Detail: "there is no JSON value, the text is empty"}
	}
	p := oracle{
		t:      &oracleTree{src: string(src), nodes: make([]oracleNode, 0, len(src)/24+4)},
		dec:    jsontext.NewDecoder(bytes.NewBuffer(src)),
		limits: limits,
	}
	if err := p.run(); err != nil {
		return nil, err
	}
	return p.t, nil
}

type oracle struct {
	t      *oracleTree
	dec    *jsontext.Decoder
	limits Limits
	stack  []int32 // children of the open containers, innermost last
	open   []frame
}

// frame is an open container: its node and where its children start on the
// stack.
type frame struct{ node, base int32 }

func (p *oracle) run() error {
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
func (p *oracle) step() error {
	n := oracleNode{parent: -1}
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

func (p *oracle) name(n *oracleNode) error {
	raw, err := p.dec.ReadValue()
	if err != nil {
		return newReadError([]byte(p.t.src), err)
	}
	end := int32(p.dec.InputOffset())
	n.nameStart = end - int32(len(raw))
	n.name = p.t.decode(n.nameStart, end)
	return nil
}

func (p *oracle) begin(n oracleNode, kind jsontext.Kind) error {
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

func (p *oracle) close() error {
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
	return nil
}

func (p *oracle) add(n oracleNode) {
	p.t.nodes = append(p.t.nodes, n)
	if n.parent >= 0 {
		p.stack = append(p.stack, int32(len(p.t.nodes)-1))
	}
}

func (p *oracle) newError(code, detail string) error {
	return &Error{Code: code, Offset: int(p.dec.InputOffset()), Pointer: string(p.dec.StackPointer()), Detail: detail}
}

// decode returns the text of the string literal at src[start:end].
func (t *oracleTree) decode(start, end int32) string {
	inner := t.src[start+1 : end-1]
	if strings.IndexByte(inner, '\\') < 0 {
		return inner
	}
	text, _ := jsontext.AppendUnquote(nil, t.src[start:end]) // the tokeniser has checked it
	return string(text)
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
