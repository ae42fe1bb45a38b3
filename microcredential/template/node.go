package template

import (
	"strings"
	"unicode/utf8"
)

// kind is what a node of a template is.
type kind uint8

const (
	textNode kind = iota
	listNode
	mapNode
	emptyNode // nothing, or null
)

func (k kind) String() string {
	return [...]string{"a text", "a list", "an object with members", "nothing"}[k]
}

// node is a value in a template, whatever it was written in. A number and a truth
// value are the text that stands there.
type node struct {
	kind      kind
	text      string
	pieces    []piece // of a text with placeholders; nil for any other
	members   []entry
	items     []*node
	line, col int
	path      string
}

// entry is a member of an object.
type entry struct {
	name      string
	value     *node
	line, col int
}

// Bounds of a template. A person writes less than this.
const (
	maxBytes = 1 << 20
	maxDepth = 16
	maxNodes = 20_000
)

// parse reads YAML or JSON.
func parse(src []byte) (*node, error) {
	src = []byte(strings.TrimPrefix(string(src), "\ufeff"))
	switch {
	case len(src) > maxBytes:
		return nil, newFault(&ruleForm, nil, "A template must have no more than 1 MiB.", "more", "Name pictures and attachments by their files.")
	case !utf8.Valid(src):
		return nil, newFault(&ruleForm, &node{line: lineOfInvalid(src), col: 1}, "A template must be text in UTF-8.", "other bytes", "Save it as UTF-8.")
	case strings.HasPrefix(strings.TrimLeft(string(src), " \t\r\n"), "{"):
		return parseJSON(src)
	}
	return parseYAML(src)
}

func lineOfInvalid(src []byte) int {
	line := 1
	for len(src) > 0 {
		r, n := utf8.DecodeRune(src)
		if r == utf8.RuneError && n == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		src = src[n:]
	}
	return line
}

// finish gives each node its path and its placeholders, and checks what a reader of
// either notation must not leave to chance.
func (n *node) finish(path string, depth int, count *int) error {
	n.path = path
	if *count++; depth > maxDepth || *count > maxNodes {
		return newFault(&ruleForm, n, "A template must be no deeper than 16 levels and have no more than 20000 values.", "more", "Leave out what does not belong there.")
	}
	var err error
	switch n.kind {
	case textNode:
		n.pieces, err = split(n)
	case listNode:
		for _, item := range n.items {
			if err = item.finish(path, depth+1, count); err != nil {
				return err
			}
		}
	case mapNode:
		seen := map[string]bool{}
		for _, m := range n.members {
			if seen[m.name] {
				return newFault(&ruleForm, &node{line: m.line, col: m.col, path: path}, "A member must be stated once.", quote(m.name)+" a second time", "Join the two, or leave one out.")
			}
			seen[m.name] = true
			if err = m.value.finish(strings.TrimPrefix(path+"."+m.name, "."), depth+1, count); err != nil {
				return err
			}
		}
	}
	return err
}

// has reports whether there is a placeholder in a node.
func (n *node) has() bool { return n.pieces != nil }

// get returns a member of an object.
func (n *node) get(name string) *node {
	for _, m := range n.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}
