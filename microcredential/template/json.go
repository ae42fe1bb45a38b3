package template

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// parseJSON reads a template in JSON.
func parseJSON(src []byte) (*node, error) {
	root, err := jsontree.Parse(src, jsontree.Limits{Depth: maxDepth})
	if err != nil {
		var fault *jsontree.Error
		at := &node{}
		if errors.As(err, &fault) {
			at.line, at.col = positionOf(string(src), fault.Offset)
			return nil, newFault(&ruleForm, at, "A template that starts with { must be JSON.", "a fault: "+fault.Detail, "Mend it there.")
		}
		return nil, newFault(&ruleForm, at, "A template that starts with { must be JSON.", err.Error(), "Mend it there.")
	}
	lines := &liner{text: string(src), line: 1, col: 1}
	n := fromJSON(root, lines)
	count := 0
	return n, n.finish("", 0, &count)
}

func fromJSON(v jsontree.Value, at *liner) *node {
	n := &node{}
	n.line, n.col = at.position(v.Offset())
	switch v.Kind() {
	case jsontree.Object:
		n.kind = mapNode
		for name, value := range v.Members() {
			child := fromJSON(value, at)
			n.members = append(n.members, entry{name, child, child.line, child.col})
		}
	case jsontree.Array:
		n.kind = listNode
		for item := range v.Elements() {
			n.items = append(n.items, fromJSON(item, at))
		}
	case jsontree.String:
		n.text = v.Text()
	case jsontree.Null:
		n.kind = emptyNode
	default:
		n.text = v.Raw() // a number keeps its digits
	}
	return n
}

// liner turns offsets, which must not go back, into lines and columns.
type liner struct {
	text      string
	done      int
	line, col int
}

func (l *liner) position(offset int) (line, col int) {
	for l.done < min(offset, len(l.text)) {
		r, n := utf8.DecodeRuneInString(l.text[l.done:])
		l.done += n
		if l.col++; r == '\n' {
			l.line, l.col = l.line+1, 1
		}
	}
	return l.line, l.col
}

func positionOf(text string, offset int) (line, col int) {
	return (&liner{text: strings.ToValidUTF8(text, "?"), line: 1, col: 1}).position(offset)
}
